"""What is hidden is so in every output: cards, files, pages, commands, notices, logs, what is kept about others.

Results until the round says so; texts that a moderator hid, or has not let through yet.
"""

import re
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from bot.domain.feedback import Draft, FeedbackFile, FileKind
from bot.domain.people import Role
from bot.domain.restrictions import NEWCOMER
from bot.domain.rounds import EndingKind
from handlers import gate
from tests.support.counted import cast
from tests.support.house import DESK, open_house
from tests.support.moderating import actor, added, asked_back, assigned, hidden, replied, sent, supported
from tests.support.outputs import ROUND, in_telegram, of_people, on_pages, on_the_command_line

GIVEN_AWAY = re.compile(r"(?<![\w:.-])(?:19|17)(?![\w:.-])|Перемогли|Winners|Підтримка варіантів|PNG\r\n|PK\x03")
"""How many votes two options have, or that something wins, or a chart, or a workbook."""


@pytest.fixture
async def house(tmp_path, monkeypatch):
    """A round of 23 voters in which two options have 19 and 17 votes; results show a day after the close.

    Nobody is slowed down.
    """
    monkeypatch.setattr(gate, "BURST", 10**9)
    async with open_house(tmp_path / "viche.sqlite3") as house:
        times = {"results_at": house.clock.now + timedelta(days=8)}
        key = await house.vote_round(("Альфа", "Бета", "Гамма", "Дельта"), **times)
        assert key == 1
        yield house


async def vote(house):
    await cast(house, 1, *[(0, 1)] * 13, *[(0, 2)] * 6, *[(1,)] * 4)


async def everything(house, monkeypatch, capfd):
    """All that the house says to a resident, to staff, to visitors and to the operator."""
    reader, staff = await house.resident("Читач"), await house.staff()
    said = [text for one in (reader, staff) for text in await in_telegram(one, ROUND, {"round"})]
    return [*said, *await on_pages(house), *await on_the_command_line(house, monkeypatch, capfd)]


async def announced(house):
    house.clock.pass_(days=-1)


async def open_(house):
    await vote(house)


async def checking(house):
    await vote(house)
    house.clock.pass_(days=7)
    await house.tick()


async def a_second_before(house):
    await vote(house)
    house.clock.pass_(days=7, hours=23, minutes=59, seconds=59)
    await house.tick()


async def due_but_not_counted(house):
    await vote(house)
    house.clock.pass_(days=8)


async def cancelled(house):
    await vote(house)
    await house.app.services.rounds.end(DESK, 1, EndingKind.CANCELLED, "Помилка")
    house.clock.pass_(days=9)
    await house.tick()


async def annulled(house):
    await vote(house)
    house.clock.pass_(days=9)
    await house.tick()
    await house.app.services.rounds.end(DESK, 1, EndingKind.ANNULLED, "Помилка")


@pytest.mark.parametrize(
    "arrive", [announced, open_, checking, a_second_before, due_but_not_counted, cancelled, annulled]
)
async def test_nothing_gives_a_hidden_result_away(house, arrive, monkeypatch, capfd):
    await arrive(house)
    said = await everything(house, monkeypatch, capfd)
    assert len(said) > 100
    assert [(found[0], one[:2000]) for one in said if (found := GIVEN_AWAY.search(one))] == []


async def test_what_is_looked_for_is_there_once_results_are_out(house, monkeypatch, capfd):
    await vote(house)
    house.clock.pass_(days=8)
    await house.tick()
    said = await everything(house, monkeypatch, capfd)
    found = {one[0] for text in said for one in GIVEN_AWAY.finditer(text)}
    assert found >= {"19", "17", "Перемогли", "Підтримка варіантів", "PNG\r\n", "PK\x03"}


WORDS = re.compile(r"qz[a-z]+")
"""What is looked for in hidden texts: a word for each thing that somebody wrote."""


@pytest.fixture
async def hiding(house):
    """A text that was public, answered, supported and assigned, whose notices wait for the morning; two that are held.

    With those who must not read them, and those who may.
    """
    olena, petro, stefa = await house.resident(), await house.resident("Петро"), house.person("Стефа")
    iryna, taras = await house.staff(), await house.staff("Тарас", Role.MODERATOR)
    await stefa.start()
    house.clock.pass_(seconds=NEWCOMER.total_seconds())
    files = (FeedbackFile(FileKind.DOCUMENT, "qzfile", "qzname.pdf"),)
    key = await sent(olena, "На вулиці Садовій темно qztext", files=files, entry=1)
    await supported(petro, key)
    await assigned(iryna, key, iryna)
    await asked_back(iryna, key)
    await added(olena, key, "Біля школи qzturn")
    house.clock.pass_(hours=12)
    await replied(iryna, key)
    await sent(olena, "На вулиці Садовій темно: qztext")
    await sent(await house.resident("Гліб"), "Купуйте на qzheld.example")
    return (petro, stefa, iryna), (olena, taras)


async def read_by(house, readers, monkeypatch, capfd):
    """All that others read from now on."""
    known = of_people(house)
    with capture_logs() as logs:
        said = []
        for one in readers:
            n_before = len(one.person.chat)
            await house.tick()
            said += await in_telegram(one, known, known.keys(), n_before)
            said.append(str(await one.person.inline("Садовій темно")))
        said += [*await on_pages(house), *await on_the_command_line(house, monkeypatch, capfd)]
    return [*said, str(logs)]


def found_in(said):
    return {word for text in said for word in WORDS.findall(text)}


async def test_texts_that_are_hidden_or_held_reach_only_authors_and_moderators(house, hiding, monkeypatch, capfd):
    others, (olena, taras) = hiding
    await hidden(taras, "На вулиці Садовій темно qztext")
    house.clock.pass_(hours=12)
    said = await read_by(house, others, monkeypatch, capfd)
    assert len(said) > 300
    assert found_in(said) == set()
    services, draft = house.app.services, Draft("zhytomyr", "На вулиці Садовій темно")
    assert await services.duplicates.to_support(await actor(others[0]), draft) == []
    assert (await services.feedback.shown("zhytomyr", entry=1))[0] == []
    said = await read_by(house, [olena, taras], monkeypatch, capfd)
    assert found_in(said) == {"qztext", "qzheld", "qzname", "qzturn"}


async def test_what_is_not_hidden_is_found_where_it_is_looked_for(house, hiding, monkeypatch, capfd):
    (petro, _, iryna), _ = hiding
    house.clock.pass_(hours=12)
    said = await read_by(house, [petro, iryna], monkeypatch, capfd)
    assert "qztext" in found_in(said)
