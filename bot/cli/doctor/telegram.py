"""Telegram: the token, how updates come, the bot's rights, the clock."""

from collections.abc import Iterator
from datetime import timedelta

from bot.cli.doctor.findings import Finding, failed, fine, warning
from bot.cli.words import WORDS, in_words
from bot.domain.errors import Unavailable
from bot.domain.time import utc_now
from bot.settings import Settings
from bot.transport.enquiry import Told, enquire
from bot.transport.switching import host_of

LATELY = timedelta(hours=1)
CLOCK_OFF_S, CLOCK_WRONG_S = 5.0, 60.0
"""Rounds open and close by the clock; a minute of difference is seen by people."""


async def examine_telegram(settings: Settings) -> list[Finding]:
    if settings.bot_token is None:
        return [failed("token", WORDS["telegram.token_missing"])]
    try:
        told = await enquire(settings.bot_token, settings.bot_api_url, settings.webhook_url, utc_now)
    except Unavailable as error:
        return [failed("token", in_words(error))]
    return [
        fine("token", f"Telegram knows the bot as @{told.username}."),
        _delivery(told, settings.webhook_url),
        *_rights(told),
        _clock(told.ahead_s, settings.timezone),
    ]


def _delivery(told: Told, wanted: str | None) -> Finding:
    """Compare how updates come with how they should."""
    waiting = f"{told.n_waiting} updates wait."
    if wanted is None:
        if told.webhook is None:
            return fine("updates", f"They are fetched from Telegram (polling). {waiting}")
        todo = "The bot removes it when it starts; if it runs, somebody else uses the token."
        return warning("updates", f"Telegram delivers to a webhook at {told.webhook}; polling is set. {waiting}", todo)
    if told.webhook is None or not told.is_expected:
        where = f"to {told.webhook}" if told.webhook else "nowhere"
        todo = "The bot says so to Telegram when it starts; if it runs, somebody else uses the token."
        return warning("updates", f"Telegram delivers {where}, not to {host_of(wanted)}. {waiting}", todo)
    if told.last_error_at is not None and utc_now() - told.last_error_at < LATELY:
        todo = "Check that the bot runs, and that the proxy passes /telegram/ on to WEB_HOST:WEB_PORT."
        says = f"Telegram could not deliver to {told.webhook} at {told.last_error_at:%H:%M} UTC: {told.last_error}."
        return failed("updates", f"{says} {waiting}", todo)
    return fine("updates", f"Telegram delivers them to {told.webhook} (webhook). {waiting}")


def _rights(told: Told) -> Iterator[Finding]:
    if told.is_inline:
        yield fine("inline mode", "On: goals can be shared in any chat.")
    else:
        yield warning("inline mode", "Off: nobody can share goals in other chats.", "@BotFather: /setinline.")
    if told.joins_groups:
        yield fine("groups", "The bot can be added to groups.")
    else:
        yield warning("groups", "The bot cannot be added to groups.", "If it should be: @BotFather, /setjoingroups.")
    if told.reads_groups:
        todo = "The bot needs only what is addressed to it. @BotFather: /setprivacy, Enable."
        yield warning("privacy mode", "Off: Telegram hands the bot everything that is said in groups.", todo)
    else:
        yield fine("privacy mode", "On: in groups the bot gets only what is addressed to it.")


def _clock(ahead_s: float | None, timezone: str) -> Finding:
    if ahead_s is None:
        return warning("time", f"The server of BOT_API_URL tells no time. The time zone is {timezone}.")
    says = f"The clock is {abs(ahead_s):.0f} s {'ahead' if ahead_s > 0 else 'behind'}."
    todo = "Switch time synchronisation on: sudo timedatectl set-ntp true."
    if abs(ahead_s) > CLOCK_WRONG_S:
        return failed("time", says, todo)
    if abs(ahead_s) > CLOCK_OFF_S:
        return warning("time", says, todo)
    return fine("time", f"The clock agrees with Telegram's. The time zone is {timezone}.")
