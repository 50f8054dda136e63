"""A new user's walk through `python -m bot demo`: the real process, the real page, a real browser.

With SCREENSHOTS=docs/images in the environment the walk also leaves the pictures of the documentation there.
"""

import asyncio
import json
import os
import re
import signal
import socket
import sqlite3
import sys
from pathlib import Path

import pytest

from tests.browser.chromium import BROWSER, expect, follow

pytestmark = BROWSER
ROOT = Path(__file__).parents[2]
PICTURES = os.environ.get("SCREENSHOTS")


def _free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@pytest.fixture
async def demo(tmp_path):
    port = _free_port()
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "WEB_PORT": str(port),
        "MEANING": "off",
    }
    command = [sys.executable, "-m", "bot", "demo", "--no-browser"]
    process = await asyncio.create_subprocess_exec(*command, cwd=tmp_path, env=environment)
    address = f"http://127.0.0.1:{port}/"
    async with asyncio.timeout(30):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.05)
            else:
                writer.close()
                break
    yield address, tmp_path / "data" / "demo.sqlite3"
    process.send_signal(signal.SIGINT)
    assert await asyncio.wait_for(process.wait(), 30) == 0


class Phone:
    """One person's column of the page."""

    def __init__(self, page, key):
        self.page = page
        self.column = page.locator(f"#column-{key}")

    async def say(self, text):
        box = self.column.get_by_role("textbox").first
        await box.fill(text)
        await box.press("Enter")

    async def press(self, label):
        label_begins = re.compile(f"^{re.escape(label)}")
        await self.column.get_by_role("article").get_by_role("button", name=label_begins).last.click()

    async def reads(self, text):
        await expect(self.column.get_by_text(text).last).to_be_visible()


async def of_zhytomyr(chromium, address):
    """Open the page and let the resident and the staff member agree and choose their community."""
    page = await chromium.new_page(viewport={"width": 1366, "height": 860})
    await page.goto(address)
    phones = Phone(page, "resident"), Phone(page, "staff")
    for phone in phones:
        await phone.press("Погоджуюсь")
        await phone.press("Житомирська область")
    return page, *phones


async def _picture(page, name):
    if PICTURES:
        await page.wait_for_timeout(400)
        await page.screenshot(path=ROOT / PICTURES / f"{name}.png")


async def test_a_new_user_asks_browses_changes_language_and_is_forgotten(demo, chromium):
    address, database = demo
    page = await chromium.new_page(viewport={"width": 1366, "height": 860})
    await page.goto(address)
    olena, iryna = Phone(page, "resident"), Phone(page, "staff")
    await olena.press("Погоджуюсь")
    await olena.press("Житомирська область")
    await olena.reads("Шукаю, що планують у Житомирській області.")
    await olena.say("чи відремонтують лікарню")
    await olena.reads("закладів охорони здоров")
    await iryna.press("Погоджуюсь")
    await iryna.press("Усі громади")
    await olena.say("коли в нас буде телепортація")
    await olena.press("Передати працівникам")
    await olena.reads("Запитання передано працівникам")
    await iryna.say("/inbox")
    await iryna.reads("телепортація")
    await olena.say("індустріальні парки")
    await olena.reads("Розвиток мережі")
    await _picture(page, "demo")
    await olena.press("Докладніше")
    await olena.reads("Входить до")
    await olena.press("До відповіді")
    await olena.say("/goals")
    await olena.press("Стратегія")
    await olena.press("2. Створення сучасного")
    await olena.press("2.2")
    await olena.reads("Складається з 3 частин")
    await olena.press("На рівень вище")
    await olena.reads("2. Створення сучасного")
    await olena.say("/language")
    await olena.reads("Бот говорить українською")
    await olena.press("English")
    await olena.reads("Ask in your own words")
    await olena.say("/forget")
    await olena.press("Erase questions and feedback too")
    await olena.reads("are erased")
    with sqlite3.connect(database) as connection:
        assert [row[0] for row in connection.execute("SELECT telegram_id FROM people")] == [700_002]
        assert connection.execute("SELECT count(*) FROM questions WHERE text LIKE '%телепорт%'").fetchone() == (0,)
    await page.close()


async def test_a_vote_takes_two_taps_and_staff_see_turnout_alone(demo, chromium):
    address, database = demo
    page, olena, iryna = await of_zhytomyr(chromium, address)
    await olena.press("Голосувати")
    await olena.press("Тепла вбиральня")
    await olena.reads("Квитанція")
    await olena.press("Укриття в дитячому садку")
    await olena.press("✓ Укриття в дитячому садку")
    await iryna.say("/rounds")
    await iryna.press("№ 1. Що зробити першим")
    await iryna.reads("Проголосувала 1 людина")
    await _picture(page, "vote")
    with sqlite3.connect(database) as connection:
        assert [json.loads(row[0]) for row in connection.execute("SELECT choices FROM ballots")] == [[[2, 1]]]
    await page.goto(f"{address}rounds/1")
    await expect(page.get_by_role("heading", name="Що зробити першим")).to_be_visible()
    await page.close()


async def test_feedback_is_answered_a_goal_reports_back_and_the_digest_says_so(demo, chromium):
    address, _ = demo
    page, olena, iryna = await of_zhytomyr(chromium, address)
    await olena.say("/feedback")
    await olena.reads("Напишіть")
    await olena.say("Біля школи яма на дорозі, діти обходять її проїзною частиною")
    await olena.reads("Ще не надіслано")
    await olena.press("Надіслати")
    await olena.reads("Стан і відповіді дивіться у")
    await iryna.say("/inbox")
    await iryna.press("Відгуки")
    await iryna.press("Біля школи")
    await iryna.press("Відповісти")
    await iryna.say("Яму засиплють до 1 грудня. Підрядник уже має замовлення.")
    await iryna.press("Надіслати 1 людині")
    await iryna.reads("Стан: відповіли")
    await olena.say("/my")
    await olena.press("Біля школи")
    await olena.reads("Підрядник уже має замовлення")
    await _picture(page, "feedback")
    await olena.say("1.1.1")
    await olena.press("Докладніше")
    await olena.press("Стежити")
    await iryna.say("1.1.1")
    await iryna.press("Докладніше")
    await iryna.press("Звітувати")
    await iryna.press("Стан")
    await iryna.press("виконується")
    await iryna.press("Зберегти звіт")
    await page.get_by_role("button", name="Зрозуміло").click()
    await olena.say("1.1.1")
    await olena.press("Докладніше")
    await olena.reads("Стан: виконується")
    await olena.reads("без підтвердження")
    await _picture(page, "progress")
    await iryna.say("/digest")
    await iryna.reads("Зведення: Житомирська область")
    await page.close()


async def test_staff_open_the_desk_from_the_bot_and_answer_there(demo, chromium):
    address, _ = demo
    page, olena, iryna = await of_zhytomyr(chromium, address)
    await olena.say("/feedback")
    await olena.reads("Напишіть")
    await olena.say("На зупинці біля лікарні немає лавки й навісу")
    await olena.reads("Ще не надіслано")
    await olena.press("Надіслати")
    await olena.reads("Стан і відповіді дивіться у")
    await olena.say("коли в нас буде телепортація")
    await olena.press("Передати працівникам")
    await olena.reads("Запитання передано працівникам")
    await iryna.say("/desk")
    opens = iryna.column.get_by_role("link", name="Відкрити кабінет")
    await expect(opens).to_be_visible()
    desk = await chromium.new_page(viewport={"width": 1366, "height": 860}, locale="uk-UA", java_script_enabled=False)
    await desk.goto(await opens.get_attribute("href"))
    await follow(desk.get_by_role("button", name="Увійти"))
    await expect(desk.get_by_role("heading", name="Сьогодні")).to_be_visible()
    await expect(desk.get_by_text("немає лавки").first).to_be_visible()
    await _picture(desk, "desk")
    await follow(desk.get_by_role("link", name=re.compile("немає лавки")).first)
    await desk.get_by_label(re.compile("Відповід")).first.fill("Лавку й навіс поставимо до 15 грудня.")
    await follow(desk.get_by_role("button", name=re.compile("Переглянути")).first)
    await expect(desk.get_by_text("Лавку й навіс поставимо").first).to_be_visible()
    await follow(desk.get_by_role("button", name=re.compile("Надіслати")).first)
    await expect(desk.get_by_role("status")).to_be_visible()
    await olena.say("/my")
    await olena.press("На зупинці")
    await olena.reads("Лавку й навіс поставимо до 15 грудня.")
    await desk.close()
    await page.close()


async def test_a_moderator_writes_to_everybody_and_sees_when_it_goes(demo, chromium):
    """By night it waits until eight, and the card says so; so the walk ends at what was handed in."""
    address, _ = demo
    page, _, _ = await of_zhytomyr(chromium, address)
    taras = Phone(page, "moderator")
    await taras.press("Погоджуюсь")
    await taras.press("Житомирська область")
    await taras.say("/broadcast")
    await taras.press("Написати розсилку")
    await taras.reads("Надішліть")
    await taras.say("У суботу о 10:00 толока в парку. Рукавиці дамо.")
    await taras.reads("Отримають")
    await _picture(page, "broadcast")
    await taras.press("Надіслати")
    await taras.press("Так")
    await taras.reads("Розсилка № 1")
    await page.close()


async def test_on_a_phone(demo, chromium):
    address, _ = demo
    page = await chromium.new_page(viewport={"width": 360, "height": 740}, has_touch=True)
    await page.goto(address)
    olena = Phone(page, "resident")
    await olena.press("Погоджуюсь")
    await olena.press("Луганська область")
    await olena.say("djlf d rhfys")
    await olena.reads("Шукаю «вода")
    assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    await _picture(page, "phone")
    await page.close()
