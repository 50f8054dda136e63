"""The desk's doors in a real Chromium: from the link to leaving, with keys alone, at both sizes."""

import pytest

from bot.domain.people import Role
from tests.browser.chromium import BROWSER, expect, follow
from tests.browser.desk import SIZES, open_desk, turn_to

pytestmark = BROWSER


@pytest.fixture
async def desk(tmp_path):
    async with open_desk(tmp_path / "viche.sqlite3") as desk:
        yield desk


@pytest.mark.parametrize("size", SIZES)
async def test_an_operator_walks_through_the_doors(desk, size):
    operator = await desk.house.staff(role=Role.OPERATOR)
    page = await desk.come_in(operator.person.id, size)
    await desk.look(page, "desk-today")
    await turn_to(page, "Люди та ролі")
    await page.get_by_label("Ім’я").fill("Марія Коваль")
    await page.get_by_label("Електронна пошта").fill("maria@example.com")
    await follow(page.get_by_role("button", name="Запросити"))
    await expect(page.get_by_role("status")).to_contain_text("/desk/enter/")
    await page.goto(f"{desk.address}/desk/people")
    await desk.look(page, "desk-people")
    await turn_to(page, "Журнал дій")
    await desk.look(page, "desk-trail")
    await follow(page.get_by_role("link", name="Мій профіль"))
    await desk.look(page, "desk-me")
    await follow(page.get_by_role("button", name="Вийти"))
    await desk.look(page, "desk-enter")
    await expect(page.get_by_role("heading", name="Вхід до кабінету")).to_be_visible()


async def test_the_menu_of_an_operator_takes_one_line_on_the_screen_of_an_office(desk):
    operator = await desk.house.staff(role=Role.OPERATOR)
    page = await desk.come_in(operator.person.id)
    n_pages = await page.get_by_role("navigation").get_by_role("link").count()
    for n in range(n_pages):
        await follow(page.get_by_role("navigation").get_by_role("link").nth(n))
        links = await page.get_by_role("navigation", name="Кабінет").get_by_role("link").all()
        assert len({(await link.bounding_box())["y"] for link in links}) == 1, page.url


async def test_on_a_phone_the_menu_is_one_control_that_keys_open(desk):
    operator = await desk.house.staff(role=Role.OPERATOR)
    page = await desk.come_in(operator.person.id, SIZES[0], java_script_enabled=True)  # axe needs it
    menu = page.get_by_role("navigation", name="Розділи кабінету")
    folded = (await menu.bounding_box())["height"]
    assert folded < 60
    await expect(menu.get_by_role("link")).to_have_count(0)
    await menu.get_by_text("Меню: Сьогодні").focus()
    await page.keyboard.press("Enter")
    await expect(menu.get_by_role("link")).to_have_count(12)
    await desk.keep(page, "desk-menu")
    await desk.judge(page)
    for _ in range(11):
        await page.keyboard.press("Tab")
    await expect(menu.get_by_role("link", name="Персональні дані")).to_be_focused()
    async with page.expect_navigation():
        await page.keyboard.press("Enter")
    assert (await menu.bounding_box())["height"] == folded


async def test_an_address_that_was_pasted_is_opened_after_coming_in(desk):
    clerk = await desk.house.staff()
    page = await desk.come_in(clerk.person.id)
    await follow(page.get_by_role("button", name="Вийти"))
    await page.goto(f"{desk.address}/desk/questions?q=вода")
    await expect(page.get_by_role("heading", name="Вхід до кабінету")).to_be_visible()
    token = await desk.house.app.services.sessions.link(clerk.person.id)
    await page.goto(f"{desk.address}/desk/enter/{token}")
    await follow(page.get_by_role("button", name="Увійти"))
    await expect(page.get_by_role("searchbox")).to_have_value("вода")


async def test_the_way_in_needs_no_mouse(desk):
    operator = await desk.house.staff(role=Role.OPERATOR)
    page = await desk.come_in(operator.person.id)
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="До змісту")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.locator("main")).to_be_focused()
    await page.get_by_role("link", name="Мій профіль").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="Мій профіль")).to_be_visible()
