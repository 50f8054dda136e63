"""Keep the author of a text from writing, or from the bot: why, until when, then once more before it is done."""

from datetime import UTC, datetime

from starlette.responses import Response

from bot.domain.errors import NotAllowed
from bot.domain.feedback import HideReason
from bot.domain.permissions import Action, require
from bot.domain.restrictions import RestrictionKind, check_end
from bot.texts.reading.moments import read_end
from bot.web.desk.visit import Visit


async def ask(visit: Visit, error: str = "") -> Response:
    view = await visit.services.moderation.view(visit.actor, visit.key)
    return visit.show(
        "restrict.html",
        403 if error else 200,
        view=view,
        kinds=list(RestrictionKind),
        reasons=list(HideReason),
        error=error,
    )


async def restrict(visit: Visit) -> Response:
    """Read what was written, repeat it with the weekday of its end, then do it."""
    require(visit.actor, Action.MODERATE)
    how, why, until = visit.written("how"), visit.written("reason"), visit.number("until_at")
    try:
        if how not in set(RestrictionKind) or why not in set(HideReason):
            return await ask(visit, visit.texts.plain("web.choose_how_and_why"))
        kind, reason = RestrictionKind(how), HideReason(why)
        view = await visit.services.moderation.view(visit.actor, visit.key)
        if visit.written("step") == "do" and until is not None:
            until_at = _moment(until)
            await visit.services.restrictions.restrict(visit.actor, visit.key, kind, reason, until_at)
            return visit.done(f"/desk/moderation/{visit.key}", "restrictions.done")
        until_at = read_end(visit.written("until"), view.now, visit.texts.formats.timezone)
        check_end(until_at, view.now)
    except NotAllowed as error:
        return await ask(visit, visit.wrong(error))
    question = visit.texts.plain(
        f"restrictions.check_{kind.value}",
        until=visit.texts.formats.moment_from(until_at, view.now),
        reason=visit.texts.plain(f"feedback.reason_{reason.value}"),
    )
    return visit.show("restrict_check.html", question=question, view=view, until_at=int(until_at.timestamp()))


def _moment(seconds: int) -> datetime:
    """Errors: `NotAllowed` for a moment that no calendar has."""
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise NotAllowed("restrictions.wrong_end") from error
