"""Broadcasts at the desk in a real Chromium: every page, at both sizes, from a first word to the results."""

from pathlib import Path

import pytest

from bot.domain.people import Role
from tests.browser.chromium import BROWSER, expect
from tests.browser.desk import SIZES, open_desk
from tests.support.house import DESK
from tests.support.rounds import announced

pytestmark = BROWSER

PICTURES = Path(__file__).parents[2] / "docs" / "images"


@pytest.fixture
async def desk(tmp_path):
    async with open_desk(tmp_path / "viche.sqlite3") as desk:
        yield desk


@pytest.mark.parametrize("size", SIZES)
async def test_a_moderator_writes_and_a_clerk_approves(desk, size):
    house = desk.house
    await house.resident()
    moderator = await house.app.services.accounts.invite(DESK, "m@example.com", "Тарас", Role.MODERATOR)
    clerk = await house.staff("Ірина")
    await announced(house)
    page = await desk.come_in(moderator.telegram_id, size)
    await page.get_by_role("link", name="Розсилки").click()
    await desk.look(page, "broadcasts-none")
    await page.get_by_role("link", name="Написати розсилку").click()
    await page.get_by_label("Текст українською").fill("Завтра о <b>10:00 вимкнуть воду")
    await page.get_by_label("ремонти й відключення").check()
    await page.get_by_label("Позначити терміновою").check()
    await page.get_by_role("button", name="Зберегти").click()
    await expect(page.get_by_role("alert")).to_contain_text("Нічого не збережено")
    await page.locator("summary").click()
    await desk.look(page, "broadcast-wrong")
    await page.get_by_label("Текст українською").fill(
        "Завтра о <b>10:00</b> вимкнуть воду на вулиці Садовій.\n\n<blockquote>Запасіться водою.</blockquote>"
    )
    await page.get_by_role("button", name="Зберегти").click()
    await expect(page.get_by_role("status")).to_contain_text("Чернетку збережено")
    await desk.look(page, "broadcast-draft")
    await _aim_and_button(desk, page)
    await _files(desk, page)

    await page.get_by_role("link", name="Надіслати…").click()
    await desk.look(page, "broadcast-sure")
    await page.get_by_role("button", name="Так, надіслати").click()
    await desk.look(page, "broadcast-waiting")

    other = await desk.come_in(clerk.person.id, size)
    await desk.look(other, "today-broadcast")
    await other.get_by_role("link", name="Завтра о 10:00").click()
    await desk.look(other, "broadcast-approve")
    await other.get_by_role("link", name="Схвалити…").click()
    await other.get_by_role("button", name="Так, схвалити").click()
    await house.app.outbox.flush()
    await page.get_by_role("link", name="№ 1").click()
    await desk.look(page, "broadcast-sending")
    for _ in range(3):
        await house.tick()
    await page.reload()
    await desk.look(page, "broadcast-done")
    await page.get_by_role("link", name="Відкликати надіслане…").click()
    await desk.look(page, "broadcast-undo")


async def _aim_and_button(desk, page):
    """Choose for whom and when, and put a button under it."""
    await page.get_by_role("link", name="змінити, для кого").click()
    await page.get_by_label("Стежать за ціллю").fill("лікарні")
    await page.get_by_role("button", name="Зберегти й перерахувати").click()
    await desk.look(page, "broadcast-audience")
    await page.get_by_role("button", name="Усі, хто користується ботом").click()
    await page.get_by_role("link", name="Назад до розсилки").click()
    await page.get_by_role("link", name="Змінити час").click()
    await page.get_by_label("Коли почати, словами").fill("учора 10:00")
    await page.get_by_role("button", name="Зберегти").first.click()
    await desk.look(page, "broadcast-time")
    await page.get_by_role("link", name="Назад до розсилки").click()
    await page.get_by_role("link", name="Кнопки", exact=True).click()
    await page.get_by_label("Слово або номер").fill("лікарні")
    await page.get_by_role("button", name="Знайти").click()
    await desk.look(page, "broadcast-buttons")
    await page.get_by_role("button", name="Додати кнопку").first.click()
    await page.get_by_role("link", name="Назад до розсилки").click()


async def _files(desk, page):
    """Add photos, first one that Telegram would not take, and take one away."""
    await page.get_by_role("link", name="Фото й документи").click()
    await desk.look(page, "broadcast-no-files")
    chosen = page.get_by_label("Файли")
    await chosen.set_input_files({"name": "Рух.gif", "mimeType": "image/gif", "buffer": b"GIF89a" + b"\0" * 20})
    await page.get_by_role("button", name="Додати файли").click()
    await expect(page.get_by_role("alert")).to_contain_text("«Рух.gif» не додано")
    street = (PICTURES / "broadcast.png").read_bytes()
    await chosen.set_input_files(
        [{"name": f"Вулиця {n}.png", "mimeType": "image/png", "buffer": street} for n in (1, 2)]
    )
    await page.get_by_role("button", name="Додати файли").click()
    await expect(page.get_by_role("status")).to_contain_text("Додано 2 файли")
    await desk.look(page, "broadcast-files")
    await page.get_by_role("link", name="Назад до розсилки").click()
    await desk.look(page, "broadcast-with-files")


@pytest.mark.parametrize("size", SIZES)
async def test_an_operator_stops_everything(desk, size):
    operator = await desk.house.staff("Петро", Role.OPERATOR)
    page = await desk.come_in(operator.person.id, size)
    await page.get_by_role("link", name="Розсилки").click()
    await page.get_by_role("link", name="Зупинити все…").click()
    await desk.look(page, "broadcasts-stop-everything")
    await page.get_by_role("button", name="Так, зупинити все").click()
    await desk.look(page, "broadcasts-stopped")
