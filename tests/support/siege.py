"""A house under siege: no incident, no refusal, every button answered, nothing lost, nothing told to others."""

import asyncio
import json
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

import pytest
from structlog.processors import format_exc_info
from structlog.testing import capture_logs

from bot.domain.ballots import voter_of
from bot.domain.feedback import Draft
from bot.domain.people import Role
from bot.domain.rounds import District, Trust
from bot.transport.intake import KINDS
from bot.transport.local.state import Chat, Json, Query
from bot.transport.local.world import CALLBACK_LIFETIME, INLINE_LIFETIME
from handlers import gate
from tests.support.asking import passed, rows
from tests.support.house import House, open_house
from tests.support.moderating import sent
from tests.support.oddities import flipped, mangled
from tests.support.rounds import vote
from tests.support.updates import GROUP, PEOPLE, Sent, Standing
from tests.support.writing import actor

INCIDENT = ("пішло не так", "went wrong", "Traceback", "Error")
QUERIES = {"callback_query": CALLBACK_LIFETIME, "inline_query": INLINE_LIFETIME}
IN_DRAFT, IN_FEEDBACK, IN_QUESTION = "qzchernetka", "qzvidhuk", "qzpytannia"
STAFF = frozenset({PEOPLE[1], PEOPLE[5]})
CANARIES: Mapping[str, frozenset[int]] = {IN_DRAFT: frozenset(), IN_FEEDBACK: STAFF, IN_QUESTION: STAFF}
"""Words of somebody who is not in the siege, and who may read them: the staff, what was sent to it."""
WITNESS = 700_000_099
N_FRESH = 400
"""So many of the latest cards are pressed; older ones are pressed as they stood at the beginning."""


@dataclass(frozen=True, slots=True, repr=False)
class Siege:
    """A house whose loop stands still between two batches. `was` is what must not be lost."""

    house: House
    runner: asyncio.Runner
    cards: list[Json]
    payloads: list[str]
    was: list[str]
    numbers: Iterator[int]
    fresh: deque[Json] = field(default_factory=lambda: deque(maxlen=N_FRESH))
    asked: Iterator[int] = field(default_factory=lambda: count(1))

    def send(self, batch: Sequence[Sent]) -> None:
        """Feed a batch as Telegram would, wait, and look at everything the bot did."""
        self.runner.run(self._send(batch))

    async def _send(self, batch: Sequence[Sent]) -> None:
        house = self.house
        house.telegram.calls.clear()
        filled = [(one.kind, self._filled(one.body), one.seed) for one in batch]
        raw = [
            {"update_id": next(self.numbers), kind: mangled(body, seed) if seed else body}
            for kind, body, seed in filled
        ]
        asked = [(self._ask(kind, body["id"]), body) for kind, body, seed in filled if kind in QUERIES and not seed]
        with capture_logs(processors=[format_exc_info]) as logs:
            await house.app.intake.take(_as_it_may_come(raw))
            async with asyncio.timeout(20):
                await house.app.workers.idle()
        self._check(batch, logs)
        assert [str(body)[:500] for query, body in asked if not query.answer.done()] == []

    def _check(self, batch: Sequence[Sent], logs: Sequence[Mapping[str, Any]]) -> None:
        assert [repr(entry) for entry in logs if entry["log_level"] in ("error", "critical")] == []
        assert [repr(entry) for entry in logs if any(str(number) in repr(entry) for number in PEOPLE)] == []
        is_whole = all(one.seed == 0 for one in batch)
        for call in self.house.telegram.calls:
            said = str({name: value for name, value in call.params.items() if name != "results"})
            assert not any(word in said for word in INCIDENT), said
            may_be_refused = call.method == "editMessageText" or "message_thread_id" in call.params
            assert call.status in (200, 403) or may_be_refused or not is_whole, call
            whole, reader = str(call.params), int(call.params.get("chat_id", 0))
            told = [word for word, readers in CANARIES.items() if word in whole and reader not in readers]
            assert told == [] or not is_whole, call
        if not {one.kind for one in batch} & {*KINDS}:
            assert [call.method for call in self.house.telegram.calls] == []

    def nothing_is_lost(self) -> None:
        """The witness has the ballot, the draft, the feedback and the question that they had before."""
        assert what_the_witness_has(self.house) == self.was

    def tidy(self) -> None:
        """Let Telegram forget its old messages: what the bot remembers is looked at, not what Telegram does."""
        for chat in self.house.telegram.chats.values():
            for key in list(chat.messages)[:-20]:
                del chat.messages[key]
        self.house.telegram.callbacks.clear()
        self.house.telegram.inline_queries.clear()
        self.house.telegram.inline_messages.clear()
        self.house.telegram.files.clear()

    def refresh(self) -> None:
        """Let the newest cards be pressed from now on, too."""
        for chat in self.house.telegram.chats.values():
            self.fresh.extend(one.api for one in list(chat.messages.values())[-10:] if one.by_bot)

    def _ask(self, kind: str, identifier: str) -> Query:
        telegram = self.house.telegram
        open_ones = telegram.callbacks if kind == "callback_query" else telegram.inline_queries
        account = telegram.accounts[PEOPLE[0]]
        query = Query(identifier, account, telegram.clock(), asyncio.get_running_loop().create_future())
        telegram.ask(open_ones, query, QUERIES[kind])
        return query

    def _filled(self, body: Json) -> Json:
        """Put what stands in the house where the body only names it."""
        fresh = [data for card in self.fresh for data in carried(card)]
        stock: dict[str, Sequence[Any]] = {
            "card": self.cards,
            "payload": self.payloads,
            "fresh card": self.fresh or self.cards,
            "fresh payload": fresh or self.payloads,
        }

        def fill(value: Any) -> Any:
            if not isinstance(value, Standing):
                return value
            found = stock[value.what][value.number % len(stock[value.what])]
            return flipped(found, value.flip) if value.flip else found

        filled: Json = json.loads(json.dumps({name: fill(value) for name, value in body.items()}))
        chat = filled.get("message", {}).get("chat", {})
        if chat.get("type") == "private":  # nobody else sees its buttons
            filled["from"]["id"] = chat["id"]
        return filled | {"id": str(next(self.asked) + 10**9)} if "id" in filled else filled


def carried(card: Json) -> list[str]:
    """What the buttons of a card carry."""
    rows_ = card.get("reply_markup", {}).get("inline_keyboard", [])
    return [button["callback_data"] for row in rows_ for button in row if "callback_data" in button]


def _as_it_may_come(raw: list[Json]) -> list[Json]:
    """Send every third batch out of order, and some updates again, in it and after it."""
    chance = Random(raw[0]["update_id"])
    if chance.randrange(3) == 0:
        raw = [*raw, *chance.choices(raw, k=2)]
        chance.shuffle(raw)
    return raw


def what_the_witness_has(house: House) -> list[str]:
    """What they wrote and chose, as it stands in the tables; others may have answered, but not changed it."""
    [me] = [row["id"] for row in rows(house, "people") if row["telegram_id"] == WITNESS]
    secrets = {row["round"]: row["key"] for row in rows(house, "round_keys")}
    mine = {(key, voter_of(secret, WITNESS)) for key, secret in secrets.items()}
    cast = [row["choices"] for row in rows(house, "ballots") if (row["round"], row["voter"]) in mine]
    texts = [row["text"] for table in ("feedback", "questions") for row in rows(house, table) if row["person"] == me]
    drafts = [str(row) for row in rows(house, "drafts") if row["person"] == me]
    return [*cast, *sorted(texts), *drafts]


async def _witness(house: House) -> None:
    """Let somebody vote, write and ask who is not in the siege; each word is for its readers alone."""
    talker = await house.resident("Свідок", id=WITNESS)
    await vote(talker, await house.vote_round(title="Друге опитування"), "Парк")
    await passed(talker, f"коли буде телепортація {IN_QUESTION}")
    await sent(talker, f"На вулиці Садовій темно {IN_FEEDBACK}", public=False)
    await house.app.services.drafts.keep(await actor(talker), Draft("zhytomyr", f"Чернетка {IN_DRAFT}"))


async def _furnish(house: House) -> tuple[list[Json], list[str]]:
    """Let strangers, a resident and staff talk a little, so that there are cards with buttons to press."""
    resident, staff, blocked, stranger, english, by_role, far = (
        house.person(f"Особа {number}", id=number, language_code="en" if number == PEOPLE[4] else "uk")
        for number in PEOPLE
    )
    for talker in (resident, staff, blocked, far):
        await talker.start("c_zhytomyr")
        await talker.press("Погоджуюсь")
    await house.vote_round(districts=(District("Центр"),), least_trust=Trust.PHONE)
    await house.app.services.people.grant(staff.person.id, Role.STAFF)
    await house.app.services.people.grant(by_role.person.id, Role.OPERATOR)
    everybody = (resident, staff, blocked, stranger, english, by_role, far)
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
    await _witness(house)
    await blocked.person.block()
    await house.settle()
    return cards, sorted({data for card in cards for data in carried(card)})


@contextmanager
def besieged(folder: Path) -> Iterator[Siege]:
    """Open a house in which nobody is slowed down, and furnish it."""
    with asyncio.Runner() as runner, ExitStack() as stack, pytest.MonkeyPatch.context() as patience:
        patience.setattr(gate, "BURST", 10**9)
        opened = open_house(folder / "viche.sqlite3")
        house = runner.run(opened.__aenter__())
        stack.callback(lambda: runner.run(opened.__aexit__(None, None, None)))
        cards, payloads = runner.run(_furnish(house))
        numbers = count(house.telegram.updates.next_id + 10**6)
        yield Siege(house, runner, cards, payloads, what_the_witness_has(house), numbers)
