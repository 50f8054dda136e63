"""Before a vote: where a person lives, whose phone it is, the code from the office, the check by staff."""

from collections.abc import Mapping
from typing import Any

from telegram import Message

from bot.domain.messages import Reply, Toast
from bot.transport.context import Context
from handlers import ballots, callbacks, questions
from handlers.consent import ask_consent
from handlers.reply import Done, Said
from handlers.views import trust as views

PHONE, CODE = "phone", "code"


async def open_districts(context: Context, press: callbacks.OpenDistricts) -> Said:
    paper = await context.services.ballots.open(context.actor, press.round)
    return views.districts(context.texts, paper, press.page)


async def live_in(context: Context, press: callbacks.LiveIn) -> Said:
    """Keep the district and go on to the sheet."""
    if not context.actor.consented:
        return await ask_consent(context, f"r{press.round}")
    paper = await context.services.ballots.live_in(context.actor, press.round, press.district)
    toast = Toast(context.texts.plain("trust.district", name=paper.round.districts[press.district].name))
    return Done(ballots.shown(context, paper), toast)


async def share_phone(context: Context, press: callbacks.SharePhone) -> Said:
    """Ask for the phone with Telegram's own button, which names whose it is."""
    if not context.actor.consented:
        return await ask_consent(context, f"r{press.round}")
    await context.services.ballots.open(context.actor, press.round)
    context.actor = await context.services.flows.open(context.actor, PHONE, round=press.round)
    return views.ask_for_phone(context.texts)


async def phone_in_words(context: Context, message: Message, asked: Mapping[str, Any]) -> Reply:
    """Say that a typed number proves nothing; who writes anything else has moved on."""
    if sum(sign.isdecimal() for sign in message.text or "") >= 5:
        return views.ask_for_phone(context.texts)
    context.actor = await context.services.flows.close(context.actor)
    await context.outlet.send(message.chat_id, views.put_phone_away(context.texts, "trust.phone_not_shared"))
    return await questions.ask(context, message)


async def contact(context: Context, message: Message) -> Reply | None:
    """Take the phone that a round asked for; one that nobody asked for is not kept."""
    shared = message.contact
    assert shared is not None
    flow = context.actor.flow
    if flow is None or flow.kind != PHONE:
        return views.put_phone_away(context.texts, "trust.phone_unasked")
    await context.services.trusts.share_phone(context.actor, shared.phone_number, shared.user_id)
    context.actor = await context.services.flows.close(context.actor)
    await context.outlet.send(message.chat_id, views.put_phone_away(context.texts, "trust.phone_kept"))
    return ballots.shown(context, await context.services.ballots.open(context.actor, flow.data["round"]))


async def enter_code(context: Context, press: callbacks.EnterCode) -> Said:
    """Ask for the code from the office."""
    if not context.actor.consented:
        return await ask_consent(context, f"r{press.round}")
    await context.services.ballots.open(context.actor, press.round)
    context.actor = await context.services.flows.open(context.actor, CODE, round=press.round)
    return views.ask_for_code(context.texts, press.round)


async def code(context: Context, message: Message, asked: Mapping[str, Any]) -> Reply:
    """Spend the code; a wrong one is refused, and can be typed again."""
    key = await context.services.trusts.redeem(context.actor, message.text or "")
    context.actor = await context.services.flows.close(context.actor)
    await context.outlet.send(message.chat_id, Reply(context.texts("trust.code_taken")))
    return ballots.shown(context, await context.services.ballots.open(context.actor, key))


async def open_confirmation(context: Context, press: callbacks.OpenConfirmation) -> Said:
    """Say where to go and which number to name."""
    if not context.actor.consented:
        return await ask_consent(context, f"r{press.round}")
    around = context.surroundings
    return views.confirmation(context.texts, press.round, context.actor.telegram_id, around.controller)
