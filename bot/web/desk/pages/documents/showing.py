"""What pages about an upload have in common: its tree with what is odd, each at its place."""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.responses import Response

from bot.domain.errors import NotFound
from bot.services.uploads import UploadView
from bot.texts import Texts, imports
from bot.texts.naming import level_name
from bot.web.desk.visit import Visit
from knowledge.importers import Oddity, ReadEntry, ReadWarning
from knowledge.language.letters import folded
from knowledge.manuscript import Manuscript
from knowledge.model import DocumentKind, Entry

N_GOALS = 100
"""Goals on one page: a tree of 800 is eight pages, each quick on a phone."""


@dataclass(frozen=True, slots=True)
class Oddness:
    """A warning as the page says it.

    Shapes: `number` is None for what corrections brought; `code` is the goal at its place, or the one before it.
    """

    number: int | None
    warning: ReadWarning
    at: str
    said: str
    code: str | None

    @property
    def is_line(self) -> bool:
        """Say whether it is a line that became no goal."""
        return self.warning.oddity is Oddity.LEFT_OVER


@dataclass(frozen=True, slots=True)
class Row:
    """A goal of a tree with what is odd about it. `depth` is 0 at the top."""

    goal: ReadEntry | Entry
    depth: int
    level: str
    odd: Sequence[Oddness] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A goal at the top, where its part of the tree begins, and how much is in it."""

    goal: ReadEntry | Entry
    page: int
    n_below: int


def oddnesses(visit: Visit, manuscript: Manuscript) -> list[Oddness]:
    """Everything to look at, in the order of the file."""
    by_place = {entry.place: entry.code for entry in reversed(manuscript.entries)}
    above = manuscript.above_all([one.place for _, one in manuscript.warnings()])
    found = []
    for (number, one), before in zip(manuscript.warnings(), above, strict=True):
        code = by_place.get(one.place) or (before.code if before else None)
        found.append(Oddness(number, one, imports.at(visit.texts, one.place), imports.odd(visit.texts, one), code))
    return found


def rows(texts: Texts, entries: Sequence[ReadEntry | Entry], kind: DocumentKind) -> list[Row]:
    """Every goal of a tree with its depth."""
    depths: dict[str, int] = {}
    found = []
    for entry in entries:
        depths[entry.code] = depths[entry.parent] + 1 if entry.parent is not None else 0
        found.append(Row(entry, depths[entry.code], level_name(texts, entry.level, kind)))
    return found


def with_words(tree: Sequence[Row], looked_for: str) -> list[Row]:
    """The goals whose code or wording has what is looked for."""
    wanted = folded(looked_for)
    return [row for row in tree if wanted in folded(f"{row.goal.code} {row.goal.text}")]


def sections(tree: Sequence[Row]) -> list[Section]:
    """Where each goal at the top stands; none where there is only one page."""
    if len(tree) <= N_GOALS:
        return []
    tops = [n for n, row in enumerate(tree) if row.depth == 0]
    ends = [*tops[1:], len(tree)]
    return [Section(tree[n].goal, n // N_GOALS, end - n - 1) for n, end in zip(tops, ends, strict=True)]


def paged(visit: Visit, tree: Sequence[Row]) -> tuple[Sequence[Row], bool]:
    """One page of a tree, and whether there is more."""
    begin = visit.page * N_GOALS
    return tree[begin : begin + N_GOALS], len(tree) > begin + N_GOALS


async def opened(visit: Visit) -> tuple[UploadView, Manuscript]:
    """The upload of the address, which can be corrected. Errors: `NotFound`."""
    view = await visit.services.uploads.view(visit.actor, visit.key)
    if view.manuscript is None:
        raise NotFound("uploads.gone")
    return view, view.manuscript


def seen(visit: Visit) -> int:
    """The revision that the form was made for; one that nothing has where there is none."""
    number = visit.number("revision")
    return -1 if number is None else number


def back_to(visit: Visit) -> str:
    """The upload's own page."""
    return f"/desk/documents/uploads/{visit.key}"


def at_goal(view: UploadView, code: str) -> str:
    """The page of an upload's tree where a goal stands, and the place there."""
    codes = [entry.code for entry in view.manuscript.entries] if view.manuscript else []
    page = codes.index(code) // N_GOALS if code in codes else 0
    return f"/desk/documents/uploads/{view.upload.id}{f'?page={page}' if page else ''}#{anchor(code)}"


def anchor(code: str) -> str:
    """Name a goal's place on a page."""
    return "g-" + "".join(sign if sign.isalnum() else "-" for sign in code)


def download(content: bytes, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type="text/csv; charset=utf-8", headers=headers)
