"""Staff's desk of feedback: what waits, the card, the answer that everybody hears, and what cannot be sent."""

from bot.domain.people import Role
from handlers import reply
from tests.support.asking import refused, rows, told
from tests.support.feedback import (
    ANSWER,
    LAMP,
    QUESTION,
    ROAD,
    answered,
    at_desk,
    found,
    heard,
    replied,
    sent,
    uploaded,
    written,
)


async def test_the_inbox_says_how_much_waits_and_leads_to_the_oldest_first(house):
    olena, petro, iryna = await house.resident(), await house.resident("Петро"), await house.staff()
    said = await iryna.say("/inbox")
    assert "Жоден відгук не чекає на відповідь." in said.text
    await sent(olena, ROAD)
    house.clock.pass_(days=2)
    await sent(petro, LAMP, topic="infrastructure", settlement="Житомир")
    said = await iryna.say("/inbox")
    assert "Відгуки: нових — 2, у роботі — 0, прострочено — 0. Найдавніший чекає 2 дні." in said.text
    said = await iryna.press("Відгуки: нових 2, у роботі 0, прострочено 0")
    assert said.text.index(ROAD) < said.text.index(LAMP)
    assert "нове · 2 дні тому · Житомирська область" in said.text
    assert "нове · сьогодні · Дороги й комунальні послуги · Житомирська область · Житомир" in said.text
    assert "Олена" not in said.text
    assert (await iryna.press("До запитань")).text.startswith("Запитань без відповіді немає")


async def test_filters_by_state_owner_topic_and_goal(house):
    olena, petro, iryna = await house.resident(), await house.resident("Петро"), await house.staff()
    await sent(olena, ROAD, topic="infrastructure")
    await sent(petro, LAMP, topic="safety")
    await found(iryna, LAMP)
    await iryna.press("Ціль")
    await iryna.say("2.2.1")
    await iryna.press("2.2.1.")
    await iryna.press("Узяти собі")
    await at_desk(iryna)
    said = await iryna.press("Нові · 1")
    assert ROAD in said.text
    assert LAMP not in said.text
    said = await iryna.press("Доручені мені · 1")
    assert "Таких відгуків немає." in said.text
    said = await iryna.press("У роботі · 1")
    assert "У роботі · доручені мені" in said.text
    assert LAMP in said.text
    await iryna.press("Доручені будь-кому")
    await iryna.press("Стан, тема, ціль")
    assert {"Безпека · 1", "Дороги й комунальні послуги · 1", "✓ У роботі"} <= set(iryna.buttons)
    await iryna.press("Показати всі, що чекають")
    await iryna.press("Стан, тема, ціль")
    said = await iryna.press("Безпека · 1")
    assert LAMP in said.text
    assert ROAD not in said.text
    await iryna.press("Стан, тема, ціль")
    await iryna.press("Показати всі, що чекають")
    await iryna.press("Стан, тема, ціль")
    said = await iryna.press("2.2.1.")
    assert "Чекають · 2.2.1." in said.text
    assert ROAD not in said.text
    await iryna.press("Стан, тема, ціль")
    assert "Таких відгуків немає." in (await iryna.press("Закриті")).text
    await iryna.press("Стан, тема, ціль")
    await iryna.press("Показати всі, що чекають")
    await iryna.press("Стан, тема, ціль")
    said = await iryna.press("Усі")
    assert ROAD in said.text
    assert LAMP in said.text


async def test_pages_turn(house):
    iryna = await house.staff()
    for number in range(9):
        await sent(await house.resident(f"Особа {number}"), f"Ліхтар номер {number} не світить {'&' * 1500}")
    said = await at_desk(iryna)
    assert "номер 0" in said.text
    assert "номер 8" not in said.text
    assert "номер 8" in (await iryna.press("Далі")).text
    assert "номер 0" in (await iryna.press("← Назад")).text


async def test_the_card_shows_everything_and_names_only_who_wishes(house):
    olena = await house.resident("Олена Коваль", username="olena_k")
    iryna = await house.staff()
    files = await uploaded(olena)
    await sent(olena, LAMP, files=files, topic="safety", settlement="Житомир", is_named=True, is_offered=True)
    said = (await found(iryna, LAMP)).text
    for part in (
        "Стан: нове",
        LAMP,
        "Житомирська область · Житомир",
        "Тема: Безпека",
        "Автор: Олена Коваль (@olena_k)",
        "Автор погодився показати всім.",
        "Нікому не доручено.",
        "Додано: 1 документ, 1 голосове",
    ):
        assert part in said
    await iryna.press("Показати файли · 2")
    *_, document, voice = iryna.person.chat
    assert [file.name for file in document.files] == ["акт.pdf"]
    assert voice.files[0].content == b"OggS, listen"


async def test_a_name_that_telegram_does_not_tell_is_done_without(house):
    olena, iryna = await house.resident(), await house.staff()
    await sent(olena, is_named=True)
    await at_desk(iryna)
    house.telegram.fail_next("getChat", 400, "Bad Request: chat not found")
    assert "Telegram зараз не показує імені" in (await iryna.press(ROAD[:20])).text


async def test_who_stays_unnamed_is_not_named_anywhere(house):
    olena, iryna = await house.resident(), await house.staff()
    await sent(olena)
    await found(iryna)
    assert "Автор не називає себе." in iryna.last.text
    await iryna.press("Хто що робив")
    await iryna.press("← До цього відгуку")
    await answered(iryna)
    assert "Олена" not in str([message.text for message in iryna.person.chat])


async def test_a_name_turns_no_card_around(house):
    olena, iryna = await house.resident("\u2067\u202eОлена\u200f"), await house.staff()
    await sent(olena, is_named=True)
    await at_desk(iryna)
    assert "Автор: Олена\n" in (await iryna.press(ROAD[:20])).text


async def test_a_file_that_telegram_lost_is_said_plainly(house):
    olena, iryna = await house.resident(), await house.staff()
    await sent(olena, LAMP, files=await uploaded(olena))
    house.telegram.files.clear()
    await found(iryna, LAMP)
    assert "Не вдалося показати файлів: 2." in await refused(iryna, "Показати файли")


async def test_a_button_that_works_for_long_stops_spinning_before_and_says_its_word_in_a_message(house, monkeypatch):
    monkeypatch.setattr(reply, "SLOW_S", 0)
    olena, iryna = await house.resident(), await house.staff()
    await sent(olena, LAMP, files=await uploaded(olena))
    house.telegram.files.clear()
    await found(iryna, LAMP)
    assert (await iryna.tap("Показати файли")).text == ""
    assert iryna.last.text.startswith("Не вдалося показати файлів: 2.")
    pressed = [call.status for call in house.telegram.calls if call.method == "answerCallbackQuery"]
    assert set(pressed) == {200}


async def test_an_answer_is_looked_at_sent_once_and_kept(house):
    olena, iryna = await house.resident(), await house.staff()
    await sent(olena)
    said = await written(iryna)
    assert f"Так це прочитає людина:\n\nВідповідь на відгук «{ROAD}»\n\n{ANSWER}" in said.text
    assert "Надіслати 1 людині" in iryna.buttons
    assert not any(ANSWER in text for text in await heard(olena))
    said = await iryna.press("Надіслати 1 людині")
    assert said.text.startswith("✓ Надіслано.")
    assert "Стан: відповіли" in said.text
    assert f"Відповідь громади, 22 листопада 2026 року, 12:00\n{ANSWER}" in said.text
    assert [text for text in await heard(olena) if ANSWER in text] == [f"Відповідь на відгук «{ROAD}»\n\n{ANSWER}"]
    assert [row["detail"] for row in rows(house, "audit_details")] == ["answered"]
    said = await iryna.press("Хто що робив")
    assert "22 листопада 2026 року, 12:00 · ви\nнадіслано відповідь" in said.text


async def test_words_can_be_written_anew_before_they_are_sent(house):
    olena, iryna = await house.resident(), await house.staff()
    await sent(olena)
    await written(iryna, words="Ні.")
    await iryna.press("Написати інакше")
    await iryna.say(ANSWER)
    await iryna.press("Надіслати")
    said = await heard(olena)
    assert any(ANSWER in text for text in said)
    assert not any("Ні." in text for text in said)


async def test_supporters_hear_the_answer_to_what_everybody_reads(house):
    olena, petro, iryna = await house.resident(), await house.resident("Петро"), await house.staff()
    key = await sent(olena, is_offered=True)
    await found(iryna)
    said = await iryna.press("Показати всім")
    assert "✓ Тепер відгук бачать усі, без імені автора." in said.text
    assert "Тепер його бачать усі, без вашого імені." in await told(house, olena)
    feedback = house.app.services.feedback
    await feedback.support(await house.app.services.people.recognise(petro.person.id, "uk"), key)
    assert "Підтримує: 1 людина" in (await found(iryna)).text
    await answered(iryna)
    assert ANSWER in await told(house, petro)
    await iryna.press("Не показувати всім")
    assert "Тепер його бачите лише ви та працівники громади." in await told(house, olena)
    await iryna.press("Відповісти")
    await iryna.say("Уже засипали.")
    await iryna.press("Надіслати")
    assert any("Уже засипали." in text for text in await heard(olena))
    assert not any("Уже засипали." in text for text in await heard(petro))


async def test_only_what_its_author_offered_can_be_shown(house):
    olena, iryna = await house.resident(), await house.staff()
    key = await sent(olena)
    await found(iryna)
    assert "Бачать лише працівники громади: так обрав автор." in iryna.last.text
    assert "Показати всім" not in iryna.buttons
    assert "Автор не пропонував" in (await iryna.press_data(f"jp1:{key}:public")).text


async def test_asking_back_three_times_and_no_more(house):
    olena, iryna, taras = await house.resident(), await house.staff(), await house.staff("Тарас")
    key = await sent(olena)
    for number in range(3):
        await found(iryna)
        await iryna.press("Уточнити в автора")
        said = await iryna.say(f"{QUESTION} {number}")
        assert f"Працівники громади уточнюють щодо вашого відгуку «{ROAD}»" in said.text
        said = await iryna.press("Надіслати 1 людині")
        assert "Стан: у роботі" in said.text
        assert "Доручено вам." in said.text
        assert f"{QUESTION} {number}" in await told(house, olena)
        await replied(olena, key, f"Біля школи {number}")
        assert "Автор відгуку відповів вам." in await told(house, iryna)
        said = await iryna.press("Переглянути відгук")
        assert f"Автор, 22 листопада 2026 року, 12:00\nБіля школи {number}" in said.text
    assert "Уточнити в автора" not in iryna.buttons
    await taras.press_data(f"jq1:{key}")
    await taras.say(QUESTION)
    assert await refused(taras, "Надіслати") == "Уточнювати можна щонайбільше 3 рази."
    assert "Стан: відповіли" in (await answered(iryna)).text


async def test_what_did_not_arrive_is_on_the_card(house):
    olena, iryna = await house.resident(), await house.staff()
    await sent(olena)
    await olena.person.block()
    await answered(iryna)
    await told(house, iryna)
    await at_desk(iryna)
    await iryna.press("Стан, тема, ціль")
    await iryna.press("З відповіддю")
    assert "✗ Не доставлено 1 людині" in (await iryna.press(ROAD[:20])).text


async def test_moderators_read_and_a_lost_role_ends_everything(house):
    olena, iryna, taras = await house.resident(), await house.staff(), await house.staff("Тарас", Role.MODERATOR)
    key = await sent(olena, is_named=True)
    said = await found(taras)
    assert taras.buttons == ["Хто що робив", "← До відгуків"]
    assert "Автор: Олена" not in said.text
    await taras.press("Хто що робив")
    for forged in (f"ja1:{key}", f"jx1:{key}:1", f"jz1:{key}", f"jg1:{key}:3:0", f"jy1:{key}:3", f"jn1:{key}:1"):
        assert "Це доступно лише працівникам" in (await taras.press_data(forged)).text
    await written(iryna)
    check = iryna.last
    await house.app.services.people.grant(iryna.person.id, Role.RESIDENT)
    assert "Це доступно лише працівникам" in (await iryna.tap("Надіслати", check)).text
    for forged in (f"jo1:{key}", "jl1:all:0:0:0:0", f"jt1:{key}:0", f"ji1:{key}", f"jh1:{key}:0", f"jm1:{key}"):
        assert "Це доступно лише працівникам" in (await olena.press_data(forged)).text
    assert rows(house, "turns") == []


async def test_nothing_of_it_is_shown_in_a_group(house):
    olena, iryna = await house.resident(), await house.staff()
    key = await sent(olena)
    group = await house.telegram.group("Сусіди", iryna.person)
    button = {"inline_keyboard": [[{"text": "Відкрити", "callback_data": f"jo1:{key}"}]]}
    await house.app.bot.send_message(group.id, "…", reply_markup=button)
    said = await iryna.person.press(iryna.person.chat_in(group)[-1], "Відкрити")
    assert "лише в особистому чаті" in said.text


async def test_a_deadline_that_passed_is_told_once_and_shown(house):
    olena, iryna, taras = await house.resident(), await house.staff(), await house.staff("Тарас")
    await sent(olena)
    await found(iryna)
    await iryna.press("Узяти собі")
    await iryna.press("Термін")
    assert "Термін: 23 листопада 2026 року" in (await iryna.press("За 1 день")).text
    house.clock.pass_(days=1, hours=11)
    await house.tick()
    assert not any("Минув термін" in text for text in await heard(iryna))
    house.clock.pass_(hours=11)
    for _ in range(2):
        await house.tick()
        house.clock.pass_(hours=1)
    said = [text for text in await heard(iryna) if "Минув термін" in text]
    assert said == ["Минув термін відгуку, на який ще не відповіли.\n\nТермін: 23 листопада 2026 року"]
    assert not any("Минув термін" in text for text in await heard(taras))
    assert "Термін: 23 листопада 2026 року прострочено" in (await iryna.press("Переглянути відгук")).text
    said = await at_desk(iryna)
    assert "прострочено — 1" in said.text
    assert "прострочено" in (await iryna.press("Прострочені · 1")).text
    house.clock.pass_(days=100)  # by then it is forgotten who was told what
    await house.app.services.retention.sweep()
    house.app.timers._overdue.clear()
    await house.tick()
    assert not [row for row in rows(house, "notices") if row["kind"] == "staff_overdue"]
