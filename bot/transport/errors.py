"""Telegram's errors, read in one table, in this order: a class of python-telegram-bot may be a kind of a later one.

RetryAfter     flood control       wait as long as told, then again
Forbidden      blocked, deleted    the person cannot be reached
ChatMigrated   group moved         again in the new chat
BadRequest     our request         by its text: nothing to do, or refused
InvalidToken   revoked token       stop
TimedOut       no answer in time   unsure: not again, unless repeating does no harm
Severed        connection broke    severed: again for an answer, not for what nobody asked for
NetworkError   too large, 413      refused
NetworkError   no connection, 5xx  again: an answer that comes twice is better than none
"""

from dataclasses import dataclass
from enum import StrEnum

from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter, TimedOut

from bot.transport.client import Severed


class Outcome(StrEnum):
    AGAIN = "again"
    UNREACHABLE = "unreachable"
    MOVED = "moved"
    UNCHANGED = "unchanged"
    GONE = "gone"
    REFUSED = "refused"
    FILE_UNKNOWN = "file_unknown"
    NO_TOPIC = "no_topic"
    TOO_LONG = "too_long"
    LINK_REFUSED = "link_refused"
    UNSURE = "unsure"
    SEVERED = "severed"
    FATAL = "fatal"


HARMLESS = {
    "message is not modified": Outcome.UNCHANGED,
    "message_not_modified": Outcome.UNCHANGED,
    "query is too old": Outcome.GONE,
    "query id is invalid": Outcome.GONE,
    "query_id_invalid": Outcome.GONE,
    "message to edit not found": Outcome.GONE,
    "message can't be edited": Outcome.GONE,
    "message_id_invalid": Outcome.GONE,
    "there is no text in the message to edit": Outcome.GONE,
    "message to be replied not found": Outcome.GONE,
    "message to delete not found": Outcome.GONE,
    "chat not found": Outcome.UNREACHABLE,
    "user not found": Outcome.UNREACHABLE,
    "peer_id_invalid": Outcome.UNREACHABLE,
    "chat_write_forbidden": Outcome.UNREACHABLE,
    "chat_send_": Outcome.UNREACHABLE,
    "chat_restricted": Outcome.UNREACHABLE,
    "chat_admin_required": Outcome.UNREACHABLE,
    "channel_private": Outcome.UNREACHABLE,
    "administrator rights": Outcome.UNREACHABLE,
    "not enough rights": Outcome.UNREACHABLE,
    "have no rights": Outcome.UNREACHABLE,
    "topic_closed": Outcome.UNREACHABLE,
    "message thread not found": Outcome.NO_TOPIC,
    "topic_deleted": Outcome.NO_TOPIC,
    "wrong file identifier": Outcome.FILE_UNKNOWN,
    "wrong remote file identifier": Outcome.FILE_UNKNOWN,
    "file reference": Outcome.FILE_UNKNOWN,
    "message is too long": Outcome.TOO_LONG,
    "text is too long": Outcome.TOO_LONG,
    "caption is too long": Outcome.TOO_LONG,
    "message_too_long": Outcome.TOO_LONG,
    "caption_too_long": Outcome.TOO_LONG,
    "button url": Outcome.LINK_REFUSED,
    "button_url_invalid": Outcome.LINK_REFUSED,
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What an error means. Units: `wait_s` seconds; `chat` is where a group has moved."""

    outcome: Outcome
    wait_s: float | None = None
    chat: int | None = None


def read(error: Exception) -> Reading:  # noqa: PLR0911  (a table)
    """Say what an error of Telegram means; anything else is raised again by the caller."""
    match error:
        case RetryAfter():
            wait = error.retry_after
            return Reading(Outcome.AGAIN, wait_s=wait if isinstance(wait, (int, float)) else wait.total_seconds())
        case Forbidden():
            return Reading(Outcome.UNREACHABLE)
        case ChatMigrated():
            return Reading(Outcome.MOVED, chat=error.new_chat_id)
        case BadRequest():
            said = error.message.lower()
            return Reading(next((o for part, o in HARMLESS.items() if part in said), Outcome.REFUSED))
        case InvalidToken():
            return Reading(Outcome.FATAL)
        case TimedOut():
            return Reading(Outcome.UNSURE)
        case Severed():
            return Reading(Outcome.SEVERED)
        case NetworkError():
            return Reading(Outcome.REFUSED if "too large" in error.message.lower() else Outcome.AGAIN)
    raise error
