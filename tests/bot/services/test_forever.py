"""What goes on for ever survives every trouble, and pauses only when there is nothing to do."""

import asyncio
from functools import partial

from structlog.testing import capture_logs

from bot.domain.errors import Unavailable
from bot.services.forever import keep_at
from bot.vitals import Pulse


class Ended(BaseException):
    """Ends what would never end."""


async def turns_of(*outcomes):
    """Let each turn end so; return after which of them there was a pause, whether it moved, and the log."""
    pulse = Pulse("timers", patience_s=60)
    left, pauses = list(outcomes), []

    async def act():
        if not left:
            raise Ended
        pulse.rest()
        outcome = left.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    async def pause():
        pauses.append(len(outcomes) - len(left))

    with capture_logs() as log:
        try:
            await keep_at(act, pulse, pause)
        except Ended:
            return pauses, log


async def test_it_goes_on_at_once_while_there_is_something_to_do():
    pauses, log = await turns_of(3, 1, 0, 2, None)
    assert pauses == [3, 5]
    assert log == []


async def test_no_trouble_is_the_end_of_it():
    pauses, log = await turns_of(Unavailable("database.locked"), 1, ValueError("a bug"), 0)
    assert pauses == [1, 3, 4]
    waits, failed = log
    assert (waits["event"], waits["part"], waits["reason"]) == (
        "a part of the bot waits: the database cannot be used",
        "timers",
        "database.locked",
    )
    assert (failed["event"], failed["exc_info"]) == ("a part of the bot failed and will try again", True)


async def test_only_a_turn_that_ended_well_is_a_sign_of_life():
    pulse = Pulse("timers", patience_s=0)

    async def act():
        raise Unavailable("database.locked")

    going_on = asyncio.create_task(keep_at(act, pulse, partial(asyncio.sleep, 0)))
    await asyncio.sleep(0.01)
    still_s = pulse.still_s
    await asyncio.sleep(0.01)
    assert pulse.still_s > still_s > 0
    going_on.cancel()
    await asyncio.gather(going_on, return_exceptions=True)
