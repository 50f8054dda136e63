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
        by_letter=visit.services.letters.is_on,
        error=visit.wrong(error) if error else "",
    )


async def rename(visit: Visit) -> Response:
    try:
        await visit.services.accounts.rename(visit.actor, visit.written("name"))
    except DomainError as error:
        return await me(visit, error)
    return visit.done("/desk/me", "web.saved")


async def give_address(visit: Visit) -> Response:
    """Write to an address; it takes the place of the one before once its owner has followed the link in the letter."""
    try:
        address = await visit.services.letters.confirm(visit.actor, visit.written("email"), at_desk=True)
    except DomainError as error:
        return await me(visit, error)
    return visit.done("/desk/me", "subscriptions.address_asked", address=address)


async def look_at_address(visit: Visit) -> Response:
    """Show the button that confirms: mail programs that look into links must not use them up."""
    return visit.show("address.html")


async def confirm_address(visit: Visit) -> Response:
    address = await visit.services.addresses.confirm(visit.actor, visit.request.path_params["token"])
    return visit.done("/desk/me", "subscriptions.address_confirmed", address=address)


async def drop_address(visit: Visit) -> Response:
    try:
        await visit.services.accounts.drop_address(visit.actor)
    except DomainError as error:
        return await me(visit, error)
    return visit.done("/desk/me", "web.address_dropped")


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
