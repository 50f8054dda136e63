"""People and roles: who works here, who is invited, whose role is taken away."""

from contextlib import suppress

from starlette.responses import Response

from bot.domain.accounts import INVITATION_LASTS, Account
from bot.domain.audit import ActsWanted
from bot.domain.errors import DomainError, NotFound
from bot.domain.invitations import link_of
from bot.domain.people import Role
from bot.web.desk.pages import trail
from bot.web.desk.visit import Visit

N_ACTS, N_DIGITS = 15, 19


async def listed(visit: Visit, error: DomainError | None = None, link: str = "", said: str = "web.invited") -> Response:
    """Show everybody, and a link that was just made, with what it is."""
    colleagues = await visit.services.accounts.colleagues(visit.actor)
    names = await visit.names.by_person(visit.texts)
    return visit.show(
        "people.html",
        200 if error is None else 403,
        colleagues=[(one, await visit.names.of(visit.texts, one)) for one in colleagues],
        roles=[role for role in Role if role is not Role.RESIDENT],
        error=visit.wrong(error) if error else "",
        link=link,
        link_said=said,
        invitations=[(one, names.get(one.made_by, "")) for one in await visit.services.invitations.every(visit.actor)],
    )


async def make_link(visit: Visit) -> Response:
    """Invite a colleague with Telegram: the link is shown once."""
    try:
        _, token = await visit.services.invitations.make(visit.actor, _role(visit) or Role.RESIDENT)
    except DomainError as error:
        return await listed(visit, error)
    return await listed(visit, link=link_of(visit.pages.bot_username, token), said="web.invitation_made")


async def withdraw(visit: Visit) -> Response:
    await visit.services.invitations.withdraw(visit.actor, visit.key)
    return visit.done("/desk/people", "web.invitation_withdrawn")


async def one(visit: Visit, error: DomainError | None = None, link: str = "") -> Response:
    """Show a colleague: where they are in, and what they did last."""
    accounts = visit.services.accounts
    colleague = await accounts.colleague(visit.actor, _number(visit))
    names, acts = await visit.names.by_person(visit.texts), []
    if colleague.person is not None:
        acts = (await visit.services.trail.listed(visit.actor, ActsWanted(actor=colleague.person))).acts[:N_ACTS]
    return visit.show(
        "colleague.html",
        200 if error is None else 403,
        colleague=colleague,
        name=await visit.names.of(visit.texts, colleague),
        sessions=await accounts.sessions_of(visit.actor, colleague.telegram_id),
        link=link,
        by_letter=visit.services.letters.is_on,
        rows=trail.rows(visit, acts, names),
        roles=[role for role in Role if role is not Role.RESIDENT],
        error=visit.wrong(error) if error else "",
    )


async def close_sessions(visit: Visit) -> Response:
    await visit.services.accounts.close_sessions(visit.actor, _number(visit))
    return visit.done(f"/desk/people/{_number(visit)}", "web.sessions_closed")


async def invite(visit: Visit) -> Response:
    """Invite a colleague without Telegram by letter; where none are sent, a link is shown once, to be handed over."""
    try:
        account = await visit.services.accounts.invite(
            visit.actor, visit.written("email"), visit.written("name"), _role(visit) or Role.RESIDENT
        )
    except DomainError as error:
        return await listed(visit, error)
    if visit.services.letters.is_on:
        await visit.services.letters.invite(account)
        return visit.done("/desk/people", "letters.invited", email=account.email)
    return await listed(visit, link=await _link(visit, account))


async def invite_again(visit: Visit) -> Response:
    """Write once more; where letters do not arrive, show a new link once, to be handed over."""
    account = await visit.services.accounts.invite_again(visit.actor, _number(visit))
    if visit.services.letters.is_on and account.bounced_at is None:
        await visit.services.letters.invite(account)
        return visit.done(f"/desk/people/{account.telegram_id}", "web.invited_again", email=account.email)
    return await one(visit, link=await _link(visit, account))


async def grant(visit: Visit) -> Response:
    number, role = visit.written("telegram_id"), _role(visit)
    if role is None or not _is_person(number):
        return visit.done("/desk/people", "web.choose_role")
    try:
        await visit.services.accounts.grant(visit.actor, int(number), role)
    except DomainError as error:
        return await listed(visit, error)
    return visit.done("/desk/people", "web.saved")


async def _link(visit: Visit, account: Account) -> str:
    token = await visit.services.sessions.link(account.telegram_id, confirms=account.email, lasts=INVITATION_LASTS)
    return f"{visit.desk}enter/{token}"


def _number(visit: Visit) -> int:
    """Whom the address names: a number in Telegram, or one below zero."""
    written = visit.request.path_params["who"]
    if not _is_person(written):
        raise NotFound("web.no_such_colleague")
    return int(written)


def _is_person(written: str) -> bool:
    """Say whether it is a number that the database can hold."""
    return written.isascii() and written.removeprefix("-").isdecimal() and len(written) < N_DIGITS


def _role(visit: Visit) -> Role | None:
    with suppress(ValueError):
        return Role(visit.written("role"))
    return None
