"""Broadcasts without Telegram: who writes and approves, and a Telegram that says what it is told to."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from bot.domain.audiences import Audience
from bot.domain.broadcasts import BroadcastKind, Content
from bot.domain.errors import NotAllowed
from bot.domain.notices import NoticeState
from bot.domain.people import Actor, Locale, Role
from bot.domain.time import utc_now
from bot.services.broadcastqueue import BroadcastQueue, Ways
from bot.services.outbox import Outbox
from bot.services.pace import Pace
from bot.services.ports import Sent
from bot.storage import deliveries
from tests.support.house import FakeClock
from tests.support.polls import KYIV, Polls, open_polls

EVERYBODY = Audience(community="zhytomyr")
WORDS = "Завтра о 10:00 вимкнуть воду"
EDITORS = 10**6
"""Those who write have numbers in Telegram from here on; no resident has."""

HELLO = Content("Завтра о <b>10:00</b> вимкнуть воду")


@dataclass
class Newsroom:
    """Those who write and approve, of whom nobody belongs to the audience, and what residents got.

    Shapes: `says` is what Telegram answers next, in turn; `got` every message that reached it, by Telegram id.
    """

    polls: Polls
    moderator: Actor
    staff: Actor
    operator: Actor
    says: list[Sent | Exception] = field(default_factory=list)
    got: list[int] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.restart()

    @property
    def desk(self):
        return self.polls.services.broadcasts

    @property
    def runs(self):
        return self.polls.services.broadcastruns

    def restart(self) -> None:
        """Begin to send as after a crash: nothing in memory is left."""
        polls, ways = self.polls, Ways(self._deliver, self._take_back)
        queue = BroadcastQueue(polls.database, polls.clock, KYIV, self.desk.audiences, ways)
        self.outbox = Outbox(Pace(), [queue], self.runs.is_killed)

    async def residents(self, *numbers: int, community: str | None = "zhytomyr", **columns) -> list[Actor]:
        actors = await self.polls.voters(*numbers)
        settle = self.polls.services.people.settle
        return [await settle(actor, community) for actor in actors]

    async def draft(self, audience: Audience = EVERYBODY, content: Content = HELLO, by: Actor | None = None, **more):
        author = by or self.moderator
        key = await self.desk.draft(author, more.pop("kind", BroadcastKind.WORKS), audience, **more)
        await self.desk.say(author, key, Locale.UK, content)
        return key

    async def sending(self, audience: Audience = EVERYBODY, **more) -> int:
        """A broadcast that has been submitted, and approved where it has to be."""
        key = await self.draft(audience, **more)
        if await self.desk.submit(self.moderator, key) == "waiting":
            await self.desk.approve(self.staff, key)
        return key

    async def send(self) -> list[int]:
        """Send whatever is due; return whom that reached."""
        n_before, idle = len(self.got), 0
        while idle < 2:  # the first turn may only begin a broadcast, or end it
            idle = 0 if await self.outbox.flush() else idle + 1
        return sorted(self.got[n_before:])

    async def states(self, key: int) -> dict[str, int]:
        async with self.polls.database.read() as connection:
            return {state.value: n for state, n in (await deliveries.tally(connection, key)).by_state.items()}

    async def view(self, key: int):
        return await self.desk.view(self.moderator, key)

    async def _deliver(self, _broadcast, to) -> Sent:
        said = self.says.pop(0) if self.says else None
        if isinstance(said, Exception):
            raise said
        if said is None or said.state in (NoticeState.SENT, NoticeState.UNSURE):
            self.got.append(to.telegram_id)
        return said or Sent(NoticeState.SENT, messages=(len(self.got),))

    async def _take_back(self, _broadcast, to) -> Sent:
        said = self.says.pop(0) if self.says else Sent(NoticeState.SENT)
        if said.state is NoticeState.SENT:
            self.gone.extend(to.messages)
        return said

    def twice(self) -> list[int]:
        return [number for number, n in Counter(self.got).items() if n > 1]


async def open_newsroom(polls: Polls) -> Newsroom:
    moderator, staff, operator = [
        await polls.staff(900 + n, role) for n, role in enumerate((Role.MODERATOR, Role.STAFF, Role.OPERATOR))
    ]
    return Newsroom(polls, moderator, staff, operator)


async def approved(path: Path, n_people: int, **settings: Any) -> None:
    """Let so many agree, numbered from 1, and a broadcast to them be approved that goes at any hour."""
    async with open_polls(path, FakeClock(utc_now()), **settings) as polls:
        for first in range(1, n_people + 1, 500):
            await polls.voters(*range(first, min(first + 500, n_people + 1)))
        moderator, staff = await polls.staff(EDITORS, Role.MODERATOR), await polls.staff(EDITORS + 1)
        desk = polls.services.broadcasts
        key = await desk.draft(moderator, BroadcastKind.WORKS, Audience(), is_emergency=True)
        await desk.say(moderator, key, Locale.UK, Content(WORDS))
        await desk.submit(moderator, key)
        await desk.approve(staff, key)


async def voting(newsroom, n_voters):
    """A round in which the first of twelve residents have voted, and one more has opened it."""
    residents = await newsroom.residents(*range(1, 13))
    round_ = await newsroom.polls.round()
    [option, *_] = await newsroom.polls.options(round_)
    for one in residents[:n_voters]:
        await newsroom.polls.services.ballots.choose(one, round_, option, 1)
    await newsroom.polls.services.ballots.open(residents[n_voters], round_)
    return residents, round_, option


def refused(key):
    return pytest.raises(NotAllowed, match=rf"^{key}\b")
