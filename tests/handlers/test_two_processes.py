"""Two processes on one database: what one learns, the other answers by within seconds."""

import pytest

from bot.services.keepingup import KeepingUp
from bot.transport.local import LocalTelegram
from tests.support.asking import METRO, METRO_TOO, opened, passed, rows
from tests.support.house import DESK, TOKEN, Talker, open_house


@pytest.fixture
async def other(house):
    """Another process of the same bot, with people of its own."""
    async with open_house(
        house.path, LocalTelegram(TOKEN, clock=house.clock, first_number=5_000), house.clock
    ) as opened_:
        yield opened_


@pytest.fixture
async def keep_up(other):
    services = other.app.services
    keeping_up = KeepingUp(other.app.database, services.entries, services.gaps, services.answers)
    await keeping_up.look()
    return keeping_up.look


async def resident(house, number):
    talker = Talker(house, house.telegram.person("Петро", id=number))
    await talker.start("c_zhytomyr")
    await talker.press("Погоджуюсь")
    return talker


async def test_a_question_joins_those_that_were_asked_elsewhere_and_is_answered_there(house, other, keep_up):
    olena, petro = await house.resident(), await resident(other, 7_001)
    await other.app.services.gaps.load()
    await passed(olena, METRO)
    await keep_up()
    await passed(petro, METRO_TOO)
    assert len(rows(house, "gaps")) == 1
    iryna = await house.staff()
    await opened(iryna, METRO)
    await iryna.press("Інша ціль")
    await iryna.say("2.2.1")
    await iryna.press("2.2.1.")
    await iryna.press("Зберегти")
    stefa = await resident(other, 7_002)
    assert not (await stefa.say("метро коли збудують")).text.startswith("2.2.1.")
    await keep_up()
    assert (await stefa.say("метро коли збудують")).text.startswith("2.2.1.")


async def test_what_was_settled_elsewhere_gathers_no_more_questions(house, other, keep_up):
    olena, iryna, petro = await house.resident(), await house.staff(), await resident(other, 7_001)
    await other.app.services.gaps.load()
    await passed(olena, METRO)
    await keep_up()
    await opened(iryna, METRO)
    await iryna.press("Не для громади")
    await iryna.press("Закрити")
    await keep_up()
    await keep_up()
    await passed(petro, METRO_TOO)
    assert [row["state"] for row in rows(house, "gaps")].count("open") == 1


async def test_documents_and_words_of_the_hromadas_own_are_noticed(house, other, keep_up):
    services = house.app.services
    await services.words.add(DESK, "кракозябра", "road-repair")
    await services.editions.switch(DESK, "luhansk-oblast-2027", on=False)
    await keep_up()
    there = other.app.services.entries
    assert there.own.of_concepts == {"road-repair": ("кракозябра",)}
    assert "luhansk-oblast-2027" not in there.shelf.library.documents
    assert (await there.shelf.ask("кракозябра", community="zhytomyr")).verdict.answered


async def test_no_index_is_built_anew_when_nothing_changed(other, keep_up):
    before = other.app.services.entries.shelf.index
    await keep_up()
    assert other.app.services.entries.shelf.index is before
