"""Personal data at the desk in a real Chromium: asked on paper, found by the code, erased after a second question."""

import pytest

from bot.domain.people import Role
from tests.browser.chromium import BROWSER, expect, follow
from tests.browser.desk import SIZES, open_desk, turn_to

pytestmark = BROWSER


@pytest.fixture
async def desk(tmp_path):
    async with open_desk(tmp_path / "viche.sqlite3") as desk:
        yield desk


@pytest.mark.parametrize("size", [*SIZES, (390, 844)])
async def test_an_operator_answers_a_letter(desk, size):
    olena = await desk.house.resident("Олена")
    code = (await olena.say("/mydata")).text.partition(" і код ")[2][:9]
    operator = await desk.house.staff("Петро", role=Role.OPERATOR)
    page = await desk.come_in(operator.person.id, size, java_script_enabled=True)  # axe needs it
    page.set_default_timeout(20000)  # the first index may still be built
    await turn_to(page, "Персональні дані")
    await desk.look(page, "desk-data")
    await page.get_by_label("Номер у Telegram").fill(str(olena.person.id))
    await follow(page.get_by_role("button", name="Знайти"))
    await expect(page.get_by_role("alert")).to_contain_text("Впишіть код із заяви")
    await page.get_by_label("Код із заяви").fill(code)
    await follow(page.get_by_role("button", name="Знайти"))
    await expect(page.get_by_role("heading", name="Людина №")).to_be_visible()
    await desk.keep(page, "desk-data-person")
    await desk.judge(page)
    async with page.expect_download() as download:
        await page.get_by_role("button", name="Завантажити копію").click()
    assert (await download.value).suggested_filename == "viche-personal-data.json"
    await page.get_by_label("Залишити їх без імені").check()
    await follow(page.get_by_role("button", name="Далі"))
    await desk.keep(page, "desk-data-erase")
    await desk.judge(page)
    await follow(page.get_by_role("button", name="Так, стерти й залишити"))
    await expect(page.get_by_role("status")).to_contain_text("Дані людини стерто")
