"""A round written down in TOML; `docs/commands.md` shows one. Read whole, or not at all."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from bot.cli.words import in_words
from bot.domain.errors import DomainError
from bot.domain.rounds import BallotKind, District, Option, OptionClass, Round, Trust
from bot.domain.tally import Rule
from bot.services.entries import Entries
from bot.services.goals import as_option
from bot.texts.reading.moments import read_moment
from bot.texts.reading.money import read_money

V = TypeVar("V")

Readers = Mapping[str, tuple[str, Callable[[Any], Any]]]
"""By the key in the file: the name of the field, and how its value is read."""

BALLOTS = {kind.value: kind for kind in BallotKind}
RULES = {rule.value: rule for rule in Rule}
TRUSTS = {level.name.lower(): level for level in Trust}

OPTION_TEXTS = ("title", "details", "author", "place", "topic")


class _Wrong(Exception):  # noqa: N818  (reads as what happened)
    """What is wrong with a value, in words."""


def read_round(file: Path, entries: Entries, now: datetime, zone: ZoneInfo) -> tuple[Round, list[Option]]:
    """Read a draft and its options.

    Errors: `documents.unreadable` names the key, and the option where it is in one.
    """
    try:
        written = tomllib.loads(file.read_text(encoding="utf-8"))
        return _Reader(entries, now, zone).round(written)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, _Wrong) as error:
        raise DomainError("documents.unreadable", file=file, detail=error) from error


@dataclass(frozen=True, slots=True)
class _Reader:
    entries: Entries
    now: datetime
    zone: ZoneInfo

    def round(self, written: Mapping[str, Any]) -> tuple[Round, list[Option]]:
        readers: Readers = {
            "community": ("community", self._community),
            "title": ("title", _text),
            "question": ("question", _text),
            "ballot": ("ballot", lambda value: _one_of(BALLOTS, value)),
            "limit": ("limit", _number),
            "classes": ("classes", lambda value: tuple(map(_class, _list(value)))),
            "districts": ("districts", lambda value: tuple(map(_district, _list(value)))),
            "rule": ("rule", lambda value: _one_of(RULES, value)),
            "budget": ("budget_kop", _money),
            "winners": ("n_winners", _number),
            "trust": ("least_trust", lambda value: _one_of(TRUSTS, value)),
            "declaration": ("declaration", _text),
            "opens": ("opens_at", self._moment),
            "closes": ("closes_at", self._moment),
            "results": ("results_at", self._moment),
        }
        content = dict(written)
        listed = _list(content.pop("options", []))
        fields = _read(content, readers)
        _need(fields, "community", "title")
        made = Round(id=0, **fields)
        return made, self._options(listed, made.classes)

    def _options(self, listed: list[Any], classes: tuple[OptionClass, ...]) -> list[Option]:
        seen: dict[str, int] = {}
        options = []
        for number, row in enumerate(listed, 1):
            try:
                option = self._option(row, {one.name: index for index, one in enumerate(classes)})
            except _Wrong as error:
                raise _Wrong(f"option {number}: {error}") from error
            first = seen.setdefault(option.title.casefold(), number)
            if first != number:
                raise _Wrong(f"option {number}: the same title as option {first}")
            options.append(option)
        return options

    def _option(self, row: Any, classes: Mapping[str, int]) -> Option:
        readers: Readers = {
            **{name: (name, _text) for name in OPTION_TEXTS},
            "cost": ("cost_kop", _money),
            "class": ("option_class", lambda value: _one_of(classes, value)),
            "goal": ("entry", self._goal),
        }
        fields = _read(_table(row), readers)
        goal: Option | None = fields.pop("entry", None)
        if goal is not None:
            return replace(goal, **fields)
        _need(fields, "title")
        return Option(id=0, round=0, position=0, **fields)

    def _goal(self, value: Any) -> Option:
        document, _, code = _text(value).strip().partition(" ")
        entry = self.entries.library.entry(document, code.strip())
        if entry is None or not self.entries.library.document_of(entry).is_promise:
            raise _Wrong(f"{value} is no goal of a hromada: write a document's id and a code")
        return as_option(entry, self.entries.ids[entry.key])

    def _community(self, value: Any) -> str:
        if value not in (known := self.entries.library.communities):
            raise _Wrong(f"{value} is not known; known are {', '.join(known)}")
        return _text(value)

    def _moment(self, value: Any) -> datetime:
        """Read a moment; one without an offset is in the hromada's time."""
        if isinstance(value, datetime):
            value = f"{value.astimezone(self.zone) if value.tzinfo else value:%Y-%m-%d %H:%M}"
        return _in_words(read_moment, _text(value), self.now, self.zone)


def _read(row: Mapping[str, Any], readers: Readers) -> dict[str, Any]:
    fields = {}
    for key, value in row.items():
        if key not in readers:
            raise _Wrong(f"{key} is not known; known are {', '.join(readers)}")
        name, read = readers[key]
        try:
            fields[name] = read(value)
        except _Wrong as error:
            raise _Wrong(f"{key}: {error}") from error
    return fields


def _in_words(read: Callable[..., V], *given: Any) -> V:
    try:
        return read(*given)
    except DomainError as error:
        raise _Wrong(in_words(error)) from error


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise _Wrong("must be a text in quotes")
    return value


def _number(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise _Wrong("must be a whole number from 0")
    return value


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise _Wrong("must be a list")
    return value


def _money(value: Any) -> int:
    return _in_words(read_money, str(value))


def _one_of(names: Mapping[str, V], value: Any) -> V:
    if not isinstance(value, str) or value not in names:
        raise _Wrong(f"{value} is not known; known are {', '.join(names) or 'none'}")
    return names[value]


def _class(row: Any) -> OptionClass:
    fields = _read(_table(row), {"name": ("name", _text), "limit": ("limit", _number)})
    _need(fields, "name", "limit")
    return OptionClass(**fields)


def _district(row: Any) -> District:
    fields = _read(_table(row), {"name": ("name", _text), "population": ("population", _number)})
    _need(fields, "name")
    return District(**fields)


def _table(row: Any) -> Mapping[str, Any]:
    if not isinstance(row, Mapping):
        raise _Wrong("must be a table")
    return row


def _need(fields: Mapping[str, Any], *names: str) -> None:
    for name in names:
        if name not in fields:
            raise _Wrong(f"{name} is missing")
