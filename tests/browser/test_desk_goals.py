"""Goals, moderation, the morning, the trail and colleagues at the desk in a real Chromium, at both sizes."""

from datetime import date

import pytest

from bot.domain.people import Role
from tests.browser.chromium import BROWSER, expect, follow
from tests.browser.desk import SIZES, open_desk, turn_to
from tests.support.asking import METRO, passed
from tests.support.ledgers import number_of, reported
from tests.support.moderating import assigned, sent
from tests.support.writing import actor

pytestmark = BROWSER


@pytest.fixture
async def desk(tmp_path):
    async with open_desk(tmp_path / "viche.sqlite3") as desk:
        yield desk


@pytest.fixture
async def operator(desk):
    """An operator on a busy morning."""
    house = desk.house
    operator, author = await house.staff(role=Role.OPERATOR), await house.resident("Оксана")
    own = await sent(author, "На вулиці Садовій третій тиждень не горять ліхтарі, увечері страшно йти зі школи.")
    await assigned(operator, own, operator)
    await house.app.services.feedbackdesk.set_deadline(await actor(operator), own, date(2026, 11, 23))
    await sent(author, "Дивіться, що пишуть: https://example.com/novyny")
    await reported(house, status="under_way", due_on="2026-11-20", responsible="Департамент охорони здоров’я")
    await reported(house, number_of(house, "1.1.1"), status="done", words="Роботи завершено.")
    await passed(author, METRO)
    house.clock.pass_(days=3)
    return operator


@pytest.mark.parametrize("size", SIZES)
async def test_a_report_is_written_read_and_saved(desk, operator, size):
    page = await desk.come_in(operator.person.id, size)
    await desk.look(page, "today")
    await turn_to(page, "Цілі")
    await page.get_by_label("Документ").select_option("zhytomyr-oblast-2027")
    await follow(page.get_by_role("button", name="Показати"))
    await desk.look(page, "goals")
    await page.goto(f"{desk.address}/desk/goals/{number_of(desk.house)}")
    await desk.look(page, "goal")
    await follow(page.get_by_role("link", name="Звітувати"))
    await page.get_by_label("Що зроблено").fill("Підписано договір на ремонт.")
    await page.get_by_label("Термін").fill("колись")
    await follow(page.get_by_role("button", name="Переглянути звіт"))
    await expect(page.get_by_label("Термін")).to_have_attribute("aria-invalid", "true")
    await page.get_by_label("Термін").fill("IV квартал 2027")
    await follow(page.get_by_role("button", name="Переглянути звіт"))
    await expect(page.get_by_text("Підписано договір на ремонт.")).to_be_visible()
    await follow(page.get_by_role("button", name="Зберегти звіт"))
    await expect(page.get_by_role("status")).to_contain_text("Звіт збережено")
    await page.goto(f"{desk.address}/desk/goals/{number_of(desk.house)}/report")
    await desk.look(page, "report")
    await page.goto(f"{desk.address}/desk/goals/table")
    await desk.look(page, "table")
    table = "document;code;status;due\nzhytomyr-oblast-2027;1.1.2;виконується;2027\n".encode()
    await page.get_by_label("Файл CSV").set_input_files({"name": "a.csv", "mimeType": "text/csv", "buffer": table})
    await follow(page.get_by_role("button", name="Перевірити таблицю"))
    await follow(page.get_by_role("button", name="Зберегти всі звіти"))
    await expect(page.get_by_text("Збережено 1 звіт.")).to_be_visible()


@pytest.mark.parametrize("size", SIZES)
async def test_a_text_is_let_through_and_held_again(desk, operator, size):
    page = await desk.come_in(operator.person.id, size)
    await turn_to(page, "Модерація")
    await desk.look(page, "moderation")
    await page.get_by_role("checkbox").check()
    await follow(page.get_by_role("button", name="Пропустити"))
    await expect(page.get_by_text("Пропущено: 1 з 1.")).to_be_visible()
    await follow(page.get_by_role("button", name="Скасувати"))
    await expect(page.get_by_text("Рішення скасовано: 1 з 1.")).to_be_visible()
    await follow(page.get_by_role("link", name="Відкрити №"))
    await desk.look(page, "moderation-card")
    await follow(page.get_by_role("link", name="Обмежити автора"))
    await desk.look(page, "restrict")
    await page.get_by_label("не зможе надсилати").check()
    await page.get_by_label("За що").select_option("advertising")
    await page.get_by_label("До якого часу").fill("через 3 дні")
    await follow(page.get_by_role("button", name="Далі"))
    await follow(page.get_by_role("button", name="Так, обмежити"))
    await page.goto(f"{desk.address}/desk/moderation/restrictions")
    await desk.look(page, "restrictions")


@pytest.mark.parametrize("size", SIZES)
async def test_the_trail_leads_to_things_and_colleagues_have_pages(desk, operator, size):
    page = await desk.come_in(operator.person.id, size)
    await turn_to(page, "Журнал дій")
    await desk.look(page, "trail")
    await turn_to(page, "Люди та ролі")
    await desk.look(page, "people")
    await follow(page.get_by_role("rowheader").get_by_role("link").first)
    await desk.look(page, "colleague")
