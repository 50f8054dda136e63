"""For whom a broadcast is: every condition in one form, whom it reaches beside it."""

import re
from collections.abc import Sequence

from starlette.responses import Response

from bot.domain.audiences import MAX_PEOPLE, Audience, Vote
from bot.domain.broadcasts import Broadcast
from bot.domain.errors import DomainError, NotAllowed
from bot.domain.feedback import TOPICS
from bot.domain.people import Locale
from bot.domain.rounds import Phase
from bot.reports.broadcasts import goal_of
from bot.web.desk.pages.broadcasts.showing import aim, draft, numbers, show
from bot.web.desk.visit import Visit

N_GOALS = 8
LARGEST = 2**53
"""Numbers of people in Telegram are below."""


class _Asks(Exception):  # noqa: N818  (no error: words that may mean several goals)
    def __init__(self, goals: Sequence[tuple[int, str]]) -> None:
        self.goals = goals


async def ask(visit: Visit, error: DomainError | None = None, goals: Sequence[tuple[int, str]] = ()) -> Response:
    """Show the form; `goals` are those that the written words may mean."""
    found = await draft(visit)
    shelf, now, audience = visit.services.entries.shelf, visit.services.clock(), found.audience
    progress = await visit.services.broadcastruns.progress(visit.actor, found.id)
    every = await visit.services.rounds.every(visit.actor)
    goal = shelf.by_id.get(audience.entry or 0)
    return show(
        visit,
        "audience.html",
        found,
        error,
        aim=await aim(visit, found),
        numbers=await numbers(visit, progress, now),
        chosen=_chosen(visit, audience),
        places=await visit.services.settlements.everywhere(),
        topics=TOPICS,
        locales=list(Locale),
        open_rounds=[round_ for round_, phase in every if phase is Phase.OPEN],
        goal=goal_of(goal) if goal else "",
        goals=goals,
        most=MAX_PEOPLE,
    )


async def save(visit: Visit) -> Response:
    found = await draft(visit)
    here = f"/desk/broadcasts/{found.id}/audience"
    try:
        audience = Audience() if visit.written("everybody") else await _read(visit, found)
        await visit.services.broadcasts.change(visit.actor, found.id, audience=audience)
    except _Asks as asks:
        return await ask(visit, None if asks.goals else NotAllowed("gaps.no_goal_found"), asks.goals)
    except DomainError as error:
        return await ask(visit, error)
    return visit.done(here, "web.saved")


def _chosen(visit: Visit, audience: Audience) -> dict[str, str]:
    """What each field shows: what was just sent, else what is kept."""
    if visit.form:
        names = ("community", "locale", "settlement", "wrote_about", "topic", "vote", "goal", "people")
        return {name: visit.written(name) for name in names}
    vote = audience.vote
    return {
        "community": audience.community or "",
        "locale": audience.locale.value if audience.locale else "",
        "settlement": audience.settlement or "",
        "wrote_about": audience.wrote_about or "",
        "topic": audience.topic or "",
        "vote": f"{vote.round}:{int(vote.has_voted)}" if vote else "",
        "goal": "",
        "people": "",
    }


async def _read(visit: Visit, found: Broadcast) -> Audience:
    """Read the form.

    Errors: `NotAllowed` for what cannot be read or does not go together; `_Asks` which goal is meant.
    """
    known = visit.services.entries.library.communities
    community, locale, topic = visit.written("community"), visit.written("locale"), visit.written("topic")
    places = ["", *await visit.services.settlements.everywhere()]
    settlement, wrote_about = visit.written("settlement"), visit.written("wrote_about")
    if settlement not in places or wrote_about not in places:
        raise NotAllowed("feedback.list_changed")
    return Audience(
        community=community if community in known else None,
        locale=Locale(locale) if locale in set(Locale) else None,
        settlement=settlement or None,
        wrote_about=wrote_about or None,
        topic=topic if topic in TOPICS else None,
        entry=await _entry(visit, found),
        vote=_vote(visit.written("vote")),
        people=await _people(visit, found),
    )


async def _entry(visit: Visit, found: Broadcast) -> int | None:
    shelf = visit.services.entries.shelf
    if number := visit.number("entry"):
        return shelf.ids[shelf.entry(number).key]
    if words := visit.written("goal"):
        hits = await shelf.nearest(words, visit.written("community") or None, N_GOALS)
        raise _Asks([(shelf.number(hit.entry), goal_of(hit.entry)) for hit in hits])
    return found.audience.entry if visit.written("keep_entry") else None


async def _people(visit: Visit, found: Broadcast) -> tuple[int, ...]:
    written = visit.written("people").strip(" \n,;")
    if not written:
        return found.audience.people if visit.written("keep_people") else ()
    numbers_ = re.split(r"[\s,;]+", written)
    if not all(one.isascii() and one.isdecimal() and int(one) < LARGEST for one in numbers_):
        raise NotAllowed("broadcasts.numbers_wanted")
    return await visit.services.broadcasts.known(visit.actor, [int(one) for one in numbers_])


def _vote(written: str) -> Vote | None:
    number, _, wanted = written.partition(":")
    is_vote = number.isascii() and number.isdecimal() and len(number) < 10 and wanted in ("0", "1")
    return Vote(int(number), has_voted=wanted == "1") if is_vote else None
