"""What comes by itself, from the browser: digests, the address that letters go to, letters that do not go."""

import re

import pytest

from bot.domain.digests import PeriodKind
from bot.domain.people import Role
from bot.domain.subscriptions import Subscription, Way
from tests.support.browsing import browsing, come_in
from tests.support.house import DESK, open_house
from tests.support.mailbox import mail_box, settings_of

CLERK, NEW = "clerk@example.com", "new@example.com"
MINE, LETTERS = "/desk/digests/mine", "/desk/digests/letters"


@pytest.fixture
async def box():
    async with mail_box() as box:
        yield box


@pytest.fixture
async def house(tmp_path, box):
    async with open_house(tmp_path / "viche.sqlite3", **settings_of(box)) as house:
        yield house


@pytest.fixture
async def clerk(house, browser):
    """A colleague without Telegram, who came in by the letter and so confirmed the address."""
    account = await house.app.services.accounts.invite(DESK, CLERK, "Марія", Role.STAFF)
    token = await house.app.services.sessions.link(account.telegram_id, confirms=CLERK)
    await browser.send(f"/desk/enter/{token}")
    await browser.send("/desk/agree")
    return account


async def wishes(house, telegram_id):
    return await house.app.services.subscriptions.of(await house.app.services.people.recognise(telegram_id, None))


def link(box, path):
    return re.search(rf"https://viche\.example({path}/\S+)", box.part("plain"))[1]


async def test_who_works_in_the_browser_chooses_digests_by_letter(house, browser, clerk):
    said = await browser.open(MINE)
    assert f"Листи надходять на {CLERK}." in said
    assert "У Telegram" not in said
    said = await browser.send(f"{MINE}/week", hour="8", day="5", way="email", with_xlsx="1")
    assert "Збережено: щотижневе зведення надходитиме." in said
    week = Subscription(PeriodKind.WEEK, 8, 5, Way.EMAIL, with_xlsx=True)
    assert await wishes(house, clerk.telegram_id) == [week]
    said = await browser.send(f"{MINE}/week/stop")
    assert "Щотижневе зведення більше не надходитиме. Скасувати" in said
    assert await wishes(house, clerk.telegram_id) == []
    await browser.send(f"{MINE}/week", hour="8", day="5", way="email", with_xlsx="1")
    assert await wishes(house, clerk.telegram_id) == [week]


@pytest.mark.parametrize(
    ("kind", "fields", "said"),
    [
        ("week", {"hour": "8", "day": "5"}, "Оберіть годину і спосіб."),
        ("week", {"hour": "23", "day": "5", "way": "email"}, "Так обрати не можна"),
        ("month", {"hour": "8", "day": "31", "way": "email"}, "Так обрати не можна"),
        ("day", {"hour": "8", "way": "both"}, "зведення надходить лише листом"),
        ("year", {"hour": "8", "way": "email"}, "Це зведення вам не надходить"),
    ],
)
async def test_what_cannot_be_chosen_is_said(house, browser, clerk, kind, fields, said):
    await browser.open(MINE)
    assert said in await browser.send(f"{MINE}/{kind}", **fields)
    assert await wishes(house, clerk.telegram_id) == []


async def test_a_new_address_takes_the_place_of_the_old_one_once_its_letter_was_opened_here(house, box, browser, clerk):
    await browser.open("/desk/me")
    assert f"Лист уже прямує на {NEW}" in await browser.send("/desk/me/address", email=NEW)
    await house.tick()
    assert box.last()["To"] == NEW
    assert (await house.app.services.accounts.find(clerk.telegram_id)).email == CLERK
    path = link(box, "/desk/me/address")
    async with browsing(house) as other:
        stranger = await house.staff("Петро")
        await come_in(other, house, stranger.person.id)
        await other.open(path)
        await other.send(path)
        assert other.status == 404
        assert (await house.app.services.accounts.find(clerk.telegram_id)).email == CLERK
    await browser.open("/desk/me")
    await browser.send("/desk/me/address", email="third@example.com")
    house.clock.pass_(seconds=61)
    await browser.send("/desk/me/address", email="third@example.com")
    await house.tick()
    path = link(box, "/desk/me/address")
    await browser.open(path)
    assert (await house.app.services.accounts.find(clerk.telegram_id)).email == CLERK
    assert "Адресу third@example.com підтверджено" in await browser.send(path)
    assert (await house.app.services.accounts.find(clerk.telegram_id)).takes_letters
    assert (await browser.send(path), browser.status)[1] == 404
    assert "адрес" in await browser.send("/desk/me/address", email="no address")


async def test_letters_that_come_back_are_said_with_what_to_do(house, box, browser, clerk):
    box.recipient = "550 5.1.1 no such user"
    await house.app.services.letters.entry(clerk)
    await house.tick()
    for path in ("/desk/me", MINE):
        assert f"Листи на {CLERK} повертаються" in await browser.open(path)
    box.recipient = "250 OK"
    house.clock.pass_(seconds=61)
    await browser.send("/desk/me/address", email=CLERK)
    await house.tick()
    await browser.open(link(box, "/desk/me/address"))
    await browser.send(browser.path)
    assert "повертаються" not in await browser.open(MINE)


async def test_the_way_out_in_a_letter_stops_one_digest_once_without_coming_in(house, box, browser, clerk):
    await browser.open(MINE)
    for kind in ("day", "week"):
        await browser.send(f"{MINE}/{kind}", hour="9", day="1", way="email")
    house.clock.pass_(days=7)
    await house.tick()
    (letter,) = [one for one in box.letters if "за тиждень" in one["Subject"]]
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = re.fullmatch(r"<https://viche\.example(/desk/stop/week/\S+)>", letter["List-Unsubscribe"])[1]
    async with browsing(house) as mail_program:
        assert "ні листом, ні в Telegram" in await mail_program.open(path)
        assert len(await wishes(house, clerk.telegram_id)) == 2
        await mail_program.open(path.replace("/week/", "/day/"))
        assert mail_program.status == 404
        await mail_program.client.post(path.replace("/week/", "/day/"))
        assert len(await wishes(house, clerk.telegram_id)) == 2
        answer = await mail_program.client.post(path, data={"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
        assert [one.kind for one in await wishes(house, clerk.telegram_id)] == [PeriodKind.DAY]
        again = await mail_program.client.post(path, data={"List-Unsubscribe": "One-Click"})
        assert again.status_code == 404
        assert not mail_program.client.cookies
        await mail_program.open("/desk/stop/year/x")
        assert mail_program.status == 404


async def test_operators_see_what_did_not_go_and_send_it_again(house, box, clerk):
    box.recipient = "550 5.1.1 no such user"
    await house.app.services.letters.invite(clerk)
    await house.tick()
    operator = await house.staff("Оксана", Role.OPERATOR)
    async with browsing(house) as browser:
        await come_in(browser, house, operator.person.id)
        said = await browser.open(f"{LETTERS}?which=failed")
        assert "запрошення" in said
        assert "Марія" in said
        assert "550 5.1.1 no such user" in said
        assert CLERK not in browser.page
        path = re.search(rf'action="({LETTERS}/\d+/again)"', browser.page)[1]
        box.recipient = "250 OK"
        assert "Лист надсилаємо ще раз." in await browser.send(path)
        await house.tick()
        assert "надіслано" in await browser.open(f"{LETTERS}?which=sent")
        assert "Листів немає." in await browser.open(f"{LETTERS}?which=failed")
        assert "Такого листа немає" in await browser.send(path)


async def test_letters_that_wait_long_are_said_to_operators_alone(house, box, browser, clerk):
    box.recipient = "554 5.7.1 relay access denied"
    await house.app.services.letters.invite(clerk)
    await house.tick()
    operator = await house.staff("Оксана", Role.OPERATOR)
    async with browsing(house) as other:
        await come_in(other, house, operator.person.id)
        assert "чекає на надсилання. Найдавніший" not in await other.open("/desk/")
        house.clock.pass_(minutes=16)
        await house.tick()
        for path in ("/desk/", LETTERS):
            said = await other.open(path)
            assert "1 лист чекає на надсилання. Найдавніший" in said
            assert "relay access denied" in said
        assert "Найдавніший" not in await browser.open("/desk/")
        assert "Найдавніший" not in await browser.open(LETTERS)


async def test_an_operator_invites_again_by_letter_or_hands_a_link_over(house, box, browser, clerk):
    operator = await house.staff("Оксана", Role.OPERATOR)
    async with browsing(house) as desk:
        await come_in(desk, house, operator.person.id)
        card = f"/desk/people/{clerk.telegram_id}"
        await desk.open(card)
        assert f"Новий лист із запрошенням уже прямує на {CLERK}." in await desk.send(f"{card}/invite")
        await house.tick()
        assert box.last()["Subject"] == "Вас запрошено до кабінету Віче"
        assert "колегу запрошено ще раз" in await desk.open("/desk/trail")
        box.recipient = "550 5.1.1 no such user"
        await house.app.services.letters.invite(clerk)
        await house.tick()
        assert "Листи на цю адресу повертаються" in await desk.open(card)
        said = await desk.send(f"{card}/invite")
        async with browsing(house) as other:
            await other.send(re.search(r"/desk/enter/\S+", said)[0])
            assert other.path == "/desk/"
        assert (await house.app.services.accounts.find(clerk.telegram_id)).takes_letters
        await desk.send(f"/desk/people/{operator.person.id}/invite")
        assert desk.status == 404
    await browser.open("/desk/me")
    await browser.send(f"{card}/invite")
    assert browser.status == 403
