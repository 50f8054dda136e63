"""The digest, what comes by itself, and letters, walked through in a browser: without scripts, at both sizes."""

from datetime import UTC, datetime

import pytest

from bot.domain.digests import PeriodKind
from bot.domain.people import Role
from tests.browser.chromium import BROWSER, expect, follow
from tests.browser.desk import SIZES, open_desk, turn_to
from tests.support.asking import METRO, METRO_TOO, passed
from tests.support.feedback import LAMP, ROAD, ROAD_TOO, sent
from tests.support.house import DESK
from tests.support.ledgers import reported
from tests.support.mailbox import mail_box, settings_of

pytestmark = BROWSER


@pytest.fixture
async def box():
    async with mail_box() as box:
        yield box


@pytest.fixture
async def desk(tmp_path, box):
    async with open_desk(tmp_path / "viche.sqlite3", **settings_of(box)) as desk:
        yield desk


@pytest.mark.parametrize("size", SIZES)
async def test_the_digest_is_read_and_chosen(desk, size):
    house = desk.house
    olena, petro, iryna = await house.resident(), await house.resident("Петро"), await house.staff()
    for person, text in ((olena, METRO), (petro, METRO_TOO)):
        await passed(person, text)
    for person, text in ((olena, ROAD), (petro, ROAD_TOO), (olena, LAMP), (petro, "Приберіть сміття у парку")):
        await sent(person, text)
    await reported(house, status="under_way", due_on="2026-11-22")
    house.clock.now = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
    page = await desk.come_in(iryna.person.id, size)
    await turn_to(page, "Зведення")
    await desk.look(page, "digest")
    await follow(page.get_by_role("link", name="Сторінка для друку"))
    await desk.look(page, "digest-page")
    assert await page.evaluate("getComputedStyle(document.querySelector('h1')).marginTop") == "0px"
    await follow(page.get_by_role("link", name=METRO))
    await expect(page.get_by_role("main")).to_contain_text(METRO)
    await turn_to(page, "Зведення")
    await page.get_by_label("За який час").select_option("Обрані дні")
    await page.get_by_label("До дня включно").fill("2026-11-15")
    await follow(page.get_by_role("button", name="Показати"))
    await desk.look(page, "digest-wrong-days")
    await follow(page.get_by_role("link", name="Що мені надходить"))
    await follow(page.get_by_role("button", name="Повідомляти щотижня"))
    await expect(page.get_by_role("status")).to_contain_text("щотижневе зведення надходитиме")
    await desk.look(page, "subscriptions")
    await follow(page.get_by_role("link", name="Указати адресу"))
    await page.get_by_label("Електронна пошта").fill("iryna@example.com")
    await follow(page.get_by_role("button", name="Надіслати лист для підтвердження"))
    await desk.look(page, "me-address")
    await turn_to(page, "Відгуки")
    await page.get_by_role("checkbox").first.check()
    await page.get_by_label("Нова тема").select_option("Безпека")
    await follow(page.get_by_role("button", name="Зберегти тему"))
    await desk.look(page, "feedback-topics")
    await follow(page.get_by_role("button", name="Скасувати"))
    await expect(page.get_by_role("status")).to_contain_text("Попередню тему повернуто")


@pytest.mark.parametrize("size", SIZES)
async def test_letters_that_do_not_go_are_seen_and_mended(desk, box, size):
    house = desk.house
    operator = await house.staff("Оксана", Role.OPERATOR)
    accounts, letters = house.app.services.accounts, house.app.services.letters
    clerk = await accounts.invite(DESK, "clerk@example.com", "Марія Степанівна", Role.STAFF)
    other = await accounts.invite(DESK, "other@example.com", "Ганна", Role.STAFF)
    box.recipient = "550 5.1.1 no such user"
    await letters.invite(clerk)
    await house.tick()
    box.recipient = "554 5.7.1 relay access denied"
    await letters.invite(other)
    await house.tick()
    house.clock.pass_(minutes=16)
    await house.tick()
    page = await desk.come_in(operator.person.id, size)
    await desk.look(page, "today-letters")
    await follow(page.get_by_role("link", name="Листи", exact=True))
    await desk.look(page, "letters")
    await follow(page.get_by_role("button", name="Надіслати ще раз"))
    await expect(page.get_by_role("status")).to_contain_text("надсилаємо ще раз")
    await turn_to(page, "Люди та ролі")
    await follow(page.get_by_role("link", name="Марія Степанівна"))
    await follow(page.get_by_role("button", name="Показати нове посилання"))
    await desk.look(page, "colleague-link")
    way_out = await house.app.services.subscriptions.way_out(operator.person.id, PeriodKind.WEEK)
    await page.goto(f"{desk.address}/desk/stop/week/{way_out}")
    await desk.look(page, "stop")
