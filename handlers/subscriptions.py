"""Digests that come by themselves: when, how, to which address."""

from collections.abc import Mapping
from typing import Any

from telegram import Message

from bot.domain.digests import PeriodKind
from bot.domain.errors import NotFound
from bot.domain.messages import Reply
from bot.domain.subscriptions import Way
from bot.transport.context import Context
from handlers import callbacks
from handlers.digests import kind_of
from handlers.flows import words_of
from handlers.reply import Said
from handlers.views import subscriptions as views

ADDRESS = "address"


async def subscribe(context: Context, press: callbacks.Subscribe) -> Said:
    await context.services.subscriptions.begin(context.actor, kind_of(press.kind))
    return await _card(context, kind_of(press.kind))


async def open_subscription(context: Context, press: callbacks.OpenSubscription) -> Said:
    return await _card(context, kind_of(press.kind))


async def choose(context: Context, press: callbacks.ChooseSubscription) -> Said:
    """Show what can be chosen; for the way, whether letters arrive."""
    kind = kind_of(press.kind)
    await context.services.subscriptions.find(context.actor, kind)
    if press.field == "hour":
        return views.choose_hour(context.texts, kind)
    if press.field == "day" and kind is not PeriodKind.DAY:
        return views.choose_day(context.texts, kind)
    letters = context.services.letters
    takes = await letters.takes_letters(context.actor)
    return views.choose_way(context.texts, kind, is_on=letters.is_on, takes_letters=takes)


async def set_(context: Context, press: callbacks.SetSubscription) -> Said:
    kind = kind_of(press.kind)
    await context.services.subscriptions.change(context.actor, kind, **_chosen(press.field, press.choice))
    return await _card(context, kind)


async def unsubscribe(context: Context, press: callbacks.Unsubscribe) -> Said:
    await context.services.subscriptions.stop(context.actor, kind_of(press.kind))
    return views.stopped(context.texts, kind_of(press.kind))


async def ask_address(context: Context, press: callbacks.AskAddress) -> Said:
    context.actor = await context.services.flows.open(context.actor, ADDRESS)
    return views.ask_address(context.texts)


async def address_given(context: Context, message: Message, data: Mapping[str, Any]) -> Reply:
    """Send a link to the address; it counts once that was followed."""
    address = await context.services.letters.confirm(context.actor, words_of(message))
    context.actor = await context.services.flows.close(context.actor)
    return views.address_asked(context.texts, address)


async def confirm_address(context: Context, token: str) -> Reply:
    address = await context.services.addresses.confirm(context.actor, token)
    wishes = await context.services.subscriptions.of(context.actor)
    return views.address_confirmed(context.texts, address, [one.kind for one in wishes])


async def _card(context: Context, kind: PeriodKind) -> Reply:
    wish = await context.services.subscriptions.find(context.actor, kind)
    return views.card(context.texts, wish)


def _chosen(field: str, choice: str) -> dict[str, Any]:
    """Read what a button sets.

    Errors: `NotFound` for what there is not.
    """
    if field in ("hour", "day") and choice.isdecimal():
        return {field: int(choice)}
    if field == "way" and choice in set(Way):
        return {field: Way(choice)}
    if field == "with_xlsx" and choice in ("0", "1"):
        return {field: choice == "1"}
    raise NotFound("subscriptions.no_such_time")
