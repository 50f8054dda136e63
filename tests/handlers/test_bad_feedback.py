"""Whatever is thrown at feedback: a clear sentence, nothing lost, nobody trapped."""

import pytest

from bot.domain.feedback import MAX_TEXT
from tests.support.asking import rows
from tests.support.databases import stored
from tests.support.writing import LANTERN, drafted


@pytest.mark.parametrize("bad", ["🙂🙂🙂", "\u202e\u200f\u202c", "…"])
async def test_what_holds_no_words_is_refused_and_asked_again(house, bad):
    olena = await house.resident()
    await olena.say("/feedback")
    said = await olena.say(bad)
    assert said.text == "Напишіть кілька слів або додайте фото."
    said = await olena.say(LANTERN)
    assert f"«{LANTERN}»" in said.text


async def test_a_text_cut_by_telegram_is_refused_once_and_no_piece_is_kept(house):
    olena = await house.resident()
    await olena.say("/feedback")
    n_messages = len(olena.person.chat)
    for piece in ["а" * 4096] * 4 + ["кінець"]:
        await olena.person.say(piece)
    await house.settle()
    assert len(olena.person.chat) == n_messages + 5 + 1
    assert f"щонайбільше {MAX_TEXT} символів" in olena.last.text
    house.clock.pass_(minutes=1)
    said = await olena.say(LANTERN)
    assert f"«{LANTERN}»" in said.text
    await olena.person.send_document("лист.txt", ("а" * 20_000).encode(), mime="text/plain")
    await house.settle()
    assert "Додано: 1 документ" in olena.last.text


async def test_markup_formulas_and_turned_writing_are_only_text(house):
    olena = await house.resident()
    await olena.say("/feedback")
    said = await olena.say('<b>Ліхтар</b> =HYPERLINK("x")\n\u202eшкола & сад')
    assert '«<b>Ліхтар</b> =HYPERLINK("x")\nшкола & сад»' in said.text
    await olena.press("Надіслати")
    await olena.press("Мої відгуки")
    said = await olena.press("<b>Ліхтар</b>")
    assert '«<b>Ліхтар</b> =HYPERLINK("x")\nшкола & сад»' in said.text


async def test_a_sticker_a_place_and_a_video_get_a_sentence_and_leave_the_question_open(house):
    olena = await house.resident()
    await olena.say("/feedback")
    await olena.person.send_sticker()
    await house.settle()
    assert "фото, голосове повідомлення або документ" in olena.last.text
    olena.person._write({"location": {"latitude": 50.25, "longitude": 28.66}})
    await house.settle()
    assert "Місце на карті бот не приймає" in olena.last.text
    said = await olena.say(LANTERN)
    assert f"«{LANTERN}»" in said.text
    await house.app.database.scrub()
    assert not any(b"50.25" in content for content in stored(house.path).values())


async def test_a_message_changed_before_sending_changes_the_draft(house):
    olena = await house.resident()
    await olena.say("/feedback")
    message = await olena.person.say("Ліхтр біля школи")
    await house.settle()
    await olena.person.edit(message, LANTERN)
    await house.settle()
    assert olena.last.text.startswith("✓ Текст змінено.")
    assert f"«{LANTERN}»" in olena.last.text
    await olena.press("Надіслати")
    await olena.person.edit(message, "Зовсім інше")
    await house.settle()
    assert "уже надіслано: зміна в повідомленні на нього не вплине" in olena.last.text
    said = await olena.press("Переглянути відгук")
    assert f"«{LANTERN}»" in said.text
    assert "Дописати" in olena.buttons


async def test_a_change_of_one_message_takes_no_other_away(house):
    olena = await house.resident()
    await olena.say("/feedback")
    message = await olena.person.say(LANTERN)
    await house.settle()
    await olena.say("Біля входу")
    await olena.press("Додати це до відгуку")
    await olena.person.edit(message, "Полагодьте ліхтар")
    await house.settle()
    assert rows(house, "drafts")[0]["text"] == f"{LANTERN}\nБіля входу"
    said = await olena.press("Додати це до відгуку")
    assert f"«{LANTERN}\nБіля входу\nПолагодьте ліхтар»" in said.text


@pytest.mark.parametrize("text", ["а" * 1990, "Яма " + "😀" * 993])
async def test_what_is_too_long_to_be_added_is_told(house, text):
    olena = await house.resident()
    await drafted(olena, text)
    await olena.say("Ще одне речення про ліхтар")
    said = await olena.press("Додати це до відгуку")
    assert said.text.startswith(f"Цих слів не додано: текст відгуку має щонайбільше {MAX_TEXT} символів.")
    assert "Надіслати" in olena.buttons


async def test_another_flow_is_left_and_the_draft_waits(house):
    olena = await house.resident()
    await olena.say("/feedback")
    await olena.say("/verify")
    await olena.say(LANTERN)
    assert rows(house, "drafts") == []
    await drafted(olena)
    await olena.say("/verify")
    await olena.say("Я передумала")
    assert f"«{LANTERN}»" in (await olena.say("/feedback")).text


async def test_a_question_that_nobody_waits_for_is_no_feedback(house):
    olena = await house.resident()
    await olena.say("/feedback")
    house.clock.pass_(days=31)
    await olena.say("індустріальні парки")
    assert rows(house, "drafts") == []
    assert "парк" in olena.last.text


async def test_in_a_group_it_leads_to_the_private_chat(house):
    olena = await house.resident()
    group = await house.telegram.group("Сусіди", olena.person)
    for command in ("/feedback", "/my"):
        await olena.person.say(command, chat=group)
        await house.settle()
        assert "лише в особистому чаті" in olena.person.chat_in(group)[-1].text
    assert rows(house, "flows") == []
