"""Write feedback: one text and «Надіслати»; everything else is a button on a draft that nothing loses."""

import asyncio

import pytest

from bot.domain.feedback import MAX_FILES
from tests.bot.transport.local.conftest import png
from tests.support.asking import refused, rows
from tests.support.house import open_house
from tests.support.writing import LANTERN, drafted, published, sent


async def test_a_text_and_one_press(house):
    olena = await house.resident()
    said = await olena.say("/feedback")
    assert "Напишіть відгук одним повідомленням" in said.text
    assert "не звернення за Законом «Про звернення громадян»" in said.text
    said = await olena.say(LANTERN)
    assert f"«{LANTERN}»" in said.text
    assert "Ще не надіслано" in said.text
    assert rows(house, "feedback") == []
    said = await olena.press("Надіслати")
    [kept] = rows(house, "feedback")
    assert f"Відгук № {kept['id']} надіслано" in said.text
    assert len(str(kept["id"])) == 8
    assert (kept["text"], kept["community"], kept["state"]) == (LANTERN, "zhytomyr", "new")
    assert (kept["is_named"], kept["is_offered"], kept["is_public"], kept["entry"]) == (0, 0, 0, None)
    assert rows(house, "drafts") == rows(house, "flows") == []
    said = await olena.press("Мої відгуки")
    assert f"№ {kept['id']}" in said.text
    assert "· нове" in said.text
    said = await olena.press(LANTERN)
    assert "Стан: нове" in said.text


async def test_the_law_is_one_press_away(house):
    olena = await house.resident()
    await olena.say("/feedback")
    said = await olena.press("Як подати звернення")
    assert "прізвище, ім’я, по батькові, місце проживання" in said.text
    assert "не пізніше ніж за 15 днів" in said.text
    await olena.press("Надіслати відгук")
    await olena.say(LANTERN)
    assert "Ще не надіслано" in olena.last.text


async def test_everything_else_is_a_button_on_the_draft(house):
    olena = await house.resident()
    await house.app.services.settlements.replace("zhytomyr", ["Озерне", "Глибочиця"])
    await drafted(olena)
    await olena.press("Обрати тему")
    said = await olena.press("Безпека")
    assert "Тема: Безпека" in said.text
    await olena.press("Населений пункт")
    said = await olena.press("Озерне")
    assert "Населений пункт: Озерне" in said.text
    said = await olena.press("Показати працівникам, хто я")
    assert "Працівники бачитимуть ваше ім’я" in said.text
    await olena.press("Не показувати працівникам, хто я")
    said = await olena.press("Запропонувати показати всім")
    assert "Ви пропонуєте показати відгук усім" in said.text
    await olena.press("Змінити текст")
    said = await olena.say("Ліхтар біля школи знову не світить")
    assert "«Ліхтар біля школи знову не світить»" in said.text
    await olena.press("Надіслати")
    [kept] = rows(house, "feedback")
    assert kept["text"] == "Ліхтар біля школи знову не світить"
    assert (kept["topic"], kept["settlement"]) == ("safety", "Озерне")
    assert (kept["is_named"], kept["is_offered"], kept["is_public"]) == (0, 1, 0)


async def test_about_a_goal(house):
    olena = await house.resident(community="luhansk")
    await olena.start("g12")
    said = await olena.press("Надіслати відгук про це")
    goal = house.app.services.entries.shelf.entry(12)
    assert "Про ціль:" in said.text
    await olena.say(LANTERN)
    await olena.press("Надіслати")
    [kept] = rows(house, "feedback")
    document = house.app.services.entries.shelf.library.document_of(goal)
    assert (kept["entry"], kept["community"]) == (12, document.community)
    await olena.press("Мої відгуки")
    await olena.press(LANTERN)
    said = await olena.press("Переглянути ціль")
    assert goal.text[:40] in said.text


async def test_who_chose_no_community_is_asked(house):
    olena = await house.resident(community=None)
    said = await olena.say("/feedback")
    assert said.text == "Якій громаді ваш відгук?"
    await olena.press("Луганська")
    await olena.say(LANTERN)
    await olena.press("Надіслати")
    assert rows(house, "feedback")[0]["community"] == "luhansk"


async def test_what_is_written_before_the_hromada_is_chosen_is_not_lost(house):
    olena = await house.resident(community=None)
    await olena.say("/feedback")
    said = await olena.say(LANTERN)
    assert said.text == "Ваш текст збережено. Якій громаді його передати?"
    assert rows(house, "questions") == []
    await olena.person.send_voice(b"OggS")
    await house.settle()
    assert olena.last.text == said.text
    await olena.say("Луганська область")
    assert f"«{LANTERN}»" in olena.last.text
    await olena.press("Надіслати")
    [kept] = rows(house, "feedback")
    assert (kept["text"], kept["community"]) == (LANTERN, "luhansk")


async def test_who_did_not_agree_is_asked_and_comes_back(house):
    olena = house.person()
    said = await olena.say("/feedback")
    assert said.text.startswith("Щоб громада могла вам відповісти, потрібна ваша згода.")
    await olena.press("Погоджуюсь")
    await olena.press("Житомирська")
    await olena.say(LANTERN)
    assert "Надіслати" in olena.buttons
    stefa = house.person("Стефа")
    await stefa.start("g12")
    await stefa.press("Надіслати відгук про це")
    said = await stefa.press("Погоджуюсь")
    assert "Про ціль:" in said.text
    petro = house.person("Петро")
    await petro.say("/my")
    said = await petro.press("Погоджуюсь")
    assert "Ви ще не надсилали відгуків" in said.text


async def test_photo_voice_and_document_go_into_the_draft(house):
    olena = await house.resident()
    await olena.say("/feedback")
    await olena.person.send_photo(png(), LANTERN)
    await house.settle()
    assert f"«{LANTERN}»" in olena.last.text
    await olena.person.send_voice(b"voice")
    await house.settle()
    await olena.person.send_document("довідка.pdf", b"%PDF")
    await house.settle()
    assert "Додано: 1 фото, 1 голосове, 1 документ" in olena.last.text
    await olena.press("Надіслати")
    assert [(row["kind"], row["name"]) for row in rows(house, "feedback_files")] == [
        ("photo", ""),
        ("voice", ""),
        ("document", "довідка.pdf"),
    ]


async def test_a_file_that_may_be_a_program_is_not_taken_and_its_words_are(house):
    olena = await house.resident()
    await olena.say("/feedback")
    await olena.person.send_document("акт.pdf.EXE", b"MZ", LANTERN)
    await house.settle()
    assert "Файл «акт.pdf.EXE» не додано" in olena.last.text
    assert "Надішліть фото, PDF, документ Word або Excel" in olena.last.text
    assert f"«{LANTERN}»" in olena.last.text
    assert "Додано" not in olena.last.text
    await olena.person.send_document("Акт.PDF", b"%PDF")
    await house.settle()
    assert "Додано: 1 документ" in olena.last.text
    await olena.press("Надіслати")
    assert [row["name"] for row in rows(house, "feedback_files")] == ["Акт.PDF"]


async def test_a_file_that_may_be_a_program_alone_leaves_the_question_open(house):
    olena = await house.resident()
    await olena.say("/feedback")
    await olena.person.send_document("лист.bat", b"@echo off")
    await house.settle()
    assert "Файл «лист.bat» не додано" in olena.last.text
    assert "Надіслати" not in olena.buttons
    assert f"«{LANTERN}»" in (await olena.say(LANTERN)).text


async def test_a_voice_note_alone_is_enough(house):
    olena = await house.resident()
    await olena.say("/feedback")
    await olena.person.send_voice(b"voice")
    await house.settle()
    assert "Тексту ще немає" in olena.last.text
    await olena.press("Надіслати")
    assert [(row["text"]) for row in rows(house, "feedback")] == [""]
    await olena.press("Мої відгуки")
    said = await olena.press("Без тексту")
    assert "Додано: 1 голосове" in said.text


async def test_an_album_is_one_card_and_stops_at_the_limit(house):
    olena = await house.resident()
    await olena.say("/feedback")
    n_messages = len(olena.person.chat)
    for number in range(10):
        await olena.person.send_photo(png(number + 1), LANTERN * (not number), album="ten")
    await house.settle()
    assert len(olena.person.chat) == n_messages + 10 + 1
    assert f"Додано: {MAX_FILES} фото" in olena.last.text
    assert f"щонайбільше {MAX_FILES}" in olena.last.text
    await olena.person.send_photo(png(11))
    await house.settle()
    assert olena.last.text.startswith(f"Можна додати щонайбільше {MAX_FILES} файлів")
    await olena.press("Прибрати файли")
    assert "Додано" not in olena.last.text
    await olena.press("Надіслати")
    assert rows(house, "feedback_files") == []


async def test_what_is_written_meanwhile_is_a_question_that_can_be_added(house):
    olena = await house.resident()
    await drafted(olena, "Доброго дня")
    said = await olena.say("На Садовій яма")
    assert "Ще не надіслано" not in said.text
    first = said
    said = await olena.say("Пожежа, горить будинок")
    assert "101" in said.text, "danger is answered at once"
    await olena.person.send_photo(png(), "індустріальні парки")
    await house.settle()
    assert "парк" in olena.last.text
    photo = olena.last
    await olena.tap("Додати це до відгуку", on=first)
    [draft] = rows(house, "drafts")
    assert (draft["text"], draft["files"]) == ("Доброго дня\nНа Садовій яма", "[]")
    await olena.tap("Додати це до відгуку", on=photo)
    [draft] = rows(house, "drafts")
    assert draft["text"] == "Доброго дня\nНа Садовій яма\nіндустріальні парки"
    assert '"kind": "photo"' in draft["files"]
    house.clock.pass_(hours=1)
    assert "уже не пам’ятає" in (await olena.tap("Додати це до відгуку", on=said)).text


async def test_a_photo_with_words_can_be_added_with_both(house):
    olena = await house.resident()
    await drafted(olena)
    await olena.person.send_photo(png(), "Ось тут")
    await house.settle()
    said = await olena.press("Додати це до відгуку")
    assert f"«{LANTERN}\nОсь тут»" in said.text
    assert "Додано: 1 фото" in said.text


async def test_a_draft_that_was_left_alone_takes_nothing_by_itself(house):
    olena = await house.resident()
    await drafted(olena)
    house.clock.pass_(hours=1)
    said = await olena.say("індустріальні парки")
    assert "Додати це до відгуку" not in olena.buttons
    await olena.person.send_photo(png())
    await house.settle()
    assert "Я читаю лише текст" in olena.last.text
    said = await olena.say("/feedback")
    assert said.text.startswith("У вас є ненадісланий відгук.")
    assert f"«{LANTERN}»" in said.text


async def test_a_draft_survives_a_restart_and_a_month(tmp_path):
    path = tmp_path / "viche.sqlite3"
    async with open_house(path) as house:
        olena = await house.resident()
        await drafted(olena)
        card = olena.last
        await olena.press("Обрати тему")
        await olena.press("Безпека")
    house.clock.pass_(days=31)
    async with open_house(path, house.telegram, house.clock) as again:
        await again.app.services.retention.sweep()
        olena = type(olena)(again, olena.person)
        await asyncio.sleep(0.05)
        await olena.tap("Надіслати", on=card)
        [kept] = rows(again, "feedback")
        assert (kept["text"], kept["topic"]) == (LANTERN, "safety")


async def test_an_old_draft_is_erased(house):
    olena = await house.resident()
    await drafted(olena)
    house.clock.pass_(days=91)
    await house.app.services.retention.sweep()
    assert rows(house, "drafts") == []
    assert "уже немає" in await refused(olena, "Надіслати")


async def test_two_taps_send_once(house):
    olena = await house.resident()
    await drafted(olena)
    card = olena.last
    first = olena.person.tap(card, "Надіслати")
    second = olena.person.tap(card, "Надіслати")
    await house.settle()
    assert first.answer.result().text == "✓ Надіслано"
    assert "уже немає" in second.answer.result().text
    assert len(rows(house, "feedback")) == 1


async def test_dropping_asks_first(house):
    olena = await house.resident()
    await drafted(olena)
    await olena.press("Стерти")
    await olena.press("До відгуку")
    await olena.press("Стерти")
    said = await olena.press("Так, стерти")
    assert said.text == "Ненадісланий відгук стерто."
    assert rows(house, "drafts") == []


async def test_what_is_there_already_can_be_supported_instead(house):
    olena, petro, iryna = await house.resident(), await house.resident("Петро"), await house.staff()
    await published(olena, iryna, LANTERN)
    await petro.say("/feedback")
    said = await petro.say("Полагодьте, будь ласка, ліхтар біля школи")
    assert "Схоже вже є" in said.text
    said = await petro.press("Підтримати")
    assert "✓ Ви підтримали схожу пропозицію" in said.text
    assert "Схоже вже є" not in said.text
    assert len(rows(house, "supports")) == 1
    assert len(rows(house, "feedback")) == 1
    await petro.press("Стерти")
    await petro.press("Так, стерти")
    await olena.say("/feedback")
    said = await olena.say(LANTERN)
    assert "Схоже вже є" not in said.text, "one's own is no proposal to support"


@pytest.mark.parametrize(
    ("text", "is_offered"),
    [
        ("Біля школи не світить ліхтар", True),
        ("ліхтарь біля школи полагодьте будь ласка", True),
        ("Полагодьте дорогу біля школи", False),
        ("Полагодьте ліхтар на Садовій", False),
        ("Дякую", False),
    ],
)
async def test_only_what_says_the_same_is_offered(house, text, is_offered):
    olena, petro, iryna = await house.resident(), await house.resident("Петро"), await house.staff()
    await published(olena, iryna, LANTERN)
    said = await drafted(petro, text)
    assert ("Схоже вже є" in said.text) == is_offered


async def test_only_so_much_at_once_and_the_draft_stays(house):
    olena = await house.resident()
    for number in range(3):
        await sent(olena, f"Ямка номер {number} на вулиці")
    await drafted(olena)
    assert "кілька відгуків" in await refused(olena, "Надіслати")
    house.clock.pass_(hours=2)
    await olena.press("Надіслати")
    assert len(rows(house, "feedback")) == 4


async def test_in_english(house):
    mary = house.person("Mary", language_code="en")
    await mary.start("f")
    assert mary.last.text.startswith("The hromada can answer you only with your consent.")
    await mary.press("I agree")
    await mary.press("Zhytomyr")
    await mary.say(LANTERN)
    await mary.press("Choose a topic")
    said = await mary.press("Safety")
    assert "Topic: Safety" in said.text
    said = await mary.press("Send")
    assert "is sent." in said.text
    assert "not a formal appeal" in said.text
    assert "· new" in (await mary.press("My feedback")).text
