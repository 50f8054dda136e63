"""Send letters: each once, each outcome on disk at once.

A letter is put into words when it is sent. Before the server may have it, that is noted: a crash repeats only what
the server cannot have, and what it may have waits for somebody to decide.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime
from functools import partial

import structlog

from bot.domain.errors import Unavailable
from bot.domain.letters import Envelope, LetterState, StoredLetter
from bot.domain.time import Clock
from bot.services.forever import keep_at
from bot.services.outbox import EVERY_S, MOST_STILL_S, insist
from bot.services.ports import Mail, Posted
from bot.storage import accounts, letters
from bot.storage.database import Connection, Database
from bot.vitals import Pulse

log = structlog.get_logger()

N_UNDER_WAY = 4
"""Letters under way: a slow server holds up the others little, and small ones take few connections."""

STOP_S = 10.0

Write = Callable[[StoredLetter], Awaitable[Envelope | None]]
"""Puts a letter into words and says to which address it goes; None when there is no sense in it any more."""


class Post:
    def __init__(self, database: Database, clock: Clock, mail: Mail, write: Write) -> None:
        self._database = database
        self._clock = clock
        self._mail = mail
        self._write = write
        self._one_batch = asyncio.Lock()
        self.pulse = Pulse("post", MOST_STILL_S)
        self.outcomes: Counter[str] = Counter()

    async def run(self) -> None:
        """Send what is due, for ever."""
        await self.recover()
        await keep_at(self.flush, self.pulse, partial(asyncio.sleep, EVERY_S))

    async def recover(self) -> None:
        """Note at the start of which letters nobody knows whether the server has them."""
        now = self._clock()
        if n_lost := await self._database.write(partial(letters.lose_track, now=now)):
            log.warning("nobody knows whether these letters were sent; the desk can send them again", n=n_lost)

    async def finish(self) -> None:
        """Wait until no letter is under way, for a while at most; nothing is begun afterwards."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._one_batch.acquire(), STOP_S)

    async def flush(self) -> int:
        """Send one batch of what is due; return how many there were."""
        async with self._one_batch:
            now = self._clock()
            async with self._database.read() as connection:
                batch = await letters.due(connection, now, N_UNDER_WAY)
            outcomes = await asyncio.gather(*(self._send(one) for one in batch), return_exceptions=True)
        if failed := next((one for one in outcomes if one is not None), None):
            raise failed
        return len(batch)

    async def _send(self, stored: StoredLetter) -> None:
        envelope = None
        try:
            envelope = await self._write(stored)
            posted = await self._post(stored, envelope)
        except Unavailable:
            raise
        except Exception as error:
            log.exception("a letter cannot be sent", letter=stored.id)
            posted = Posted(LetterState.REFUSED, type(error).__name__)
        self.outcomes[posted.state.value] += 1
        to = envelope.to if envelope else ""
        note = partial(_note, stored=stored, posted=posted, to=to, now=self._clock())
        await insist(lambda: self._database.write(note))

    async def _post(self, stored: StoredLetter, envelope: Envelope | None) -> Posted:
        if envelope is None:
            return Posted(LetterState.DROPPED, "")

        async def handing_over() -> None:
            await self._database.write(partial(letters.hand_over, key=stored.id))

        posted = await self._mail.send(envelope, handing_over)
        if posted.is_operators:
            log.error("the mail server does not accept us: see SMTP_* and MAIL_FROM", answer=posted.answer)
        elif posted.state is not LetterState.SENT:
            log.warning("a letter did not go", letter=stored.id, outcome=posted.state.value, answer=posted.answer)
        return posted


async def _note(connection: Connection, *, stored: StoredLetter, posted: Posted, to: str, now: datetime) -> None:
    """Note what became of a try; it is tried again as long as there is sense in it."""
    if posted.bounces:
        await accounts.bounced(connection, to, now)
    if posted.state is not LetterState.WAITING:
        await letters.settle(connection, stored.id, posted.state, posted.answer, now)
    elif (until := stored.next_try(now)) is not None:
        await letters.put_off(connection, stored.id, until, posted.answer)
    else:
        await letters.settle(connection, stored.id, LetterState.LOST, posted.answer, now)
