"""What goes on as long as the bot runs, whatever happens."""

from collections.abc import Awaitable, Callable

import structlog

from bot.domain.errors import Unavailable
from bot.vitals import Pulse

log = structlog.get_logger()


async def keep_at(
    act: Callable[[], Awaitable[int | None]], pulse: Pulse, pause: Callable[[], Awaitable[object]]
) -> None:
    """Act for ever, with a pause whenever there was nothing to do. No trouble is the end of it.

    Shapes: `act` may say how much it did, and then acts again at once.
    """
    while True:
        n_done: int | None = 0
        try:
            n_done = await act()
            pulse.beat()
        except Unavailable as error:
            log.error("a part of the bot waits: the database cannot be used", part=pulse.name, reason=error.key)
        except Exception:
            log.exception("a part of the bot failed and will try again", part=pulse.name)
        if not n_done:
            await pause()
