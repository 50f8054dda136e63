"""Pictures and documents from the browser: added, seen, sent to Telegram once, taken away, forgotten after a while."""

import re
from datetime import timedelta

import pytest

from bot.domain.audiences import Audience
from bot.domain.broadcastfiles import MB
from bot.domain.broadcasts import BroadcastKind, Content
from bot.domain.feedback import FeedbackFile, FileKind
from bot.domain.people import Locale, Role
from tests.support.browsing import browsing, come_in
from tests.support.house import DESK
from tests.support.pictures import jpeg, pdf, png

WORDS = "Графік відключень на тиждень"
PHOTO, SECOND, PLAN = ("Вулиця.jpg", jpeg(40, 30)), ("Схема.png", png(50, 30)), ("Графік.pdf", pdf())


@pytest.fixture
async def olena(house):
    return await house.resident()


@pytest.fixture
async def taras(house):
    """A moderator without Telegram, who has written a draft."""
    person = await house.app.services.accounts.invite(DESK, "m@example.com", "Тарас", Role.MODERATOR)
    async with browsing(house) as browser:
        await come_in(browser, house, person.telegram_id)
        await browser.open("/desk/broadcasts/new")
        await browser.send("/desk/broadcasts/new", text_uk=WORDS, kind="works")
        yield browser


async def add(browser, *files, key=1, **fields):
    await browser.open(f"/desk/broadcasts/{key}/files")
    return await browser.send(f"/desk/broadcasts/{key}/files", files=[("files", one) for one in files], **fields)


async def do(browser, deed, key=1):
    await browser.open(f"/desk/broadcasts/{key}/sure/{deed}")
    stamp = re.search(r'name="stamp" value="(\d+)"', browser.page)
    return await browser.send(f"/desk/broadcasts/{key}/do/{deed}", stamp=stamp[1])


async def run(house, n_turns=4):
    for _ in range(n_turns):
        await house.tick()


def got(talker):
    """What came with files: for each message its words and the bytes of its files."""
    return [
        (one.text, [file.content for file in one.files]) for one in talker.person.chat if one.from_bot and one.files
    ]


def n_uploads(house):
    return len(house.telegram.files)


def marks(browser):
    return re.findall(r'name="file" value="([^"]+)"', browser.page)


async def test_a_photo_goes_to_telegram_once_and_reaches_everybody(house, olena, taras):
    others = [await house.resident(name) for name in ("Петро", "Ганна", "Іван")]
    assert "Додано 1 файл" in await add(taras, PHOTO)
    await taras.open("/desk/broadcasts/1")
    [path] = set(re.findall(r'<img src="([^"]+)" alt="Фото 1"', taras.page))
    shown = await taras.client.get(path)
    assert (shown.content, shown.headers["Content-Type"]) == (PHOTO[1], "image/jpeg")
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert shown.headers["Cache-Control"] == "no-store"
    await do(taras, "submit")
    await run(house)
    assert [got(one) for one in (olena, *others)] == [[(WORDS, [PHOTO[1]])]] * 4
    assert n_uploads(house) == 1


async def test_an_album_stands_above_the_words_in_its_order(house, olena, taras):
    petro = await house.resident("Петро")
    assert "Додано 2 файли" in await add(taras, PHOTO, SECOND)
    await do(taras, "submit")
    await run(house)
    for one in (olena, petro):
        assert got(one) == [("", [PHOTO[1]]), ("", [SECOND[1]])]
        assert one.last.text == WORDS
    assert n_uploads(house) == 2


async def test_a_document_keeps_its_name_and_is_saved_not_opened(house, olena, taras):
    await add(taras, PLAN)
    assert "Графік.pdf" in await taras.open("/desk/broadcasts/1")
    [path] = set(re.findall(r'href="(/desk/broadcasts/1/files/\d+)"', taras.page))
    shown = await taras.client.get(path)
    assert shown.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''%D0%93")
    await do(taras, "submit")
    await run(house)
    [file] = olena.last.files
    assert (file.kind, file.name, file.content) == ("document", "Графік.pdf", PLAN[1])


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([], "Оберіть хоча б один файл"),
        ([("Анімація.gif", b"GIF89a" + b"\0" * 9)], "Картинку «Анімація.gif» не додано"),
        ([("a.exe", b"MZ\x90\0")], "Файл «a.exe» не додано"),
        ([PHOTO, PLAN], "але не разом"),
        ([(f"{n}.png", png()) for n in range(10)] + [PHOTO], ""),
        ([("Велике.png", png(size=10 * MB + 1))], "Фото «Велике.png» завелике. Найбільше — 10 МБ"),
        ([("Порожній.pdf", b"")], "порожній"),
        ([("a.png", png(9000, 2000))], "не прийме через розмір"),
    ],
)
async def test_what_telegram_would_refuse_is_told_and_nothing_is_added(taras, files, said):
    assert said in await add(taras, *files)
    assert taras.status in (400, 403)
    assert "Ні фото, ні документів ще немає" in await taras.open("/desk/broadcasts/1/files")


async def test_an_album_has_ten_files_and_all_of_them_a_size(taras):
    await add(taras, *[(f"{n}.png", png()) for n in range(10)])
    assert "Додати файли" not in await taras.open("/desk/broadcasts/1/files")
    assert "до 10 фото" in await add(taras, PHOTO)
    for mark in marks(taras):
        await taras.send("/desk/broadcasts/1/files/drop", file=mark)
    for _ in range(2):
        assert "Додано" in await add(taras, *[(f"{n}.png", png(size=9 * MB)) for n in range(2)])
    assert "разом завеликі. Найбільше — 40 МБ" in await add(taras, ("a.png", png(size=5 * MB)))


async def test_a_text_that_is_too_long_for_a_caption_is_told(taras):
    await taras.open("/desk/broadcasts/1/words")
    await taras.send("/desk/broadcasts/1/words", text_uk="я" * 1100, kind="works")
    assert "Найбільше вміщується 1024" in await add(taras, PHOTO)
    assert "Додано 2 файли" in await add(taras, PHOTO, SECOND)
    await taras.open("/desk/broadcasts/1/files")
    assert "Найбільше вміщується 1024" in await taras.send("/desk/broadcasts/1/files/drop", file=marks(taras)[0])
    assert len(set(marks(taras))) == 2


async def test_each_language_has_its_files_or_those_of_the_other(house, olena, taras):
    john = await house.resident("John")
    await house.app.services.people.speak(await _actor(house, john), Locale.EN)
    await add(taras, PHOTO)
    await taras.open("/desk/broadcasts/1/words")
    await taras.send("/desk/broadcasts/1/words", text_uk=WORDS, text_en="Outages", kind="works")
    await add(taras, SECOND, locale="en")
    assert "англійська" in await taras.open("/desk/broadcasts/1/files")
    await do(taras, "submit")
    await run(house)
    assert got(olena) == [(WORDS, [PHOTO[1]])]
    assert got(john) == [("", [PHOTO[1]]), ("", [SECOND[1]])]
    assert john.last.text == "Outages"
    assert n_uploads(house) == 2


async def _actor(house, talker):
    return await house.app.services.people.recognise(talker.person.id, "uk")


async def test_who_has_telegram_sees_it_first_and_nobody_else_brings_it_there(house, olena):
    hanna = await house.staff("Ганна", Role.STAFF)
    async with browsing(house) as browser:
        await come_in(browser, house, hanna.person.id)
        await browser.open("/desk/broadcasts/new")
        await browser.send("/desk/broadcasts/new", text_uk=WORDS, kind="works")
        await add(browser, PHOTO, SECOND)
        assert "Надіслано у ваш чат" in await browser.send("/desk/broadcasts/1/preview")
        assert len(got(hanna)) == 2
        await do(browser, "submit")
    await run(house)
    assert len(got(olena)) == 2
    assert n_uploads(house) == 2


async def test_a_draft_from_the_desk_is_previewed_in_the_bot(house, taras):
    hanna = await house.staff("Ганна", Role.STAFF)
    await add(taras, PHOTO)
    await hanna.say("/broadcast")
    await hanna.press("Чернетки")
    await hanna.press("№ 1")
    await hanna.press("Переглянути")
    assert got(hanna) == [(WORDS, [PHOTO[1]])]


async def test_a_copy_has_files_of_its_own_and_telegram_gets_them_no_more(house, olena, taras):
    await add(taras, PHOTO)
    await do(taras, "submit")
    await run(house)
    await taras.open("/desk/broadcasts/1")
    await taras.send("/desk/broadcasts/1/copy")
    await taras.open("/desk/broadcasts/2")
    assert "/desk/broadcasts/2/files/2" in taras.page
    await do(taras, "submit", 2)
    await run(house)
    assert got(olena) == [(WORDS, [PHOTO[1]])] * 2
    assert n_uploads(house) == 1
    assert (await taras.client.get("/desk/broadcasts/2/files/1")).status_code == 404


async def test_a_file_that_telegram_forgot_goes_there_once_more(house, olena, taras):
    petro = await house.resident("Петро")
    await add(taras, PHOTO)
    await do(taras, "submit")
    await run(house)
    house.telegram.files.clear()
    await taras.open("/desk/broadcasts/1")
    await taras.send("/desk/broadcasts/1/copy")
    await do(taras, "submit", 2)
    await run(house)
    house.clock.pass_(minutes=2)
    await run(house)
    assert n_uploads(house) == 1
    assert "Доставлено: 2" in await taras.open("/desk/broadcasts/2")
    assert [one.last.files[0].content for one in (olena, petro)] == [PHOTO[1]] * 2


async def test_whoever_brings_a_file_without_an_answer_is_followed_by_one_more(house, olena, taras):
    """As if the bot had died between Telegram's taking the file and its being noted."""
    others = [await house.resident(name) for name in ("Петро", "Ганна")]
    await add(taras, PHOTO)
    house.telegram.drop_after("sendPhoto")
    await do(taras, "submit")
    await run(house)
    assert [got(one) for one in (olena, *others)] == [[(WORDS, [PHOTO[1]])]] * 3
    assert n_uploads(house) == 2
    assert "Мабуть, доставлено, але Telegram не відповів: 1" in await taras.open("/desk/broadcasts/1")


async def test_who_blocked_the_bot_brings_nothing_and_the_next_one_does(house, olena, taras):
    petro = await house.resident("Петро")
    await olena.person.block()
    await add(taras, PHOTO)
    await do(taras, "submit")
    await run(house)
    assert got(petro) == [(WORDS, [PHOTO[1]])]
    assert "Заблокували бота: 1" in await taras.open("/desk/broadcasts/1")


async def test_telegram_refuses_a_file_and_the_broadcast_stops_with_its_words(house, olena, taras):
    await add(taras, PHOTO)
    house.telegram.fail_next("sendPhoto", 400, "Bad Request: IMAGE_PROCESS_FAILED")
    await do(taras, "submit")
    await run(house)
    assert "не приймає цього повідомлення" in await taras.open("/desk/broadcasts/1")
    assert "Image_process_failed" in taras.page
    assert got(olena) == []


async def test_the_bytes_go_a_month_after_the_end_and_a_copy_still_goes(house, olena, taras):
    await add(taras, PHOTO)
    await do(taras, "submit")
    await run(house)
    path = "/desk/broadcasts/1/files/1"
    retention = house.app.services.retention
    house.clock.pass_(days=29)
    await retention.sweep()
    assert await _size(house) == len(PHOTO[1])
    house.clock.now += timedelta(days=2)
    await retention.sweep()
    assert await _size(house) is None
    person = await house.app.services.accounts.invite(DESK, "n@example.com", "Ніна", Role.MODERATOR)
    async with browsing(house) as browser:
        await come_in(browser, house, person.telegram_id)
        await browser.open("/desk/broadcasts/1")
        assert path not in browser.page
        assert (await browser.client.get(path)).status_code == 404
        assert (await browser.client.get("/desk/broadcasts/1/sent/0")).content == PHOTO[1]  # Telegram has it still
        await browser.send("/desk/broadcasts/1/copy")
        await do(browser, "submit", 2)
    await run(house)
    assert got(olena) == [(WORDS, [PHOTO[1]])] * 2


async def test_who_works_without_telegram_sees_what_was_added_there(house, taras):
    """They may have to approve it."""
    iryna = await house.staff(role=Role.MODERATOR)
    await iryna.person.send_photo(png())
    await iryna.person.send_document("Графік.pdf", pdf())
    await house.settle()
    photo, plan = (file for message in iryna.person.chat for file in message.files)
    desk, author = house.app.services.broadcasts, await house.app.services.people.recognise(iryna.person.id, "uk")
    for file in (FeedbackFile(FileKind.PHOTO, photo.id), FeedbackFile(FileKind.DOCUMENT, plan.id, "Графік.pdf")):
        key = await desk.draft(author, BroadcastKind.WORKS, Audience(community="zhytomyr"))
        await desk.say(author, key, Locale.UK, Content(WORDS, (file,)))
    await taras.open("/desk/broadcasts/2")
    assert '<img src="/desk/broadcasts/2/sent/0" alt="Фото 1"' in taras.page
    shown = await taras.client.get("/desk/broadcasts/2/sent/0")
    assert (shown.content, shown.headers["content-type"]) == (photo.content, "image/jpeg")
    await taras.open("/desk/broadcasts/3")
    assert 'href="/desk/broadcasts/3/sent/0">Графік.pdf' in taras.page
    saved = await taras.client.get("/desk/broadcasts/3/sent/0")
    assert saved.content == plan.content
    assert saved.headers["content-disposition"].startswith("attachment")
    assert (await taras.client.get("/desk/broadcasts/2/sent/1")).status_code == 404


async def _size(house):
    async with house.app.database.read() as connection:
        return (await connection.exec_driver_sql("SELECT length(content) FROM broadcast_files WHERE id = 1")).scalar()


async def test_what_is_taken_away_is_deleted(house, taras):
    await add(taras, PHOTO, SECOND)
    await taras.open("/desk/broadcasts/1/files")
    assert "Файл прибрано" in await taras.send("/desk/broadcasts/1/files/drop", file=marks(taras)[0])
    assert await _keys(house) == [2]
    await do(taras, "drop")
    assert await _keys(house) == []


async def _keys(house):
    async with house.app.database.read() as connection:
        return list((await connection.exec_driver_sql("SELECT id FROM broadcast_files")).scalars())


async def test_only_who_may_see_a_broadcast_sees_its_files(house, taras):
    await add(taras, PHOTO)
    async with browsing(house) as browser:
        assert (await browser.client.get("/desk/broadcasts/1/files/1")).status_code == 303
    for path in ("/desk/broadcasts/1/files/2", "/desk/broadcasts/9/files/1", "/desk/broadcasts/1/files/x"):
        assert (await taras.client.get(path)).status_code == 404


async def test_a_colleague_adds_nothing_to_anothers_draft(house, olena, taras):
    person = await house.app.services.accounts.invite(DESK, "n@example.com", "Ніна", Role.STAFF)
    async with browsing(house) as browser:
        await come_in(browser, house, person.telegram_id)
        assert "пише інша людина" in await browser.open("/desk/broadcasts/1/files")
        await browser.open("/desk/broadcasts/1")
        assert "пише інша людина" in await browser.send("/desk/broadcasts/1/files", files=[("files", PHOTO)])
    await do(taras, "submit")
    assert "тим часом змінили" in await taras.open("/desk/broadcasts/1/files")
