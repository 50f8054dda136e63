"""People and roles: who works here, who is invited, whose role is taken away."""

from contextlib import suppress

from starlette.responses import Response

from bot.domain.accounts import INVITATION_LASTS
from bot.domain.errors import DomainError
from bot.domain.people import Role
from bot.web.desk.visit import Visit


async def listed(visit: Visit, error: DomainError | None = None, link: str = "") -> Response:
    colleagues = await visit.services.accounts.colleagues(visit.actor)
    return visit.show(
        "people.html",
        200 if error is None else 403,
        colleagues=[(one, await visit.names.of(visit.texts, one)) for one in colleagues],
        roles=[role for role in Role if role is not Role.RESIDENT],
        error=visit.wrong(error) if error else "",
        link=link,
    )


async def invite(visit: Visit) -> Response:
    """Invite a colleague without Telegram; the link is shown once, to be handed over where no letters are sent."""
    try:
        account = await visit.services.accounts.invite(
            visit.actor, visit.written("email"), visit.written("name"), _role(visit) or Role.RESIDENT
        )
    except DomainError as error:
        return await listed(visit, error)
    token = await visit.services.sessions.link(account.telegram_id, confirms=account.email, lasts=INVITATION_LASTS)
    return await listed(visit, link=f"{visit.request.url.scheme}://{visit.request.url.netloc}/desk/enter/{token}")


async def grant(visit: Visit) -> Response:
    number, role = visit.written("telegram_id"), _role(visit)
    if role is None or not number.removeprefix("-").isdecimal():
        return visit.done("/desk/people", "web.choose_role")
    try:
        await visit.services.accounts.grant(visit.actor, int(number), role)
    except DomainError as error:
        return await listed(visit, error)
    return visit.done("/desk/people", "web.saved")


def _role(visit: Visit) -> Role | None:
    with suppress(ValueError):
        return Role(visit.written("role"))
    return None
