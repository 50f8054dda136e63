"""Staff send a file: it is read, checked, published, and answered by; nothing is published by accident."""

import io
import zipfile

import pytest

from bot.domain.errors import NotAllowed
from bot.domain.people import Role
from bot.domain.uploads import UploadState
from knowledge.editing import Describe, Remove
from knowledge.model import Level
from tests.support import papers
from tests.support.house import DESK, open_house

STRATEGY = """Стратегія Зарічанської громади
Стратегічна ціль 1. Чисте село
Оперативна ціль 1.1. Вода для кожної хати
1.1.1. Пробурити артезіанську свердловину на Заріччі
1.1.3. Замінити водогін
Стратегічна ціль 2. Жива громада
Оперативна ціль 2.1. Велодоріжка до станції
"""
NEW = STRATEGY.replace("Замінити водогін", "Замінити старий водогін").replace(
    "Оперативна ціль 2.1. Велодоріжка до станції\n", ""
)


async def send(talker, content=STRATEGY, name="Стратегія_2030.txt", caption=""):
    await talker.person.send_document(name, content.encode() if isinstance(content, str) else content, caption)
    await talker.house.settle()
    return talker.last


async def read(talker, content=STRATEGY, name="Стратегія_2030.txt"):
    await send(talker, content, name)
    return await talker.press("Так, прочитати")


async def publish(talker, content=STRATEGY):
    await read(talker, content)
    await talker.press("Перевірити")
    return await talker.press("Опублікувати")


async def goals(house, document="zhytomyr-2026"):
    return [entry.code for entry in house.app.services.entries.library.entries if entry.document == document]


async def test_from_a_file_to_an_answer(house):
    iryna, olena = await house.staff(), await house.resident()
    assert "Стратегія_2030.txt" in (await send(iryna)).text
    card = await iryna.press("Так, прочитати")
    for said in (
        "2 стратегічні цілі, 2 оперативні цілі, 2 завдання",
        "«Стратегія 2030»",
        "офіційна стратегія",
        "новий документ",
        "2 зауваги",
        "рядок 1: не ввійшло до цілей: «Стратегія Зарічанської громади»",
        "рядок 5: пропуск у нумерації: немає 1.1.2",
    ):
        assert said in card.text
    assert await goals(house) == []
    card = await iryna.press("Перевірити")
    assert "Новий документ «Стратегія 2030» (код zhytomyr-2026)" in card.text
    assert "Додано: 6 цілей" in card.text
    assert "Бот уже відповідає" in (await iryna.press("Опублікувати")).text
    assert (
        "Пробурити артезіанську свердловину" in (await olena.say("коли буде артезіанська свердловина на Заріччі")).text
    )


async def test_a_new_edition_says_what_hangs_on_what_it_removes(house):
    iryna, olena = await house.staff(), await house.resident()
    await publish(iryna)
    await olena.say("велодоріжка до станції")
    shelf = house.app.services.entries.shelf
    await olena.press_data(f"kf1:{shelf.ids['zhytomyr-2026', '2.1']}:1:0:0")
    number = shelf.ids["zhytomyr-2026", "2.1"]
    kept = shelf.ids["zhytomyr-2026", "1.1.3"]
    card = await read(iryna, NEW, "нова.txt")
    assert "Це нова редакція документа" in card.text
    assert "«Стратегія 2030»" in card.text
    card = await iryna.press("Перевірити")
    assert "Переформульовано: 1 ціль" in card.text
    for said in ("Вилучено: 1 ціль", "• 2.1 Велодоріжка до станції", "1 людина, яка стежить"):
        assert said in card.text
    await iryna.press("Опублікувати")
    shelf = house.app.services.entries.shelf
    assert number not in shelf.by_id
    assert shelf.by_id[kept].text == "Замінити старий водогін"


async def test_residents_and_open_questions_keep_their_files(house):
    olena, iryna, petro = await house.resident(), await house.staff(), await house.staff("Петро", Role.MODERATOR)
    for talker in (olena, petro):
        assert "для бази" not in (await send(talker)).text
        assert "Так, прочитати" not in talker.buttons
    await iryna.say("/feedback")
    card = await send(iryna)
    assert "Так, прочитати" not in [text for row in card.labels for text in row]
    assert (await house.app.services.uploads.listed(DESK))[0] == []


async def test_no_means_that_nothing_is_kept(house):
    iryna = await house.staff()
    await send(iryna)
    await iryna.press("Ні")
    await iryna.press_data("up1")
    assert (await house.app.services.uploads.listed(DESK))[0] == []


async def test_the_kind_and_the_title_are_corrected_and_undone(house):
    iryna = await house.staff()
    await read(iryna)
    await iryna.press("Вид документа")
    assert "Вид: програма партії" in (await iryna.press("програма партії")).text
    await iryna.press("Назва")
    card = await iryna.say("Програма розвитку <Заріччя>")
    assert "«Програма розвитку &lt;Заріччя&gt;»" in card.text or "«Програма розвитку <Заріччя>»" in card.text
    assert "Виправлено вручну: 2 рази" in card.text
    assert "«Стратегія 2030»" in (await iryna.press("Скасувати останню")).text
    assert "Вид: програма партії" in iryna.last.text


async def test_what_was_checked_is_what_is_published(house):
    iryna, petro = await house.staff(), await house.staff("Петро")
    await read(iryna)
    await iryna.press("Перевірити")
    check = iryna.last
    await petro.say("/documents")
    await petro.press("Файл: Стратегія")
    await petro.press("Вид документа")
    await petro.press("новина")
    answer = await iryna.tap("Опублікувати", on=check)
    assert "виправив хтось інший" in answer.text
    assert await goals(house) == []


async def test_a_discarded_file_is_not_published(house):
    iryna = await house.staff()
    card = await read(iryna)
    await iryna.press("Відкинути файл")
    assert "відкинуто" in (await iryna.press("Відкинути файл")).text
    answer = await iryna.tap("Перевірити", on=card)
    assert "відкинуто" in answer.text
    assert await goals(house) == []


async def test_without_a_community_nothing_is_published(house):
    iryna = await house.staff()
    await iryna.say("/community")
    await iryna.press("Усі")
    assert "Громада: ще не вказано" in (await read(iryna)).text
    await iryna.press("Перевірити")
    assert "Спершу вкажіть, чий це документ" in (await iryna.tap("Опублікувати")).text
    await iryna.press("Назад")
    await iryna.press("Громада")
    assert "Громада: Луганська область" in (await iryna.press("Луганська")).text


async def test_the_same_file_again_is_the_same_upload(house):
    iryna = await house.staff()
    await read(iryna)
    await iryna.press("Вид документа")
    await iryna.press("новина")
    assert "Вид: новина" in (await read(iryna)).text
    assert len((await house.app.services.uploads.listed(DESK))[0]) == 1


@pytest.mark.parametrize(
    ("edits", "why"),
    [
        ([Describe("id", "zhytomyr-oblast-2027")], r"documents\.another"),
        ([Describe("id", "luhansk-oblast-2027")], r"documents\.taken"),
        ([Describe("id", "faq-zhytomyr")], r"documents\.wrong_id"),
        ([Describe("community", "nowhere")], r"documents\.no_name"),
        ([Remove("1", whole=True), Remove("2", whole=True)], r"documents\.no_goals"),
    ],
)
async def test_two_documents_never_get_one_id(house, edits, why):
    iryna = await house.staff()
    await read(iryna)
    uploads, before = house.app.services.uploads, house.app.services.entries.library.entries
    [upload] = (await uploads.listed(DESK))[0]
    for edit in edits:
        await uploads.edit(DESK, upload.id, edit)
    with pytest.raises(NotAllowed, match=why):
        await uploads.publish(DESK, upload.id, (await uploads.view(DESK, upload.id)).revision)
    assert house.app.services.entries.library.entries == before
    assert (await uploads.view(DESK, upload.id)).upload.state is UploadState.READ


async def test_a_switched_off_document_keeps_its_id(house):
    iryna = await house.staff()
    await publish(iryna)
    editions, uploads = house.app.services.editions, house.app.services.uploads
    await editions.switch(DESK, "zhytomyr-2026", on=False)
    view = await uploads.add(DESK, "інша.txt", "1. Ліхтарі\n1.1. Тепло взимку\n".encode())
    await uploads.edit(DESK, view.upload.id, Describe("community", "zhytomyr"))
    await uploads.edit(DESK, view.upload.id, Describe("id", "zhytomyr-2026"))
    with pytest.raises(NotAllowed, match=r"documents\.another"):
        await uploads.publish(DESK, view.upload.id, (await uploads.view(DESK, view.upload.id)).revision)
    assert await goals(house) == []


async def test_a_new_community_comes_with_its_first_document(house):
    uploads = house.app.services.uploads
    view = await uploads.add(DESK, "стратегія.txt", STRATEGY.encode())
    for field, value in (("id", "zarichchia-2030"), ("community", "zarichchia"), ("name", "Зарічанська громада")):
        await uploads.edit(DESK, view.upload.id, Describe(field, value))
    await uploads.publish(DESK, view.upload.id, (await uploads.view(DESK, view.upload.id)).revision)
    olena = await house.resident(community="zarichchia")
    assert "свердловину" in (await olena.say("артезіанська свердловина")).text


def bomb():
    return papers.with_parts(papers.word_table([["1. Люди"]]), {"word/document.xml": b" " * (40 * 2**20)})


def encrypted():
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")


def presentation():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("ppt/presentation.xml", "<p/>")
    return file.getvalue()


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
async def test_what_cannot_be_read_says_why_and_publishes_nothing(house, name, content, why):
    iryna = await house.staff()
    before = house.app.services.entries.library.entries
    assert why in (await read(iryna, content, name)).text
    [upload] = (await house.app.services.uploads.listed(DESK))[0]
    assert upload.state is UploadState.FAILED
    assert (await iryna.press_data(f"upp1:{upload.id}:0")).text
    assert house.app.services.entries.library.entries == before


MACROS = papers.macros(papers.word_table([["1. Люди", "1.1. Освіта"]]), "word/vbaProject.bin")
MERGED = papers.workbook([["1. Люди", "1.1. Освіта"], ["", "1.2. Спорт"]], [(0, 0, 1, 0)])


@pytest.mark.parametrize(
    ("name", "content", "warned"),
    [("макроси.docx", MACROS, "макроси не виконано"), ("насправді-таблиця.txt", MERGED, "2 оперативні цілі")],
)
async def test_macros_and_wrong_names_are_read(house, name, content, warned):
    iryna = await house.staff()
    card = await read(iryna, content, name)
    assert "Прочитано: 1 стратегічна ціль" in card.text
    assert warned in card.text


async def test_a_file_that_is_too_large_is_not_fetched(house):
    iryna = await house.staff()
    assert "більший за 20\u00a0МБ" in (await send(iryna, b"1. " + b"a" * (20 * 2**20))).text


async def test_a_document_is_switched_off_and_on_and_rolled_back(house):
    iryna, olena = await house.staff(), await house.resident()
    await publish(iryna)
    await publish(iryna, NEW)
    await iryna.say("/documents")
    await iryna.press("✓ Стратегія 2030")
    assert "5 цілей" in iryna.last.text
    await iryna.press("Повернути попередню")
    assert "Повернуто редакцію" in (await iryna.press("Повернути попередню")).text
    assert "2.1" in await goals(house)
    assert "вимкнено" in (await iryna.press("Вимкнути документ")).text
    assert "Велодоріжка до станції" not in (await olena.say("велодоріжка до станції")).text
    assert "Бот відповідає" in (await iryna.press("Увімкнути документ")).text
    assert "Велодоріжка до станції" in (await olena.say("велодоріжка до станції")).text


async def test_a_bot_killed_while_reading_says_so_and_reads_again(tmp_path):
    async with open_house(tmp_path / "viche.sqlite3") as house:
        iryna = await house.staff()
        await read(iryna)
        [upload] = (await house.app.services.uploads.listed(DESK))[0]

        async def as_killed(connection):
            await connection.exec_driver_sql("UPDATE uploads SET state = 'reading', reading = NULL")

        await house.app.database.write(as_killed)
    house.clock.pass_(minutes=4)
    async with open_house(tmp_path / "viche.sqlite3", house.telegram, house.clock) as again:
        await again.tick()
        view = await again.app.services.uploads.view(DESK, upload.id)
        assert (view.upload.state, view.upload.reason) == (UploadState.FAILED, "interrupted")
        view = await again.app.services.uploads.read_again(DESK, upload.id)
        assert [entry.level for entry in view.manuscript.entries].count(Level.TASK) == 2


async def test_files_are_kept_for_a_term_and_documents_stay(house):
    iryna = await house.staff()
    await publish(iryna)
    await read(iryna, b" \n", "порожній.txt")
    await read(iryna, NEW)
    sweep = house.app.services.retention.sweep
    for days, kept in ((29, [True, True, True]), (2, [True, False, False])):
        house.clock.pass_(days=days)
        await sweep()
        assert [one.has_file for one in (await house.app.services.uploads.listed(DESK))[0]] == kept
    house.clock.pass_(days=60)
    await sweep()
    states = [one.state for one in (await house.app.services.uploads.listed(DESK))[0]]
    assert states == [UploadState.READ, UploadState.PUBLISHED]
    assert len(await goals(house)) == 6
