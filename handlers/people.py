"""First steps, menu, help, language, community, privacy, one's own data."""

from collections.abc import Mapping
from typing import Any

from telegram import Message

from bot.domain.errors import DomainError
from bot.domain.messages import Reply
from bot.domain.people import Role
from bot.texts.naming import called
from bot.transport.context import Context
from handlers import callbacks, entries, opening, places, questions
from handlers.consent import ask_again, ask_consent
from handlers.errors import alert
from handlers.home import home
from handlers.reply import Done, Said
from handlers.views import people as views

COMMUNITY = "community"
"""The bot asked for the community."""


async def start(context: Context, message: Message) -> Reply:
    """Open what a deep link names; else the first card, or the menu for those who have been here."""
    if context.actor.role is not Role.RESIDENT:
        await context.show_menu(context.actor.role)
    link = context.args[0] if context.args else ""
    opened = await opening.follow(context, link)
    if opened is not None:
        return opened
    return await home(context) if context.actor.consented else await ask_consent(context)


async def agree(context: Context, press: callbacks.Agree) -> Said:
    """Keep the person from now on and open what brought them here; else ask for the community, if there are several."""
    context.actor = await context.services.people.consent(context.actor, press.locale)
    try:
        opened = await opening.follow(context, press.link)
    except DomainError as error:
        return Done(await home(context), alert(context.texts, error))
    if opened is not None:
        return opened
    known = context.services.entries.shelf.library.communities
    if context.actor.community is None and len(known) > 1:
        return await _choose(context)
    return await places.offer(context)


async def decline(context: Context, press: callbacks.Decline) -> Said:
    """Go on without keeping anything; who agreed before is asked whether to erase what is kept."""
    if context.actor.kept:
        return views.ask_to_forget(context.texts, context.actor.restriction)
    context.actor = await context.services.people.speak(context.actor, press.locale)
    return await home(context)


async def menu(context: Context, message: Message) -> Reply:
    return await home(context)


async def open_menu(context: Context, press: callbacks.OpenMenu) -> Said:
    context.actor = await context.services.flows.close(context.actor)
    return await home(context)


async def help_(context: Context, message: Message) -> Reply:
    return _help(context)


async def open_help(context: Context, press: callbacks.OpenHelp) -> Said:
    return _help(context)


async def language(context: Context, message: Message) -> Reply:
    return views.language(context.texts)


async def speak(context: Context, press: callbacks.Speak) -> Said:
    """Change the language; who is not kept yet sees the first card in it, and agrees in it."""
    context.actor = await context.services.people.speak(context.actor, press.locale)
    return await home(context) if context.actor.consented else await ask_again(context, press.link)


async def community(context: Context, message: Message) -> Reply:
    return await _choose(context)


async def choose_community(context: Context, press: callbacks.ChooseCommunity) -> Said:
    return await _choose(context)


async def community_named(context: Context, message: Message, asked: Mapping[str, Any]) -> Reply | None:
    """Take the name of a community for the button with it; anything else is what it is at any other time."""
    context.actor = await context.services.flows.close(context.actor)
    named = called(message.text or "", context.services.entries.shelf.library.communities.values())
    if named is not None:
        return await _settle(context, named.id)
    ask = questions.ask if message.text or message.caption else questions.not_text
    return await ask(context, message)


async def settle(context: Context, press: callbacks.Settle) -> Said:
    """Remember the community, or open its goals for somebody who is not kept."""
    shelf = context.services.entries.shelf
    chosen = shelf.community(press.community)
    if press.community and not chosen:
        return await _choose(context)
    if not context.actor.consented and chosen:
        return await entries.community_card(context, chosen)
    context.actor = await context.services.flows.close(context.actor)
    return await _settle(context, chosen.id if chosen else None)


async def privacy(context: Context, message: Message) -> Reply:
    return _privacy(context)


async def open_privacy(context: Context, press: callbacks.OpenPrivacy) -> Said:
    if not context.actor.consented:
        context.actor = await context.services.people.speak(context.actor, press.locale)
    return _privacy(context, press.link)


async def my_data(context: Context, message: Message) -> Reply:
    return await _my_data(context)


async def send_my_data(context: Context, press: callbacks.SendMyData) -> Said:
    return await _my_data(context)


async def forget(context: Context, message: Message) -> Reply:
    return _ask_to_forget(context)


async def forget_so(context: Context, press: callbacks.Forget) -> Said:
    match press.how:
        case "withdraw" | "anonymous":
            withdraw = press.how == "withdraw"
            await context.services.people.forget(context.actor, withdraw=withdraw)
            await context.services.answers.load()
            if context.actor.role is not Role.RESIDENT:
                await context.show_menu(Role.RESIDENT)
            return views.forgotten(context.texts, withdrawn=withdraw)
        case "ask":
            return _ask_to_forget(context)
        case _:
            return await home(context)


async def only_in_private(context: Context, message: Message) -> Reply:
    """Keep what is about one person out of a group's sight."""
    return views.only_in_private(context.texts, context.surroundings.bot_username)


async def stale(context: Context, press: None) -> Said:
    """Give a fresh card for a button that an earlier version made."""
    return await home(context)


async def _settle(context: Context, community: str | None) -> Reply:
    before = context.actor.community
    context.actor = await context.services.people.settle(context.actor, community)
    return await home(context) if before == community else await places.offer(context)


async def _choose(context: Context) -> Reply:
    """Ask for the community; whoever is kept may also write its name."""
    if context.actor.consented:
        context.actor = await context.services.flows.open(context.actor, COMMUNITY)
    known = context.services.entries.shelf.library.communities.values()
    return views.choose_community(context.texts, known, consented=context.actor.consented)


def _help(context: Context) -> Reply:
    return views.help_card(context.texts, context.surroundings.menus[context.actor.role])


def _privacy(context: Context, link: str = "") -> Reply:
    controller = context.surroundings.controller
    return views.privacy(context.texts, context.actor, controller, context.services.retention.terms, link)


async def _my_data(context: Context) -> Reply:
    data = await context.services.people.data_of(context.actor)
    return views.my_data(context.texts, data, *context.services.personal.code_for(context.actor))


def _ask_to_forget(context: Context) -> Reply:
    if context.actor.kept:
        return views.ask_to_forget(context.texts, context.actor.restriction)
    return views.line(context.texts, "people.nothing_kept")
