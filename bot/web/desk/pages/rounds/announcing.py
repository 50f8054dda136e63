"""See a draft as residents will, announce it, throw it away."""

from starlette.responses import Response

from bot.domain.errors import DomainError, NotAllowed
from bot.domain.permissions import Action, require
from bot.domain.rounds import Phase
from bot.reports import conditions as words
from bot.reports.printing import link
from bot.web.desk.pages.rounds.showing import managed, rounds_as_seen, show
from bot.web.desk.visit import Visit
from bot.web.public.conditions import conditions


async def preview(visit: Visit) -> Response:
    view = await managed(visit)
    return show(
        visit,
        "preview.html",
        view,
        conditions=conditions(view.sheet, visit.texts),
        options=view.sheet.options,
        published=None,
        corrections=(),
    )


async def ask(visit: Visit, error: DomainError | None = None) -> Response:
    """Repeat what people will hold the hromada to, before it is said in public."""
    require(visit.actor, Action.PUBLISH_ROUND)
    view = await managed(visit)
    if view.phase is not Phase.DRAFT:
        raise NotAllowed("rounds.published_before")
    texts = visit.texts
    return show(
        visit,
        "announce.html",
        view,
        200 if error is None else 403,
        who=words.who_may_vote(view.round, texts),
        how=words.how_to_vote(view.round, texts),
        counted=words.rule_of(view.sheet, texts),
        error=visit.wrong(error) if error else "",
    )


async def announce(visit: Visit) -> Response:
    view = await managed(visit)
    try:
        await rounds_as_seen(visit).publish(visit.actor, visit.key)
    except DomainError as error:
        return await ask(visit, error)
    address = link(visit.pages.bot_username, visit.key)
    return visit.done(f"/desk/rounds/{visit.key}", "desk.published", title=view.round.title, link=address)


async def ask_to_remove(visit: Visit) -> Response:
    view = await managed(visit)
    return show(
        visit,
        "sure.html",
        view,
        question=visit.texts.plain("desk.ask_remove", title=view.round.title),
        yes=visit.texts.plain("desk.remove_yes"),
        back=f"/desk/rounds/{visit.key}",
    )


async def remove(visit: Visit) -> Response:
    await rounds_as_seen(visit).remove(visit.actor, visit.key)
    return visit.done("/desk/rounds", "web.round_removed")
