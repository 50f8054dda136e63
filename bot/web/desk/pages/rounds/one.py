"""One round: how it stands, its conditions, what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.responses import Response

from bot.domain.errors import NotAllowed
from bot.domain.published import Published
from bot.domain.rounds import BallotKind, Phase, Round, Trust
from bot.domain.tally import Rule
from bot.reports.fields import DECLARATIONS, relevant, said
from bot.reports.files import Form
from bot.reports.printing import link
from bot.services.rounds import RoundView
from bot.texts.reading.conditions import write_condition
from bot.web.desk.pages.rounds.showing import is_changeable, managed, show
from bot.web.desk.visit import Visit
from bot.web.public.conditions import corrections
from bot.web.public.outcome import chart_of, shown

CHOICES: Mapping[str, type[BallotKind | Rule | Trust]] = {"ballot": BallotKind, "rule": Rule, "least_trust": Trust}

GROUPS: Mapping[str, tuple[str, ...]] = {
    "what": ("title", "question"),
    "how": ("ballot", "limit", "classes"),
    "count": ("budget_kop", "rule", "n_winners"),
    "when": ("opens_at", "closes_at", "results_at"),
    "who": ("least_trust", "declaration", "districts"),
}
"""The conditions as the form groups them, `web.round_group_…`."""

WORDS: Mapping[str, tuple[str, ...]] = {"what": GROUPS["what"]}
"""What can be corrected while people vote."""

LINES = {"question": 3, "classes": 4, "declaration": 2, "districts": 4}
"""Conditions of more than a line."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A form that could not be saved: what was written, what is wrong with each condition and with the whole."""

    written: Mapping[str, str]
    wrong: Mapping[str, str] = field(default_factory=dict)
    error: str = ""


async def one(visit: Visit, kept: Kept | None = None) -> Response:
    view = await managed(visit)
    published = await _published(visit, view)
    in_texts = visit.texts
    return show(
        visit,
        "round.html",
        view,
        403 if kept else 200,
        form=_form(visit, view, kept) if is_changeable(visit, view) else None,
        error=kept.error if kept else "",
        lines=[(name, said(in_texts, view.round, name, view.now)) for name in relevant(view.round)],
        n_voted=await _turnout(visit, view),
        link=lambda path: path,
        address=link(visit.pages.bot_username, view.round.id),
        corrections=corrections(view, in_texts),
        forms=[form.value for form in Form],
        published=published,
        outcome=shown(published, in_texts) if published else None,
        chart=await chart_of(visit.services, in_texts, published) if published else None,
    )


def groups_of(view: RoundView) -> Mapping[str, tuple[str, ...]]:
    """The conditions that can still be changed."""
    return WORDS if view.phase is Phase.OPEN else GROUPS


def _form(visit: Visit, view: RoundView, kept: Kept | None) -> dict[str, Any]:
    """What the form shows; `now` says what is stored where that is not seen from the field."""
    stored = {name: stored_as_written(visit, view.round, name) for names in GROUPS.values() for name in names}
    written = {**stored, **(kept.written if kept else {})}
    now = {
        name: said(visit.texts, view.round, name, view.now)
        for name in stored
        if stored[name] and (written[name] != stored[name] or name.endswith("_at"))
    }
    return {
        "groups": groups_of(view),
        "written": written,
        "wrong": kept.wrong if kept else {},
        "now": now,
        "choices": {name: [one.name.lower() for one in kinds] for name, kinds in CHOICES.items()},
        "lines": LINES,
        "declarations": [visit.texts.plain(f"fields.declaration_{one}") for one in DECLARATIONS],
    }


def stored_as_written(visit: Visit, round_: Round, name: str) -> str:
    """A condition as its field shows it."""
    value = getattr(round_, name)
    if isinstance(value, BallotKind | Rule | Trust):
        return value.name.lower()
    return write_condition(name, value, visit.texts.formats.timezone)


async def _turnout(visit: Visit, view: RoundView) -> int | None:
    if view.phase not in (Phase.OPEN, Phase.CHECKING):
        return None
    return await visit.services.counting.n_ballots(view.round.id)


async def _published(visit: Visit, view: RoundView) -> Published | None:
    """What came of the round; None as long as results are hidden or being counted."""
    if not view.round.shows_results(view.now):
        return None
    try:
        return await visit.services.counting.results(view.round.id)
    except NotAllowed:
        return None
