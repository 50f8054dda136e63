"""What happens because time has come: rounds close and are counted, people are reminded, bursts are flagged.

Phases need no timer: they are computed. A timer that was late does its work at the next turn, and once.
"""

import asyncio
from datetime import date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from bot.domain.ballots import has_room, voter_of
from bot.domain.disputes import Flag
from bot.domain.feedback import Feedback
from bot.domain.notices import Notice, NoticeKind, by_day
from bot.domain.rounds import Phase, Round
from bot.domain.time import Clock
from bot.services.counting import Counting
from bot.services.forever import keep_at
from bot.services.subscriptions import Subscriptions
from bot.services.uploads import Uploads
from bot.storage import ballots, disputes, feedbackdesk, notices, rounds
from bot.storage.database import Connection, Database
from bot.vitals import Pulse

EVERY_S = 20.0
PATIENCE_S = 600.0
"""A large round takes minutes to count."""

REMIND_BEFORE = timedelta(hours=24)
"""Before the close; in a round shorter than four days, a quarter of it."""

READING_LASTS = timedelta(minutes=3)
"""Whoever read a document for longer is a process that ended."""

BURST = 20
BURST_WINDOW = timedelta(minutes=30)
"""So many ballots that begin in a quarter of an hour over one invitation are looked at by people, nothing more."""

OVERDUE = timedelta(days=30)
"""Feedback whose deadline passed longer ago was flagged long since."""


class Timers:
    def __init__(
        self,
        database: Database,
        clock: Clock,
        timezone: str,
        counting: Counting,
        subscriptions: Subscriptions,
        uploads: Uploads,
    ) -> None:
        self._database = database
        self._clock = clock
        self._zone = ZoneInfo(timezone)
        self._counting = counting
        self._subscriptions = subscriptions
        self._uploads = uploads
        self.pulse = Pulse("timers", PATIENCE_S)
        self._reminded: set[tuple[int, datetime | None]] = set()
        self._overdue: set[tuple[int, date | None]] = set()

    async def run(self) -> None:
        """Look at the clock for ever."""
        await keep_at(self.tick, self.pulse, partial(asyncio.sleep, EVERY_S))

    async def tick(self) -> None:
        """Do everything that is due."""
        await self._counting.close_rounds()
        await self._counting.seal_rounds()
        await self._subscriptions.announce()
        now = self._clock()
        await self._uploads.give_up(now - READING_LASTS)
        async with self._database.read() as connection:
            open_ = [r for r in await rounds.announced(connection, now, None) if r.phase(now) is Phase.OPEN]
        for round_ in open_:
            await self._remind(round_, now)
            await self._flag_bursts(round_, now)
        await self._flag_overdue(now)

    async def _remind(self, round_: Round, now: datetime) -> None:
        """Remind once those who take part and still have something to choose."""
        done = (round_.id, round_.closes_at)
        if done in self._reminded or not self._time_to_remind(round_, now):
            return
        await self._database.write(partial(self._queue_reminders, key=round_.id, now=now))
        self._reminded.add(done)

    def _time_to_remind(self, round_: Round, now: datetime) -> bool:
        assert round_.opens_at is not None
        assert round_.closes_at is not None
        before = min(REMIND_BEFORE, (round_.closes_at - round_.opens_at) / 4)
        return by_day(round_.closes_at - before, self._zone) <= now

    async def _queue_reminders(self, connection: Connection, key: int, now: datetime) -> None:
        sheet, secret = await rounds.sheet(connection, key), await rounds.key_of(connection, key)
        if sheet is None or sheet.round.closes_at is None:
            return
        cast = await ballots.all_of(connection, key)
        said = {"round": key, "title": sheet.round.title, "closes_at": sheet.round.closes_at.isoformat()}
        due_at = by_day(now, self._zone)
        told = []
        for person, number in await ballots.voters_of(connection, key):
            ballot = cast.get(voter_of(secret, number)) if secret else None
            if due_at < sheet.round.closes_at and has_room(sheet, ballot.choices if ballot else {}):
                told.append(Notice(person, f"round:{key}:reminder", NoticeKind.ROUND_REMINDER, said, due_at))
        await notices.add(connection, told)

    async def _flag_bursts(self, round_: Round, now: datetime) -> None:
        async with self._database.read() as connection:
            found = await ballots.bursts(connection, round_.id, now - BURST_WINDOW, BURST)
        for burst in found:
            await self._database.write(
                partial(self._raise_flag, round_=round_, flag=Flag(round_.id, "burst", burst.via, burst.n_ballots, now))
            )

    async def _raise_flag(self, connection: Connection, round_: Round, flag: Flag) -> None:
        if await disputes.flag(connection, flag):
            said = {"round": round_.id, "title": round_.title, "flag": flag.kind, "n_ballots": flag.n_times}
            cause = f"round:{round_.id}:burst:{flag.source}"
            told = [
                Notice(person, cause, NoticeKind.STAFF_FLAG, said, flag.raised_at)
                for person in await notices.staff(connection)
            ]
            await notices.add(connection, told)

    async def _flag_overdue(self, now: datetime) -> None:
        """Tell once who takes care of feedback that its deadline has passed."""
        today = now.astimezone(self._zone).date()
        async with self._database.read() as connection:
            late = await feedbackdesk.overdue(connection, today - OVERDUE, today)
        new = [one for one in late if (one.id, one.due_on) not in self._overdue]
        if new:
            await self._database.write(partial(self._tell_overdue, late=new, now=now))
            self._overdue |= {(one.id, one.due_on) for one in new}

    async def _tell_overdue(self, connection: Connection, late: list[Feedback], now: datetime) -> None:
        """Tell the colleague; all of them where nobody has it, or who had it is of the staff no more."""
        staff = await notices.staff(connection)
        told = []
        for one in late:
            assert one.due_on is not None
            cause, said = f"feedback:{one.id}:overdue:{one.due_on}", {"feedback": one.id, "due_on": str(one.due_on)}
            due_at = by_day(now, self._zone)
            people = [one.assignee] if one.assignee in staff else staff
            told += [Notice(person, cause, NoticeKind.STAFF_OVERDUE, said, due_at) for person in people]
        await notices.add(connection, told)
