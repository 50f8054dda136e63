"""Moderators look through what waits, hide, decide appeals, undo; authors are told and may say one word against it."""

import asyncio
import re

import pytest

from bot.domain.errors import NotFound
from bot.domain.feedback import FeedbackFile, FeedbackState, FileKind
from bot.domain.people import Role
from bot.domain.restrictions import NEWCOMER
from tests.support.moderating import (
    TEXT,
    added,
    appealed,
    asked_back,
    assigned,
    hidden,
    inbox,
    merged,
    opened,
    read,
    replied,
    sent,
    shown,
    supported,
    told,
)

LINKED = "Дивіться, що відомо про ремонт: https://example.org"


@pytest.fixture
async def olena(house):
    """A resident who is here long enough to send links."""
    olena = await house.resident()
    house.clock.pass_(seconds=NEWCOMER.total_seconds())
    return olena


@pytest.fixture
async def taras(house):
    return await house.staff("Тарас", Role.MODERATOR)


async def test_the_queue_counts_and_says_how_old_the_oldest_is(house, olena, taras):
    await sent(olena)
    petro = await house.resident("Петро")
    await sent(petro, LINKED)
    await sent(petro, TEXT.upper())
    house.clock.pass_(days=2)
    said = (await taras.say("/moderate")).text
    assert "Затримано до перевірки: 2 · найдовше чекає 2 дні" in said
    assert "Оскаржень без рішення: 0\n" in said
    assert "Відгуків, відкритих для всіх: 1" in said
    said = (await taras.press("Затримані відгуки")).text
    assert "посилання від нового учасника" in said
    assert "такий самий текст уже надсилали" in said
    assert await shown(house) == [TEXT]


async def test_what_is_let_through_is_read_by_everybody_and_can_be_held_again(house, taras):
    petro, iryna = await house.resident("Петро"), await house.staff()
    await sent(petro, LINKED)
    assert await inbox(iryna) == []
    said = await opened(taras, "Затримані відгуки", LINKED)
    assert said.text.startswith("Затримано до перевірки: посилання від нового учасника.")
    said = await taras.press("Пропустити")
    assert said.text.startswith("✓ Пропущено.")
    assert await shown(house) == await inbox(iryna) == [LINKED]
    await taras.press("Скасувати: знову затримати")
    assert await shown(house) == await inbox(iryna) == []
    assert (
        "посилання від нового учасника" in (await taras.press("До модерації") and await taras.press("Затримані")).text
    )


async def test_links_of_those_who_are_here_longer_do_not_wait(house, olena):
    await sent(olena, LINKED)
    assert await shown(house) == [LINKED]


async def test_the_author_is_told_once_why_it_is_hidden(house, olena, taras):
    await sent(olena)
    said = await hidden(taras)
    assert said.text.startswith("✓ Приховано. Бот повідомить автора.")
    assert "Олена" not in said.text
    assert await shown(house) == []
    said = await told(olena)
    assert said.startswith(f"Ваш відгук «{TEXT}»")
    assert "Причина: образи." in said
    n_messages = len(olena.person.chat)
    await house.tick()
    assert len(olena.person.chat) == n_messages


async def test_hidden_reaches_nobody_else(house, olena, taras):
    petro, iryna = await house.resident("Петро"), await house.staff()
    key = await sent(olena)
    await supported(petro, key)
    await assigned(iryna, key, iryna)
    house.clock.pass_(hours=12)  # night: what is to be told waits
    await replied(iryna, key)
    await hidden(taras)
    house.clock.pass_(hours=12)
    for somebody in (petro, iryna):
        with pytest.raises(NotFound):
            await read(somebody, key)
        assert TEXT not in str(somebody.person.chat) + await told(somebody)
        await somebody.say("/mydata")
        assert TEXT not in somebody.last.files[0].content.decode()
    assert await inbox(iryna) == []
    assert "Причина: образи." in olena.last.text


async def test_hiding_can_be_undone_to_where_it_stood(house, olena, taras):
    iryna, key = await house.staff(), await sent(olena)
    await asked_back(iryna, key)
    await hidden(taras)
    await told(olena)
    await taras.press("Скасувати: знову показати")
    assert (await read(olena, key)).state is FeedbackState.IN_WORK
    assert "Рішення приховати його скасовано." in await told(olena)


async def test_what_is_undone_at_once_is_not_told(house, olena, taras):
    await sent(olena)
    house.clock.pass_(hours=12)
    await hidden(taras)
    await taras.press("Скасувати: знову показати")
    house.clock.pass_(hours=12)
    n_messages = len(olena.person.chat)
    await house.tick()
    assert len(olena.person.chat) == n_messages


async def test_the_second_moderator_is_told_and_the_first_act_counts(house, olena, taras):
    lesia = await house.staff("Леся", Role.MODERATOR)
    await sent(olena)
    for one in (taras, lesia):
        await opened(one, "Відкриті для всіх")
        await one.press("Приховати")
    await taras.press("реклама")
    answer = await lesia.tap("образи")
    assert "Інший модератор уже ухвалив рішення" in answer.text
    assert "Причина: реклама." in lesia.last.text
    assert "Причина: реклама." in await told(olena)
    undo = next(b.data for row in lesia.last.buttons for b in row if b.text.startswith("Скасувати"))
    await taras.press("Скасувати")
    assert "Інший модератор" in (await lesia.press_data(undo)).text
    assert await shown(house) == [TEXT]


async def test_nobody_decides_about_their_own_text(house, taras):
    key = await sent(taras)
    said = await opened(taras, "Відкриті для всіх")
    assert "Рішення про нього ухвалить інший модератор" in said.text
    assert "Приховати" not in taras.buttons
    assert "ухвалить інший" in (await taras.press_data(f"moh1:{key}:insult")).text


async def test_who_lost_the_role_presses_in_vain(house, olena, taras):
    key = await sent(olena)
    await opened(taras, "Відкриті для всіх")
    await house.app.services.people.grant(taras.person.id, Role.RESIDENT)
    for label in ("Приховати", "Обмежити автора", "До модерації"):
        assert "лише працівникам" in (await taras.tap(label)).text
    for data in (f"mor1:{key}", f"moh1:{key}:insult", f"mod1:{key}:1", f"mou1:{key}:hidden", "mok1:0", "mot1:0"):
        assert "лише працівникам" in (await taras.press_data(data)).text
    assert await shown(house) == [TEXT]


async def test_staff_read_who_did_what_and_decide_nothing(house, olena, taras):
    iryna = await house.staff()
    key = await sent(olena)
    await hidden(taras)
    await taras.press("Скасувати")
    said = await iryna.say("/moderate")
    assert "Рішення ухвалюють модератори" in said.text
    assert iryna.buttons[0] == "Хто що робив"
    said = (await iryna.press("Хто що робив")).text
    assert re.search(r"модератор № \d+\s+скасовано: приховання", said)
    assert "приховано: образи" in said
    assert TEXT not in said
    assert "лише працівникам" in (await iryna.press_data(f"moh1:{key}:insult")).text


async def test_moderators_open_texts_from_the_trail(house, olena, taras):
    await sent(olena)
    await hidden(taras)
    await taras.press("До модерації")
    said = (await taras.press("Хто що робив")).text
    assert "· ви\nприховано: образи" in said
    assert "Приховано. Причина: образи." in (await taras.press("1")).text


async def test_residents_and_forgers_get_no_queue(house, olena, taras):
    assert "лише працівникам" in (await olena.say("/moderate")).text
    for data in ("mol1:nonsense:0", "mou1:1:nonsense", "moh1:1:", "moc1:1", "mod1:1:1", "moe1:1:exile::0"):
        assert (await taras.press_data(data)) is not None
    assert "Цього відгуку немає" in (await taras.press_data("moc1:1")).text


async def test_a_card_fits_whatever_stands_on_it(house, olena, taras):
    text = ("Довгий відгук & <слова> " * 100)[:2000].strip()
    key = await sent(olena, text)
    iryna = await house.staff()
    for number in range(3):
        await asked_back(iryna, key, f"{number} " + "Де саме? " * 200)
        await added(olena, key, f"{number} " + "Отут. " * 300)
    await hidden(taras, text)
    await appealed(olena, "Не згодна & <крапка>. " * 45)
    said = await opened(taras, "Оскарження", text)
    assert "Задовольнити оскарження" in taras.buttons
    assert len(said.text) <= 4096


async def test_what_was_merged_into_a_hidden_text_stands_for_itself_again(house, olena, taras):
    petro, iryna = await house.resident("Петро"), await house.staff()
    first, other = await sent(olena), await sent(petro, "На Садовій темно, ліхтарів немає.")
    await merged(iryna, other, first)
    assert await inbox(iryna) == [TEXT]
    await hidden(taras)
    assert await inbox(iryna) == ["На Садовій темно, ліхтарів немає."]


async def test_files_are_named_on_the_card(house, olena, taras):
    files = (FeedbackFile(FileKind.PHOTO, "AgAC"), FeedbackFile(FileKind.DOCUMENT, "BQAC", "кошторис<1>.pdf"))
    await sent(olena, files=files)
    assert "Додано: фото, кошторис<1>.pdf." in (await opened(taras, "Відкриті для всіх")).text
    assert "Переглянути відгук" in taras.buttons


async def test_of_two_acts_at_the_same_time_one_counts_and_is_told(house, olena, taras):
    lesia = await house.staff("Леся", Role.MODERATOR)
    await sent(olena)
    for one in (taras, lesia):
        await opened(one, "Відкриті для всіх")
        await one.press("Приховати")
    answers = await asyncio.gather(taras.person.press(taras.last, "реклама"), lesia.person.press(lesia.last, "образи"))
    await house.settle()
    assert sum("Інший модератор уже ухвалив рішення" in (answer.text if answer else "") for answer in answers) == 1
    n_messages = len(olena.person.chat)
    await house.tick()
    assert len(olena.person.chat) == n_messages + 1


async def test_what_only_staff_read_is_opened_by_its_number(house, olena, taras):
    iryna, key = await house.staff(), await sent(olena, public=False)
    said = await taras.say(f"/moderate {key}")
    assert said.text.startswith("Відгук бачать автор, працівники громади й модератори.")
    await taras.press("Приховати")
    await taras.press("образи")
    assert await inbox(iryna) == []
    assert "лише працівникам" in (await iryna.say(f"/moderate {key}")).text
    assert "Цього відгуку немає" in (await taras.say("/moderate 12")).text
    for words in ("/moderate щось", "/moderate 99999999999999999999999", "/moderate -1", "/moderate ١٢"):
        assert (await taras.say(words)).text.startswith("Модерація відгуків")
