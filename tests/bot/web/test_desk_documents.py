"""The desk's documents: from a file to an answer in a browser, corrected by hand, nothing published by accident."""

import re
from html import unescape
from time import monotonic
from urllib.parse import quote

import pytest

from bot.domain.people import Role
from knowledge.editing import Describe
from tests.handlers.test_uploads import MACROS, MERGED, NEW, STRATEGY, bomb, encrypted, presentation
from tests.support import papers
from tests.support.browsing import browsing, come_in
from tests.support.house import DESK

DOCUMENTS = "/desk/documents"


@pytest.fixture
async def browser(house):
    """A clerk's browser; the bot answers for Zhytomyr."""
    clerk = await house.app.services.accounts.invite(DESK, "clerk@example.com", "Марія", Role.STAFF)
    async with browsing(house) as browser:
        yield await come_in(browser, house, clerk.telegram_id)


async def send(browser, content=STRATEGY, name="Стратегія_2030.txt"):
    await browser.open(DOCUMENTS)
    data = content.encode() if isinstance(content, str) else content
    return await browser.send(f"{DOCUMENTS}/uploads", files={"file": (name, data)})


def hidden(browser, name="revision"):
    return re.search(rf'name="{name}" value="([^"]*)"', browser.page)[1]


async def act(browser, what, **fields):
    """Send a form of the upload that is open, as its page would."""
    return await browser.send(f"{DOCUMENTS}/uploads/1/{what}", revision=hidden(browser), **fields)


async def describe(browser, **fields):
    await browser.open(f"{DOCUMENTS}/uploads/1/about")
    now = {"title": "Стратегія 2030", "kind": "strategy", "community": "zhytomyr", "id": "zarichchia-2030"}
    return await act(browser, "about", **now | fields)


async def publish(browser):
    await browser.open(f"{DOCUMENTS}/uploads/1/check")
    return await act(browser, "check")


async def codes(house, document="zarichchia-2030"):
    return [entry.code for entry in house.app.services.entries.library.entries if entry.document == document]


async def test_from_a_file_to_an_answer_in_a_browser(house, browser):
    page = await send(browser)
    for said in (
        "Стратегія_2030.txt",
        "2 стратегічні цілі, 2 оперативні цілі, 2 завдання",
        "ще не вказано",
        "Це новий документ",
        "2 зауваги",
        "рядок 1: не ввійшло до цілей: «Стратегія Зарічанської громади»",
        "рядок 5: пропуск у нумерації: немає 1.1.2",
        "Якщо ціль пропущено, додайте її.",
    ):
        assert said in page
    await browser.open(f"{DOCUMENTS}/uploads/1/check")
    assert "Спершу вкажіть, чий це документ" in browser.text
    assert "Збережено." in await describe(browser, published_on="2026-09-01", publisher="Зарічанська рада")
    assert "1 вересня 2026 року" in browser.text
    page = await browser.open(f"{DOCUMENTS}/uploads/1/check")
    assert "Новий документ «Стратегія 2030»." in page
    assert "бот почне відповідати мешканцям" in page
    assert await codes(house) == []
    page = await act(browser, "check")
    assert browser.path == f"{DOCUMENTS}/shelf/zarichchia-2030"
    assert "Опубліковано: «Стратегія 2030»" in page
    page = await browser.open(f"{browser.path}?ask={quote('коли буде артезіанська свердловина на Заріччі')}")
    answers = page.split("Спробуйте запитати")[1].split("Редакції")[0]
    assert "1.1.1 Пробурити артезіанську свердловину на Заріччі завдання · Стратегія 2030" in answers
    async with house.app.database.read() as connection:
        assert (await connection.exec_driver_sql("SELECT count(*) FROM questions")).scalar_one() == 0
    assert "Марія" in page.split("Редакції")[-1]


async def test_every_kind_of_correction_and_its_undoing(house, browser):
    await send(browser)
    await browser.open(f"{DOCUMENTS}/uploads/1/goal?code=1.1.3")
    fields = {"of": "1.1.3", "code": "1.1.4", "level": "sphere", "parent": "2.1", "text": "Замінити <водогін>"}
    page = await act(browser, "goal", **fields)
    assert "Збережено." in page
    assert "1.1.4 напрям проєктів" in page
    assert "Замінити <водогін>" in page
    assert "<водогін>" not in browser.page
    await act(browser, "undo")
    assert "1.1.4" not in browser.text
    assert "Виправлено вручну: 3 рази" in browser.text
    for _ in range(3):
        await act(browser, "undo")
    assert "Виправлено вручну" not in browser.text
    await browser.open(f"{DOCUMENTS}/uploads/1/add?code=1.1.2&beside=1.1.3")
    assert hidden(browser, "code") == "1.1.2"
    assert hidden(browser, "parent") == "1.1"
    page = await act(browser, "add", code="1.1.2", level="task", parent="1.1", text="Полагодити насос")
    assert page.index("Пробурити") < page.index("Полагодити") < page.index("Замінити водогін")
    assert "пропуск у нумерації" not in page
    page = await act(browser, "remove", of="1.1", whole="1")
    assert "Ціль 1.1 вилучено" in page
    assert "Полагодити насос" not in page
    assert "Полагодити насос" in await act(browser, "undo")


async def test_a_line_left_over_joins_a_goal_becomes_one_or_stays_outside(house, browser):
    await send(browser)
    number = re.search(r"/line/(\d+)", browser.page)[1]
    assert "рядок 1 Стратегія Зарічанської громади" in await browser.open(f"{DOCUMENTS}/uploads/1/line/{number}")
    assert "Цілі 9 у документі немає" in await act(browser, "join", line=number, code="9")
    assert "Рядок додано до цілі 2." in await act(browser, "join", line=number, code="2")
    assert "Жива громада Стратегія Зарічанської громади" in browser.text
    await act(browser, "undo")
    await browser.open(f"{DOCUMENTS}/uploads/1/line/{number}")
    await browser.open(unescape(re.search(r'href="([^"]*/add\?line=[^"]*)"', browser.page)[1]))
    assert "Стратегія Зарічанської громади</textarea>" in browser.page
    page = await act(browser, "add", line=number, code="3", level="strategic", parent="", text="Стратегія")
    assert "Ціль 3 додано." in page
    assert "не ввійшло до цілей" not in page
    await act(browser, "undo")
    await act(browser, "undo")
    assert "не ввійшло до цілей" in browser.text
    assert "Заувагу знято." in await act(browser, "dismiss", line=number)
    assert "не ввійшло до цілей" not in browser.text


async def test_what_cannot_be_kept_is_shown_again_with_the_reason(house, browser):
    await send(browser)
    await browser.open(f"{DOCUMENTS}/uploads/1/goal?code=1.1.3")
    page = await act(browser, "goal", of="1.1.3", code="2", level="task", parent="1.1", text="Довгий новий текст")
    assert "Код 2 уже має інша ціль" in page
    assert "Довгий новий текст" in page
    assert "До себе" in await act(browser, "add", code="2", level="task", parent="9", text="До себе")
    assert "Цілі 9 у документі немає" in browser.text
    assert "не може бути" not in await describe(browser, id="Великий Код")
    assert "складається з малих латинських літер" in browser.text
    assert "Великий Код" in browser.page
    assert "Замінити водогін" in await browser.open(f"{DOCUMENTS}/uploads/1")


async def test_a_colleague_who_was_faster_is_noticed(house, browser):
    await send(browser)
    await describe(browser)
    uploads = house.app.services.uploads
    await browser.open(f"{DOCUMENTS}/uploads/1/check")
    check = hidden(browser)
    await uploads.undo(DESK, 1)
    await uploads.edit(DESK, 1, Describe("title", "Інша назва"))
    page = await browser.send(f"{DOCUMENTS}/uploads/1/check", revision=check)
    assert "виправив хтось інший" in page
    assert await codes(house) == []
    fields = {"of": "1", "code": "1", "level": "strategic", "text": "Моє чисте село"}
    page = await browser.send(f"{DOCUMENTS}/uploads/1/goal", revision=check, **fields)
    assert "виправив хтось інший" in page
    assert "Моє чисте село" in page


async def test_a_new_edition_is_compared_word_by_word_and_rolled_back(house, browser):
    await send(browser)
    await describe(browser)
    await publish(browser)
    olena = await house.resident()
    number = house.app.services.entries.shelf.ids["zarichchia-2030", "2.1"]
    await olena.say("велодоріжка до станції")
    await olena.press_data(f"kf1:{number}:1:0:0")
    await send(browser, NEW, "нова.txt")
    page = await browser.open(f"{DOCUMENTS}/uploads/2/check")
    for said in ("Вилучено: 1 ціль", "Переформульовано: 1 ціль", "1 людина, яка стежить", "Без змін: 4 цілі"):
        assert said in page
    assert "<ins>старий</ins>" in browser.page
    await browser.send(f"{DOCUMENTS}/uploads/2/check", revision=hidden(browser))
    assert await codes(house) == ["1", "1.1", "1.1.1", "1.1.3", "2"]
    first, newest = re.search(r"roll-back\?edition=(\d+)", browser.page)[1], "compare?edition="
    shelf = f"{DOCUMENTS}/shelf/zarichchia-2030"
    page = await browser.open(f"{shelf}/{re.search(re.escape(newest) + r'[0-9]+', browser.page)[0]}")
    assert "Велодоріжка до станції" in page
    page = await browser.open(f"{shelf}/roll-back?edition={first}")
    assert "Ці цілі з’являться" in page
    old = {"edition": first, "seen": hidden(browser, "seen")}
    assert "Повернуто редакцію" in await browser.send(f"{shelf}/roll-back", **old)
    assert "2.1" in await codes(house)
    assert "змінив хтось інший" in await browser.send(f"{shelf}/roll-back", **old)
    await browser.open(f"{shelf}/roll-back?edition=999")
    assert browser.status == 404


async def test_a_document_is_switched_off_after_saying_what_follows(house, browser):
    shelf = f"{DOCUMENTS}/shelf/zhytomyr-oblast-2027"
    page = await browser.open(f"{shelf}/switch")
    assert "Мешканці більше не побачать 45 цілей" in page
    assert "вимкнено" in await browser.send(f"{shelf}/switch", wanted="off")
    assert await codes(house, "zhytomyr-oblast-2027") == []
    assert "Спробуйте запитати" not in browser.text
    assert "знову побачать 45 цілей" in await browser.open(f"{shelf}/switch")
    await browser.send(f"{shelf}/switch", wanted="on")
    assert len(await codes(house, "zhytomyr-oblast-2027")) == 45


async def test_the_tree_is_taken_along_as_a_table(house, browser):
    answer = await browser.client.get(f"{DOCUMENTS}/shelf/zhytomyr-oblast-2027/goals.csv")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Код;Рівень;Входить до;Ціль"
    assert lines[1].startswith("1;стратегічна ціль;;")
    assert len(lines) == 46


async def test_a_tree_of_hundreds_is_read_in_parts(house, browser):
    goals = [f"{a}. Мета {a}\n" + "".join(f"{a}.{b}. Справа {a} на {b}\n" for b in range(1, 51)) for a in range(1, 16)]
    page = await send(browser, "".join(goals))
    assert "15 стратегічних цілей, 750 оперативних цілей" in page
    assert "Зміст: 15 розділів" in page
    assert len(browser.page) < 100_000
    assert "Справа 15 на 50" not in page
    assert "Справа 15 на 50" in await browser.open(f"{DOCUMENTS}/uploads/1?page=7")
    assert "Справа 9 на 33" in await browser.open(f"{DOCUMENTS}/uploads/1?words=9.33")
    assert "Нічого не знайдено" in await browser.open(f"{DOCUMENTS}/uploads/1?only=odd")


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("скан.pdf", papers.pdf([[]]), "лише зображення сторінок"),
        ("закритий.pdf", papers.locked(papers.pdf([[(50, 700, "1. Люди")]])), "захищено паролем"),
        ("закритий.docx", encrypted(), "захищено паролем"),
        ("бомба.docx", bomb(), "неприродно сильно"),
        ("порожній.txt", b" \n", "Файл порожній"),
        ("презентація.pptx", presentation(), "Файлів такого виду бот не читає"),
        ("фото.docx", b"\x89PNG\r\n", "Це зображення, а не текст"),
        ("проза.txt", "Жили собі дід та баба.".encode(), "немає цілей"),
    ],
)
async def test_what_cannot_be_read_has_a_page_that_says_why(house, browser, name, content, why):
    before = house.app.services.entries.library.entries
    page = await send(browser, content, name)
    assert why in page
    assert "Нічого не опубліковано" in page
    assert browser.path == f"{DOCUMENTS}/uploads/1"
    assert why in await browser.open(DOCUMENTS)
    await browser.send(f"{DOCUMENTS}/uploads/1/check", revision="0")
    assert browser.status == 403
    assert house.app.services.entries.library.entries == before
    await browser.send(f"{DOCUMENTS}/uploads/1/discard")
    assert "Файл відкинуто" in browser.text


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [("макроси.docx", MACROS, "макроси не виконано"), ("таблиця.txt", MERGED, "2 оперативні цілі")],
)
async def test_macros_and_wrong_names_are_read(browser, name, content, said):
    assert said in await send(browser, content, name)


@pytest.mark.parametrize("megabytes", [21, 100])
async def test_a_file_that_is_too_large_gets_a_page(house, browser, megabytes):
    page = await send(browser, b"1. " + b"a" * (megabytes * 2**20))
    assert browser.status == 413
    assert "Файл більший за 20 МБ" in page
    assert (await house.app.services.uploads.listed(DESK))[0] == []


async def test_a_file_barely_too_large_and_none_at_all(house, browser):
    assert "Файл більший за 20 МБ" in await send(browser, b"1. " + b"a" * (20 * 2**20))
    await browser.open(DOCUMENTS)
    assert "Оберіть файл." in await browser.send(f"{DOCUMENTS}/uploads")
    assert (await house.app.services.uploads.listed(DESK))[0] == []


async def test_two_documents_never_get_one_id(house, browser):
    await send(browser)
    before = house.app.services.entries.library.entries
    for key, why in (("zhytomyr-oblast-2027", "зовсім інші цілі"), ("faq-zhytomyr", "не може бути кодом")):
        await describe(browser, id=key)
        await browser.open(f"{DOCUMENTS}/uploads/1/check")
        assert why in await act(browser, "check") if "revision" in browser.page else why in browser.text
    await describe(browser, id="luhansk-oblast-2027")
    assert "зовсім інші цілі" in await browser.open(f"{DOCUMENTS}/uploads/1/check")
    assert house.app.services.entries.library.entries == before


async def test_a_new_community_comes_with_its_first_document(house, browser):
    await send(browser)
    await describe(browser, community="", new_community="zarichchia", name="Зарічанська громада")
    assert "Зарічанська громада" in browser.text
    await publish(browser)
    olena = await house.resident(community="zarichchia")
    assert "свердловину" in (await olena.say("артезіанська свердловина")).text


async def test_only_staff_open_documents(house, browser):
    taras = await house.staff("Тарас", Role.MODERATOR)
    async with browsing(house) as other:
        await come_in(other, house, taras.person.id)
        assert "Документи" not in other.text
        for path in (DOCUMENTS, f"{DOCUMENTS}/shelf/zhytomyr-oblast-2027", f"{DOCUMENTS}/words"):
            await other.open(path)
            assert other.status == 403
        await other.send(f"{DOCUMENTS}/uploads", files={"file": ("х.txt", STRATEGY.encode())})
        assert other.status == 403
    assert (await house.app.services.uploads.listed(DESK))[0] == []


async def test_numbers_that_are_none_lead_nowhere(browser):
    for path in ("uploads/x", "uploads/" + "9" * 40, "uploads/7", "shelf/нема", "answers/x", "uploads/7/line/1"):
        await browser.open(f"{DOCUMENTS}/{path}")
        assert browser.status == 404


async def test_a_word_is_tried_then_understood_then_forgotten(house, browser):
    olena = await house.resident()
    shelf = house.app.services.entries.shelf
    number = shelf.ids["zhytomyr-oblast-2027", "1.1.1"]
    goal, target = shelf.entry(number), f"goal:{number}"
    for words in ("1.1.1", goal.text):
        await browser.open(f"{DOCUMENTS}/words/new?word={quote('зюзюка')}&find={quote(words)}")
        assert f'value="{target}"' in browser.page
    asked = {"word": "зюзюка", "find": "1.1.1", "target": target}
    page = await browser.send(f"{DOCUMENTS}/words/check", **asked)
    assert "Слово «зюзюка» означатиме" in page
    assert "Було: без відповіді" in page
    assert goal.text not in (await olena.say("зюзюка")).text
    assert "Пошук уже його розуміє" in await browser.send(f"{DOCUMENTS}/words/new", **asked)
    assert goal.text in (await olena.say("зюзюка")).text
    assert "Пошук уже знає це слово" in await browser.send(f"{DOCUMENTS}/words/check", **asked)
    await browser.open(f"{DOCUMENTS}/words")
    key = re.search(r'name="key" value="(\d+)"', browser.page)[1]
    assert "прибрано" in await browser.send(f"{DOCUMENTS}/words/remove", key=key, word="зюзюка")
    assert goal.text not in (await olena.say("зюзюка")).text


async def test_an_answer_is_written_changed_and_withdrawn(house, browser):
    await browser.open(f"{DOCUMENTS}/answers/new")
    ways = "Коли відчинено архів?\nГрафік архіву"
    said = {"community": "zhytomyr", "ways": ways, "answer": "Щодня, 9–17.", "source": ""}
    assert "Напишіть, як про це питають" in await browser.send(f"{DOCUMENTS}/answers/check", **said | {"ways": " "})
    assert "Щодня, 9–17." in browser.text
    page = await browser.send(f"{DOCUMENTS}/answers/check", **said)
    assert "Так відповідатиме бот" in page
    assert "Збережено." in await browser.send(f"{DOCUMENTS}/answers/save", **said)
    olena = await house.resident()
    assert "Щодня, 9–17." in (await olena.say("коли відчинено архів")).text
    assert "Щодня, 9–17." in await browser.open(f"{DOCUMENTS}/answers?words={quote('ГРАФІК АРХІВУ')}")
    path = re.search(rf"{DOCUMENTS}/answers/(\d+)", browser.page)
    await browser.open(path[0])
    seen = hidden(browser, "seen")
    house.clock.pass_(minutes=1)
    change = said | {"number": path[1], "seen": seen, "answer": "Щодня, 8–16."}
    assert "Збережено." in await browser.send(f"{DOCUMENTS}/answers/save", **change)
    assert "змінив хтось інший" in await browser.send(f"{DOCUMENTS}/answers/save", **change | {"answer": "Ніколи."})
    assert "Ніколи." in browser.text
    await browser.open(f"{path[0]}/withdraw")
    assert "Відповідь відкликано." in await browser.send(f"{path[0]}/withdraw")
    assert "8–16" not in (await olena.say("коли відчинено архів")).text


@pytest.mark.long
async def test_from_150_pages_to_an_answer_takes_less_than_a_minute(house, browser):
    """Some 150 pages of Word: 5 strategic goals, 50 operational, 710 tasks, among 4,000 paragraphs of prose."""
    blocks = []
    for a in range(1, 6):
        blocks.append(papers.paragraph(f"Стратегічна ціль {a}. Розвиток напряму {a}", "Heading1"))
        for b in range(1, 11):
            blocks.append(papers.paragraph(f"Оперативна ціль {a}.{b}. Покращення {a}-{b}", "Heading2"))
            blocks += [
                papers.paragraph(f"{a}.{b}.{c}. Відремонтувати водогін на вулиці {a * b * c}") for c in range(1, 15)
            ]
            blocks += [papers.paragraph("Громада має давні традиції, про які пишуть краєзнавці. " * 6)] * 65
    began_s = monotonic()
    page = await send(browser, papers.word(*blocks), "велика.docx")
    assert "5 стратегічних цілей, 50 оперативних цілей" in page
    await describe(browser)
    await browser.open(f"{DOCUMENTS}/uploads/1/goal?code=3.3.3")
    fields = {"of": "3.3.3", "code": "3.3.3", "level": "task", "parent": "3.3"}
    await act(browser, "goal", **fields, text="Збудувати артезіанську свердловину на Заріччі")
    await publish(browser)
    page = await browser.open(f"{browser.path}?ask={quote('артезіанська свердловина на Заріччі')}")
    took_s = monotonic() - began_s
    assert "3.3.3 Збудувати артезіанську свердловину" in page
    print(f"from 150 pages to an answer: {took_s:.1f} s")
    assert took_s < 60
