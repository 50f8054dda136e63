"""Two of the staff at one desk: give away, be faster, put together, close; and authors who leave meanwhile."""

import asyncio

import pytest

from bot.domain.feedback import HideReason
from bot.domain.people import Role
from tests.support.asking import refused, rows, told
from tests.support.feedback import (
    ANSWER,
    LAMP,
    QUESTION,
    ROAD,
    ROAD_TOO,
    answered,
    at_desk,
    found,
    heard,
    replied,
    sent,
    written,
)
from tests.support.writing import actor
from tests.support.writing import sent as written_by


def stored(house, key):
    return next(row for row in rows(house, "feedback") if row["id"] == key)


async def merged(staff, text, with_):
    """Put one piece under another that is offered as similar."""
    await found(staff, text)
    await staff.press("Об’єднати")
    await staff.press(with_[:20])
    return await staff.press("Об’єднати")


async def test_from_the_first_word_to_the_last(house):
    """The resident writes and reads in Telegram, so do staff, and a moderator looks on."""
    olena, iryna, moderator = await house.resident(), await house.staff(), await house.staff("Модест", Role.MODERATOR)
    key = await written_by(olena, ROAD)
    await found(iryna)
    await iryna.press("Уточнити в автора")
    await iryna.say(QUESTION)
    await iryna.press("Надіслати")
    assert QUESTION in await told(house, olena)
    await olena.press("Переглянути відгук")
    await olena.press("Відповісти")
    await olena.say("Біля школи")
    assert "відповів" in await told(house, iryna)
    assert "Біля школи" in (await iryna.press("Переглянути відгук")).text
    await iryna.press("Відповісти")
    await iryna.say(ANSWER)
    await iryna.press("Надіслати")
    assert ANSWER in await told(house, olena)
    said = await olena.press("Переглянути відгук")
    assert [part in said.text for part in (ROAD, QUESTION, "Біля школи", ANSWER)] == [True] * 4
    await moderator.press_data(f"fb1:{key}")
    assert ANSWER in moderator.last.text
    assert moderator.buttons == ["Хто що робив", "← До відгуків"]


async def test_a_colleague_is_told_what_was_given_to_them(house):
    olena, iryna, taras = await house.resident(), await house.staff(), await house.staff("Тарас", Role.OPERATOR)
    moderator = await house.staff("Модест", Role.MODERATOR)
    key = await sent(olena)
    await found(iryna)
    await iryna.press("Доручити колезі")
    assert iryna.buttons[0] == "Мені"
    assert not any("Модест" in label for label in iryna.buttons)
    said = await iryna.press("Тарас")
    assert "✓ Доручено. Бот повідомить колегу." in said.text
    assert "Доручено: працівник №" in said.text
    assert await told(house, taras) == "Колега доручив вам відгук.\n\nТермін: без терміну"
    said = await taras.press("Переглянути відгук")
    assert "Доручено вам." in said.text
    assert "Стан: у роботі" in said.text
    assert [text for text in await heard(olena) if "стан" in text] == [f"Ваш відгук «{ROAD}» тепер має стан: у роботі."]
    assert ROAD not in str([row["params"] for row in rows(house, "notices") if row["kind"].startswith("staff")])
    await iryna.press("Забрати собі")
    assert stored(house, key)["state"] == "in_work"
    said = await iryna.press("Хто що робив")
    assert said.text.count("доручено працівникові №") == 2
    person = (await actor(moderator)).id
    mine = (await actor(iryna)).id
    assert (await iryna.press_data(f"jg1:{key}:{person}:{mine}")).text == "Такого працівника немає."


async def test_of_two_who_take_it_the_first_has_it(house):
    olena, iryna, taras = await house.resident(), await house.staff(), await house.staff("Тарас")
    await sent(olena)
    await found(iryna)
    await found(taras)
    await iryna.press("Узяти собі")
    assert "Колега був швидший" in await refused(taras, "Узяти собі")
    assert len([text for text in await heard(olena) if "у роботі" in text]) == 1


async def test_of_two_who_answer_the_second_reads_the_first_and_may_still_send(house):
    olena, iryna, taras = await house.resident(), await house.staff(), await house.staff("Тарас")
    await sent(olena)
    await written(iryna)
    await written(taras, words="Ще й асфальт покладемо.")
    await asyncio.gather(iryna.press("Надіслати"), taras.press("Надіслати"))
    first, second = (iryna, taras) if iryna.last.text.startswith("✓") else (taras, iryna)
    assert first.last.text.startswith("✓ Надіслано.")
    assert second.last.text.startswith("Поки ви писали, з’явилося нове. Ще нічого не надіслано.")
    assert (ANSWER if first is iryna else "асфальт") in second.last.text
    assert len(rows(house, "turns")) == 1
    await second.press("Надіслати")
    said = await heard(olena)
    assert [sum(part in text for text in said) for part in (ANSWER, "асфальт")] == [1, 1]


async def test_words_of_the_author_are_read_before_an_answer_is_sent(house):
    olena, iryna = await house.resident(), await house.staff()
    key = await sent(olena)
    await written(iryna)
    await replied(olena, key, "Уже засипали, дякую.")
    said = await iryna.press("Надіслати")
    assert "Поки ви писали" in said.text
    assert "• Уже засипали, дякую." in said.text
    assert ANSWER in said.text
    assert not any(ANSWER in text for text in await heard(olena))


@pytest.mark.parametrize(
    ("written_so", "day"),
    [
        ("до п’ятниці", "27 листопада 2026 року"),
        ("5 грудня", "5 грудня 2026 року"),
        ("через 2 тижні", "6 грудня 2026 року"),
        ("05.12.2026", "5 грудня 2026 року"),
        ("завтра", "23 листопада 2026 року"),
        ("сьогодні", "22 листопада 2026 року"),
    ],
)
async def test_a_deadline_is_read_as_people_write_it(house, written_so, day):
    olena, iryna = await house.resident(), await house.staff()
    await sent(olena)
    await found(iryna)
    await iryna.press("Термін")
    assert f"Термін: {day}" in (await iryna.say(written_so)).text


async def test_a_deadline_that_cannot_be_is_refused_and_one_can_be_taken_away(house):
    olena, iryna, taras = await house.resident(), await house.staff(), await house.staff("Тарас")
    await sent(olena)
    await found(iryna)
    await iryna.press("Узяти собі")
    await found(taras)
    await taras.press("Термін")
    assert "Не вдалося прочитати день." in (await taras.say("коли зможете")).text
    assert "Цей день уже минув." in (await taras.say("21.11.2026")).text
    await taras.person.send_sticker()
    await house.settle()
    assert "Тут потрібен текст" in taras.last.text
    await taras.say("1 грудня")
    assert "Колега змінив термін" in await told(house, iryna)
    assert "Термін: 1 грудня 2026 року" in iryna.last.text
    await taras.press("Термін")
    assert "Термін" not in (await taras.press("Без терміну")).text
    assert "без терміну" in await told(house, iryna)
    said = await taras.press("Хто що робив")
    assert "термін: 1 грудня 2026 року" in said.text
    assert "термін: без терміну" in said.text


async def test_a_goal_is_found_by_code_or_words_and_taken_away(house):
    olena, iryna = await house.resident(), await house.staff()
    await sent(olena, "Коли буде індустріальний парк?")
    await found(iryna, "Коли")
    await iryna.press("Ціль")
    assert any(label.startswith("1.1.2.") for label in iryna.buttons)
    assert "Такої цілі" in (await iryna.say("щщщ")).text
    await iryna.say("2.2.1")
    said = await iryna.press("2.2.1.")
    assert "Ціль: 2.2.1." in said.text
    await iryna.press("Хто що робив")
    assert "ціль: 2.2.1." in iryna.last.text
    await iryna.press("← До цього відгуку")
    await iryna.press("Ціль")
    assert "Ціль:" not in (await iryna.press("Не пов’язувати з ціллю")).text


async def test_a_goal_that_is_nowhere_is_refused(house):
    olena, iryna = await house.resident(), await house.staff()
    key = await sent(olena)
    await iryna.say("/inbox")
    assert "немає" in (await iryna.press_data(f"jn1:{key}:999999")).text
    assert stored(house, key)["entry"] is None


async def test_all_authors_hear_each_of_their_own_words(house):
    olena, petro, stefa = await house.resident(), await house.resident("Петро"), await house.resident("Стефа")
    iryna = await house.staff()
    keys = [await sent(olena, ROAD), await sent(petro, ROAD_TOO), await sent(stefa, "Ями, машини на Київській б’ються")]
    await found(iryna, ROAD_TOO)
    await iryna.press("Об’єднати")
    assert LAMP not in iryna.buttons
    said = await iryna.press(ROAD[:20])
    assert ROAD in said.text
    assert ROAD_TOO in said.text
    said = await iryna.press("Об’єднати")
    assert "✓ Об’єднано." in said.text
    assert "До нього приєднано 1 схожий відгук." in said.text
    assert f"Ваш відгук «{ROAD_TOO}» об’єднано зі схожим." in await told(house, petro)
    await merged(iryna, "Ями, машини на Київській б’ються", ROAD)
    assert (await at_desk(iryna)).text.count("«") == 1
    await iryna.press(ROAD[:20])
    await iryna.press("Відповісти")
    await iryna.say(ANSWER)
    await iryna.press("Надіслати 3 людям")
    for person, own in ((olena, ROAD), (petro, ROAD_TOO), (stefa, "Ями, машини на Київській б’ються")):
        assert [text for text in await heard(person) if ANSWER in text] == [f"Відповідь на відгук «{own}»\n\n{ANSWER}"]
    assert {stored(house, key)["state"] for key in keys} == {"answered"}
    assert ROAD not in str([row["params"] for row in rows(house, "notices") if row["person"] == 2])
    said = await iryna.press("Хто що робив")
    assert f"приєднано відгук № {keys[1]}" in said.text


async def test_merging_by_number_into_what_was_answered_brings_the_answer(house):
    olena, petro, iryna = await house.resident(), await house.resident("Петро"), await house.staff()
    first, second = await sent(olena, ROAD), await sent(petro, LAMP)
    await answered(iryna, ROAD)
    await found(iryna, LAMP)
    await iryna.press("Об’єднати")
    assert "цифрами" in (await iryna.say("той про ями")).text
    assert "Цього відгуку немає" in (await iryna.say("123")).text
    assert "не можна об’єднати" in await _merge_into(iryna, second)
    await iryna.press_data(f"jm1:{second}")
    await iryna.say(f"№ {first}")
    await iryna.press("Об’єднати")
    assert await told(house, petro) == f"Відповідь на відгук «{LAMP}»\n\n{ANSWER}"
    assert stored(house, second)["state"] == "answered"
    said = await iryna.press_data(f"jo1:{second}")
    assert f"Об’єднано з відгуком № {first}." in iryna.last.text
    assert not said.text
    assert "Відкрити спільний відгук" in iryna.buttons
    assert "об’єднав цей відгук" in (await iryna.press_data(f"jx1:{second}:1")).text


async def _merge_into(staff, key):
    await staff.say(str(key))
    return await refused(staff, "Об’єднати")


async def test_supporters_go_along_when_feedback_is_put_together(house):
    olena, petro, stefa = await house.resident(), await house.resident("Петро"), await house.resident("Стефа")
    iryna = await house.staff()
    for person, text in ((olena, ROAD), (petro, ROAD_TOO)):
        key = await sent(person, text, is_offered=True)
        await found(iryna, text)
        await iryna.press("Показати всім")
    feedback = house.app.services.feedback
    await feedback.support(await actor(stefa), key)
    await feedback.support(await actor(olena), key)
    said = await merged(iryna, ROAD_TOO, ROAD)
    assert "Підтримує: 1 людина" in said.text
    await answered(iryna, ROAD)
    assert await told(house, stefa) == f"Відповідь на відгук «{ROAD}»\n\n{ANSWER}"
    assert len([text for text in await heard(olena) if ANSWER in text]) == 1


async def test_closing_and_opening_again_is_told_once_each(house):
    olena, iryna, taras = await house.resident(), await house.staff(), await house.staff("Тарас")
    await sent(olena)
    await found(iryna)
    await found(taras)
    await iryna.press("Закрити")
    assert "Закрити відгук?" in iryna.last.text
    await taras.press("Відповісти")
    await taras.say(ANSWER)
    assert "✓ Закрито." in (await iryna.press("Закрити й повідомити")).text
    assert await refused(taras, "Надіслати") == "Цей відгук уже закрито. Щоб продовжити, відкрийте його знову."
    assert "Стан: у роботі" in (await iryna.press("Відкрити знову")).text
    said = [text for text in await heard(olena) if "має стан" in text]
    assert said == [f"Ваш відгук «{ROAD}» тепер має стан: {state}." for state in ("закрито", "у роботі")]
    assert "✓ Надіслано." in (await taras.press("Надіслати")).text


async def test_at_night_authors_are_not_woken(house):
    olena, iryna = await house.resident(), await house.staff()
    house.clock.pass_(hours=12)
    await sent(olena)
    await answered(iryna)
    assert not any(ANSWER in text for text in await heard(olena))
    house.clock.pass_(hours=10)
    assert ANSWER in await told(house, olena)


@pytest.mark.parametrize("withdraw", [True, False])
async def test_an_author_who_leaves_while_staff_answer(house, withdraw):
    olena, iryna = await house.resident(), await house.staff()
    key = await sent(olena, is_named=True)
    await written(iryna)
    check = iryna.last
    await olena.say("/forget")
    await olena.press("Стерти й запитання, і відгуки" if withdraw else "Залишити їх без імені")
    if withdraw:
        assert "Цього відгуку немає" in (await iryna.tap("Надіслати", check)).text
        assert rows(house, "turns") == []
        return
    await iryna.tap("Надіслати", check)
    assert "Автор стер свої дані." in iryna.last.text
    assert "Уточнити в автора" not in iryna.buttons
    await iryna.press("Відповісти")
    said = await iryna.say("Усе зроблено.")
    assert "повідомити нікого" in said.text
    assert (await iryna.press("Зберегти відповідь")).text.startswith("✓ Збережено.")
    await iryna.press_data(f"jq1:{key}")
    await iryna.say(QUESTION)
    assert "Уточнити вже немає в кого." in await refused(iryna, "Надіслати")
    assert not any(ANSWER in text for text in await heard(olena))


async def test_what_is_hidden_meanwhile_cannot_be_answered(house):
    olena, iryna, moderator = await house.resident(), await house.staff(), await house.staff("Модест", Role.MODERATOR)
    key = await sent(olena)
    await written(iryna)
    await house.app.services.moderation.hide(await actor(moderator), key, HideReason.INSULT)
    assert "Модератор приховав цей відгук" in await refused(iryna, "Надіслати")
    assert "Цього відгуку немає" in (await iryna.press_data(f"jo1:{key}")).text
    assert ROAD not in (await at_desk(iryna)).text
    await moderator.press_data(f"jo1:{key}")
    assert "Стан: приховано" in moderator.last.text
    await moderator.press("Хто що робив")
    assert "приховано: образи" in moderator.last.text


async def test_a_hidden_text_stays_hidden_when_its_group_is_answered(house):
    olena, petro, iryna = await house.resident(), await house.resident("Петро"), await house.staff()
    operator = await house.staff("Тарас", Role.OPERATOR)
    await sent(olena, ROAD)
    second = await sent(petro, ROAD_TOO)
    await merged(iryna, ROAD_TOO, ROAD)
    await house.app.services.moderation.hide(await actor(operator), second, HideReason.INSULT)
    await answered(iryna, ROAD)
    assert stored(house, second)["state"] == "hidden"
    assert not any(ANSWER in text for text in await heard(petro))


async def test_when_the_common_one_is_erased_the_others_stand_for_themselves(house):
    olena, petro, iryna = await house.resident(), await house.resident("Петро"), await house.staff()
    await sent(olena, ROAD)
    await sent(petro, ROAD_TOO)
    await merged(iryna, ROAD_TOO, ROAD)
    await olena.say("/forget")
    await olena.press("Стерти й запитання, і відгуки")
    said = await at_desk(iryna)
    assert ROAD_TOO in said.text
    await answered(iryna, ROAD_TOO)
    assert ANSWER in await told(house, petro)


async def test_who_lost_the_role_is_not_asked_to_hurry(house):
    olena, iryna, taras = await house.resident(), await house.staff(), await house.staff("Тарас")
    await sent(olena)
    await found(iryna)
    await iryna.press("Узяти собі")
    await iryna.press("Термін")
    await iryna.press("За 1 день")
    await house.app.services.people.grant(iryna.person.id, Role.RESIDENT)
    house.clock.pass_(days=2)
    await house.tick()
    assert any("Минув термін" in text for text in await heard(taras))
    assert not any("Минув термін" in text for text in await heard(iryna))
