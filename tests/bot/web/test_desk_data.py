"""Who asks for their data on paper: found by number and code, handed a copy, erased after a second question."""

import json

import pytest

from bot.domain.people import Role
from tests.support.asking import rows
from tests.support.browsing import browsing, come_in
from tests.support.databases import on_sqlite
from tests.support.house import DESK

NUMBER = 5_100_777_123


@pytest.fixture
async def olena(house):
    olena = await house.resident("Олена", id=NUMBER)
    await olena.say("/feedback")
    await olena.say("На вулиці Садовій немає ліхтарів")
    await olena.press("Надіслати")
    return olena


@pytest.fixture
async def browser(house):
    operator = await house.staff("Петро", role=Role.OPERATOR)
    async with browsing(house) as browser:
        await come_in(browser, house, operator.person.id)
        await browser.open("/desk/data")
        yield browser


async def code_of(talker):
    """The code that the bot shows them, as they read it."""
    said = await talker.say("/mydata")
    assert f"номер {talker.person.id} і код" in said.text
    assert "діє до 31 грудня 2026 року" in said.text
    return said.text.partition(" і код ")[2][:9]


async def test_who_sends_the_code_is_handed_a_copy(house, olena, browser):
    paper = {"who": str(NUMBER), "code": (await code_of(olena)).lower().replace("-", " ")}
    said = await browser.send("/desk/data/person", **paper)
    assert f"Людина № {NUMBER}" in said
    assert "за кодом із бота" in said
    assert "1 відгук, 0 запитань працівникам, участь у 0 опитуваннях" in said
    await browser.send("/desk/data/copy", **paper)
    assert json.loads(browser.page)["feedback"][0]["text"] == "На вулиці Садовій немає ліхтарів"
    said = await browser.open("/desk/trail?action=manage_data")
    assert "видано копію персональних даних (за кодом із бота)" in said
    assert str(NUMBER) not in said


@pytest.mark.parametrize(
    ("how", "goes", "done", "n_left"),
    [
        ("withdraw", "Бот зітре також запитання", "Дані людини, її запитання й відгуки стерто", 0),
        ("anonymous", "відгуки залишаться без імені", "Запитання й відгуки залишилися без імені", 1),
    ],
)
async def test_erasing_asks_once_more_and_says_what_goes(house, olena, browser, how, goes, done, n_left):
    paper = {"who": str(NUMBER), "ground": "seen"}
    await browser.send("/desk/data/person", **paper)
    await browser.send("/desk/data/erase", **paper)
    assert (browser.status, len(rows(house, "feedback"))) == (403, 1), "the letter says which"
    said = await browser.send("/desk/data/erase", **paper, how=how)
    assert f"Стерти дані людини № {NUMBER}?" in said
    assert goes in said
    assert "Скасувати це не можна" in said
    assert len(rows(house, "people")) == 2
    said = await browser.send("/desk/data/erase", **paper, how=how, step="do")
    assert done in said
    assert len(rows(house, "people")) == 1
    assert len(rows(house, "feedback")) == n_left
    said = await browser.open("/desk/trail?action=manage_data")
    assert "(людина прийшла сама)" in said
    assert str(NUMBER) not in said
    assert (await house.app.services.chain.verify(DESK)).is_whole
    await browser.open("/desk/data")
    await browser.send("/desk/data/erase", **paper, how=how, step="do")
    assert browser.status == 404


@on_sqlite
async def test_nothing_of_who_was_erased_is_left_in_the_file(house, olena, browser):
    await browser.send("/desk/data/erase", who=str(NUMBER), ground="seen", how="withdraw", step="do")
    await browser.open("/desk/today")
    await house.app.services.retention.sweep()
    signs = (str(NUMBER).encode(), NUMBER.to_bytes(5, "big"), "Садовій".encode())
    left = [file.name for file in house.path.parent.iterdir() if any(sign in file.read_bytes() for sign in signs)]
    assert left == []


async def test_who_is_not_kept_gets_nobodys_texts(house, olena, browser):
    """Feedback of who was forgotten belongs to nobody, and not to a colleague who has not agreed yet."""
    await browser.send("/desk/data/erase", who=str(NUMBER), ground="seen", how="anonymous", step="do")
    clerk = await house.app.services.accounts.invite(DESK, "m@example.com", "Марія", Role.STAFF)
    await browser.open("/desk/data")
    await browser.send("/desk/data/copy", who=str(clerk.telegram_id), ground="colleague")
    assert "feedback" not in json.loads(browser.page)["as_stored"]


async def test_who_is_not_made_sure_of_is_not_found(house, olena, browser):
    code, clerk = (
        await code_of(olena),
        await house.app.services.accounts.invite(DESK, "m@example.com", "Марія", Role.STAFF),
    )
    other = "0000-0000" if code != "0000-0000" else "1111-1111"
    for paper, says in [
        ({"who": str(NUMBER)}, "Впишіть код із заяви"),
        ({"who": str(NUMBER), "ground": "command_line"}, "Впишіть код із заяви"),
        ({"who": str(NUMBER), "code": other, "ground": "seen"}, "Цей код не від цього номера"),
        ({"who": str(NUMBER + 1), "code": code}, "Цей код не від цього номера"),
        ({"who": str(NUMBER), "ground": "colleague"}, "Цей номер не належить працівникові"),
        ({"who": "12", "ground": "seen"}, "За цим номером чи адресою бот нічого не зберігає"),
        ({"who": "nobody@example.com", "ground": "colleague"}, "За цим номером чи адресою бот нічого не зберігає"),
        ({"who": "Олена", "ground": "seen"}, "За цим номером чи адресою бот нічого не зберігає"),
        ({"who": "9" * 30, "ground": "seen"}, "За цим номером чи адресою бот нічого не зберігає"),
    ]:
        assert says in await browser.send("/desk/data/person", **paper), paper
        assert browser.status in (403, 404)
        assert f'value="{paper["who"]}"' in browser.page, "what was written is kept"
    said = await browser.send("/desk/data/person", who="M@example.com", ground="colleague")
    assert f"Людина № {clerk.telegram_id}" in said


async def test_one_does_not_erase_oneself_here(house, browser):
    [me] = [number for number, role in await house.app.services.people.holders() if role is Role.OPERATOR]
    said = await browser.send("/desk/data/person", who=str(me), ground="seen")
    assert "Про власні дані просіть бота" in said


async def test_a_code_is_good_until_the_end_of_the_next_month(house, olena, browser):
    paper = {"who": str(NUMBER), "code": await code_of(olena)}
    house.clock.pass_(days=39)  # 31 December
    await come_in(browser, house, (await house.app.services.people.holders())[0][0])
    await browser.open("/desk/data")
    assert "за кодом із бота" in await browser.send("/desk/data/person", **paper)
    house.clock.pass_(days=1)
    await come_in(browser, house, (await house.app.services.people.holders())[0][0])
    await browser.open("/desk/data")
    assert "Цей код не від цього номера" in await browser.send("/desk/data/person", **paper)


async def test_what_goes_soon_is_shown_before(house, olena, browser):
    assert "Відгуки строк — 3 роки 0 записів" in await browser.open("/desk/data")
    house.clock.pass_(days=3 * 365 - 7, hours=-1)
    await come_in(browser, house, (await house.app.services.people.holders())[0][0])
    assert "Відгуки строк — 3 роки 0 записів" in await browser.open("/desk/data")
    house.clock.pass_(hours=1, seconds=1)
    await come_in(browser, house, (await house.app.services.people.holders())[0][0])
    assert "Відгуки строк — 3 роки 1 запис" in await browser.open("/desk/data")
    await house.app.services.retention.sweep()
    assert len(rows(house, "feedback")) == 1
    house.clock.pass_(days=7)
    await house.app.services.retention.sweep()
    assert rows(house, "feedback") == []
