"""What is one's own: name, language, the browsers in which one is, leaving."""

from contextlib import suppress

from starlette.responses import RedirectResponse, Response

from bot.domain.errors import DomainError
from bot.domain.people import Locale
from bot.web.desk.visit import Visit


async def me(visit: Visit, error: DomainError | None = None) -> Response:
    return visit.show(
        "me.html",
        200 if error is None else 403,
        account=await visit.services.accounts.find(visit.actor.telegram_id),
        sessions=await visit.services.sessions.of(visit.actor),
        languages=list(Locale),
        error=visit.wrong(error) if error else "",
    )


async def rename(visit: Visit) -> Response:
    try:
        await visit.services.accounts.rename(visit.actor, visit.written("name"))
    except DomainError as error:
        return await me(visit, error)
    return visit.done("/desk/me", "web.saved")


async def speak(visit: Visit) -> Response:
    with suppress(ValueError):
        await visit.services.people.speak(visit.actor, Locale(visit.written("language")))
    return RedirectResponse("/desk/me", 303)


async def close(visit: Visit) -> Response:
    """End one of one's sessions, perhaps on a computer that was left behind."""
    await visit.services.sessions.close(visit.actor, visit.written("session"))
    return visit.done("/desk/me", "web.session_closed")


async def agree(visit: Visit) -> Response:
    await visit.services.people.consent(visit.actor, visit.actor.locale)
    return RedirectResponse("/desk/", 303)


async def leave(visit: Visit) -> Response:
    await visit.services.sessions.close(visit.actor, visit.session.id)
    return RedirectResponse("/desk/enter", 303)
