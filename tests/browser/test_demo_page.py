"""The demo's page in a real Chromium, as a person uses it: reading, pressing, typing, with keys alone, on a phone."""

import asyncio
import re
import socket

import pytest
import uvicorn

from bot.transport.local import LocalTelegram
from bot.web.demo import demo_app, move_in
from tests.bot.web.small_bot import png, small_bot
from tests.browser.chromium import BROWSER, PATIENCE_MS, expect

pytestmark = BROWSER
HOSTILE = "<img src=x onerror=\"document.title='hacked'\"><script>document.title='hacked'</script>"


@pytest.fixture
async def telegram():
    return LocalTelegram()


@pytest.fixture
async def people(telegram):
    return await move_in(telegram)


@pytest.fixture
async def address(telegram, people, monkeypatch):
    monkeypatch.setattr("bot.web.demo.page.WAIT_S", 0.2)  # a stopping server waits for its open requests

    async def forget():
        """Store nothing, so forget nothing."""

    app = demo_app(telegram, people, stored_at="data/demo.sqlite3", start_over=forget)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off"))
        serving = asyncio.create_task(server.serve([listener]))
        async with small_bot(telegram):
            yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
        server.should_exit = True
        await serving


@pytest.fixture
async def open_page(chromium, address):
    """Open the page in a window; whatever goes wrong in it fails the test."""
    faults = []

    async def opened(width=1280, height=800, **more):
        page = await chromium.new_page(viewport={"width": width, "height": height}, **more)
        page.set_default_timeout(PATIENCE_MS)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
        page.on("request", lambda asked: faults.append(asked.url) if not asked.url.startswith(address) else None)
        await page.goto(address)
        return page

    yield opened
    assert faults == []


def column(page, key="resident"):
    return page.locator(f"#column-{key}")


async def say(page, words, key="resident"):
    field = column(page, key).get_by_role("textbox")
    await field.fill(words)
    await field.press("Enter")


async def started(page, key="resident"):
    await column(page, key).get_by_role("button", name="Почати").click()
    await expect(column(page, key).get_by_role("log").get_by_text("Вітаю.")).to_be_visible()


async def test_three_people_talk_side_by_side(open_page):
    page = await open_page()
    await expect(page.get_by_text("Запитайте про цілі громади своїми словами.").first).to_be_visible()
    for key in ("resident", "staff", "moderator"):
        await started(page, key)
        await expect(column(page, key)).to_be_in_viewport(ratio=0.99)
    await say(page, "перший рядок", "staff")
    await expect(column(page, "staff").get_by_text("Ви сказали: перший рядок")).to_be_in_viewport()
    await expect(column(page, "moderator").get_by_text("перший рядок")).to_have_count(0)
    await expect(column(page, "staff").get_by_role("textbox")).to_have_value("")
    await expect(page.get_by_role("tablist")).to_be_hidden()


async def test_shift_enter_begins_a_line(open_page):
    page = await open_page()
    await started(page)
    field = column(page).get_by_role("textbox")
    await field.press_sequentially("раз")
    await field.press("Shift+Enter")
    await field.press_sequentially("два")
    await field.press("Enter")
    await expect(column(page).locator(".message.own .text").last).to_have_text("раз\nдва", use_inner_text=True)


async def test_hostile_text_is_only_text(open_page):
    page = await open_page()
    await started(page)
    await say(page, HOSTILE)
    await expect(column(page).locator(".message .text").last).to_have_text(f"Ви сказали: {HOSTILE}")
    await expect(page).to_have_title("Віче: демонстрація")
    await expect(page.locator(".log img, .log script")).to_have_count(0)


async def test_a_notice_passes_and_an_alert_waits(open_page):
    page = await open_page()
    await started(page)
    await say(page, "/rich")
    await column(page).get_by_role("button", name="Підказка").click()
    await expect(column(page).locator(".toast")).to_have_text("Збережено")
    await column(page).get_by_role("button", name="Увага").click()
    alert = page.get_by_role("dialog")
    await expect(alert).to_contain_text("Опитування вже закрите")
    await page.mouse.click(5, 5)
    await expect(alert).to_be_visible()
    await alert.get_by_role("button", name="Зрозуміло").click()
    await expect(alert).to_be_hidden()
    await expect(column(page).locator(".toast")).to_be_hidden()


async def test_an_edit_changes_the_message_in_place(open_page):
    page = await open_page()
    await started(page)
    await say(page, "/rich")
    button = column(page).get_by_role("button", name="Далі: сторінка 2")
    await button.focus()
    await page.keyboard.press("Enter")
    card = column(page).locator(".message").last
    await expect(card).to_contain_text("Сторінка 2")
    await expect(card).to_contain_text("змінено")
    await expect(column(page).get_by_role("button", name="Далі: сторінка 3")).to_be_focused()
    await say(page, "вода")
    own = column(page).locator(".message.own").last
    await expect(own).to_contain_text("вода")
    await own.hover()
    await own.get_by_role("button", name="Змінити").click()
    await expect(column(page).get_by_role("textbox")).to_have_value("вода")
    await say(page, "дороги")
    await expect(own).to_contain_text("дороги")
    await expect(own).to_contain_text("змінено")
    await expect(column(page).get_by_text("Виправлено: дороги")).to_be_visible()


async def test_marks_and_links(open_page):
    page = await open_page()
    await started(page)
    await say(page, "/rich")
    text = column(page).locator(".message .text").last
    await expect(text.locator("strong")).to_have_text("Завдання 3.1.2")
    await expect(text.locator("blockquote")).to_have_text("Облаштувати питне водопостачання")
    link = text.get_by_role("link", name="джерело")
    assert await link.get_attribute("rel") == "noopener noreferrer"
    assert await link.get_attribute("href") == "https://example.org/a?b=1&c=2"
    await text.get_by_role("button", name="Прихований текст").press("Enter")
    await expect(text.locator(".spoiler.shown")).to_have_text("таємниця")
    await column(page).locator(".buttons").get_by_role("button", name="Ціль 3").click()
    await expect(column(page).get_by_text("Вітаю. goal_3")).to_be_visible()


async def test_files_both_ways(open_page, tmp_path):
    page = await open_page()
    await started(page)
    await say(page, "/file")
    document = column(page).get_by_role("link", name=re.compile("мої дані.json"))
    async with page.expect_download() as saving:
        await document.click()
    saved = await saving.value
    assert saved.suggested_filename == "мої дані.json"
    await saved.save_as(tmp_path / "saved.json")
    assert (tmp_path / "saved.json").read_bytes() == b'{"a": 1}'
    await say(page, "/picture")
    await expect(column(page).get_by_role("img", name="Зображення")).to_be_in_viewport()
    chosen = tmp_path / "яма.png"
    chosen.write_bytes(png())
    async with page.expect_file_chooser() as choosing:
        await column(page).get_by_role("button", name="Додати файл або зображення").click()
    await (await choosing.value).set_files(chosen)
    await expect(column(page).get_by_text("Файл: яма.png")).to_be_visible()
    await say(page, "яма на дорозі")
    await expect(column(page).get_by_text("Отримано: зображення, підпис: яма на дорозі")).to_be_visible()
    await expect(column(page).get_by_text("Файл: яма.png")).to_be_hidden()


async def test_sharing_into_the_group(open_page):
    page = await open_page()
    await started(page)
    await say(page, "/rich")
    await column(page).get_by_role("button", name="Поділитися").click()
    await page.get_by_role("dialog").get_by_role("button", name="Сусіди").click()
    await expect(column(page).get_by_role("textbox")).to_have_value("@viche_demo_bot вода")
    await column(page).get_by_role("button", name="Ціль про «вода»").click()
    group = column(page).get_by_role("log", name="Сусіди")
    await expect(group.locator(".message.own")).to_contain_text("через @viche_demo_bot")
    await expect(group.locator(".message.own")).to_contain_text("Ціль про «вода»: текст")
    await expect(column(page).get_by_role("textbox")).to_have_value("")


async def test_reading_older_messages_is_not_disturbed(open_page, telegram, people):
    page = await open_page()
    for number in range(30):
        await people[0].person.say(f"повідомлення {number}")
    await expect(column(page).get_by_text("Ви сказали: повідомлення 29")).to_be_in_viewport()
    log = column(page).get_by_role("log")
    await log.evaluate("log => log.scrollTo(0, 0)")
    await expect(column(page).get_by_text("повідомлення 0", exact=True).first).to_be_in_viewport()
    await telegram.call("sendMessage", {"chat_id": people[0].person.id, "text": "ще одне"})
    newer = column(page).get_by_role("button", name="Нові повідомлення")
    await expect(newer).to_be_visible()
    assert await log.evaluate("log => log.scrollTop") < 300
    await newer.click()
    await expect(column(page).get_by_text("ще одне")).to_be_in_viewport()
    await expect(newer).to_be_hidden()


async def test_with_keys_alone(open_page):
    page = await open_page()
    await expect(column(page).get_by_role("button", name="Почати")).to_be_visible()
    reached = set()
    for _ in range(12):
        await page.keyboard.press("Tab")
        reached.add(await page.evaluate("document.activeElement.textContent.trim()"))
        if reached >= {"Почати спочатку", "Сусіди", "Почати"}:
            break
    assert reached >= {"Почати спочатку", "Сусіди", "Почати"}
    await page.keyboard.press("Enter")
    field = column(page).get_by_role("textbox")
    await expect(field).to_be_focused()
    await page.keyboard.press("Shift+Tab")
    await page.keyboard.press("Enter")
    await expect(column(page).get_by_role("button", name="/start Почати розмову")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(column(page).get_by_role("button", name="Меню")).to_be_focused()
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    alert_button = column(page).get_by_role("button", name="Увага")
    await expect(alert_button).to_be_visible()
    await expect(field).to_be_focused()
    for _ in range(9):
        await page.keyboard.press("Shift+Tab")
        if await alert_button.evaluate("button => button === document.activeElement"):
            break
    outline = await alert_button.evaluate("button => getComputedStyle(button).outlineWidth")
    assert outline == "3px"
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_be_hidden()
    await expect(alert_button).to_be_focused()


async def test_on_a_phone_one_column_at_a_time(open_page, people):
    page = await open_page(360, 740, has_touch=True, is_mobile=True)
    tabs = page.get_by_role("tab")
    await expect(tabs).to_have_count(3)
    await expect(column(page)).to_be_visible()
    await expect(column(page, "staff")).to_be_hidden()
    await started(page)
    await people[1].person.say("новина")
    await expect(tabs.nth(1).get_by_text("є нові повідомлення")).to_be_attached()
    await expect(tabs.nth(1).locator(".unread")).to_be_visible()
    await tabs.nth(0).focus()
    await page.keyboard.press("ArrowRight")
    await expect(tabs.nth(1)).to_be_focused()
    await expect(tabs.nth(1)).to_have_attribute("aria-selected", "true")
    await expect(column(page, "staff").get_by_text("Ви сказали: новина")).to_be_in_viewport()
    await expect(tabs.nth(1).locator(".unread")).to_be_hidden()
    await page.keyboard.press("ArrowLeft")
    await page.keyboard.press("ArrowLeft")
    await expect(tabs.nth(2)).to_be_focused()
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360
    assert await page.evaluate("document.documentElement.scrollHeight") <= 740


async def test_starting_over_asks_first(open_page):
    page = await open_page()
    await started(page)
    again = page.get_by_role("button", name="Почати спочатку")
    await again.click()
    await page.get_by_role("dialog").get_by_role("button", name="Залишити").click()
    await expect(column(page).get_by_text("Вітаю.")).to_be_visible()
    await again.click()
    await page.get_by_role("dialog").get_by_role("button", name="Почати спочатку").click()
    await expect(column(page).get_by_text("Вітаю.")).to_have_count(0)
    await expect(column(page).get_by_role("button", name="Почати", exact=True)).to_be_visible()


async def test_typing_shows_while_one_waits(open_page):
    page = await open_page()
    await started(page)
    await say(page, "/typing")
    await expect(column(page).get_by_text("Viche пише…")).to_be_visible()
    await say(page, "і ще")
    await expect(column(page).get_by_text("Viche пише…")).to_be_hidden()
