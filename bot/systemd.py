"""What a service tells systemd: that it serves, that it is well, that it stops. Without systemd nothing is told.

Source: sd_notify(3), a datagram of lines `NAME=value` to the socket that `NOTIFY_SOCKET` names.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from contextlib import suppress

import structlog

log = structlog.get_logger()

START_S = 60.0
"""How long the start may still take, said again as long as it goes on: copying a large database takes its time."""

PARTS = 4
"""So many times within systemd's patience it hears from a bot that is well; a busy machine may swallow some."""


class Systemd:
    """Shapes: `address` of the socket, None without systemd; a leading @ stands for Linux' own names.

    Units: `patience_s` after which systemd takes a silent service for hung; None if it does not watch.
    """

    def __init__(self, address: str | None, patience_s: float | None) -> None:
        self._address = f"\0{address[1:]}" if address and address.startswith("@") else address
        self._every_s = (patience_s or START_S) / PARTS
        self._hung: Callable[[], str] | None = None
        self._said_hung = ""

    async def keep(self, work: Awaitable[None]) -> None:
        """Do the work, and let systemd hear that it is alive as long as the event loop turns and no part hangs."""
        telling = asyncio.create_task(self._tell_for_ever(), name="systemd")
        try:
            await work
        finally:
            telling.cancel()

    def serves(self, hung: Callable[[], str]) -> None:
        """Say that the start is over. `hung` names a part that will not move again by itself, "" for none."""
        self._hung = hung
        self._say("READY=1", "WATCHDOG=1")

    def stops(self) -> None:
        """Say that the end has begun; how long that may take, systemd knows."""
        self._hung = lambda: ""
        self._say("STOPPING=1")

    async def _tell_for_ever(self) -> None:
        while True:
            self._tell()
            await asyncio.sleep(self._every_s)

    def _tell(self) -> None:
        if self._hung is None:
            self._say(f"EXTEND_TIMEOUT_USEC={START_S * 1e6:.0f}")
        elif part := self._hung():
            if part != self._said_hung:
                log.critical("a part of the bot hangs, so systemd is to start it anew", part=part)
            self._said_hung = part
        else:
            self._said_hung = ""
            self._say("WATCHDOG=1")

    def _say(self, *lines: str) -> None:
        if self._address is None:
            return
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as way:
            way.settimeout(0)
            way.sendto("\n".join(lines).encode(), self._address)
