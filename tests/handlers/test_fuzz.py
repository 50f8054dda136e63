"""Whatever comes in: no incident, no refusal by Telegram, every button answered, nothing left in the queue."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from bot.domain.people import Role
from bot.domain.rounds import District, Trust
from bot.transport.local.state import Chat, Json, Query
from bot.transport.local.world import CALLBACK_LIFETIME, INLINE_LIFETIME
from handlers import gate
from tests.support.house import House, open_house
from tests.support.updates import GROUP, PEOPLE, Sent, Standing, updates

INCIDENT = ("пішло не так", "went wrong", "Traceback", "Error")
QUERIES = {"callback_query": CALLBACK_LIFETIME, "inline_query": INLINE_LIFETIME}


@dataclass(frozen=True, slots=True, repr=False)
class Siege:
    """A house whose loop stands still between two batches."""

    house: House
    runner: asyncio.Runner
    cards: list[Json]
    payloads: list[str]
    numbers: Iterator[int]

    def send(self, batch: list[Sent]) -> None:
        """Feed a batch as Telegram would, wait, and look at everything the bot did."""
        self.runner.run(self._send([(sent.kind, self._filled(sent.body)) for sent in batch]))

    async def _send(self, batch: list[tuple[str, Json]]) -> None:
        house = self.house
        house.telegram.calls.clear()
        asked = [(self._ask(kind, body["id"]), body) for kind, body in batch if kind in QUERIES]
        with capture_logs() as logs:
            await house.app.intake.take([{"update_id": next(self.numbers), kind: body} for kind, body in batch])
            async with asyncio.timeout(20):
                await house.app.workers.idle()
        assert [repr(entry) for entry in logs if entry["log_level"] in ("error", "critical")] == []
        assert [repr(entry) for entry in logs if any(str(number) in repr(entry) for number in PEOPLE)] == []
        for call in house.telegram.calls:
            said = str({name: value for name, value in call.params.items() if name != "results"})
            assert not any(word in said for word in INCIDENT), said
            assert call.status in (200, 403) or call.method == "editMessageText", call
        assert [str(body)[:500] for query, body in asked if not query.answer.done()] == []

    def _ask(self, kind: str, identifier: str) -> Query:
        telegram = self.house.telegram
        open_ones = telegram.callbacks if kind == "callback_query" else telegram.inline_queries
        account = telegram.accounts[PEOPLE[0]]
        query = Query(identifier, account, telegram.clock(), asyncio.get_running_loop().create_future())
        telegram.ask(open_ones, query, QUERIES[kind])
        return query

    def _filled(self, body: Json) -> Json:
        """Put what stands in the house where the body only names it."""
        stock: dict[str, list[Any]] = {"card": self.cards, "payload": self.payloads}

        def fill(value: Any) -> Any:
            return stock[value.what][value.number % len(stock[value.what])] if isinstance(value, Standing) else value

        filled: Json = json.loads(json.dumps({name: fill(value) for name, value in body.items()}))
        return filled | {"id": str(next(self.numbers))} if "id" in filled else filled


async def _furnish(house: House) -> tuple[list[Json], list[str]]:
    """Let strangers, a resident and staff talk a little, so that there are cards with buttons to press."""
    resident, staff, blocked, stranger, english, by_role = (
        house.person(f"Особа {number}", id=number, language_code="en" if number == PEOPLE[4] else "uk")
        for number in PEOPLE
    )
    for talker in (resident, staff, blocked):
        await talker.start("c_zhytomyr")
        await talker.press("Погоджуюсь")
    await house.vote_round(districts=(District("Центр"),), least_trust=Trust.PHONE)
    await house.app.services.people.grant(staff.person.id, Role.STAFF)
    await house.app.services.people.grant(by_role.person.id, Role.OPERATOR)
    everybody = (resident, staff, blocked, stranger, english, by_role)
    for talker in everybody:
        for text in (
            "індустріальні парки",
            "коли в нас буде телепортація",
            "/goals",
            "/privacy",
            "/mydata",
            "/verify",
            "/start",
            "/vote",
        ):
            await talker.say(text)
        for label in ("Про опитування", "Мене змушують") if talker is not english else ("About", "I am made"):
            await talker.press(label)
        await talker.say("/vote")
        await talker.tap(next(label for label in talker.buttons if "Парк" in label))
    group = Chat(GROUP["id"], "group", GROUP, dict.fromkeys(PEOPLE, "member"), "member")
    house.telegram.chats[group.id] = group
    chats = [house.telegram.chats[number] for number in (*PEOPLE, group.id)]
    cards = [message.api for chat in chats for message in chat.messages.values() if message.by_bot]
    rows = [row for card in cards for row in card.get("reply_markup", {}).get("inline_keyboard", [])]
    await blocked.person.block()
    await house.settle()
    return cards, sorted({button["callback_data"] for row in rows for button in row if "callback_data" in button})


@pytest.fixture(scope="module")
def siege(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Siege]:
    patience = pytest.MonkeyPatch()
    patience.setattr(gate, "BURST", 10**9)
    with asyncio.Runner() as runner, ExitStack() as stack:
        stack.callback(patience.undo)
        opened = open_house(tmp_path_factory.mktemp("siege") / "viche.sqlite3")
        house = runner.run(opened.__aenter__())
        stack.callback(lambda: runner.run(opened.__aexit__(None, None, None)))
        yield Siege(house, runner, *runner.run(_furnish(house)), numbers=count(house.telegram.updates.next_id + 10**6))


pytestmark = [
    pytest.mark.filterwarnings("ignore:Generating overly large repr"),
    pytest.mark.filterwarnings("ignore:Deprecated since version v22.2"),  # the library's, as it reads its own types
]
HEALTH = [HealthCheck.too_slow, HealthCheck.data_too_large]


@settings(max_examples=120, deadline=None, derandomize=True, database=None, suppress_health_check=HEALTH)
@given(batch=st.lists(updates(), min_size=1, max_size=4))
def test_whatever_comes_in_nothing_breaks(siege: Siege, batch: list[Sent]) -> None:
    siege.send(batch)


@pytest.mark.long
@settings(max_examples=10_000, deadline=None, suppress_health_check=HEALTH)
@given(batch=st.lists(updates(), min_size=1, max_size=12))
def test_whatever_comes_in_for_a_long_time(siege: Siege, batch: list[Sent]) -> None:
    siege.send(batch)
