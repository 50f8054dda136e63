"""What Telegram shows of the bot outside the chats: command menus per role and language, descriptions."""

from collections.abc import Awaitable, Iterable, Mapping

import structlog
from telegram import Bot, BotCommand, BotCommandScopeAllGroupChats, BotCommandScopeChat, BotCommandScopeDefault
from telegram.error import TelegramError

from bot.domain.people import Locale, Role
from bot.texts import Languages, Texts

log = structlog.get_logger()

IN_GROUPS = ("goals", "help")
Menus = Mapping[Role, tuple[str, ...]]


async def show_profile(bot: Bot, languages: Languages, menus: Menus, holders: Iterable[tuple[int, Role]]) -> None:
    """Set menus and descriptions; `holders` are the chats of people with a role. A failure only costs comfort."""
    for locale in Locale:
        texts = languages[locale]
        code = None if locale is Locale.UK else locale.value
        await _try(bot.set_my_commands(_listed(texts, menus[Role.RESIDENT]), BotCommandScopeDefault(), code))
        await _try(bot.set_my_commands(_listed(texts, IN_GROUPS), BotCommandScopeAllGroupChats(), code))
        await _try(bot.set_my_description(texts.plain("profile.description"), code))
        await _try(bot.set_my_short_description(texts.plain("profile.short"), code))
    for chat, role in holders:
        await show_menu(bot, languages, menus[role], chat)


async def show_menu(bot: Bot, languages: Languages, menu: Iterable[str], chat: int) -> None:
    """Set the menu of one person, who must have pressed /start before."""
    for locale in Locale:
        code = None if locale is Locale.UK else locale.value
        await _try(bot.set_my_commands(_listed(languages[locale], menu), BotCommandScopeChat(chat), code))


def _listed(texts: Texts, names: Iterable[str]) -> list[BotCommand]:
    return [BotCommand(name, texts.plain(f"commands.{name}")) for name in names]


async def _try(call: Awaitable[bool]) -> None:
    try:
        await call
    except TelegramError as error:
        log.debug("Telegram did not take a part of the bot's profile", error=str(error))
