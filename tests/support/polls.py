"""Voting without Telegram: the services over a real SQLite file, time that stands still, and whoever takes part."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from bot.app import open_services
from bot.domain.ballots import voter_of
from bot.domain.notices import NoticeState
from bot.domain.people import Actor, Locale, Role
from bot.domain.rounds import Option
from bot.services import Services
from bot.services.noticequeue import NoticeQueue
from bot.services.outbox import Outbox
from bot.services.pace import Pace
from bot.services.ports import Sent
from bot.services.timers import Timers
from bot.settings import read_settings
from bot.storage import ballots, rounds
from bot.storage.database import Database
from tests.support.databases import url_of
from tests.support.house import TOKEN, FakeClock, same_index

OPERATOR = Actor(1, Locale.UK, Role.OPERATOR)
"""The command line: everything is allowed, nothing is kept of it."""

KYIV = "Europe/Kyiv"


@dataclass
class Polls:
    """The services as the bot has them. Notices go to `told`, in the order in which they were sent."""

    database: Database
    services: Services
    clock: FakeClock
    path: Path
    told: list = field(default_factory=list)

    def __post_init__(self) -> None:
        services = self.services
        self.timers = Timers(
            self.database, self.clock, KYIV, services.counting, services.subscriptions, services.uploads
        )
        self.outbox = self.outbox_of(self.deliver)

    def outbox_of(self, deliver) -> Outbox:
        queue = NoticeQueue(self.database, self.clock, KYIV, deliver)
        return Outbox(Pace(), [queue], self.services.broadcastruns.is_killed)

    async def deliver(self, due) -> Sent:
        self.told.append((due.telegram_id, due.notice.kind.value))
        return Sent(NoticeState.SENT)

    async def voter(self, telegram_id: int) -> Actor:
        return await self.services.people.consent(Actor(telegram_id, Locale.UK), Locale.UK)

    async def voters(self, *telegram_ids: int) -> list[Actor]:
        return list(await asyncio.gather(*(self.voter(number) for number in telegram_ids)))

    async def staff(self, telegram_id: int, role: Role = Role.STAFF) -> Actor:
        await self.voter(telegram_id)
        await self.services.people.grant(telegram_id, role)
        return await self.services.people.recognise(telegram_id, "uk")

    async def round(self, n_options: int = 6, days: float = 3, options=(), **fields) -> int:
        """Publish a round that is open now."""
        key = await self.services.rounds.create(OPERATOR, "zhytomyr", "Пріоритети на 2027 рік")
        now = self.clock.now
        fields = {"question": "Що важливіше?", "opens_at": now, "closes_at": now + timedelta(days=days), **fields}
        new = options or [option(f"Варіант {number}", cost_kop=100 * number) for number in range(1, n_options + 1)]
        await self.services.rounds.add_options(OPERATOR, key, new)
        await self.services.rounds.change(OPERATOR, key, **fields)
        await self.services.rounds.publish(OPERATOR, key)
        return key

    async def options(self, key: int) -> list[int]:
        return [one.id for one in (await self.services.rounds.view(OPERATOR, key)).sheet.options]

    async def tick(self) -> None:
        """Let the timers look at the clock, and send whatever is due."""
        await self.timers.tick()
        await self.send()

    async def send(self) -> list:
        """Send whatever is due; return what was sent by this."""
        n_before = len(self.told)
        while await self.outbox.flush():
            pass
        return self.told[n_before:]

    async def secret(self, key: int) -> bytes | None:
        async with self.database.read() as connection:
            return await rounds.key_of(connection, key)

    async def cast(self, key: int) -> dict:
        """Every ballot by its voter's name in the database."""
        async with self.database.read() as connection:
            return await ballots.all_of(connection, key)

    async def ballot_of(self, key: int, telegram_id: int):
        """Whose ballot it is can be known as long as the key exists."""
        return (await self.cast(key)).get(voter_of(await self.secret(key), telegram_id))


def option(title: str, **details) -> Option:
    return Option(0, 0, 0, title, **details)


@asynccontextmanager
async def open_polls(path: Path, clock: FakeClock | None = None, **given: str) -> AsyncIterator[Polls]:
    """Open the services; the same `path` and `clock` again are the same bot after a restart."""
    clock = clock or FakeClock()
    usual = {"bot_token": TOKEN, "database_url": given.get("database_url") or url_of(path), "meaning": "off"}
    settings = read_settings(_env_file=None, **usual, log_level="WARNING")
    async with open_services(settings, clock=clock, build_index=same_index) as (database, services):
        yield Polls(database, services, clock, path)
