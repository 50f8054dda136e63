"""Mute and ban: for a time, told once, lifted by button and by themselves; votes and one's own data stay."""

from datetime import timedelta

import pytest

from bot.domain.errors import NotAllowed
from bot.domain.people import Role
from bot.domain.permissions import may_restrict
from bot.domain.restrictions import FEEDBACK, NEWCOMER, Limit
from tests.support.asking import PASS, passed, refused, rows
from tests.support.house import open_house
from tests.support.moderating import TEXT, added, opened, sent, shown, supported, told

MUTE, BAN = "Обмежити автора", "Заблокувати автора"
FEEDBACK_WAIT = timedelta(minutes=30)
"""After three within half an hour."""


@pytest.fixture
async def olena(house):
    olena = await house.resident(id=777_001_777)
    house.clock.pass_(seconds=NEWCOMER.total_seconds())
    return olena


@pytest.fixture
async def taras(house):
    return await house.staff("Тарас", Role.MODERATOR)


async def restricted(taras, how, term="На 7 днів", reason="образи", text=TEXT):
    """Restrict the author of a public text, who is told before anything else happens."""
    await opened(taras, "Відкриті для всіх", text)
    await taras.press(how)
    await taras.press(reason)
    said = await taras.press(term)
    await taras.house.tick()
    return said


async def test_a_muted_person_writes_nothing_and_does_all_else(house, olena, taras):
    petro = await house.resident("Петро")
    await sent(olena)
    other = await sent(petro, "Автобус № 5 не приїхав.")
    said = await restricted(taras, MUTE)
    assert said.text.startswith("✓ Зроблено. Бот повідомить автора.")
    assert "Автора обмежено до: понеділок, 30 листопада 2026 року, 12:00 (через 7 днів). Причина: образи." in said.text
    said = await told(olena)
    assert "Вам обмежено надсилання відгуків до 30 листопада 2026 року, 12:00." in said
    assert "Причина: образи." in said
    n_messages = len(olena.person.chat)
    await house.tick()
    assert len(olena.person.chat) == n_messages
    for act in (sent(olena, "Інше"), supported(olena, other), added(olena, other, "Ще")):
        with pytest.raises(NotAllowed, match=r"feedback\.restricted"):
            await act
    assert "2.2.1" in (await olena.say("2.2.1")).text
    house.clock.pass_(days=7)
    await sent(olena, "Інше")
    assert set(await shown(house)) == {TEXT, "Автобус № 5 не приїхав.", "Інше"}


async def test_a_banned_person_is_told_until_when_why_and_how_to_object(house, olena, taras):
    await sent(olena)
    await restricted(taras, BAN, "На 1 день")
    for words in ("індустріальні парки", "/goals", "/start", "/help", "2.2.1", "меню", "/moderate", "/inbox"):
        said = await olena.say(words)
        assert "До 24 листопада 2026 року, 12:00 бот вам не відповідатиме. Причина: образи." in said.text
    assert "оскаржте це кнопкою нижче або напишіть до громади" in said.text
    answer = await olena.press_data("b1")
    assert answer.alert
    assert answer.text.startswith("До 24 листопада 2026 року, 12:00 бот вам не відповідатиме.")
    assert await olena.person.inline("парки") == []
    house.clock.pass_(days=1)
    assert "2.2.1" in (await olena.say("2.2.1")).text


async def test_a_ban_takes_neither_vote_nor_data_nor_objection(house, olena, taras):
    key = await house.vote_round()
    await sent(olena)
    await restricted(taras, BAN)
    await olena.start(f"r{key}")
    await olena.tap("Парк")
    await olena.say("/vote")
    assert "✓ Парк" in " ".join(olena.buttons)
    assert await house.app.services.counting.n_ballots(key) == 1
    assert "квитанц" in (await olena.say("/verify")).text
    assert "K7MQ2" not in (await olena.say("K7MQ2-X9P4R-3")).text
    assert "Причина: образи" not in olena.last.text
    for words in ("/mydata", "мої дані"):
        assert '"restrictions"' in (await olena.say(words)).files[0].content.decode()
    assert "Що зберігає бот" in (await olena.say("/privacy")).text
    await olena.say("/my")
    assert TEXT in (await olena.press("На вулиці")).text
    await olena.say("будь-що")
    await olena.press("Оскаржити")
    assert "Оскарження передано" in (await olena.say("Я нікого не ображала")).text
    said = await opened(taras, "Оскарження")
    assert "«Я нікого не ображала»" in said.text
    await taras.press("Задовольнити")
    assert "оскарження задоволено" in await told(olena)
    assert "2.2.1" in (await olena.say("2.2.1")).text


async def test_forgetting_oneself_is_always_possible_and_does_not_end_a_ban(house, olena, taras):
    await sent(olena)
    await restricted(taras, BAN)
    said = await olena.say("/forget")
    assert "Ваше обмеження цим не знімається." in said.text
    await olena.press("Стерти й запитання")
    assert [row["feedback"] for row in rows(house, "restrictions")] == [None]
    assert "не відповідатиме" in (await olena.say("індустріальні парки")).text
    assert "Оскаржити" not in olena.buttons
    key = await house.vote_round()
    await olena.start(f"r{key}")
    await olena.press("Погоджуюсь")
    await olena.tap("Парк")
    assert await house.app.services.counting.n_ballots(key) == 1
    assert "не відповідатиме" in (await olena.say("індустріальні парки")).text
    await taras.say("/moderate")
    await taras.press("Обмеження")
    await taras.press("1. Зняти")
    house.clock.pass_(seconds=5)
    assert "2.2.1" in (await olena.say("2.2.1")).text


async def test_restrictions_are_listed_by_texts_and_lifted_by_a_button(house, olena, taras):
    petro = await house.resident("Петро")
    await sent(olena)
    await sent(petro, "Автобус № 5 не приїхав.")
    await restricted(taras, MUTE, "На 30 днів")
    await restricted(taras, BAN, "На 3 дні", "реклама", "Автобус № 5 не приїхав.")
    assert "Чинних обмежень: 2" in (await taras.say("/moderate")).text
    said = (await taras.press("Обмеження")).text
    assert said.index("Автобус") < said.index("Садовій")
    assert "Олена" not in said
    assert "Петро" not in said
    await taras.press("1. Зняти")
    assert "Обмеження знято." in await told(petro)
    assert "2.2.1" in (await petro.say("2.2.1")).text
    await taras.press("1. До відгуку")
    await taras.press("Зняти обмеження")
    assert "Чинних обмежень немає." in taras.last.text
    await sent(olena, "Дякую")


async def test_two_texts_of_one_person_do_not_betray_each_other(house, olena, taras):
    await sent(olena)
    await sent(olena, "Автобус № 5 не приїхав.")
    await restricted(taras, BAN)
    said = await opened(taras, "Відкриті для всіх", "Автобус № 5 не приїхав.")
    assert "заблоковано" not in said.text
    await taras.press(MUTE)
    await taras.press("реклама")
    await taras.press("На 90 днів")
    await taras.press("Зняти обмеження")
    assert "не відповідатиме" in (await olena.say("2.2.1")).text
    assert "Обмеження знято." not in await told(olena)


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("до 5 грудня", "субота, 5 грудня 2026 року, 23:59 (через 12 днів)"),
        ("через 2 тижні", "понеділок, 7 грудня 2026 року, 12:00 (через 14 днів)"),
        ("01.01.2027 18:00", "пʼятниця, 1 січня 2027 року, 18:00 (через 39 днів)"),
        ("до 1 січня 2029", "не довший за рік"),
        ("до 1 листопада 2026", "Строк має бути в майбутньому"),
        ("назавжди", "22.11.2026 18:00"),
        ("🙂", "22.11.2026 18:00"),
    ],
)
async def test_an_end_is_written_as_people_write_it(house, olena, taras, words, answer):
    await sent(olena)
    await opened(taras, "Відкриті для всіх")
    await taras.press(BAN)
    await taras.press("образи")
    said = await taras.say(words)
    assert answer in said.text.replace("’", "ʼ")
    assert rows(house, "restrictions") == []
    if "року" in answer:
        await taras.press("Так, обмежити")
        assert len(rows(house, "restrictions")) == 1


async def test_the_second_moderator_is_told(house, olena, taras):
    lesia = await house.staff("Леся", Role.MODERATOR)
    await sent(olena)
    for one in (taras, lesia):
        await opened(one, "Відкриті для всіх")
        await one.press(BAN)
        await one.press("образи")
    await taras.press("На 1 день")
    assert "вже обмежено за цей відгук" in (await lesia.tap("На 90 днів")).text
    lift = f"mof1:{rows(house, 'restrictions')[0]['id']}"
    await taras.press("Зняти обмеження")
    assert "вже немає" in (await lesia.press_data(lift)).text


@pytest.mark.parametrize("by", [Role.MODERATOR, Role.OPERATOR])
@pytest.mark.parametrize("whom", Role)
async def test_who_may_restrict_whom(house, by, whom):
    author, moderator = await house.staff("Автор", whom), await house.staff("Тарас", by)
    await sent(author)
    said = await restricted_or_told(moderator, house)
    allowed = whom is not Role.OPERATOR and (by is Role.OPERATOR or whom is Role.RESIDENT)
    assert may_restrict(by, whom) == allowed
    assert ("обмежити не можна" in said) != allowed
    assert bool(rows(house, "restrictions")) == allowed


async def restricted_or_told(moderator, house):
    """Try to ban the author; return what is said."""
    await opened(moderator, "Відкриті для всіх")
    await moderator.press(BAN)
    await moderator.press("образи")
    return (await moderator.tap("На 1 день")).text or moderator.last.text


async def test_nobody_restricts_or_frees_themselves(house, taras):
    key = await sent(taras)
    assert "Обмежити себе" in (await taras.press_data(f"moe1:{key}:ban:insult:1800000000")).text
    operator = await house.staff("Іван", Role.OPERATOR)
    await restricted(operator, MUTE)
    await taras.say("/moderate")
    await taras.press("Обмеження")
    assert "власне обмеження" in (await taras.tap("1. Зняти")).text
    assert len(rows(house, "restrictions")) == 1


async def test_residents_and_forgers_restrict_nobody(house, olena, taras):
    key = await sent(olena)
    petro = await house.resident("Петро")
    for data in (f"moe1:{key}:ban:insult:1800000000", "mof1:1", "mok1:0"):
        assert "лише працівникам" in (await petro.press_data(data)).text
    for until in (0, 1, 9_000_000_000_000_000):
        await taras.press_data(f"moe1:{key}:ban:insult:{until}")
    assert rows(house, "restrictions") == []


async def test_an_open_question_of_the_bot_does_not_trap_who_lost_the_role(house, olena, taras):
    await sent(olena)
    await opened(taras, "Відкриті для всіх")
    await taras.press(BAN)
    await taras.press("образи")
    await house.app.services.people.grant(taras.person.id, Role.RESIDENT)
    assert "лише працівникам" in (await taras.say("до 5 грудня")).text
    assert "2.2.1" in (await taras.say("2.2.1")).text


async def test_a_ban_survives_a_restart_and_stays_unsaid_in_groups(tmp_path):
    path = tmp_path / "viche.sqlite3"
    async with open_house(path) as house:
        olena, taras = await house.resident(), await house.staff("Тарас", Role.MODERATOR)
        await sent(olena)
        await restricted(taras, BAN)
    async with open_house(path, house.telegram, house.clock) as again:
        olena = type(olena)(again, olena.person)
        assert "не відповідатиме" in (await olena.say("2.2.1")).text
        group = await again.telegram.group("Сусіди", olena.person)
        await olena.person.say("@viche_demo_bot 2.2.1", chat=group)
        await again.settle()
        assert [message for message in olena.person.chat_in(group) if message.from_bot] == []


async def test_an_open_question_of_the_bot_opens_nothing_else_to_who_is_banned(house, olena, taras):
    await house.vote_round()
    await sent(olena)
    await restricted(taras, BAN)
    earlier = await olena.person.say("індустріальні парки")
    await olena.say("/verify")
    await olena.person.edit(earlier, "2.2.1")
    await house.settle()
    assert "не відповідатиме" in olena.last.text
    group = await house.telegram.group("Сусіди", olena.person)
    await olena.person.say("@viche_demo_bot 2.2.1", chat=group)
    await olena.person.send_sticker()
    await house.settle()
    assert [message for message in olena.person.chat_in(group) if message.from_bot] == []
    await olena.say("/goals")
    await olena.person.send_sticker()
    await house.settle()
    assert "не відповідатиме" in olena.last.text


async def test_limits_say_when_one_may_go_on(house, olena, taras):
    for number in range(FEEDBACK.per_hour):
        await sent(olena, f"Відгук {number}")
        house.clock.pass_(minutes=10)
    with pytest.raises(NotAllowed) as stopped:
        await sent(olena, "Ще один")
    assert stopped.value.params["until"] == house.clock.now + FEEDBACK_WAIT
    house.clock.pass_(seconds=FEEDBACK_WAIT.total_seconds())
    await sent(olena, "Ще один")


async def test_a_day_has_its_limit_as_well(house, olena):
    for number in range(FEEDBACK.per_day):
        await sent(olena, f"Відгук {number}")
        house.clock.pass_(hours=1)
    with pytest.raises(NotAllowed) as stopped:
        await sent(olena, "Ще один")
    assert stopped.value.params["until"] == house.clock.now + timedelta(hours=24 - FEEDBACK.per_day)


async def test_support_and_handed_over_questions_have_limits_too(house, olena, monkeypatch):
    petro = await house.resident("Петро")
    monkeypatch.setattr("bot.services.feedback.SUPPORT", Limit(1, 1))
    first, second = await sent(petro), await sent(petro, "Автобус № 5 не приїхав.")
    await supported(olena, first)
    with pytest.raises(NotAllowed, match=r"feedback\.too_much_support"):
        await supported(olena, second)
    for text in (
        "коли буде телепортація",
        "чи буде метро",
        "чи збудують крематорій",
        "чи буде ікея",
        "де купити слона",
    ):
        await passed(olena, text)
    await olena.say("скільки коштує літак")
    while PASS not in olena.buttons:
        await olena.press("Нічого з цього")
    said = await refused(olena, PASS)
    assert said.startswith("Ви передали вже багато запитань. Наступне можна передати з 23 листопада 2026 року, 13:00")
    house.clock.pass_(hours=1)
    assert "передано" in (await olena.press(PASS)).text
