"""Questions and feedback at the desk, walked through in a browser: by keys, without scripts, at both sizes."""

import pytest

from bot.domain.feedback import FeedbackFile, FileKind
from tests.browser.chromium import BROWSER, expect, follow
from tests.browser.desk import SIZES, open_desk, turn_to
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
    await turn_to(page, "Запитання")
    await desk.look(page, "questions")
    await page.get_by_role("checkbox").last.check()
    await follow(page.get_by_role("button", name="Закрити позначені"))
    await expect(page.get_by_role("heading", level=1)).to_have_text("Закрити позначені")
    await follow(page.get_by_role("button", name="Закрити"))
    await follow(page.get_by_role("button", name="Скасувати"))
    await follow(page.get_by_role("link", name=METRO))
    await desk.look(page, "question")
    await follow(page.get_by_role("link", name="Об’єднати зі схожим"))
    await desk.look(page, "question-merge")
    await follow(page.get_by_role("link", name="До запитання"))
    await page.get_by_label("Номер цілі або слова з неї").fill("дороги")
    await follow(page.get_by_role("button", name="Знайти"))
    await desk.look(page, "question-goal")
    await follow(page.locator("main ul a").first)
    await desk.look(page, "question-check")
    await follow(page.get_by_role("link", name="Не зараз"))
    await follow(page.get_by_role("link", name="Не для громади"))
    await desk.look(page, "question-close")
    await follow(page.get_by_role("link", name="Не зараз"))
    await page.get_by_label("Відповідь").fill(ANSWER)
    await page.get_by_label("Звідки це відомо").fill(SOURCE)
    await follow(page.get_by_role("button", name="Переглянути перед надсиланням"))
    await follow(page.get_by_role("button", name="Зберегти й повідомити 2 людей"))
    await expect(page.get_by_role("status")).to_contain_text("Збережено")
    await desk.look(page, "question-answered")
    await follow(page.get_by_role("link", name="Усі запитання"))
    await follow(page.get_by_role("link", name="Як відповідають громади"))
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
    await turn_to(page, "Відгуки")
    await desk.look(page, "feedback")
    for box in (await page.get_by_role("checkbox").all())[:2]:
        await box.check()
    await page.get_by_label("Термін", exact=True).fill("2026-12-05")
    await follow(page.get_by_role("button", name="Зберегти термін"))
    await expect(page.get_by_role("status")).to_contain_text("5 грудня 2026 року")
    await follow(page.get_by_role("button", name="Скасувати"))
    await page.get_by_label("Слова або номер").fill("київській")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("checkbox")).to_have_count(2)
    await follow(page.get_by_role("link", name=ROAD))
    await page.get_by_label("Що уточнити в автора").fill(QUESTION)
    await follow(page.get_by_role("button", name="Переглянути перед надсиланням").last)
    await desk.look(page, "feedback-ask")
    await follow(page.get_by_role("button", name="Надіслати 1 людині"))
    await replied(olena, road, "Біля школи № 5")
    await page.reload()
    await desk.look(page, "feedback-card")
    for link, name in (
        ("Пов’язати з ціллю", "feedback-goal"),
        ("Схожі відгуки", "feedback-similar"),
        ("Показати всім", "feedback-show"),
        ("Закрити", "feedback-close"),
    ):
        await follow(page.get_by_role("link", name=link, exact=True))
        await desk.look(page, name)
        await page.go_back()
    await follow(page.get_by_role("link", name="Схожі відгуки"))
    await follow(page.get_by_role("link", name="Об’єднати з відгуком").first)
    await desk.look(page, "feedback-merge")
    await follow(page.get_by_role("link", name="Не зараз"))
    await follow(page.get_by_role("link", name="Закрити", exact=True))
    await follow(page.get_by_role("button", name="Закрити й повідомити 1 людину"))
    await expect(page.get_by_role("button", name="Відкрити знову")).to_be_visible()
