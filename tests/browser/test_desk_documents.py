"""A file becomes a document in a real Chromium: sent, corrected, compared, published, asked, at both sizes."""

import pytest

from tests.browser.chromium import BROWSER, expect, follow
from tests.browser.desk import SIZES, open_desk, turn_to
from tests.handlers.test_uploads import NEW, STRATEGY

pytestmark = BROWSER


@pytest.fixture
async def desk(tmp_path):
    async with open_desk(tmp_path / "viche.sqlite3") as desk:
        yield desk


def file(content, name="Стратегія_2030.txt"):
    return {"name": name, "mimeType": "text/plain", "buffer": content.encode()}


@pytest.mark.parametrize("size", SIZES)
async def test_a_clerk_publishes_a_strategy(desk, size):
    clerk = await desk.house.staff()
    page = await desk.come_in(clerk.person.id, size)
    page.set_default_timeout(60_000)  # an index is built after each publication
    await turn_to(page, "Документи")
    await desk.look(page, "documents")
    await page.get_by_label("Файл зі стратегією").set_input_files(file(STRATEGY))
    await follow(page.get_by_role("button", name="Прочитати"))
    await desk.look(page, "documents-upload")
    await follow(page.get_by_role("link", name="Що робити з рядком"))
    await desk.look(page, "documents-line")
    await follow(page.get_by_role("button", name="Так і має бути"))
    await follow(page.get_by_role("link", name="Виправити ціль 1.1.1", exact=True))
    await desk.look(page, "documents-goal")
    await page.get_by_label("Формулювання").fill("Пробурити дві свердловини на Заріччі")
    await follow(page.get_by_role("button", name="Зберегти"))
    await expect(page.get_by_role("status")).to_have_text("Збережено.")
    await follow(page.get_by_role("link", name="Назва, громада"))
    await desk.look(page, "documents-about")
    await follow(page.get_by_role("button", name="Зберегти"))
    await follow(page.get_by_role("link", name="Перевірити перед"))
    await desk.look(page, "documents-check")
    await follow(page.get_by_role("button", name="Опублікувати"))
    await page.get_by_label("Запитання, як його").fill("свердловина на Заріччі")
    await follow(page.get_by_role("button", name="Запитати"))
    await expect(page.get_by_role("listitem").filter(has_text="дві свердловини")).to_be_visible()
    await desk.look(page, "documents-document")
    await _second_edition(desk, page)


async def _second_edition(desk, page):
    await page.goto(f"{desk.address}/desk/documents")
    await page.get_by_label("Файл зі стратегією").set_input_files(file(NEW))
    await follow(page.get_by_role("button", name="Прочитати"))
    await follow(page.get_by_role("link", name="Перевірити перед"))
    await desk.look(page, "documents-compare")
    await follow(page.get_by_role("button", name="Опублікувати"))
    await follow(page.get_by_role("link", name="Повернути цю редакцію"))
    await desk.look(page, "documents-roll-back")
    await follow(page.get_by_role("link", name="Назад"))
    await follow(page.get_by_role("link", name="Вимкнути документ"))
    await desk.look(page, "documents-switch")


@pytest.mark.parametrize("size", SIZES)
async def test_a_clerk_teaches_words_and_answers(desk, size):
    clerk = await desk.house.staff()
    page = await desk.come_in(clerk.person.id, size)
    page.set_default_timeout(60_000)  # an index is built after each publication
    await page.goto(f"{desk.address}/desk/documents/words/new?word=зюзюка&find=вода")
    await desk.look(page, "words-new")
    await page.get_by_role("radio").first.check()
    await follow(page.get_by_role("button", name="Побачити, що зміниться"))
    await follow(page.get_by_role("button", name="Зберегти"))
    await desk.look(page, "words")
    await page.goto(f"{desk.address}/desk/documents/answers/new")
    await desk.look(page, "answers-new")
    await page.get_by_label("Як про це питають").fill("Коли відчинено архів?")
    await page.get_by_label("Відповідь", exact=True).fill("Щодня, 9–17.")
    await follow(page.get_by_role("button", name="Побачити, що зміниться"))
    await follow(page.get_by_role("button", name="Зберегти"))
    await desk.look(page, "answers")


async def test_a_file_that_is_too_large_gets_a_page_and_no_broken_connection(desk, tmp_path):
    """A hundred megabytes over a real connection: the browser sends them all, then shows the page."""
    clerk = await desk.house.staff()
    page = await desk.come_in(clerk.person.id)
    await page.goto(f"{desk.address}/desk/documents")
    large = tmp_path / "стратегія.docx"
    with large.open("wb") as written:
        written.truncate(100 * 2**20)
    await page.get_by_label("Файл зі стратегією").set_input_files(large)
    await page.get_by_role("button", name="Прочитати").click(timeout=60_000)
    await expect(page.get_by_text("Файл більший за 20")).to_be_visible(timeout=60_000)
