"""The buttons under a broadcast: to a goal, to a round, to a page."""

from dataclasses import replace

from starlette.responses import Response

from bot.domain.broadcasts import MAX_LABEL, MAX_LEADS, Lead, LeadKind
from bot.domain.errors import DomainError, NotAllowed
from bot.domain.people import Locale
from bot.domain.rounds import Phase
from bot.domain.wording import shorten
from bot.reports.broadcasts import goal_of
from bot.texts.naming import label
from bot.web.desk.pages.broadcasts.showing import draft, show
from bot.web.desk.visit import Visit

N_GOALS, N_ROUNDS = 8, 20
ANNOUNCED = (Phase.ANNOUNCED, Phase.OPEN, Phase.CHECKING, Phase.RESULTS)


async def listed(visit: Visit, error: DomainError | None = None) -> Response:
    found = await draft(visit)
    if not found.contents:
        raise NotAllowed("broadcasts.no_words")
    shelf, goals = visit.services.entries.shelf, []
    if asked := visit.asked("q"):
        hits = await shelf.nearest(asked, found.audience.community, N_GOALS)
        goals = [(shelf.number(hit.entry), goal_of(hit.entry)) for hit in hits]
    every = await visit.services.rounds.every(visit.actor)
    return show(
        visit,
        "buttons.html",
        found,
        error,
        leads=found.content(next(iter(Locale))).leads,
        asked=asked,
        goals=goals,
        rounds=[round_ for round_, phase in every if phase in ANNOUNCED][:N_ROUNDS],
        longest=MAX_LABEL,
        most=MAX_LEADS,
    )


async def add(visit: Visit) -> Response:
    """Put a button under the texts of all languages."""
    found, kind = await draft(visit), visit.written("kind")
    try:
        if kind not in set(LeadKind):
            raise NotAllowed("broadcasts.lead")
        for locale, content in found.contents.items():
            lead = await _lead(visit, locale, LeadKind(kind))
            if not any(one.target == lead.target and one.kind is lead.kind for one in content.leads):
                new = replace(content, leads=(*content.leads, lead))
                await visit.services.broadcasts.say(visit.actor, found.id, locale, new)
    except DomainError as error:
        return await listed(visit, error)
    return visit.done(f"/desk/broadcasts/{found.id}/buttons", "web.broadcast_button_added")


async def drop(visit: Visit) -> Response:
    """Take a button away, as it was seen, in all languages."""
    found, target = await draft(visit), visit.written("target")
    for locale, content in found.contents.items():
        left = tuple(lead for lead in content.leads if f"{lead.kind.value}:{lead.target}" != target)
        await visit.services.broadcasts.say(visit.actor, found.id, locale, replace(content, leads=left))
    return visit.done(f"/desk/broadcasts/{found.id}/buttons", "web.broadcast_button_dropped")


async def _lead(visit: Visit, locale: Locale, kind: LeadKind) -> Lead:
    """Make a button; what leads to a goal or a round is named in the language of the text.

    Errors: `NotFound` for a goal or a round that there is not.
    """
    texts, number = visit.pages.languages[locale], visit.number("target")
    if kind is LeadKind.PAGE:
        return Lead(kind, visit.written("address"), visit.written("label"))
    if number is None:
        raise NotAllowed("broadcasts.lead")
    if kind is LeadKind.ENTRY:
        goal = visit.services.entries.shelf.entry(number)
        named = texts.plain("broadcasts.goal_button", code=label(goal)).strip(" .")
    else:
        view = await visit.services.rounds.view(visit.actor, number)
        named = texts.plain("broadcasts.round_button", title=view.round.title)
    return Lead(kind, str(number), shorten(named, MAX_LABEL))
