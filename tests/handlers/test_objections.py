"""An author says one word against a decision of moderators; it is decided once, and can be undone."""

import pytest

from bot.domain.people import Role
from bot.domain.restrictions import NEWCOMER
from tests.bot.transport.local.conftest import png
from tests.support.moderating import TEXT, actor, appealed, hidden, opened, sent, shown, told


@pytest.fixture
async def olena(house):
    """A resident who is here long enough to send links."""
    olena = await house.resident()
    house.clock.pass_(seconds=NEWCOMER.total_seconds())
    return olena


@pytest.fixture
async def taras(house):
    return await house.staff("Тарас", Role.MODERATOR)


@pytest.mark.parametrize(
    ("decision", "word", "is_shown"),
    [
        ("Задовольнити", "оскарження задоволено, рішення скасовано", True),
        ("Відхилити", "розглянуто й відхилено", False),
    ],
)
async def test_an_appeal_is_decided_once_and_the_author_hears_of_it(house, olena, taras, decision, word, is_shown):
    await sent(olena)
    await hidden(taras)
    assert "Оскарження передано модераторам" in (await appealed(olena)).text
    house.clock.pass_(days=1)
    assert "Оскаржень без рішення: 1 · найдовше чекає 1 день" in (await taras.say("/moderate")).text
    said = await opened(taras, "Оскарження")
    assert "Оскарження автора: «Це правда, є фото»" in said.text
    await taras.press(decision)
    assert word in await told(olena)
    assert (await shown(house) == [TEXT]) == is_shown
    assert "Оскаржень без рішення: 0" in (await taras.say("/moderate")).text


@pytest.mark.parametrize("decision", ["Задовольнити", "Відхилити"])
async def test_a_decision_about_an_appeal_can_be_undone(house, olena, taras, decision):
    await sent(olena)
    await hidden(taras)
    await appealed(olena)
    await opened(taras, "Оскарження")
    await taras.press(decision)
    await told(olena)
    await taras.press("Скасувати")
    assert "розглянуть іще раз" in await told(olena)
    assert await shown(house) == []
    said = await opened(taras, "Оскарження")
    assert "Приховано. Причина: образи." in said.text
    assert "Задовольнити оскарження" in taras.buttons


async def test_one_appeals_once_and_only_what_is_hidden(house, olena, taras):
    key = await sent(olena)
    appeal = f"moa1:{key}"
    assert "Оскаржувати вже нічого" in (await olena.press_data(appeal)).text
    await hidden(taras)
    await appealed(olena)
    assert "Оскаржувати вже нічого" in (await olena.press_data(appeal)).text
    await opened(taras, "Оскарження")
    await taras.press("Задовольнити")
    await hidden(taras)
    said = await told(olena)
    assert "Його знову приховано" in said
    assert "Оскаржити" not in olena.buttons
    petro = await house.resident("Петро")
    assert "немає" in (await petro.press_data(appeal)).text


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("🙂🙂🙂", "Тут потрібен текст"),
        ("\u202e\u200f", "Тут потрібен текст"),
        ("а" * 20_000, "щонайбільше 1000 символів"),
        ("<b>=cmd|'/c calc'!A1</b>", "Оскарження передано"),
    ],
)
async def test_odd_appeals_lose_nothing_and_trap_nobody(house, olena, taras, words, answer):
    await sent(olena)
    await hidden(taras)
    for piece in range(0, len(words), 4096):
        said = await (appealed(olena, words[:4096]) if not piece else olena.say(words[piece : piece + 4096]))
    assert answer in said.text
    if "передано" not in answer:
        assert "Оскарження передано" in (await olena.say("Це правда")).text
    said = await opened(taras, "Оскарження")
    assert ("=cmd|'/c calc'!A1" in said.text) == ("передано" in answer)


async def test_an_appeal_left_open_for_a_month_is_a_question_again(house, olena, taras):
    await sent(olena)
    await hidden(taras)
    await told(olena)
    await olena.press("Оскаржити")
    house.clock.pass_(days=30)
    assert "Оскарження передано" not in (await olena.say("індустріальні парки")).text


@pytest.mark.parametrize("what", ["sticker", "voice", "photo", "document", "album"])
async def test_what_is_no_text_is_no_appeal_and_is_asked_for_again(house, olena, taras, what):
    await sent(olena)
    await hidden(taras)
    await told(olena)
    await olena.press("Оскаржити")
    person, before = olena.person, len(olena.person.chat)
    match what:
        case "sticker":
            await person.send_sticker()
        case "voice":
            await person.send_voice(b"OggS")
        case "photo":
            await person.send_photo(png(1))
        case "document":
            await person.send_document("list.exe", b"MZ")
        case "album":
            for number in range(10):
                await person.send_photo(png(number + 1), album="ten")
    await house.settle()
    answers = [message.text for message in person.chat[before:] if message.from_bot]
    assert answers == ["Тут потрібен текст. Напишіть відповідь словами."]
    assert "Оскарження передано" in (await olena.say("Це правда")).text


async def test_a_changed_message_and_another_question_of_the_bot_take_no_appeal(house, olena, taras):
    await sent(olena)
    await hidden(taras)
    await told(olena)
    asked = olena.last
    earlier = await olena.person.say("2.2.1")
    await house.settle()
    await olena.tap("Оскаржити", asked)
    await olena.person.edit(earlier, "2.2.2")
    await house.settle()
    assert "Оскарження передано" not in olena.last.text
    await olena.tap("Оскаржити", asked)
    await olena.say("/verify")
    assert "Оскарження передано" not in (await olena.say("Це правда")).text
    await olena.tap("Оскаржити", asked)
    assert "Оскарження передано" in (await olena.say("Це правда")).text


async def test_a_decision_that_the_night_held_back_is_told_though_a_later_one_is_undone(house, olena, taras):
    key = await sent(olena)
    house.clock.pass_(hours=12)
    await hidden(taras)
    await house.app.services.moderation.appeal(await actor(olena), key, "Це правда")
    await opened(taras, "Оскарження")
    await taras.press("Відхилити")
    await taras.press("Скасувати")
    house.clock.pass_(hours=12)
    n_messages = len(olena.person.chat)
    assert "Причина: образи." in await told(olena)
    assert len(olena.person.chat) == n_messages + 1


async def test_who_undoes_hiding_after_an_appeal_grants_it(house, olena, taras):
    await sent(olena)
    await hidden(taras)
    await appealed(olena)
    await opened(taras, "Оскарження")
    await taras.press("Скасувати: знову показати")
    assert await shown(house) == [TEXT]
    assert "Оскаржень без рішення: 0" in (await taras.say("/moderate")).text
