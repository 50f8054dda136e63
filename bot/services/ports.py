"""The outside, as the services and handlers see it."""

from collections.abc import Sequence
from typing import Protocol

from bot.domain.messages import Reply, Shared, Toast


class Outlet(Protocol):
    """Where words leave the house. Each call waits until Telegram took it or will never take it.

    Errors: none for what Telegram refuses about the person (blocked, deleted, too old): that is life, and is logged.
    """

    async def send(self, chat: int, reply: Reply, *, answers: int | None = None) -> int | None:
        """Send a message and return its id; `answers` is the message it replies to."""

    async def edit(self, chat: int, message: int, reply: Reply) -> bool:
        """Change a message; False when it can no longer be changed."""

    async def acknowledge(self, query: str, toast: Toast | None = None) -> None:
        """Stop the pressed button from spinning."""

    async def offer(self, query: str, results: Sequence[Shared], *, cache_s: int, personal: bool) -> None:
        """Answer an inline query."""
