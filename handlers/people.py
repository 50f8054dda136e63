"""First steps, menu, help, language, community, privacy, one's own data."""

from telegram import Message

from bot.domain.messages import Reply
from bot.domain.people import Role
from bot.services.retention import UPDATE_IDS
from bot.transport.context import Context
from handlers import callbacks
from handlers.reply import Said
from handlers.views import entries as entry_views
from handlers.views import people as views
from knowledge.model import Community


async def start(context: Context, message: Message) -> Reply:
    """Open what a deep link names; else the first card, or the menu for those who have been here."""
    if context.actor.role is not Role.RESIDENT:
        await context.show_menu(context.actor.role)
    link = context.args[0] if context.args else ""
    if link.startswith("g") and link[1:].isdecimal():
        shelf = context.services.entries.shelf
        return entry_views.entry(context.texts, shelf, shelf.entry(int(link[1:])), 0, 0)
    community = link.removeprefix("c_") if link.startswith("c_") else ""
    if community not in context.services.entries.shelf.library.communities:
        community = ""
    if not context.actor.consented:
        return views.welcome(context.texts, community)
    if community:
        context.actor = await context.services.people.settle(context.actor, community)
    return home(context)


async def agree(context: Context, press: callbacks.Agree) -> Said:
    """Keep the person from now on; ask for the community unless there is only one or the link named it."""
    context.actor = await context.services.people.consent(context.actor, press.locale)
    known = context.services.entries.shelf.library.communities
    if press.community in known:
        context.actor = await context.services.people.settle(context.actor, press.community)
    elif context.actor.community is None and len(known) > 1:
        return views.choose_community(context.texts, known.values(), consented=True)
    return home(context)


async def decline(context: Context, press: callbacks.Decline) -> Said:
    """Go on without keeping anything; who agreed before is asked whether to erase what is kept."""
    if context.actor.kept:
        return views.ask_to_forget(context.texts)
    context.actor = await context.services.people.speak(context.actor, press.locale)
    return home(context)


async def menu(context: Context, message: Message) -> Reply:
    return home(context)


async def open_menu(context: Context, press: callbacks.OpenMenu) -> Said:
    context.actor = await context.services.flows.close(context.actor)
    return home(context)


async def help_(context: Context, message: Message) -> Reply:
    return _help(context)


async def open_help(context: Context, press: callbacks.OpenHelp) -> Said:
    return _help(context)


async def language(context: Context, message: Message) -> Reply:
    return views.language(context.texts)


async def speak(context: Context, press: callbacks.Speak) -> Said:
    """Change the language; who is not kept yet sees the first card in it, and agrees in it."""
    context.actor = await context.services.people.speak(context.actor, press.locale)
    return home(context) if context.actor.consented else views.welcome(context.texts, press.community)


async def community(context: Context, message: Message) -> Reply:
    return _choose(context)


async def choose_community(context: Context, press: callbacks.ChooseCommunity) -> Said:
    return _choose(context)


async def settle(context: Context, press: callbacks.Settle) -> Said:
    """Remember the community, or open its goals for somebody who is not kept."""
    shelf = context.services.entries.shelf
    chosen = shelf.community(press.community)
    if press.community and not chosen:
        return _choose(context)
    if not context.actor.consented and chosen:
        return entry_views.community(context.texts, shelf, chosen)
    context.actor = await context.services.people.settle(context.actor, chosen.id if chosen else None)
    return home(context)


async def privacy(context: Context, message: Message) -> Reply:
    return _privacy(context)


async def open_privacy(context: Context, press: callbacks.OpenPrivacy) -> Said:
    if not context.actor.consented:
        context.actor = await context.services.people.speak(context.actor, press.locale)
    return _privacy(context, press.community)


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
            return home(context)


async def only_in_private(context: Context, message: Message) -> Reply:
    """Keep what is about one person out of a group's sight."""
    return views.only_in_private(context.texts, context.surroundings.bot_username)


async def stale(context: Context, press: None) -> Said:
    """Give a fresh card for a button that an earlier version made."""
    return home(context)


def home(context: Context) -> Reply:
    """Show what one can do now."""
    shelf = context.services.entries.shelf
    chosen: Community | None = shelf.community(context.actor.community)
    return views.menu(context.texts, context.actor, chosen, len(shelf.library.communities))


def _choose(context: Context) -> Reply:
    known = context.services.entries.shelf.library.communities.values()
    return views.choose_community(context.texts, known, consented=context.actor.consented)


def _help(context: Context) -> Reply:
    return views.help_card(context.texts, context.surroundings.menus[context.actor.role])


def _privacy(context: Context, community: str = "") -> Reply:
    controller = context.surroundings.controller
    return views.privacy(context.texts, context.actor, controller, UPDATE_IDS.days, community)


async def _my_data(context: Context) -> Reply:
    return views.my_data(context.texts, await context.services.people.data_of(context.actor))


def _ask_to_forget(context: Context) -> Reply:
    if context.actor.kept:
        return views.ask_to_forget(context.texts)
    return views.line(context.texts, "people.nothing_kept")
