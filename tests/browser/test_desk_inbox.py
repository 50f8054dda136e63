"""Questions and feedback at the desk, walked through in a browser: by keys, without scripts, at both sizes."""

import pytest

from bot.domain.feedback import FeedbackFile, FileKind
from tests.browser.chromium import BROWSER, expect
from tests.browser.desk import SIZES, open_desk
from tests.support.asking import ANSWER, METRO, METRO_TOO, SOURCE, passed
from tests.support.feedback import LAMP, QUESTION, ROAD, ROAD_TOO, replied, sent

pytestmark = BROWSER
LONG = "Чому на розі Київської та Перемоги другий тиждень не вивозять сміття, а диспетчер каже телефонувати ще? " * 4


@pytest.fixture
async def desk(tmp_path):
    async with open_desk(tmp_path / "viche.sqlite3") as desk:
        yield desk


@pytest.mark.parametrize("size", SIZES)
async def test_a_question_is_answered(desk, size):
    house = desk.house
    olena, petro, iryna = await house.resident(), await house.resident("Петро"), await house.staff()
    for person, text in ((olena, METRO), (petro, METRO_TOO), (olena, "чи збудують крематорій"), (petro, LONG[:230])):
        await passed(person, text)
    page = await desk.come_in(iryna.person.id, size)
    await page.get_by_role("link", name="Запитання", exact=True).click()
    await desk.look(page, "questions")
    await page.get_by_role("checkbox").last.check()
    await page.get_by_role("button", name="Закрити позначені").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Закрити позначені")
    await page.get_by_role("button", name="Закрити").click()
    await page.get_by_role("button", name="Скасувати").click()
    await page.get_by_role("link", name=METRO).click()
    await desk.look(page, "question")
    await page.get_by_role("link", name="Об’єднати зі схожим").click()
    await desk.look(page, "question-merge")
    await page.get_by_role("link", name="До запитання").click()
    await page.get_by_label("Номер цілі або слова з неї").fill("дороги")
    await page.get_by_role("button", name="Знайти").click()
    await desk.look(page, "question-goal")
    await page.locator("main ul a").first.click()
    await desk.look(page, "question-check")
    await page.get_by_role("link", name="Не зараз").click()
    await page.get_by_role("link", name="Не для громади").click()
    await desk.look(page, "question-close")
    await page.get_by_role("link", name="Не зараз").click()
    await page.get_by_label("Відповідь").fill(ANSWER)
    await page.get_by_label("Звідки це відомо").fill(SOURCE)
    await page.get_by_role("button", name="Переглянути перед надсиланням").click()
    await page.get_by_role("button", name="Зберегти й повідомити 2 людей").click()
    await expect(page.get_by_role("status")).to_contain_text("Збережено")
    await desk.look(page, "question-answered")
    await page.get_by_role("link", name="Усі запитання").click()
    await page.get_by_role("link", name="Як відповідають громади").click()
    await desk.look(page, "debt")


async def test_a_list_is_printed_without_what_is_pressed(desk):
    await sent(await desk.house.resident(), LAMP)
    page = await desk.come_in((await desk.house.staff()).person.id)
    await page.goto(f"{desk.address}/desk/feedback")
    await page.emulate_media(media="print")
    await expect(page.get_by_text(LAMP)).to_be_visible()
    await expect(page.get_by_role("button")).to_have_count(0)
    await expect(page.get_by_role("checkbox")).to_have_count(0)
    await expect(page.get_by_role("combobox")).to_have_count(0)
    await desk.keep(page, "feedback-printed")


@pytest.mark.parametrize("size", SIZES)
async def test_feedback_is_worked_through(desk, size):
    house = desk.house
    olena, petro, iryna = await house.resident(), await house.resident("Петро"), await house.staff()
    files = (FeedbackFile(FileKind.DOCUMENT, "a", "акт обстеження.pdf"), FeedbackFile(FileKind.PHOTO, "b"))
    road = await sent(olena, ROAD, topic="infrastructure", is_offered=True, files=files)
    await sent(petro, ROAD_TOO, settlement="Житомир")
    await sent(olena, LAMP, is_named=True)
    await sent(petro, LONG)
    await house.app.services.settlements.replace("zhytomyr", ["Житомир", "Корбутівка"])
    page = await desk.come_in(iryna.person.id, size)
    await page.get_by_role("link", name="Відгуки", exact=True).click()
    await desk.look(page, "feedback")
    for box in (await page.get_by_role("checkbox").all())[:2]:
        await box.check()
    await page.get_by_label("Термін", exact=True).fill("2026-12-05")
    await page.get_by_role("button", name="Зберегти термін").click()
    await expect(page.get_by_role("status")).to_contain_text("5 грудня 2026 року")
    await page.get_by_role("button", name="Скасувати").click()
    await page.get_by_label("Слова або номер").fill("київській")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("checkbox")).to_have_count(2)
    await page.get_by_role("link", name=ROAD).click()
    await page.get_by_label("Що уточнити в автора").fill(QUESTION)
    await page.get_by_role("button", name="Переглянути перед надсиланням").last.click()
    await desk.look(page, "feedback-ask")
    async with page.expect_navigation():
        await page.get_by_role("button", name="Надіслати 1 людині").click()
    await replied(olena, road, "Біля школи № 5")
    await page.reload()
    await desk.look(page, "feedback-card")
    for link, name in (
        ("Пов’язати з ціллю", "feedback-goal"),
        ("Схожі відгуки", "feedback-similar"),
        ("Показати всім", "feedback-show"),
        ("Закрити", "feedback-close"),
    ):
        await page.get_by_role("link", name=link, exact=True).click()
        await desk.look(page, name)
        await page.go_back()
    await page.get_by_role("link", name="Схожі відгуки").click()
    await page.get_by_role("link", name="Об’єднати з відгуком").first.click()
    await desk.look(page, "feedback-merge")
    await page.get_by_role("link", name="Не зараз").click()
    await page.get_by_role("link", name="Закрити", exact=True).click()
    await page.get_by_role("button", name="Закрити й повідомити 1 людину").click()
    await expect(page.get_by_role("button", name="Відкрити знову")).to_be_visible()
