"""A Telegram that lives inside the process, for the demo and for tests; it refuses what Telegram refuses.

Give `LocalRequest(telegram)` to python-telegram-bot, make people with `telegram.person(…)`, and let them talk.
"""

from bot.transport.local.changes import Changes
from bot.transport.local.groups import Group
from bot.transport.local.people import InlineResult, Person
from bot.transport.local.request import LocalRequest
from bot.transport.local.state import Account, Answer
from bot.transport.local.telegram import Call, LocalTelegram
from bot.transport.local.view import Button, Segment, VisibleFile, VisibleMessage

__all__ = [
    "Account",
    "Answer",
    "Button",
    "Call",
    "Changes",
    "Group",
    "InlineResult",
    "LocalRequest",
    "LocalTelegram",
    "Person",
    "Segment",
    "VisibleFile",
    "VisibleMessage",
]
