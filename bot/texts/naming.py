"""What communities and goals are called in a language."""

from collections.abc import Iterable

from bot.domain.people import Locale
from bot.texts import Texts
from knowledge.model import Community, DocumentKind, Entry, Level


def name_of(texts: Texts, community: Community) -> str:
    return community.name if texts.locale is Locale.UK else community.name_en


def place_of(texts: Texts, community: Community) -> str:
    return community.place if texts.locale is Locale.UK else community.place_en


def called(said: str, communities: Iterable[Community]) -> Community | None:
    """Find the community that is all that somebody says: «Житомирська область», «житомирська», "Zhytomyr Oblast"."""
    words = " ".join(said.casefold().strip(" .,!«»").split())
    names = ((one, name) for one in communities for name in (one.name, one.name_en, *one.aliases))
    found = {one.id: one for one, name in names if words and f"{name.casefold()} ".startswith(f"{words} ")}
    return next(iter(found.values())) if len(found) == 1 else None


def label(shown: Entry) -> str:
    """Write a code as documents do: «1.2.», but nothing for the codes we gave to statements of prose."""
    return "" if shown.level is Level.STATEMENT else f"{shown.code.rstrip('.')}."


def level_name(texts: Texts, level: Level, kind: DocumentKind) -> str:
    """Say where a goal stands; what a statement is depends on the kind of its document."""
    return texts.plain(f"levels.statement_{kind.value}" if level is Level.STATEMENT else f"levels.{level.value}")
