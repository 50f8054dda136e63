"""The whole application over the local Telegram and a real SQLite file, and people who talk to it."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any
from unittest.mock import patch

from bot.app import App, build, index_builder, lead, open_services
from bot.domain.people import Actor, Locale, Role
from bot.domain.rounds import Option, Sheet
from bot.domain.time import Clock
from bot.services.outbox import Outbox
from bot.services.post import Post
from bot.services.retention import Retention
from bot.services.timers import Timers
from bot.settings import Settings, read_settings
from bot.transport.local import Answer, LocalRequest, LocalTelegram, Person, VisibleMessage
from bot.transport.polling import Polling
from knowledge import documents
from knowledge.lexicon.own import OwnWords
from knowledge.library import Library
from tests.support.databases import url_of

TOKEN = "1000000:local"
NOON = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)

DESK = Actor(1, Locale.UK, Role.OPERATOR)
"""Who prepares the rounds of tests, as the command line would."""


class FakeClock:
    """Time that stands still until a test moves it."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, **how_long: float) -> None:
        self.now += timedelta(**how_long)


class _SameIndex:
    """Builds an index once for the same documents, also when the next test asks meanwhile."""

    def __init__(self) -> None:
        self._built = {}
        self._one_at_a_time = Lock()
        self._build = index_builder()

    def __call__(self, library: Library, meaning: None, own: OwnWords):
        goals = tuple((e.document, e.code, e.text, e.level, e.parent) for e in library.entries)
        key = (goals, tuple(library.documents.values()), repr(own))
        with self._one_at_a_time:
            if key not in self._built:
                self._built[key] = self._build(library, meaning, own)
            return self._built[key]


same_index = _SameIndex()


async def _nothing(connection) -> None:
    """Be written last: whatever was queued before is on disk then."""


@dataclass(frozen=True, slots=True)
class House:
    """The running bot. `settle()` waits until it has nothing left to do."""

    app: App
    telegram: LocalTelegram
    clock: FakeClock
    path: Path

    async def settle(self) -> None:
        updates = self.telegram.updates
        async with asyncio.timeout(60):  # the first index is built by then, also on a busy machine
            while len(updates) or not updates.polling or self.app.workers.n_waiting:  # noqa: ASYNC110  (three places to watch)
                await asyncio.sleep(0.002)
        await self.app.database.write(_nothing)

    def person(self, name: str = "Олена", **details) -> "Talker":
        return Talker(self, self.telegram.person(name, **details))

    async def resident(self, name: str = "Олена", community: str | None = "zhytomyr", **details) -> "Talker":
        """Somebody who agreed and chose a community."""
        talker = self.person(name, **details)
        await talker.start(f"c_{community}" if community else "")
        await talker.press("Погоджуюсь")
        return talker

    async def staff(self, name: str = "Ірина", role: Role = Role.STAFF) -> "Talker":
        talker = await self.resident(name)
        await self.app.services.people.grant(talker.person.id, role)
        return talker

    async def vote_round(
        self,
        options: Sequence[str | dict[str, Any]] = ("Парк", "Дорога", "Школа", "Лікарня"),
        *,
        community: str = "zhytomyr",
        opens_in: timedelta = timedelta(0),
        lasts: timedelta = timedelta(days=7),
        publish: bool = True,
        **fields: Any,
    ) -> int:
        """Make a round and announce it; it is open unless `opens_in` says later. `fields` are those of `Round`."""
        rounds = self.app.services.rounds
        key = await rounds.create(DESK, community, fields.pop("title", "Пріоритети року"))
        made = [{"title": option} if isinstance(option, str) else option for option in options]
        await rounds.add_options(DESK, key, [Option(id=0, round=key, position=0, **one) for one in made])
        opens_at = self.clock.now + opens_in
        given = {"question": "Що зробити першим?", "opens_at": opens_at, "closes_at": opens_at + lasts}
        await rounds.change(DESK, key, **given | fields)
        if publish:
            await rounds.publish(DESK, key)
        return key

    async def sheet(self, key: int) -> Sheet:
        return (await self.app.services.rounds.view(DESK, key)).sheet

    async def tick(self) -> None:
        """Do what time has made due: close, count, remind, and send every notice and letter."""
        await self.app.timers.tick()
        while await self.app.outbox.flush() or (self.app.post and await self.app.post.flush()):
            pass
        await self.settle()


@dataclass(frozen=True, slots=True)
class Talker:
    """A person whose every act is followed by waiting for the bot; acts return the bot's newest message."""

    house: House
    person: Person

    @property
    def last(self) -> VisibleMessage:
        last = self.person.last
        assert last is not None, "the bot has said nothing"
        return last

    @property
    def buttons(self) -> list[str]:
        return [text for row in self.last.labels for text in row]

    async def start(self, payload: str = "") -> VisibleMessage:
        await self.person.open_link(payload)
        return await self._answer()

    async def say(self, text: str) -> VisibleMessage:
        await self.person.say(text)
        return await self._answer()

    async def say_html(self, html: str) -> VisibleMessage:
        """Write with a look, given as HTML."""
        await self.person.say_formatted(html)
        return await self._answer()

    async def press(self, label: str) -> VisibleMessage:
        """Press the first button whose label begins so."""
        await self.tap(label)
        return self.last

    async def tap(self, label: str, on: VisibleMessage | None = None) -> Answer:
        """Press such a button, of an older message if it is given; return what pops up."""
        card = on or self.last
        found = [text for row in card.labels for text in row if text.startswith(label)]
        assert found, f"no button {label!r} among {card.labels}"
        answer = await self.person.press(card, found[0])
        await self.house.settle()
        return answer or Answer("", alert=False)

    async def press_data(self, data: str) -> Answer:
        """Press a button that carries `data`, as a forger or an old card would."""
        markup = {"inline_keyboard": [[{"text": "Підробка", "callback_data": data}]]}
        sent = await self.house.app.bot.send_message(self.person.id, "картка", reply_markup=markup)
        await self.house.settle()
        return await self.tap("Підробка", self.person.message(sent.message_id))

    async def _answer(self) -> VisibleMessage:
        await self.house.settle()
        return self.last


shipped = cache(documents.load)


class _FirstStarts:
    """Files of databases as they are after their first start, with what ships with Viche, by the moment of that."""

    def __init__(self) -> None:
        self._files: dict[datetime, bytes] = {}

    def take(self, path: Path, now: datetime) -> bool:
        """Begin with such a file, if one is kept; say whether there is a file now."""
        if now in self._files and not path.exists():
            path.write_bytes(self._files[now])
        return path.exists()

    def keep(self, path: Path, now: datetime) -> None:
        self._files[now] = path.read_bytes()


first_starts = _FirstStarts()


async def _begin(path: Path, settings: Settings, clock: Clock) -> None:
    """Let a new house begin where others began."""
    if settings.database_path == path and not first_starts.take(path, clock()):
        async with open_services(settings, clock=clock):
            pass
        first_starts.keep(path, clock())


async def _rest(_: object) -> None:
    """Do nothing by oneself: a notice that comes at any moment would lie on top of the card that a test presses.

    A letter that leaves while a test still prepares it would be another letter.
    """
    await asyncio.Event().wait()


@asynccontextmanager
async def open_house(
    path: Path, telegram: LocalTelegram | None = None, clock: FakeClock | None = None, **settings: Any
) -> AsyncIterator[House]:
    """Run the bot, which sends what is due by `tick()`; the same `path` and `telegram` again are it after a restart."""
    clock = clock or FakeClock()
    telegram = telegram or LocalTelegram(TOKEN, clock=clock)
    usual = {"bot_token": TOKEN, "database_url": url_of(path), "meaning": "off", "workers": 4}
    read = read_settings(_env_file=None, **usual | {"log_level": "WARNING"} | settings)
    built = build(read, clock=clock, request=LocalRequest(telegram), build_index=same_index)
    with ExitStack() as patches:
        for part in (Outbox, Post, Retention, Timers):
            patches.enter_context(patch.object(part, "run", _rest))
        patches.enter_context(patch.object(documents, "load", shipped))
        await _begin(path, read, clock)
        async with built as app, lead(app):
            polling = asyncio.create_task(Polling(app.bot, app.intake).run())
            try:
                yield House(app, telegram, clock, path)
            finally:
                polling.cancel()
                await asyncio.gather(polling, return_exceptions=True)
