"""Ways of asking that staff taught: a message that asks the same leads to the goal that a person chose."""

from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.index.gist import Gist, alike
from knowledge.model import Entry

SAME = 0.75
"""From here on two messages ask the same. Above it nobody's question about something else was caught (`tests/eval`)."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """One phrasing and the goal to which it leads. `community` None: wherever it is asked."""

    gist: Gist
    entry: Entry
    community: str | None
    text: str


class Lessons:
    """Everything taught and not undone; the newest wins."""

    def __init__(self, lessons: Iterable[Lesson] = ()) -> None:
        self._lessons = tuple(lessons)

    def __bool__(self) -> bool:
        return bool(self._lessons)

    def find(self, gist: Gist, community: str | None) -> Lesson | None:
        """The lesson that fits best, if one fits."""
        best, best_alike = None, SAME
        for lesson in self._lessons:
            if community in (None, lesson.community) or lesson.community is None:
                how_much = alike(gist, lesson.gist)
                if how_much >= best_alike:
                    best, best_alike = lesson, how_much
        return best
