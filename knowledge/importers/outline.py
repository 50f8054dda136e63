"""A numbered outline, however it is numbered, becomes a tree of goals."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from knowledge.importers.chapters import without_chapters
from knowledge.importers.labels import Key, is_title
from knowledge.importers.lines import Line, lines_of
from knowledge.importers.pieces import Piece, Shape
from knowledge.importers.report import ImportFailed, ImportReport, Oddity, Place, ReadEntry, ReadWarning
from knowledge.model import Level

LEVELS = (Level.STRATEGIC, Level.OPERATIONAL, Level.TASK, Level.SPHERE)
_DEEPEST = len(LEVELS) - 1
MAX_DEPTH = 6
"""Goals under each other. What stands deeper is put beside: it is a table of figures rather than of goals."""


@dataclass(slots=True, eq=False)
class _Goal:
    """A goal in its place. `key` is its number for comparing, () when it has none; `styles` are its children's."""

    line: Line
    rank: int
    parent: "_Goal | None"
    key: Key
    children: "list[_Goal]" = field(default_factory=list)
    styles: set[tuple[object, ...]] = field(default_factory=set)
    code: str = ""


def build(pieces: Iterable[Piece], noticed: Iterable[ReadWarning] = ()) -> ImportReport:
    """Read the tree out of pieces in document order.

    `noticed` is what its reader has to say of the whole file.
    Levels: what the label's words or the column's head say; else the number's depth below the goal it names; else
    one below the goal it hangs from. Codes: as written; goals without a number get the next one below their parent
    (`1.3`, for spheres `1.1.1/2`); a code used again gets `-2`.
    Errors: `ImportFailed("no_goals")`.
    """
    order: dict[Place, int] = {}
    lines, warnings = lines_of(_in_order(pieces, order))
    lines, title = _without_title(lines)
    lines, chapters = without_chapters(lines)
    tree = _Tree()
    for line in lines:
        if line.piece.oddity is not None:
            warnings.append(ReadWarning(line.piece.oddity, line.piece.place, line.text))
        if (known := tree.known(line)) is not None:
            warnings.append(ReadWarning(Oddity.DUPLICATE, line.piece.place, known))
        else:
            tree.add(line)
    goals, spare = _weeded(tree.goals)
    aside = [*title, *chapters, *(goal.line for goal in spare)]
    warnings += [ReadWarning(Oddity.LEFT_OVER, line.piece.place, line.text) for line in aside]
    if not any(goal.line.label is not None or goal.parent is not None for goal in goals):
        raise ImportFailed("no_goals")
    warnings += [*_name(goals), *_gaps(goals)]
    entries = tuple(
        ReadEntry(
            goal.code,
            LEVELS[goal.rank],
            goal.line.text,
            goal.parent.code if goal.parent else None,
            goal.line.piece.place,
        )
        for goal in goals
    )
    return ImportReport(entries, (*noticed, *sorted(warnings, key=lambda warning: order[warning.place])))


def _in_order(pieces: Iterable[Piece], order: dict[Place, int]) -> Iterator[Piece]:
    """Pass the pieces on and note which place comes after which."""
    for piece in pieces:
        order.setdefault(piece.place, len(order))
        yield piece


class _Tree:
    """The goals placed so far; `open_` is the way from the top down to the last one."""

    def __init__(self) -> None:
        self.goals: list[_Goal] = []
        self.open_: list[_Goal] = []
        self.by_key: dict[Key, _Goal] = {}

    def known(self, line: Line) -> str | None:
        """Go on at a goal that was listed before, with the same number and words; its number, None for a new goal."""
        label = line.label
        goal = self.by_key.get(label.key) if label is not None and label.key and not label.open_ else None
        if goal is None or goal in self.open_ or goal.line.text.casefold() != line.text.casefold():
            return None
        self.open_ = [*_above(goal), goal]
        return label.code if label is not None else None

    def add(self, line: Line) -> None:
        parent, rank = self._place(line)
        while parent is not None and len(_above(parent)) >= MAX_DEPTH - 1:
            parent = parent.parent
        key = line.label.key if line.label is not None and not line.label.open_ else ()
        if len(key) == 1 and parent is not None and parent.key:
            key = (*parent.key, *key)
        goal = _Goal(line, min(rank, _DEEPEST), parent, key)
        self.open_ = [*_above(goal), goal]
        self.goals.append(goal)
        if parent is not None:
            parent.children.append(goal)
            parent.styles.add(line.style)
        if key:
            self.by_key[key] = goal

    def _place(self, line: Line) -> tuple[_Goal | None, int]:
        """Find the parent and the rank: by the number it names, by words or column, by likeness, in this order."""
        label = line.label
        said = label.rank if label is not None else None
        if label is not None and label.depth > 1 and said != 0:
            for n in range(len(label.prefix), 0, -1):
                named = self.by_key.get(label.prefix[:n])
                if named is not None and (said is None or named.rank < said):
                    return named, named.rank + label.depth - len(named.key) if said is None else said
            if self._counts_like(label.prefix):
                return None, label.depth - 1 if said is None else said
        said = line.piece.rank if said is None else said
        if said is not None:
            return next((goal for goal in reversed(self.open_) if goal.rank < said), None), said
        parent = self._by_style(line)
        if parent is not None:
            return parent, parent.rank + 1
        return None, max(label.depth - 1, 0) if label is not None else 0

    def _counts_like(self, prefix: Key) -> bool:
        """Say whether the goals above are counted as `prefix` is, so that the one it names is really missing."""
        return bool(self.open_ and self.open_[0].key) and isinstance(prefix[0], type(self.open_[0].key[0]))

    def _by_style(self, line: Line) -> _Goal | None:
        """Find the parent: a line like one above is its brother; another hangs from the last that is no deeper."""
        for goal in reversed(self.open_):
            if goal.line.style == line.style:
                return goal.parent
            if line.style in goal.styles:
                return goal
        for goal in reversed(self.open_):
            if _is_next(goal.line, line):
                return goal.parent
        return next((goal for goal in reversed(self.open_) if _may_hold(goal.line, line)), None)


def _is_next(before: Line, line: Line) -> bool:
    """Say whether a bare "3." goes on counting after "Стратегічна ціль 2."."""
    if before.label is None or line.label is None or before.label.depth != 1 or line.label.depth != 1:
        return False
    number, last = line.label.key[-1:], before.label.key[-1:]
    return isinstance(number[0], int) and isinstance(last[0], int) and number[0] == last[0] + 1 > 2


def _may_hold(above: Line, below: Line) -> bool:
    upper, lower = above.piece, below.piece
    if lower.shape is Shape.CELL and upper.shape is not Shape.CELL:
        return above.label is not None
    if lower.shape is Shape.HEADING:
        return upper.nest < lower.nest
    return upper.nest <= lower.nest


def _above(goal: _Goal) -> list[_Goal]:
    above: list[_Goal] = []
    parent = goal.parent
    while parent is not None:
        above.append(parent)
        parent = parent.parent
    return above[::-1]


def _without_title(lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """Part the goals from what stands above all of them: the one highest heading, or what calls itself a strategy."""
    headings = [line.piece.nest for line in lines if line.piece.shape is Shape.HEADING]
    first = lines[0] if lines else None
    if first is None or first.label is not None:
        return lines, []
    if is_title(first.text) and len(lines) > 1:
        return lines[1:], lines[:1]
    if first.piece.shape is not Shape.HEADING:
        return lines, []
    alone = headings.count(first.piece.nest) == 1 and first.piece.nest == min(headings)
    counted = any(line.label is not None and line.label.depth == 1 for line in lines)
    return (lines[1:], lines[:1]) if alone and (counted or len(headings) > 1) else (lines, [])


def _weeded(goals: list[_Goal]) -> tuple[list[_Goal], list[_Goal]]:
    """Part the goals from titles and remarks, which stand outside, have no label, and hold nothing."""
    strategic = any(goal.line.label is not None and goal.line.label.rank == 0 for goal in goals)
    celled = any(goal.line.piece.shape is Shape.CELL for goal in goals)
    kept: list[_Goal] = []
    spare: dict[_Goal, None] = {}
    begun = False
    for goal in goals:
        outside = goal.line.label is None and goal.line.piece.shape is not Shape.CELL
        begun = begun or bool(goal.children) or not outside
        alone = goal.parent is None and (strategic or (not goal.children and (celled or not begun)))
        if (outside and alone) or goal.parent in spare:
            spare[goal] = None
        else:
            kept.append(goal)
    return kept, list(spare)


def _name(goals: list[_Goal]) -> Iterator[ReadWarning]:
    """Give every goal its code."""
    written = {goal.line.label.code for goal in goals if _keeps_code(goal) and goal.line.label is not None}
    used: set[str] = set()
    repeats: dict[str, int] = {}
    counts: dict[_Goal | None, int] = {}
    for goal in goals:
        label = goal.line.label
        if _keeps_code(goal) and label is not None:
            code = label.code
        elif label is not None and label.key and not label.open_:
            code = _below(goal, str(label.key[-1]))
        else:
            code = ""
            while not code or code in used or code in written:
                counts[goal.parent] = counts.get(goal.parent, 0) + 1
                code = _below(goal, str(counts[goal.parent]))
        if code in used:
            yield ReadWarning(Oddity.DUPLICATE, goal.line.piece.place, code)
            first, again = code, repeats.get(code, 2)
            while (code := f"{first}-{again}") in used:
                again += 1
            repeats[first] = again + 1
        used.add(code)
        goal.code = code


def _keeps_code(goal: _Goal) -> bool:
    label = goal.line.label
    return label is not None and bool(label.code) and (label.depth > 1 or goal.parent is None)


def _below(goal: _Goal, number: str) -> str:
    if goal.parent is None:
        return number
    return f"{goal.parent.code}{'/' if goal.rank == _DEEPEST else '.'}{number}"


def _gaps(goals: list[_Goal]) -> Iterator[ReadWarning]:
    """Name the numbers that are missing, at the goal that stands after the gap."""
    families: dict[_Goal | None, dict[int, _Goal]] = {}
    for goal in goals:
        if goal.key and isinstance(number := goal.key[-1], int):
            families.setdefault(goal.parent, {}).setdefault(number, goal)
    for family in families.values():
        before = 0
        for number, goal in sorted(family.items()):
            for missing in range(before + 1, number):
                code = re.sub(r"\d+$", str(missing), goal.code)
                yield ReadWarning(Oddity.GAP, goal.line.piece.place, code)
            before = number
