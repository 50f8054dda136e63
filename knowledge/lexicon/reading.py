"""Read the lexicon's files and name what is wrong in them, with file and line."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.language import russian
from knowledge.language.letters import clean, skeleton
from knowledge.lexicon.entries import Concept, Outside
from knowledge.lexicon.phrases import SHORTEST_ROOT
from knowledge.lexicon.speech import FILE, SpeechLists, read_speech
from knowledge.model import Verdict

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_CONCEPT_LISTS = ("official", "everyday", "surzhyk", "russian", "weak", "not", "broader")
_CLASS_LISTS = ("cues", "hints", "examples", "not")
_PHRASE_LISTS = ("official", "everyday", "surzhyk", "russian", "weak", "not", "cues", "hints")


@dataclass(frozen=True, slots=True)
class _File:
    """A file's tables beside its lines, for finding where a thing is written."""

    name: str
    lines: tuple[str, ...]
    tables: dict[str, Any]

    def where(self, text: str) -> str:
        number = next((n for n, line in enumerate(self.lines, 1) if text and text in line), 1)
        return f"{self.name}:{number}"


@dataclass(frozen=True, slots=True)
class Contents:
    """All that a lexicon's files say, and what is wrong in them."""

    concepts: tuple[Concept, ...]
    outside: tuple[Outside, ...]
    speech: SpeechLists
    faults: tuple[str, ...]


def read(folder: Path) -> Contents:
    """Read all files of a lexicon; what is faulty is left out and named."""
    concepts: dict[str, Concept] = {}
    outside: list[Outside] = []
    faults: list[str] = []
    for file in _files(folder, faults):
        for table in file.tables.get("concept", ()):
            found = _concept(file, table, faults)
            if found and found.id in concepts:
                faults.append(f"{file.where(found.id)}: concept {found.id} stands twice in the lexicon")
            elif found:
                concepts[found.id] = found
        for table in file.tables.get("class", ()):
            kind = _outside(file, table, faults)
            if kind:
                outside.append(kind)
    speech = read_speech(folder, faults)
    return Contents(tuple(concepts.values()), tuple(outside), speech, tuple(faults))


def check(folder: Path) -> list[str]:
    """Name every fault of a lexicon and of the list of Russian words: `file:line: what is wrong`."""
    contents = read(folder)
    faults = [*contents.faults, *russian.check(russian.FILE.read_text(encoding="utf-8"))]
    known = {c.id for c in contents.concepts}
    files = list(_files(folder, []))
    for concept in contents.concepts:
        at = _where(files, concept.id)
        faults += [f"{at}: {concept.id}: no concept {one} to be broader" for one in concept.broader if one not in known]
        if _reaches(concept.id, contents.concepts):
            faults.append(f"{at}: {concept.id} is broader than itself")
    return faults


def _where(files: list[_File], concept: str) -> str:
    mark = f'"{concept}"'
    file = next(f for f in files if any("id" in line and mark in line for line in f.lines))
    number = next(n for n, line in enumerate(file.lines, 1) if "id" in line and mark in line)
    return f"{file.name}:{number}"


def _reaches(start: str, concepts: Sequence[Concept]) -> bool:
    """Whether going up from a concept leads back to it."""
    by_id = {c.id: c for c in concepts}
    seen: set[str] = set()
    ahead = list(by_id[start].broader)
    while ahead:
        one = ahead.pop()
        if one == start:
            return True
        if one in by_id and one not in seen:
            seen.add(one)
            ahead += by_id[one].broader
    return False


def _files(folder: Path, faults: list[str]) -> Iterator[_File]:
    paths = (*sorted(folder.glob("*.toml")), *sorted((folder / "outside").glob("*.toml")))
    for path in paths:
        if path.name == FILE:
            continue
        name = str(path.relative_to(folder))
        try:
            text = path.read_text(encoding="utf-8")
            tables = tomllib.loads(text)
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
            faults.append(f"{name}: {fault}")
            continue
        faults += [f"{name}: unknown table {table}" for table in tables.keys() - {"concept", "class"}]
        yield _File(name, tuple(text.splitlines()), tables)


def _concept(file: _File, table: dict[str, Any], faults: list[str]) -> Concept | None:
    id_, name = table.get("id"), table.get("name")
    if not (isinstance(id_, str) and _ID.fullmatch(id_)):
        faults.append(f"{file.where(str(id_ or name))}: an id is made of a-z, 0-9 and hyphens, not {id_!r}")
        return None
    if not (isinstance(name, str) and name.strip()):
        faults.append(f"{file.where(id_)}: {id_} has no name")
        return None
    lists = _lists(file, id_, table, {"id", "name"}, _CONCEPT_LISTS, faults)
    traps = lists.pop("not")
    return Concept(id_, name, subject=file.name.partition("-")[0], traps=traps, **lists)


def _outside(file: _File, table: dict[str, Any], faults: list[str]) -> Outside | None:
    verdict, topic = table.get("verdict"), table.get("topic")
    if verdict not in set(Verdict):
        faults.append(f"{file.where(str(verdict))}: no verdict {verdict!r}")
        return None
    label = f"{verdict} {topic}" if topic else str(verdict)
    if (verdict == Verdict.EMERGENCY) != isinstance(topic, str):
        faults.append(f"{file.where(str(verdict))}: {label}: an emergency, and only an emergency, needs a topic")
        return None
    lists = _lists(file, label, table, {"verdict", "topic"}, _CLASS_LISTS, faults)
    traps = lists.pop("not")
    return Outside(Verdict(verdict), topic, traps=traps, **lists)


def _lists(
    file: _File, label: str, table: dict[str, Any], plain: set[str], lists: tuple[str, ...], faults: list[str]
) -> dict[str, tuple[str, ...]]:
    """The lists of a table; unknown keys, things that are no text and useless phrases are named."""
    faults += [f"{file.where(k)}: {label}: unknown key {k}" for k in table.keys() - plain - set(lists)]
    found: dict[str, tuple[str, ...]] = {}
    for key in lists:
        items = table.get(key, [])
        texts = tuple(i for i in items if isinstance(i, str) and i.strip()) if isinstance(items, list) else ()
        if not isinstance(items, list) or len(texts) != len(items):
            faults.append(f"{file.where(key)}: {label}: {key} must be a list of texts")
        found[key] = tuple(dict.fromkeys(texts))
        if key in _PHRASE_LISTS:
            faults += [f"{file.where(text)}: {label}: {fault}" for text in texts if (fault := phrase_fault(text))]
    return found


def phrase_fault(phrase: str) -> str | None:
    """Say why a phrase finds nothing, or far too much."""
    text = clean(phrase).lower()
    for root in re.findall(r"([^\s*]*)\*(?!\w)", text):
        if len(skeleton(root)) < SHORTEST_ROOT - 1 or len(root) < SHORTEST_ROOT:
            return f"the root of «{phrase}» is shorter than {SHORTEST_ROOT} letters"
    return None if re.search(r"\w", text) else f"«{phrase}» has no word"
