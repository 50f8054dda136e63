"""Broadcasts at the desk in a real Chromium: every page, at both sizes, from a first word to the results."""

from pathlib import Path

import pytest

from bot.domain.people import Role
from tests.browser.chromium import BROWSER, expect, follow
from tests.browser.desk import SIZES, open_desk, turn_to
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
    await turn_to(page, "Розсилки")
    await desk.look(page, "broadcasts-none")
    await follow(page.get_by_role("link", name="Написати розсилку"))
    await page.get_by_label("Текст українською").fill("Завтра о <b>10:00 вимкнуть воду")
    await page.get_by_label("ремонти й відключення").check()
    await page.get_by_label("Позначити терміновою").check()
    await follow(page.get_by_role("button", name="Зберегти"))
    await expect(page.get_by_role("alert")).to_contain_text("Нічого не збережено")
    await page.get_by_role("main").locator("summary").click()
    await desk.look(page, "broadcast-wrong")
    await page.get_by_label("Текст українською").fill(
        "Завтра о <b>10:00</b> вимкнуть воду на вулиці Садовій.\n\n<blockquote>Запасіться водою.</blockquote>"
    )
    await follow(page.get_by_role("button", name="Зберегти"))
    await expect(page.get_by_role("status")).to_contain_text("Чернетку збережено")
    await desk.look(page, "broadcast-draft")
    await _aim_and_button(desk, page)
    await _files(desk, page)

    await follow(page.get_by_role("link", name="Надіслати…"))
    await desk.look(page, "broadcast-sure")
    await follow(page.get_by_role("button", name="Так, надіслати"))
    await desk.look(page, "broadcast-waiting")

    other = await desk.come_in(clerk.person.id, size)
    await desk.look(other, "today-broadcast")
    await follow(other.get_by_role("link", name="Завтра о 10:00"))
    await desk.look(other, "broadcast-approve")
    await follow(other.get_by_role("link", name="Схвалити…"))
    await follow(other.get_by_role("button", name="Так, схвалити"))
    await house.app.outbox.flush()
    await follow(page.get_by_role("link", name="№ 1"))
    await desk.look(page, "broadcast-sending")
    for _ in range(3):
        await house.tick()
    await page.reload()
    await desk.look(page, "broadcast-done")
    await follow(page.get_by_role("link", name="Відкликати надіслане…"))
    await desk.look(page, "broadcast-undo")


async def _aim_and_button(desk, page):
    """Choose for whom and when, and put a button under it."""
    await follow(page.get_by_role("link", name="змінити, для кого"))
    await page.get_by_label("Стежать за ціллю").fill("лікарні")
    await follow(page.get_by_role("button", name="Зберегти й перерахувати"))
    await desk.look(page, "broadcast-audience")
    await follow(page.get_by_role("button", name="Усі, хто користується ботом"))
    await follow(page.get_by_role("link", name="Назад до розсилки"))
    await follow(page.get_by_role("link", name="Змінити час"))
    await page.get_by_label("Коли почати, словами").fill("учора 10:00")
    await follow(page.get_by_role("button", name="Зберегти").first)
    await desk.look(page, "broadcast-time")
    await follow(page.get_by_role("link", name="Назад до розсилки"))
    await follow(page.get_by_role("link", name="Кнопки", exact=True))
    await page.get_by_label("Слово або номер").fill("лікарні")
    await follow(page.get_by_role("button", name="Знайти"))
    await desk.look(page, "broadcast-buttons")
    await follow(page.get_by_role("button", name="Додати кнопку").first)
    await follow(page.get_by_role("link", name="Назад до розсилки"))


async def _files(desk, page):
    """Add photos, first one that Telegram would not take, and take one away."""
    await follow(page.get_by_role("link", name="Фото й документи"))
    await desk.look(page, "broadcast-no-files")
    chosen = page.get_by_label("Файли")
    await chosen.set_input_files({"name": "Рух.gif", "mimeType": "image/gif", "buffer": b"GIF89a" + b"\0" * 20})
    await follow(page.get_by_role("button", name="Додати файли"))
    await expect(page.get_by_role("alert")).to_contain_text("«Рух.gif» не додано")
    street = (PICTURES / "broadcast.png").read_bytes()
    await chosen.set_input_files(
        [{"name": f"Вулиця {n}.png", "mimeType": "image/png", "buffer": street} for n in (1, 2)]
    )
    await follow(page.get_by_role("button", name="Додати файли"))
    await expect(page.get_by_role("status")).to_contain_text("Додано 2 файли")
    await desk.look(page, "broadcast-files")
    await follow(page.get_by_role("link", name="Назад до розсилки"))
    await desk.look(page, "broadcast-with-files")


@pytest.mark.parametrize("size", SIZES)
async def test_an_operator_stops_everything(desk, size):
    operator = await desk.house.staff("Петро", Role.OPERATOR)
    page = await desk.come_in(operator.person.id, size)
    await turn_to(page, "Розсилки")
    await follow(page.get_by_role("link", name="Зупинити все…"))
    await desk.look(page, "broadcasts-stop-everything")
    await follow(page.get_by_role("button", name="Так, зупинити все"))
    await desk.look(page, "broadcasts-stopped")
