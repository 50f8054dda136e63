"""What a broadcast says, for whom and when: taken as it was written, or refused with a clear sentence."""

import pytest

from bot.domain.people import Role
from tests.bot.transport.local.conftest import png
from tests.support.broadcastwalk import WATER, got, handed_in, sent, written
from tests.support.moderating import actor


@pytest.fixture
async def olena(house):
    return await house.resident()


@pytest.fixture
async def taras(house):
    return await house.staff("Тарас", Role.MODERATOR)


@pytest.fixture
async def iryna(house):
    return await house.staff("Ірина", Role.STAFF)


async def test_a_picture_and_an_album_are_taken_with_their_words(house, olena, taras):
    await taras.say("/broadcast")
    await taras.press("Написати розсилку")
    await taras.person.send_photo(png(), "Свято <міста>", album="a")
    await taras.person.send_photo(png(), album="a")
    await house.settle()
    assert "Додано: 2 фото" in taras.last.text
    assert sum("№ 1: чернетка" in message.text for message in taras.person.chat) == 1
    await taras.press("Надіслати…")
    await taras.press("Так, надіслати")
    for _ in range(3):
        await house.tick()
    *_, first, second, text = olena.person.chat
    assert first.album == second.album
    assert text.text == "Свято <міста>"
    await taras.say("/broadcast")
    await taras.press("Написати розсилку")
    await taras.person.send_photo(png())
    await house.settle()
    assert "надішліть текст" in taras.last.text
    await taras.say("Тільки фото")
    assert "Додано: 1 фото" in taras.last.text


async def test_the_second_language_has_its_own_words_and_the_same_buttons(house, taras):
    john = house.person("John", language_code="en")
    await john.start("c_zhytomyr")
    await john.press("I agree")
    await written(taras)
    await taras.press("Кнопки")
    await taras.press("+ Сторінка")
    await taras.say("Графік https://rada.example/voda")
    await taras.press("+ Ціль")
    await taras.say("1.1")
    await taras.press("1.1.")
    assert "Відкрити ціль 1.1" in taras.last.text
    await taras.press("Назад")
    await taras.press("Текст англійською")
    await taras.say("No water tomorrow")
    assert "українська й англійська" in taras.last.text
    await taras.press("Надіслати…")
    await taras.press("Так, надіслати")
    for _ in range(3):
        await house.tick()
    assert john.last.text == "No water tomorrow"
    assert john.buttons == ["Графік", "Open goal 1.1", "No more of these"]


async def test_every_look_that_telegram_has_arrives_as_it_was_written(house, olena, taras):
    html = "<b>Увага <i>всім</i></b> &lt;3 &amp; 😀 <u>u</u> <s>s</s> <code>x &lt; y</code> <tg-spoiler>ні</tg-spoiler>"
    await sent(house, taras, html)
    own = next(message for message in taras.person.chat if not message.from_bot and "Увага" in message.text)
    assert [message.segments for message in olena.person.chat].count(own.segments) == 1


async def test_what_was_typed_as_a_tag_is_said_to_be_seen_as_it_stands(house, taras):
    card = await written(taras, "&lt;b&gt;Увага&lt;/b&gt;")
    assert "У тексті видно позначку <b>" in card.text


async def test_a_link_that_leads_nowhere_is_refused_and_nothing_is_kept(house, taras):
    await written(taras, '<a href="tg://user?id=1">Сусід</a>')
    assert "нікуди перейти" in taras.last.text
    await taras.say("Без посилання")
    assert "Розсилка № 1" in taras.last.text


async def test_a_text_that_telegram_cut_in_two_is_not_sent_without_its_end(house, olena, taras):
    await written(taras, "а" * 4096)
    await taras.say("б")
    assert "зайвих символів — 1." in taras.last.text
    await taras.say("в" * 4096)
    assert "зайвих символів — 4097." in taras.last.text
    await taras.say("/broadcast")
    await taras.press("Чернетки")
    await taras.press("№ 1")
    assert "Надіслати…" not in taras.buttons


async def test_a_caption_has_its_own_limit(house, taras):
    await taras.say("/broadcast")
    await taras.press("Написати розсилку")
    await taras.person.send_photo(png(), "а" * 1030)
    await house.settle()
    assert "зайвих символів — 6" in taras.last.text
    assert "1024" in taras.last.text
    await taras.say("Коротко")
    assert "Додано: 1 фото" in taras.last.text


async def test_a_voice_note_is_refused(house, taras):
    await taras.say("/broadcast")
    await taras.press("Написати розсилку")
    await taras.person.send_voice(b"ogg")
    await house.settle()
    assert "до 10 фото або до 10 документів" in taras.last.text


async def test_what_may_be_a_program_is_refused_and_the_words_are_taken_next(house, taras):
    await taras.say("/broadcast")
    await taras.press("Написати розсилку")
    await taras.person.send_document("графік.pdf.exe", b"MZ", WATER)
    await house.settle()
    assert "Файл «графік.pdf.exe» не додано." in taras.last.text
    assert "чернетка" in (await taras.say("Завтра вимкнуть воду")).text


async def test_nobody_gets_what_is_for_nobody(house, taras):
    await written(taras)
    await taras.press("Для кого")
    await taras.press("Громада")
    await taras.press("Луганська")
    assert "Отримають: 0" in taras.last.text
    await taras.press("Назад")
    await taras.press("Надіслати…")
    said = await taras.tap("Так, надіслати")
    assert "ніхто не отримає" in said.text
    assert "чернетка" in taras.last.text


@pytest.mark.parametrize(
    ("when", "answer"),
    [
        ("вчора 18:00", "Не вдалося прочитати"),
        ("21.11.2026 18:00", "уже минув"),
        ("завтра 23:00", "З 21:00 до 8:00"),
        ("28.03.2027 03:30", "Такої години не буде"),
        ("завтра 18:00", "понеділок, 23 листопада 2026 року, 18:00 (через 30 годин)"),
    ],
)
async def test_when_it_begins_is_read_from_words(house, taras, when, answer):
    await written(taras)
    await taras.press("Коли")
    await taras.say(when)
    assert answer in taras.last.text


async def test_of_an_hour_that_comes_twice_it_is_asked_which(house, taras):
    await written(taras)
    await taras.press("Позначити терміновою")
    await taras.press("Коли")
    await taras.say("31.10.2027 03:30")
    assert "така година буде двічі" in taras.last.text
    await taras.press("Перша")
    found = await house.app.services.broadcasts.view(await actor(taras), 1)
    assert found.due_at.isoformat() == "2027-10-31T00:30:00+00:00"


async def test_for_whom_it_is_combines_conditions_but_not_with_ballots(house, olena, taras):
    await house.app.services.settlements.replace("zhytomyr", ["Зарічани", "Глибочиця"])
    key = await house.vote_round()
    await written(taras)
    await taras.press("Для кого")
    for field, value in (("Мова", "українська"), ("Місце відгуків", "Зарічани"), ("Тема", "Здоров’я")):
        await taras.press(field)
        await taras.press(value)
    await taras.press("Ціль")
    await taras.say("1.1")
    await taras.press("1.1.")
    text = taras.last.text
    assert "писали про «Зарічани»; писали на тему «Здоров’я»; стежать за ціллю «1.1." in text
    await taras.press("Опитування")
    await taras.press("Ще не голосували")
    assert "ще не голосували в опитуванні «Пріоритети року»" in taras.last.text
    assert "Зарічани" not in taras.last.text
    assert "Одержувачів менше ніж 5" in taras.last.text
    await taras.press("Усі, хто")
    await taras.press("Окремі люди")
    await taras.say(f"{olena.person.id}, тут")
    assert "Потрібні лише номери" in taras.last.text
    await taras.say(f"{olena.person.id} 5")
    assert "не знає" in taras.last.text
    await taras.say(f"{olena.person.id}")
    assert "список із 1 людини" in taras.last.text
    assert key == 1


async def test_buttons_to_a_round_are_put_and_taken_away(house, taras):
    await house.vote_round()
    await written(taras)
    await taras.press("Кнопки")
    await taras.press("+ Опитування")
    await taras.press("Пріоритети року")
    assert "1. Опитування: Пріоритети року" in taras.last.text
    await taras.press("+ Сторінка")
    await taras.say("Без адреси")
    assert "нікуди не веде" in taras.last.text
    await taras.say("/broadcast")
    await taras.press("Чернетки")
    await taras.press("№ 1")
    await taras.press("Кнопки")
    await taras.press("Прибрати")
    assert "Кнопок ще немає" in taras.last.text


async def test_two_at_once_go_one_after_another(house, olena, taras):
    await handed_in(taras)
    await house.app.outbox.flush()
    card = await written(taras, "Друга")
    assert "Спершу завершиться розсилка № 1" in card.text


async def test_a_reply_is_counted(house, olena, taras):
    await sent(house, taras)
    message = next(one for one in olena.person.chat if one.html == WATER)
    await olena.person.say("Дякую", reply_to=message)
    await house.settle()
    tally = (await house.app.services.broadcastruns.progress(await actor(taras), 1)).tally
    assert tally.n_replied == 1


async def test_a_reply_is_not_read_by_staff_and_becomes_feedback_with_one_tap(house, olena, taras):
    await sent(house, taras)
    message = next(one for one in olena.person.chat if one.html == WATER)
    await olena.person.say("У нас води немає вже третій день", reply_to=message)
    await house.settle()
    assert olena.last.text.startswith("Вашої відповіді на розсилку працівники не побачать.")
    await olena.press("Надіслати це як відгук")
    assert "«У нас води немає вже третій день»" in olena.last.text
    await olena.press("Надіслати")
    await olena.person.say("індустріальні парки", reply_to=olena.person.chat[0])
    await house.settle()
    assert "працівники не побачать" not in olena.last.text


async def test_what_is_asked_after_a_reply_stays_a_question(house, olena, taras):
    await sent(house, taras)
    message = next(one for one in olena.person.chat if one.html == WATER)
    await olena.person.say("Дякую, прийду", reply_to=message)
    await house.settle()
    assert "Розвиток мережі індустріальних парків" in (await olena.say("індустріальні парки")).text
    await olena.say("/feedback")
    assert "Напишіть відгук одним повідомленням" in olena.last.text


async def test_residents_choose_on_one_card_what_they_get(house, olena, taras):
    await olena.say("/privacy")
    await olena.press("Які розсилки")
    await olena.press("✓ новини громади")
    assert "✗ новини громади" in olena.buttons
    await sent(house, taras)
    assert WATER not in got(olena)
    await olena.say("/privacy")
    await olena.press("Які розсилки")
    await olena.press("Не надсилати жодних")
    assert "жодних розсилок" in olena.last.text
    await olena.press("Надсилати розсилки знову")
    await olena.press("✗ новини громади")
    await sent(house, taras)
    assert WATER in got(olena)


@pytest.mark.parametrize(
    "forged",
    [
        *("bca1::0", "bcb1", "bcc1:1", "bcd1:1:uk:0", "bce1:1:works", "bcf1:1:1", "bcg1:1::0", "bch1:1:community:1"),
        *("bci1:1:1:1", "bcj1:1", "bck1:1:page", "bcl1:1:entry:1", "bcm1:1:0", "bcn1:1", "bco1:1:0", "bcp1:1"),
        *("bcq1:1:submit:0:1", "bcq1:1:stop:0:1", "bcr1:1:0", "bcs1:1", "bct1:1", "bcu1"),
    ],
)
async def test_a_resident_who_forges_a_button_changes_nothing(house, olena, taras, forged):
    await written(taras)
    before = await house.app.services.broadcasts.view(await actor(taras), 1)
    said = await olena.press_data(forged)
    assert said.alert
    assert said.text == "Це доступно лише працівникам громади. Якщо ви працівник, попросіть роль в адміністратора бота."
    assert await house.app.services.broadcasts.view(await actor(taras), 1) == before
    assert not await house.app.services.broadcastruns.is_killed()
    assert "Завтра о" not in olena.last.text


async def test_only_its_author_changes_a_draft_and_nobody_approves_their_own(house, taras, iryna):
    await written(taras)
    said = await iryna.press_data("bce1:1:works")
    assert "пише інша людина" in said.text
    assert (await house.app.services.broadcasts.view(await actor(taras), 1)).kind == "news"
    await written(iryna, "Своя")
    await iryna.press("Позначити терміновою")
    await iryna.press("Надіслати…")
    await iryna.press("Так, надіслати")
    said = await iryna.press_data("bcq1:2:approve:0:1")
    assert "Свою розсилку схвалити не можна" in said.text
