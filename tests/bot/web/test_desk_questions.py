"""Questions without an answer at the desk: found, answered, merged, put aside, and all of it undone."""

import re

import pytest

from bot.domain.people import Role
from tests.support.asking import ANSWER, METRO, METRO_TOO, SOURCE, passed, told
from tests.support.browsing import browsing, come_in

CREMATORIUM = "чи збудують крематорій"


@pytest.fixture
async def browser(house):
    """The browser of a clerk, who is in."""
    iryna = await house.staff()
    async with browsing(house) as browser:
        yield await come_in(browser, house, iryna.person.id)


async def opened(browser, text):
    """Open a question from the list; return its address."""
    await browser.open("/desk/questions")
    found = re.search(rf'href="(/desk/questions/\d+)">{re.escape(text)}<', browser.page)
    await browser.open(found[1])
    return found[1]


async def test_the_list_is_searched_filtered_and_sorted(house, browser):
    olena, petro = await house.resident(), await house.resident("Петро")
    assert "Запитань без відповіді немає." in await browser.open("/desk/questions")
    await passed(olena, CREMATORIUM)
    house.clock.pass_(hours=1)
    await passed(olena, METRO)
    await passed(petro, METRO_TOO)
    said = await browser.open("/desk/questions")
    assert said.index(METRO) < said.index(CREMATORIUM)
    assert "запитали 2 рази · чекають 2 людини" in said
    assert "Олена" not in said
    said = await browser.open("/desk/questions?order=oldest")
    assert said.index(CREMATORIUM) < said.index(METRO)
    said = await browser.open("/desk/questions?q=МЕТРО+в")
    assert METRO in said
    assert CREMATORIUM not in said
    assert "Нічого такого немає." in await browser.open("/desk/questions?community=luhansk")
    assert "Вирішених запитань ще немає." in await browser.open("/desk/questions?which=settled")
    for odd in ("which=x&order=y&community=z&page=-1", "q=" + "%27%5B*" * 50, "page=" + "9" * 300):
        await browser.open(f"/desk/questions?{odd}")
        assert browser.status == 200


async def test_an_answer_in_words_is_seen_first_and_can_be_undone(house, browser):
    olena = await house.resident()
    await passed(olena, METRO)
    path = await opened(browser, METRO)
    said = await browser.send(f"{path}/words", answer="  ", source=SOURCE)
    assert "від одного слова до 1200 символів" in said
    assert SOURCE in browser.page
    assert "щонайбільше 300 символів" in await browser.send(f"{path}/words", answer=ANSWER, source="д" * 301)
    said = await browser.send(f"{path}/words", answer=f"{ANSWER}\r\n<b>Так</b>", source=SOURCE)
    assert f"Ви питали: «{METRO}» {ANSWER} <b>Так</b> Джерело: {SOURCE}" in said
    assert "<b>Так" not in browser.page
    assert "Відповіді на інші запитання не зміняться." in said
    assert "Зберегти й повідомити 1 людину" in said
    said = await browser.send(f"{path}/words", answer=ANSWER, source=SOURCE, step="write")
    assert ANSWER in browser.page
    assert "Переглянути перед надсиланням" in said
    said = await browser.send(f"{path}/words", answer=ANSWER, source=SOURCE, step="save")
    assert "✓ Збережено. Бот повідомить 1 людину. Скасувати" in said
    assert f"Джерело: {SOURCE}" in said
    assert ANSWER in await told(house, olena)
    assert ANSWER in await browser.open("/desk/questions?which=settled")
    await browser.open(path)
    said = await browser.send(f"{path}/undo")
    assert "✓ Скасовано." in said
    assert "Відповісти словами" in said


async def test_a_goal_is_found_checked_and_answers(house, browser):
    olena = await house.resident()
    await passed(olena, METRO)
    path = await opened(browser, METRO)
    await browser.open(f"{path}/goal?q=2.2.1")
    goal = re.search(rf'href="({path}/goal/\d+)">2\.2\.1\.', browser.page)[1]
    said = await browser.open(goal)
    assert "Відповідь — ціль: 2.2.1." in said
    assert "Про це є ціль у документах громади." in said
    said = await browser.send(goal)
    assert "Бот повідомить 1 людину." in said
    assert "2.2.1." in said
    assert "Ірина" in said
    assert "Про це є ціль" in await told(house, olena)
    said = await browser.send(goal)
    assert browser.status == 403
    assert "На це запитання вже відповіли." in said
    await browser.open(f"{path}/goal/99999999")
    assert browser.status == 404


async def test_what_was_written_is_kept_when_a_colleague_was_faster(house, browser):
    olena = await house.resident()
    await passed(olena, METRO)
    path = await opened(browser, METRO)
    taras = await house.staff("Тарас")
    async with browsing(house) as other:
        await come_in(other, house, taras.person.id)
        await other.open(path)
        await other.send(f"{path}/close")
    said = await browser.send(f"{path}/words", answer=ANSWER, source="", step="save")
    assert "На це запитання вже відповіли." in said
    assert ANSWER in browser.page


async def test_many_are_closed_after_a_look_and_opened_by_one_button(house, browser):
    olena = await house.resident()
    await passed(olena, METRO)
    await passed(olena, CREMATORIUM)
    await browser.open("/desk/questions?order=oldest")
    keys = re.findall(r'name="pick" value="(\d+)"', browser.page)
    back = re.search(r'name="back" value="([^"]+)"', browser.page)[1]
    assert "Спершу позначте щось" in await browser.send("/desk/questions/close", back=back)
    said = await browser.send("/desk/questions/close", pick=keys, back=back)
    assert "Бот надішле повідомлень: 2." in said
    assert METRO in said
    said = await browser.send("/desk/questions/close", pick=[*keys, "1"], back=back, sure="1")
    assert "Закрито запитань: 2 з 3. Скасувати" in said
    assert "Запитань без відповіді немає." in said
    assert browser.path == "/desk/questions"
    assert re.findall(r'name="pick" value="(\d+)"', browser.page) == keys
    said = await browser.send("/desk/questions/open", pick=keys)
    assert "Знову чекають на відповідь: 2." in said
    assert METRO in said
    assert "не належить" not in await told(house, olena)


async def test_similar_questions_are_merged(house, browser):
    olena, petro = await house.resident(), await house.resident("Петро")
    await passed(olena, METRO)
    await passed(petro, "підземка з вагонами")
    path = await opened(browser, "підземка з вагонами")
    await browser.open(f"{path}/merge")
    into = re.search(r'name="into" value="(\d+)"', browser.page)[1]
    said = await browser.send(f"{path}/merge", into=into)
    assert "✓ Об’єднано." in said
    assert "чекають 2 людини" in said
    await browser.open(path)
    assert browser.status == 404


async def test_not_for_the_hromada_is_read_before_it_is_said(house, browser):
    olena = await house.resident()
    await passed(olena, METRO)
    path = await opened(browser, METRO)
    said = await browser.open(f"{path}/close")
    assert "справа не належить до відання громади" in said
    assert "Закрити й повідомити 1 людину" in said
    said = await browser.send(f"{path}/close")
    assert "Запитання закрито без відповіді" in said
    assert "не належить до відання громади" in await told(house, olena)


async def test_moderators_read_and_do_nothing(house):
    olena, taras = await house.resident(), await house.staff("Тарас", Role.MODERATOR)
    await passed(olena, METRO)
    async with browsing(house) as browser:
        await come_in(browser, house, taras.person.id)
        path = await opened(browser, METRO)
        assert "Відповісти" not in browser.text
        assert 'name="pick"' not in browser.page
        for act, fields in (
            ("close", {}),
            ("words", {"answer": ANSWER, "step": "save"}),
            ("merge", {"into": "1"}),
            ("undo", {}),
            ("goal/1", {}),
        ):
            await browser.open(path)
            await browser.send(f"{path}/{act}", **fields)
            assert browser.status in (403, 404), act
        for page in ("close", "merge", "goal"):
            await browser.open(f"{path}/{page}")
            assert browser.status == 403, page
        await browser.open(path)
        await browser.send("/desk/questions/close", pick=path.split("/")[-1], sure="1")
        assert browser.status == 403
        assert "Так запитують, а відповіді немає" in await browser.open(path)


async def test_the_debt_of_each_community(house):
    olena, iryna = await house.resident(), await house.staff()
    await passed(olena, METRO)
    house.clock.pass_(days=2)
    async with browsing(house) as browser:
        await come_in(browser, house, iryna.person.id)
        said = await browser.open("/desk/questions/debt")
    assert "Житомирська область Чекають на відповідь: 1. Найдавніше чекає 2 дні." in said
    assert "Таких запитань ще не було." in said


@pytest.mark.parametrize("key", ["0", "x", "1.5", "-1", "9" * 18, "9" * 400])
async def test_numbers_that_nothing_has(browser, key):
    await browser.open(f"/desk/questions/{key}")
    assert browser.status == 404
