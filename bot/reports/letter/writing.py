"""A letter of few words in both its forms."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from bot.reports.letter.markup import read_markup
from bot.reports.templates import template
from bot.texts import Html, Texts

_LETTER = Path(__file__).with_name("letter.html")


@dataclass(frozen=True, slots=True)
class Link:
    """Where a letter leads; the address is shown too, for who reads without clicking."""

    label: str
    address: str


@dataclass(frozen=True, slots=True)
class Words:
    """What a letter says. Shapes: `said` is Telegram's HTML, as all texts for people are."""

    subject: str
    said: Html
    links: Sequence[Link] = ()


def write_letter(words: Words, texts: Texts) -> tuple[str, str]:
    """Write a letter as HTML and as plain text."""
    html, plain = read_markup(words.said)
    foot = texts.plain("letters.foot")
    page = template(_LETTER).render(
        locale=texts.locale.value,
        subject=words.subject,
        said=Markup(html),  # noqa: S704  (written anew tag by tag, its words escaped there)
        links=words.links,
        foot=foot,
    )
    return page, "\n\n".join([plain.strip(), *plain_links(words.links), foot]) + "\n"


def plain_links(links: Sequence[Link]) -> list[str]:
    return [f"{link.label}:\n{link.address}" for link in links]
