"""Corrections by hand: each is a value that is kept, and is taken back by leaving it out."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from functools import reduce
from typing import Any, TypeAlias
from zlib import crc32

from knowledge.importers.report import Oddity, ReadEntry
from knowledge.manuscript import Manuscript
from knowledge.model import DocumentKind, Level

ID = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")
MAX_CODE = 64
MAX_TEXT = 4000
MAX_TITLE = 300
"""Longest code, wording and line of a description, in characters."""

KINDS = tuple(kind for kind in DocumentKind if kind is not DocumentKind.FAQ)
"""What staff may say that a document is; their answers are no document that is uploaded."""


@dataclass(frozen=True, slots=True)
class SetCode:
    """What is numbered after a goal ("2.1" under "2") is renumbered with it."""

    code: str
    new: str


@dataclass(frozen=True, slots=True)
class SetLevel:
    code: str
    level: Level


@dataclass(frozen=True, slots=True)
class SetParent:
    """Move a goal with all under it; None to the top."""

    code: str
    parent: str | None


@dataclass(frozen=True, slots=True)
class SetText:
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Remove:
    """Take a goal out: with all under it if `whole`, else what is under it hangs from the goal above."""

    code: str
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Add:
    """Put a goal under another, before those with greater numbers, else as its last one; None at the top."""

    code: str
    level: Level
    text: str
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Join:
    """Put a line that became no goal (by the number of its warning) at the end of a goal's wording."""

    number: int
    code: str


@dataclass(frozen=True, slots=True)
class Dismiss:
    """Say that what a warning names is as it should be."""

    number: int


@dataclass(frozen=True, slots=True)
class Describe:
    """Say what the document is: `field` is one of `About`, `value` as written, "" for nothing."""

    field: str
    value: str


Edit: TypeAlias = SetCode | SetLevel | SetParent | SetText | Remove | Add | Join | Dismiss | Describe

REFUSALS: Mapping[str, tuple[str, ...]] = {
    "no_goal": ("code",),
    "no_warning": (),
    "code_taken": ("code",),
    "wrong_code": ("limit",),
    "wrong_text": ("limit",),
    "under_itself": ("code",),
    "wrong_id": (),
    "wrong_kind": (),
    "wrong_date": (),
    "wrong_url": (),
}
"""Why a correction cannot be made, each with its parameters; the catalogues say it under `editing.refused_*`."""


class EditRefused(Exception):  # noqa: N818 - an outcome that people are told, not a bug
    """A correction cannot be made. `key` is one of `REFUSALS`, `params` are its parameters."""

    def __init__(self, key: str, **params: str | int) -> None:
        assert set(params) == set(REFUSALS[key])
        self.key = key
        self.params: Mapping[str, str | int] = params
        super().__init__(key)


def written(edit: Edit) -> dict[str, Any]:
    """Write a correction as plain values."""
    return {"do": type(edit).__name__, **asdict(edit)}


def read_edit(values: Mapping[str, Any]) -> Edit:
    """Read what `written` wrote."""
    given = {name: Level(value) if name == "level" else value for name, value in values.items() if name != "do"}
    made: Edit = next(kind for kind in _WAYS if kind.__name__ == values["do"])(**given)
    return made


def fingerprint(edits: Iterable[Edit]) -> int:
    """Tell one state of corrections from another, also when one was taken back and another made since; 32 bits."""
    return crc32(json.dumps([written(edit) for edit in edits]).encode())


def edited(manuscript: Manuscript, edits: Iterable[Edit]) -> Manuscript:
    """Make all corrections in their order. Errors: `EditRefused`."""
    return reduce(apply, edits, manuscript)


def apply(manuscript: Manuscript, edit: Edit) -> Manuscript:
    """Make one correction. Errors: `EditRefused`; nothing is changed then."""
    return _WAYS[type(edit)](manuscript, edit)


def _releveled(manuscript: Manuscript, edit: SetLevel) -> Manuscript:
    return _changed(manuscript, replace(_goal(manuscript, edit.code), level=edit.level))


def _reworded(manuscript: Manuscript, edit: SetText) -> Manuscript:
    return _changed(manuscript, replace(_goal(manuscript, edit.code), text=_text(edit.text)))


def _dismissed(manuscript: Manuscript, edit: Dismiss) -> Manuscript:
    if edit.number not in manuscript.noticed:
        raise EditRefused("no_warning")
    return _settled(manuscript, edit.number)


def _goal(manuscript: Manuscript, code: str) -> ReadEntry:
    found = manuscript.find(code)
    if found is None:
        raise EditRefused("no_goal", code=code)
    return found


def _code(manuscript: Manuscript, written_: str) -> str:
    code = written_.strip()
    if not code or len(code) > MAX_CODE or not any(map(str.isalnum, code)):
        raise EditRefused("wrong_code", limit=MAX_CODE)
    if manuscript.find(code) is not None:
        raise EditRefused("code_taken", code=code)
    return code


def _text(written_: str, limit: int = MAX_TEXT) -> str:
    text = " ".join(written_.split())
    if not any(map(str.isalnum, text)) or len(text) > limit:
        raise EditRefused("wrong_text", limit=limit)
    return text


def _changed(manuscript: Manuscript, new: ReadEntry) -> Manuscript:
    """Put a goal in the place of the one with its code; what was odd at its place has been looked at."""
    entries = tuple(new if entry.code == new.code else entry for entry in manuscript.entries)
    return _looked_at(replace(manuscript, entries=entries), new)


def _looked_at(manuscript: Manuscript, entry: ReadEntry) -> Manuscript:
    noticed = {
        number: one
        for number, one in manuscript.noticed.items()
        if one.place != entry.place or one.oddity in (Oddity.GAP, Oddity.LEFT_OVER, Oddity.MACROS)
    }
    return replace(manuscript, noticed=noticed)


def _settled(manuscript: Manuscript, number: int) -> Manuscript:
    left = {key: one for key, one in manuscript.noticed.items() if key != number}
    return replace(manuscript, noticed=left)


def _renumbered(manuscript: Manuscript, edit: SetCode) -> Manuscript:
    goal = _goal(manuscript, edit.code)
    if edit.new.strip() == edit.code:
        return manuscript
    new = {edit.code: _code(manuscript, edit.new)}
    for code in manuscript.below(edit.code):
        if code.startswith((f"{edit.code}.", f"{edit.code}/")):
            new[code] = new[edit.code] + code.removeprefix(edit.code)
    kept = {entry.code for entry in manuscript.entries} - set(new)
    for code in new.values():
        if code in kept:
            raise EditRefused("code_taken", code=code)
        if len(code) > MAX_CODE:
            raise EditRefused("wrong_code", limit=MAX_CODE)
    entries = tuple(
        replace(entry, code=new.get(entry.code, entry.code), parent=new.get(entry.parent or "", entry.parent))
        for entry in manuscript.entries
    )
    return _looked_at(replace(manuscript, entries=entries), goal)


def _moved(manuscript: Manuscript, edit: SetParent) -> Manuscript:
    goal = _goal(manuscript, edit.code)
    if edit.parent is not None:
        _goal(manuscript, edit.parent)
    block = {edit.code, *manuscript.below(edit.code)}
    if edit.parent in block:
        raise EditRefused("under_itself", code=edit.code)
    rest = replace(manuscript, entries=tuple(entry for entry in manuscript.entries if entry.code not in block))
    moved = [entry for entry in manuscript.entries if entry.code in block]
    new = (replace(entry, parent=edit.parent) if entry.code == edit.code else entry for entry in moved)
    return _looked_at(_put(rest, edit.parent, new), goal)


def _put(manuscript: Manuscript, parent: str | None, new: Iterable[ReadEntry]) -> Manuscript:
    """Put goals behind everything that is under a parent."""
    above = {parent, *manuscript.below(parent)} if parent is not None else None
    places = [n for n, entry in enumerate(manuscript.entries, 1) if above is None or entry.code in above]
    at = max(places, default=0)
    return replace(manuscript, entries=(*manuscript.entries[:at], *new, *manuscript.entries[at:]))


def _without(manuscript: Manuscript, edit: Remove) -> Manuscript:
    goal = _goal(manuscript, edit.code)
    gone = {edit.code, *(manuscript.below(edit.code) if edit.whole else ())}
    entries = tuple(
        replace(entry, parent=goal.parent) if entry.parent == edit.code else entry
        for entry in manuscript.entries
        if entry.code not in gone
    )
    return _looked_at(replace(manuscript, entries=entries), goal)


def _with(manuscript: Manuscript, edit: Add) -> Manuscript:
    above = _goal(manuscript, edit.parent) if edit.parent is not None else None
    new = ReadEntry(_code(manuscript, edit.code), edit.level, _text(edit.text), edit.parent)
    new = replace(new, place=above.place) if above else new
    after = next(_with_greater_number(manuscript, new), None)
    if after is None:
        return _put(manuscript, edit.parent, [new])
    at = manuscript.entries.index(after)
    return replace(manuscript, entries=(*manuscript.entries[:at], new, *manuscript.entries[at:]))


def _with_greater_number(manuscript: Manuscript, new: ReadEntry) -> Iterator[ReadEntry]:
    """Find the goals beside a new one that are numbered after it: "1.3" of "1.2"."""
    stem, number = _numbered(new.code)
    for entry in manuscript.entries:
        other, its = _numbered(entry.code)
        if entry.parent == new.parent and other == stem and number and its > number:
            yield entry


def _numbered(code: str) -> tuple[str, int]:
    """Part a code from the number that it ends with; 0 where there is none."""
    stem = code.rstrip("0123456789")
    return stem, int(code.removeprefix(stem)[:9] or 0)


def _joined(manuscript: Manuscript, edit: Join) -> Manuscript:
    line, goal = manuscript.noticed.get(edit.number), _goal(manuscript, edit.code)
    if line is None or line.oddity is not Oddity.LEFT_OVER:
        raise EditRefused("no_warning")
    joined = _changed(manuscript, replace(goal, text=_text(f"{goal.text} {line.text}")))
    return _settled(joined, edit.number)


def _described(manuscript: Manuscript, edit: Describe) -> Manuscript:
    about = manuscript.about
    value = " ".join(edit.value.split())
    if edit.field not in {one.name for one in fields(about)}:
        raise EditRefused("wrong_kind")
    if edit.field == "title":
        value = _text(value, MAX_TITLE)
    elif edit.field in ("id", "community") and not ID.fullmatch(value):
        raise EditRefused("wrong_id")
    elif edit.field == "url" and value and not re.fullmatch(r"https?://\S+", value):
        raise EditRefused("wrong_url")
    elif len(value) > MAX_TITLE:
        raise EditRefused("wrong_text", limit=MAX_TITLE)
    return replace(manuscript, about=replace(about, **{edit.field: _value(edit.field, value)}))


def _value(field: str, value: str) -> Any:
    """Read a value of a description. Errors: `EditRefused`."""
    if field == "kind":
        if value not in KINDS:
            raise EditRefused("wrong_kind")
        return DocumentKind(value)
    if field == "published_on":
        try:
            return date.fromisoformat(value) if value else None
        except ValueError as error:
            raise EditRefused("wrong_date") from error
    return value


_WAYS: Mapping[type, Callable[[Manuscript, Any], Manuscript]] = {
    SetCode: _renumbered,
    SetLevel: _releveled,
    SetParent: _moved,
    SetText: _reworded,
    Remove: _without,
    Add: _with,
    Join: _joined,
    Dismiss: _dismissed,
    Describe: _described,
}
