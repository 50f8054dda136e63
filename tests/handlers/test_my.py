"""What became of one's feedback: every change is told once, read in /my, answered, appealed."""

from bot.domain.feedback import MAX_TURNS, HideReason
from bot.domain.people import Role
from tests.bot.transport.local.conftest import png
from tests.support.asking import refused, rows, told
from tests.support.writing import LANTERN, actor, answer, ask_back, drafted, published, sent

HALLWAY = "У під’їзді немає світла"


async def test_every_state_is_told_once_and_read_in_my(house):
    olena, iryna = await house.resident(), await house.staff()
    key = await sent(olena)
    staff = await actor(iryna)
    await house.app.services.feedbackdesk.assign(staff, key, staff.id, None)
    assert "тепер має стан: у роботі" in await told(house, olena)
    assert len(rows(house, "notices")) == 1
    assert "· у роботі" in (await olena.say("/my")).text
    await answer(iryna, key, "Ліхтар полагодять у п’ятницю.")
    assert "Ліхтар полагодять у п’ятницю." in await told(house, olena)
    said = await olena.press("Переглянути відгук")
    assert "Стан: відповіли" in said.text
    assert "Громада, 22 листопада 2026 року, 12:00\nЛіхтар полагодять у п’ятницю." in said.text
    await house.app.services.feedbackdesk.close(staff, key)
    assert "закрито" in await told(house, olena)
    await olena.press("Переглянути відгук")
    assert olena.buttons == ["До моїх відгуків"]


async def test_staff_ask_back_and_the_author_answers(house):
    olena, iryna = await house.resident(), await house.staff()
    key = await sent(olena)
    for number in range(MAX_TURNS):
        await ask_back(iryna, key, f"Уточнення {number}: який саме ліхтар?")
        assert f"Уточнення {number}" in await told(house, olena)
        await olena.press("Переглянути відгук")
        await olena.press("Відповісти")
        said = await olena.say(f"Відповідь {number}: біля входу")
        assert said.text.startswith("✓ Передано працівникам громади.")
        assert f"Ви, 22 листопада 2026 року, 12:00\nВідповідь {number}: біля входу" in said.text
        assert "Автор відгуку відповів вам." in await told(house, iryna)
    assert [row["by_staff"] for row in rows(house, "turns")] == [1, 0] * MAX_TURNS


async def test_adding_without_being_asked_has_an_end_but_an_answer_is_always_possible(house):
    olena, iryna = await house.resident(), await house.staff()
    key = await sent(olena)
    for number in range(MAX_TURNS):
        await olena.start(f"o{key}")
        await olena.press("Дописати")
        await olena.say(f"Ще одне, {number}")
    await olena.press("Дописати")
    assert "щонайбільше 3 рази" in (await olena.say("І ще одне")).text
    await ask_back(iryna, key, "Який саме ліхтар?")
    await told(house, olena)
    await olena.press("Переглянути відгук")
    await olena.press("Відповісти")
    assert "✓ Передано" in (await olena.say("Біля входу")).text


async def test_an_answer_to_an_answer_brings_it_back_to_staff(house):
    olena, iryna = await house.resident(), await house.staff()
    key = await sent(olena)
    await answer(iryna, key, "Уже полагодили.")
    await told(house, olena)
    await olena.press("Переглянути відгук")
    await olena.press("Відповісти")
    said = await olena.say("Ні, не світить")
    assert "Стан: у роботі" in said.text
    assert "Автор відгуку відповів вам." in await told(house, iryna)


async def test_words_that_do_not_fit_are_refused_and_asked_again(house):
    olena = await house.resident()
    key = await sent(olena)
    await olena.start(f"o{key}")
    await olena.press("Дописати")
    assert "щонайбільше 2000 символів" in (await olena.say("а" * 2001)).text
    await olena.person.send_photo(png(), "Ось тут")
    await house.settle()
    assert "Тут можна лише написати словами" in olena.last.text
    assert "✓ Передано" in (await olena.say("Біля входу")).text
    await olena.press("Дописати")
    await olena.press("Скасувати")
    await olena.say("індустріальні парки")
    assert len(rows(house, "turns")) == 1


async def test_hidden_is_told_with_its_reason_and_appealed_once(house):
    olena, taras = await house.resident(), await house.staff("Тарас", Role.MODERATOR)
    key = await sent(olena)
    moderation, moderator = house.app.services.moderation, await actor(taras)
    await moderation.hide(moderator, key, HideReason.OFF_TOPIC)
    assert "не про справи громади" in await told(house, olena)
    assert "приховано: не про справи громади" in (await olena.say("/my")).text
    await olena.press(LANTERN)
    assert "Дописати" not in olena.buttons
    await olena.press("Оскаржити")
    assert "Оскарження передано модераторам" in (await olena.say("Ліхтар комунальний")).text
    await olena.say("/my")
    assert "Відповіді ще немає" in (await olena.press(LANTERN)).text
    assert "Оскаржити" not in olena.buttons
    await moderation.decide_appeal(moderator, key, granted=False)
    assert "розглянуто й відхилено" in await told(house, olena)
    await olena.press("Переглянути відгук")
    assert olena.buttons == ["До моїх відгуків"]


async def test_a_held_text_says_so(house):
    olena, petro = await house.resident(), await house.resident("Петро")
    await sent(olena)
    await drafted(petro)
    said = await petro.press("Надіслати")
    assert "Спершу його прочитає модератор" in said.text
    assert "чекає на модератора" in (await petro.say("/my")).text


async def test_many_turn_pages(house):
    olena = await house.resident()
    for number in range(9):
        house.clock.pass_(hours=3)
        await sent(olena, f"Ямка номер {number} на вулиці")
    said = await olena.say("/my")
    assert "Ямка номер 8" in said.text
    assert "Ямка номер 0" not in said.text
    said = await olena.press("Далі")
    assert "Ямка номер 0" in said.text


async def test_long_talks_turn_pages(house):
    olena, iryna = await house.resident(), await house.staff()
    key = await sent(olena, "а" * 2000)
    await answer(iryna, key, "б" * 2000)
    await answer(iryna, key, "в" * 2000)
    said = await olena.start(f"o{key}")
    assert "а" * 2000 in said.text
    assert "б" * 2000 not in said.text
    await olena.press("Далі")
    said = await olena.press("Далі")
    assert "в" * 2000 in said.text


async def test_nobody_elses_feedback_opens(house):
    olena, petro = await house.resident(), await house.resident("Петро")
    key = await sent(olena)
    assert "Цього відгуку немає" in (await petro.start(f"o{key}")).text
    assert "Цього відгуку немає" in (await petro.press_data(f"ya1:{key}")).text
    assert "Цього відгуку немає" in (await petro.press_data(f"moa1:{key}")).text
    assert "Цього відгуку немає" in (await petro.press_data(f"yu1:{key}:1")).text


async def test_everybody_reads_and_supports_what_is_published(house):
    olena, petro, iryna = await house.resident(), await house.resident("Петро"), await house.staff()
    await sent(olena, HALLWAY)
    await published(olena, iryna, LANTERN)
    await petro.say("/goals")
    said = await petro.press("Пропозиції мешканців")
    assert LANTERN in said.text
    assert HALLWAY not in said.text
    assert "Підтримали: 0 · нове" in said.text
    await petro.press(LANTERN)
    assert (await petro.tap("Підтримати")).text.startswith("✓ Ви підтримали")
    assert "Підтримали: 1" in petro.last.text
    await petro.tap("Забрати підтримку")
    assert "Підтримали: 0" in petro.last.text
    await petro.tap("Підтримати")
    await answer(iryna, rows(house, "supports")[0]["feedback"], "Полагодимо.")
    assert "Полагодимо." in await told(house, petro)
    said = await petro.press("Переглянути відгук")
    assert "Полагодимо." in said.text


async def test_a_voice_note_can_be_published_and_the_same_words_are_said_once(house):
    olena, petro, iryna = await house.resident(), await house.resident("Петро"), await house.staff()
    await olena.say("/feedback")
    await olena.person.send_voice(b"voice")
    await house.settle()
    await olena.press("Запропонувати показати всім")
    await olena.press("Надіслати")
    [one] = rows(house, "feedback")
    await house.app.services.feedbackdesk.show(await actor(iryna), one["id"], public=True)
    for _ in range(2):
        await olena.start(f"o{one['id']}")
        await olena.press("Дописати")
        await olena.say("Це про ліхтар")
    assert len(rows(house, "turns")) == 1
    await petro.say("/goals")
    said = await petro.press("Пропозиції мешканців")
    assert "«Без тексту»" in said.text
    said = await petro.press("Без тексту")
    assert "ліхтар" not in said.text


async def test_clarifications_stay_between_author_and_staff(house):
    olena, petro, iryna = await house.resident(), await house.resident("Петро"), await house.staff()
    key = await published(olena, iryna, LANTERN)
    await ask_back(iryna, key, "Яка адреса?")
    await told(house, olena)
    await olena.press("Переглянути відгук")
    await olena.press("Відповісти")
    await olena.say("Садова, 5, квартира 7")
    said = await petro.start(f"o{key}")
    assert LANTERN in said.text
    assert "адреса" not in said.text
    assert "Садова" not in said.text


async def test_what_was_merged_does_not_open_anothers_clarifications(house):
    olena, petro, iryna = await house.resident(), await house.resident("Петро"), await house.staff()
    key = await published(olena, iryna, LANTERN)
    await ask_back(iryna, key, "Яка адреса?")
    await told(house, olena)
    await olena.press("Переглянути відгук")
    await olena.press("Відповісти")
    await olena.say("Садова, 5, квартира 7")
    other = await sent(petro, "Темно біля школи")
    await house.app.services.feedbackdesk.merge(await actor(iryna), other, key)
    assert "об’єднано зі схожим" in await told(house, petro)
    said = await petro.start(f"o{other}")
    assert "Об’єднано зі схожим відгуком" in said.text
    assert petro.buttons == ["До моїх відгуків"], "nobody would read what is added here"
    said = await petro.start(f"o{key}")
    assert LANTERN in said.text
    assert "Садова" not in said.text


async def test_hidden_and_unoffered_are_never_public(house):
    olena, petro, iryna = await house.resident(), await house.resident("Петро"), await house.staff()
    taras = await house.staff("Тарас", Role.MODERATOR)
    key = await published(olena, iryna, LANTERN)
    await house.app.services.moderation.hide(await actor(taras), key, HideReason.INSULT)
    await petro.say("/goals")
    said = await petro.press("Пропозиції мешканців")
    assert "Опублікованих пропозицій ще немає" in said.text
    assert "Цього відгуку немає" in (await petro.start(f"o{key}")).text
    await petro.say("/feedback")
    assert "Схоже вже є" not in (await petro.say(LANTERN)).text


async def test_who_did_not_agree_reads_and_supports_after_agreeing(house):
    olena, iryna, stefa = await house.resident(), await house.staff(), house.person("Стефа")
    key = await published(olena, iryna, LANTERN)
    said = await stefa.start(f"o{key}")
    assert LANTERN in said.text
    await stefa.press("Підтримати")
    assert stefa.last.text.startswith("Щоб громада могла вам відповісти")
    said = await stefa.press("Погоджуюсь")
    assert LANTERN in said.text
    await stefa.press("Підтримати")
    assert len(rows(house, "supports")) == 1


async def test_nobody_supports_their_own(house):
    olena, iryna = await house.resident(), await house.staff()
    key = await published(olena, iryna, LANTERN)
    said = await olena.start(f"o{key}")
    assert "Його бачать усі. Підтримали: 0." in said.text
    assert "Підтримати" not in olena.buttons
    assert "Це ваш відгук" in (await olena.press_data(f"yu1:{key}:1")).text
    await olena.say("/goals")
    await olena.press("Пропозиції мешканців")
    await olena.press("Надіслати відгук")
    await olena.say(LANTERN)
    assert await refused(olena, "Надіслати") == "✓ Надіслано"
