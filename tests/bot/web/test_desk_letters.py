"""The desk's doors by letter: who asks is written to, and nobody learns whose address is known."""

import pytest

from bot.domain.people import Role
from tests.support.browsing import browsing, come_in
from tests.support.house import DESK, open_house
from tests.support.mailbox import mail_box, settings_of

CLERK = "clerk@example.com"


@pytest.fixture
async def box():
    async with mail_box() as box:
        yield box


@pytest.fixture
async def house(tmp_path, box):
    async with open_house(tmp_path / "viche.sqlite3", **settings_of(box)) as house:
        yield house


def way_in(box) -> str:
    return "/desk/enter/" + box.part("plain").split("/desk/enter/")[1].split()[0]


async def test_who_is_known_comes_in_by_a_letter_and_strangers_read_the_same(house, box, browser):
    await house.app.services.accounts.invite(DESK, CLERK, "Марія", Role.STAFF)
    await browser.open("/desk")
    known = await browser.send("/desk/enter", email=CLERK.upper())
    assert await browser.send("/desk/enter", email="stranger@example.com") == known
    await house.tick()
    (letter,) = box.letters
    assert letter["To"] == CLERK
    await browser.send(way_in(box))
    assert browser.path == "/desk/"
    account = await house.app.services.accounts.with_address(CLERK)
    assert account.takes_letters


async def test_an_invitation_goes_by_letter_and_is_shown_to_nobody_else(house, box, browser):
    operator = await house.staff("Оксана", Role.OPERATOR)
    await come_in(browser, house, operator.person.id)
    await browser.open("/desk/people")
    said = await browser.send("/desk/people/invite", email=CLERK, name="Марія", role="staff")
    assert f"Лист із запрошенням уже прямує на {CLERK}" in said
    await house.tick()
    assert box.last()["Subject"] == "Вас запрошено до кабінету Віче"
    assert way_in(box) not in browser.page
    async with browsing(house) as other:
        await other.send(way_in(box))
        assert other.path == "/desk/"


async def test_whose_letters_come_back_is_let_in_by_the_operator_and_gets_letters_again(house, box, browser):
    clerk = await house.app.services.accounts.invite(DESK, CLERK, "Марія", Role.STAFF)
    box.recipient = "550 5.1.1 no such user"
    await house.app.services.letters.entry(clerk)
    await house.tick()
    assert not (await house.app.services.accounts.with_address(CLERK)).takes_letters
    token = await house.app.services.sessions.link(clerk.telegram_id, confirms=CLERK)
    await browser.send(f"/desk/enter/{token}")
    assert (await house.app.services.accounts.with_address(CLERK)).takes_letters
