"""Cards that change by themselves for a while, without anybody pressing their button."""

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic

import structlog

from bot.domain.errors import DomainError
from bot.domain.messages import Reply
from bot.services.ports import Outlet

log = structlog.get_logger()

EVERY_S = 5.0
"""Telegram takes about a message a second in one chat; a broadcast sends 29 to others meanwhile."""

LASTS_S = 900.0
"""Nobody looks at one card for longer."""

Again = Callable[[], Awaitable[tuple[Reply, bool]]]
"""Says how a card is now, and whether it may change further."""


class LiveCards:
    """One in each chat. Nothing of it outlives the process: the card's own button does the same.

    `is_alone`: no other process serves, which could put another page in the place of a card behind our back.
    """

    def __init__(self, outlet: Outlet, is_alone: Callable[[], Awaitable[bool]]) -> None:
        self._outlet = outlet
        self._is_alone = is_alone
        self._kept: dict[int, tuple[int, asyncio.Task[None]]] = {}

    def keep(self, chat: int, message: int, card: Reply, again: Again) -> None:
        """Let a card change from now on, and whichever did so before in this chat stay as it is."""
        self.leave(chat)
        self._kept[chat] = message, asyncio.create_task(self._follow(chat, message, card, again), name="live card")

    def leave(self, chat: int, message: int | None = None) -> None:
        """Let the card of a chat stay as it is, or only if it is this message."""
        if chat in self._kept and message in (None, self._kept[chat][0]):
            self._kept.pop(chat)[1].cancel()

    async def end(self) -> None:
        """Let every card stay as it is."""
        tasks = [task for _, task in self._kept.values()]
        for chat in list(self._kept):
            self.leave(chat)
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _follow(self, chat: int, message: int, shown: Reply, again: Again) -> None:
        until_s, goes_on = monotonic() + LASTS_S, True
        try:
            while goes_on and monotonic() < until_s:
                await asyncio.sleep(EVERY_S)
                if not await self._is_alone():
                    return
                card, goes_on = await again()
                if card != shown and not await self._outlet.refresh(chat, message, card):
                    return
                shown = card
        except DomainError:
            return  # who looks may not look any more, or the thing is gone: their next press says so
        except Exception:
            log.exception("a card does not change by itself any more")
