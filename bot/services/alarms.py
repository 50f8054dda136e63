"""Tell operators when something stops, and when it is well again: once each, not more than once an hour a cause."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from functools import partial

import structlog

from bot.domain.accounts import has_telegram
from bot.domain.errors import Unavailable
from bot.domain.health import AT_MOST_EVERY, Alarm, Check, News, follow
from bot.domain.letters import Letter, LetterKind
from bot.domain.notices import Notice, NoticeKind, NoticeState
from bot.domain.time import Clock
from bot.services.noticequeue import Deliver
from bot.services.watch import Watch
from bot.storage import alarms, letters, notices
from bot.storage.alarms import Operator
from bot.storage.database import Connection, Database
from bot.storage.notices import Due
from bot.vitals import Pulse

log = structlog.get_logger()

EVERY_S = 30.0
PATIENCE_S = 300.0

KINDS = {News.RAISED: NoticeKind.STAFF_ALARM, News.CLEARED: NoticeKind.STAFF_WELL}

ENDED = "process"
"""Stands for a part of the bot that ended, so that the whole bot was started anew."""


class Alarms:
    """`deliver` sends at once what the database does not take.

    `has_letters`: operators are told by letter besides, for Telegram may be what is in trouble.
    """

    def __init__(self, database: Database, clock: Clock, watch: Watch, deliver: Deliver, *, has_letters: bool) -> None:
        self._database = database
        self._clock = clock
        self._watch = watch
        self._deliver = deliver
        self._has_letters = has_letters
        self._known: dict[str, Alarm] | None = None
        self.pulse = Pulse("alarms", PATIENCE_S)

    async def run(self) -> None:
        """Look at everything for ever; the first time once the start is over."""
        while True:
            await asyncio.sleep(EVERY_S)
            try:
                await self.look()
                self.pulse.beat()
            except Unavailable as error:
                log.critical("operators cannot be told: the database cannot be used", reason=error.key)
            except Exception:
                log.exception("looking whether all is well failed")

    async def look(self) -> None:
        """Look once, and tell what is to be told.

        Errors: `Unavailable`; what reached nobody is told at the next look.
        """
        health, now = await self._watch.look(), self._clock()
        known = await self._read(now)
        for check in (one for one in health.checks if one.name != self.pulse.name):
            before = known.get(check.name)
            after, news = follow(before, check, now)
            if after is not None and news is not None:
                _log(news, check)
                await self._tell(after, news, now)
            elif after is None and before is not None and before.raised_at is not None:
                await self._database.write(partial(alarms.drop, name=check.name))
            if after is None:
                known.pop(check.name, None)
            else:
                known[check.name] = after

    async def note_end(self) -> None:
        """Let operators be told at the next start that a part of the bot had ended.

        Errors: `Unavailable`.
        """
        now = self._clock()
        before = (await self._read(now)).get(ENDED)
        if before is None or before.raised_at is None or now - before.raised_at >= AT_MOST_EVERY:
            ended = Alarm(ENDED, "ended", is_well=True, since_at=now, raised_at=now)
            await self._database.write(partial(self._note, alarm=ended, news=News.RAISED, now=now))

    async def _read(self, now: datetime) -> dict[str, Alarm]:
        if self._known is None:
            async with self._database.read() as connection:
                self._known = await alarms.every(connection, now)
        return self._known

    async def _tell(self, alarm: Alarm, news: News, now: datetime) -> None:
        try:
            await self._database.write(partial(self._note, alarm=alarm, news=news, now=now))
        except Unavailable:
            if not await self._tell_at_once(alarm, news, now):
                raise

    async def _note(self, connection: Connection, alarm: Alarm, news: News, now: datetime) -> None:
        """Keep how the alarm stands, together with what is told of it."""
        await alarms.keep(connection, alarm)
        told = [_due(operator, alarm, news, now).notice for operator in await alarms.operators(connection)]
        await notices.add(connection, told)
        if self._has_letters and told:
            await letters.add(connection, await _letters(connection, told[0].cause, now))

    async def _tell_at_once(self, alarm: Alarm, news: News, now: datetime) -> bool:
        """Tell without writing anything down; say whether that reached anybody."""
        async with self._database.read() as connection:
            operators = await alarms.operators(connection)
        due = [_due(one, alarm, news, now) for one in operators if has_telegram(one.telegram_id)]
        return NoticeState.SENT in [(await self._deliver(one)).state for one in due]


def _due(operator: Operator, alarm: Alarm, news: News, now: datetime) -> Due:
    cause = f"alarm:{alarm.name}:{news.value}:{now:%Y-%m-%dT%H:%M}"
    notice = Notice(operator.person, cause, KINDS[news], {"check": alarm.name}, now)
    return Due(0, notice, operator.telegram_id, operator.locale, 0)


async def _letters(connection: Connection, cause: str, now: datetime) -> Sequence[Letter]:
    """The same for those in Telegram who also take letters; all others get only letters anyway."""
    return [
        Letter(account, f"notice:{notice}", LetterKind.NOTICE, {"notice": notice}, now)
        for account, notice in await alarms.also_by_letter(connection, cause)
    ]


def _log(news: News, check: Check) -> None:
    """Say it in the log too, loudly where people are not served: perhaps nothing else can be said."""
    if news is News.CLEARED:
        log.info("well again", check=check.name)
    elif check.is_red:
        log.critical("something is wrong: see the checks in docs/operations.md", check=check.name, word=check.word)
    else:
        log.warning("something is wrong: see the checks in docs/operations.md", check=check.name, word=check.word)
