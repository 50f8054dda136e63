"""Where somebody lives: offered once, chosen by a tap, changed, taken away, forgotten; who gets a broadcast then."""

import json

import pytest

from bot.domain.audiences import Audience, Vote
from bot.domain.broadcasts import Content
from bot.domain.errors import NotAllowed
from bot.domain.people import Locale, Role
from tests.support.house import open_house
from tests.support.moderating import actor

PLACES = ["Глибочиця", "Зарічани"]


@pytest.fixture
async def house(tmp_path):
    async with open_house(tmp_path / "viche.sqlite3") as house:
        await house.app.services.settlements.replace("zhytomyr", PLACES)
        yield house


async def test_it_is_offered_once_and_can_be_left(house):
    olena = await house.resident()
    assert "Де ви живете" in olena.last.text
    assert "Це не обов’язково" in olena.last.text
    await olena.press("Не зараз")
    assert "Новини мого села чи району" in olena.buttons
    await olena.start("c_zhytomyr")
    assert "Де ви живете" not in olena.last.text
    await olena.say("/community")
    await olena.press("Житомир")
    assert "Де ви живете" not in olena.last.text


async def test_who_has_no_list_to_choose_from_is_not_asked(house):
    petro = await house.resident("Петро", "luhansk")
    assert "Де ви живете" not in petro.last.text
    assert "Новини мого села чи району" not in petro.buttons
    await petro.say("/community")
    await petro.press("Житомир")
    assert "Де ви живете" in petro.last.text


async def test_it_is_chosen_changed_shown_and_taken_away(house):
    olena = await house.resident()
    assert "Глибочиця" in (await olena.tap("Глибочиця")).text
    await olena.press("Моє місце: Глибочиця")
    assert "Зараз обрано: Глибочиця" in olena.last.text
    await olena.press("Зарічани")
    await olena.say("/mydata")
    assert json.loads(olena.last.files[0].content)["settlement"] == "Зарічани"
    await olena.start()
    await olena.press("Моє місце")
    assert "більше не знає" in (await olena.tap("Прибрати моє місце")).text
    assert (await actor(olena)).settlement is None


async def test_it_goes_with_another_community_and_with_the_person(house):
    olena = await house.resident()
    await olena.press("Глибочиця")
    await olena.say("/community")
    await olena.press("Луганська")
    assert (await actor(olena)).settlement is None
    await olena.say("/community")
    await olena.press("Житомир")
    await olena.press("Зарічани")
    await olena.say("/forget")
    await olena.press("Стерти й запитання")
    async with house.app.database.read() as connection:
        rows = await connection.exec_driver_sql("SELECT settlement FROM people WHERE settlement IS NOT NULL")
        assert rows.all() == []


async def test_a_place_that_is_gone_from_the_list_is_told_and_nothing_is_kept(house):
    olena = await house.resident()
    await house.app.services.settlements.replace("zhytomyr", ["Озерне"])
    assert (await olena.tap("Зарічани")).alert
    assert (await actor(olena)).settlement is None


@pytest.mark.parametrize(
    "more",
    [{"locale": Locale.EN}, {"people": (1,)}, {"topic": "health"}, {"entry": 1}, {"wrote_about": "Озерне"}],
)
def test_where_people_live_is_not_narrowed(more):
    with pytest.raises(NotAllowed, match=r"broadcasts\.settlement_alone"):
        Audience("zhytomyr", settlement="Озерне", **more)


def test_where_people_live_never_meets_ballots():
    with pytest.raises(NotAllowed, match=r"broadcasts\.vote_alone"):
        Audience(settlement="Озерне", vote=Vote(1, has_voted=True))


async def test_news_of_a_place_reach_those_who_live_there_and_are_five(house):
    neighbours = [await house.resident(f"Сусід {n}") for n in range(4)]
    for one in neighbours:
        await one.press("Глибочиця")
    stranger = await house.resident("Чужий")
    await stranger.press("Зарічани")
    taras = await house.staff("Тарас", Role.MODERATOR)
    await taras.say("/broadcast")
    await taras.press("Написати розсилку")
    await taras.say("Завтра у Глибочиці вимкнуть воду")
    await taras.press("Для кого")
    await taras.press("Де живуть")
    assert "лише тих, хто сам це вказав" in taras.last.text
    await taras.press("Глибочиця")
    assert "сказали менше ніж 5 людей" in taras.last.text
    fifth = await house.resident("П’ятий")
    await fifth.press("Глибочиця")
    await taras.press("Назад до розсилки")
    assert "живуть тут: «Глибочиця»" in taras.last.text
    assert "Отримають: 5" in taras.last.text
    await taras.press("Надіслати…")
    await taras.press("Так, надіслати")
    for _ in range(4):
        await house.tick()
    words = "Завтра у Глибочиці вимкнуть воду"
    assert [one.last.text for one in (*neighbours, fifth)] == [words] * 5
    assert stranger.last.text != words


async def test_another_condition_takes_the_place_away(house):
    taras = await house.staff("Тарас", Role.MODERATOR)
    desk = house.app.services.broadcasts
    who = await actor(taras)
    await taras.say("/broadcast")
    await taras.press("Написати розсилку")
    await taras.say("Новини")
    await taras.press("Для кого")
    await taras.press("Де живуть")
    await taras.press("Глибочиця")
    assert (await desk.view(who, 1)).audience == Audience("zhytomyr", settlement="Глибочиця")
    await taras.press("Мова")
    await taras.press("англійська")
    assert (await desk.view(who, 1)).audience == Audience("zhytomyr", locale=Locale.EN)
    await desk.say(who, 1, Locale.UK, Content("Інше"))
