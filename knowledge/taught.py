"""Ways of asking that staff taught: a message that asks the same leads to the goal that a person chose."""

from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.index.gist import Gist, Gists
from knowledge.model import Entry


@dataclass(frozen=True, slots=True)
class Lesson:
    """What one way of asking leads to. `community` None: wherever it is asked."""

    gist: Gist
    entry: Entry
    community: str | None


class Lessons:
    """Everything taught and not undone, given newest first: of two that fit alike the newest wins.

    Source: `tests.eval.alike` measures how many other questions a lesson catches (`knowledge.index.gist.SAME`).
    """

    def __init__(self, lessons: Iterable[Lesson] = ()) -> None:
        self._lessons = tuple(lessons)
        self._gists = Gists[int]()
        for number, lesson in enumerate(self._lessons):
            self._gists.put(number, lesson.gist)

    def __bool__(self) -> bool:
        return bool(self._lessons)

    def find(self, gist: Gist, community: str | None) -> Lesson | None:
        """The lesson that fits best, if one fits."""

        def counts_here(number: int) -> bool:
            place = self._lessons[number].community
            return place is None or community in (None, place)

        number = self._gists.same(gist, counts_here)
        return None if number is None else self._lessons[number]
