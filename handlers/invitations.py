"""Give a role by a link, and take the one that a link offers."""

from contextlib import suppress
from typing import Any

from telegram import Message

from bot.domain.errors import NotAllowed
from bot.domain.invitations import link_of
from bot.domain.messages import Reply
from bot.domain.people import Role
from bot.transport.context import Context
from handlers.callbacks import invitations as callbacks
from handlers.reply import Said
from handlers.routing import OnPress
from handlers.views import invitations as views


async def invite(context: Context, message: Message) -> Reply:
    return await _list(context)


async def open_invitations(context: Context, press: callbacks.OpenInvitations) -> Said:
    return await _list(context)


async def make(context: Context, press: callbacks.MakeInvitation) -> Said:
    """Show the link once: it is kept nowhere."""
    made, token = await context.services.invitations.make(context.actor, _role(press.role))
    return views.made(context.texts, made, link_of(context.surroundings.bot_username, token))


async def withdraw(context: Context, press: callbacks.WithdrawInvitation) -> Said:
    await context.services.invitations.withdraw(context.actor, press.invitation)
    return await _list(context, withdrawn=press.invitation)


async def offer(context: Context, token: str) -> Reply:
    """Say who offers what to whoever opened a link."""
    found = await context.services.invitations.look(context.actor, token)
    who = found.name or await context.names.of(found.maker)
    return views.offer(context.texts, found.invitation, who, token)


async def accept(context: Context, press: callbacks.AcceptInvitation) -> Said:
    role = await context.services.invitations.accept(context.actor, press.token)
    await context.show_menu(role)
    return views.accepted(context.texts, role)


async def _list(context: Context, withdrawn: int | None = None) -> Reply:
    return views.every(context.texts, await context.services.invitations.every(context.actor), withdrawn)


def _role(written: str) -> Role:
    """Errors: `NotAllowed` for what is no role."""
    with suppress(ValueError):
        return Role(written)
    raise NotAllowed("web.choose_role")


PRESSES: dict[type, OnPress[Any]] = {
    callbacks.OpenInvitations: open_invitations,
    callbacks.MakeInvitation: make,
    callbacks.WithdrawInvitation: withdraw,
    callbacks.AcceptInvitation: accept,
}
