"""Waiting for something to happen, without sleeping."""

import asyncio


class Changes:
    """A counter that can be waited on.

    Read `version`, look at what it counts, then `await after(version)`: nothing between the two is missed.
    """

    def __init__(self) -> None:
        self.version = 0
        self._waiting: list[asyncio.Future[None]] = []

    def happened(self) -> None:
        self.version += 1
        waiting, self._waiting = self._waiting, []
        for waiter in waiting:
            if not waiter.done():
                waiter.set_result(None)

    async def after(self, version: int) -> int:
        """Return the current version as soon as it differs from the given one."""
        while self.version == version:
            waiter = asyncio.get_running_loop().create_future()
            self._waiting.append(waiter)
            await waiter
        return self.version
