"""Extend, cancel, annul: asked once, with a reason that everybody reads."""

import asyncio

from bot.domain.people import Role
from bot.domain.rounds import Phase
from tests.support.rounds import actor, announced, opened, sheet, told, vote


async def _card(talker, key=1):
    await talker.say("/rounds")
    return await talker.press(f"№ {key}.")


async def phase(house, key=1):
    return (await sheet(house, key)).round.phase(house.clock.now)


async def test_a_blackout_at_2155_five_minutes_before_the_close(house):
    iryna, olena, stefa = await house.staff(), await house.resident(), await house.resident("Стефа")
    await opened(house, closes_at=house.clock.now.replace(day=25, hour=20))
    await vote(olena, 1, "Парк")
    house.clock.now = house.clock.now.replace(day=25, hour=19, minute=55)
    card = await _card(iryna)
    assert "Проголосувала 1 людина" in card.text
    assert "Парк" not in card.text
    asked = await iryna.press("Продовжити")
    assert "середа, 25 листопада 2026 року, 22:00 (через 5 хвилин)" in asked.text
    assert "Причину побачать усі" in (await iryna.press("На 24 години")).text
    asked = await iryna.say("Не було світла")
    assert "Продовжити «Що зробити першим» до: четвер, 26 листопада 2026 року, 22:00" in asked.text
    assert (await sheet(house, 1)).round.closes_at.day == 25
    card = await iryna.press("Так, продовжити")
    assert "✓ Опитування продовжено" in card.text
    house.clock.pass_(minutes=6)
    assert await phase(house) is Phase.OPEN
    assert (await vote(olena, 1, "Школа")).version == 2
    house.clock.pass_(hours=10)
    await told(olena)
    [said] = [message.text for message in olena.person.chat if "продовжено" in message.text]
    assert "продовжено до 26 листопада 2026 року, 22:00" in said
    assert "Причина: Не було світла" in said
    assert "продовжено" not in stefa.last.text


async def test_until_a_moment_that_is_typed(house):
    iryna = await house.staff()
    await opened(house)
    await _card(iryna)
    await iryna.press("Продовжити")
    assert "пізніше за теперішній" in (await iryna.say("завтра 9:00")).text
    await iryna.say("7 грудня о 20:00")
    await iryna.say("Вірус")
    asked = await iryna.say("Хвороба половини села")
    assert "Причина: Хвороба половини села" in asked.text
    await iryna.press("Так, продовжити")
    assert (await sheet(house, 1)).round.closes_at.isoformat() == "2026-12-07T18:00:00+00:00"


async def test_cancelled_with_a_reason_and_voters_are_told(house):
    iryna, olena = await house.staff(), await house.resident()
    await opened(house)
    await vote(olena, 1, "Парк")
    await _card(iryna)
    await iryna.press("Скасувати опитування")
    assert "Напишіть причину словами" in (await iryna.say("…")).text
    asked = await iryna.say("Помилка <b>в умовах</b>")
    assert "Повернути його не можна" in asked.text
    assert await phase(house) is Phase.OPEN
    card = await iryna.press("Так, скасувати")
    assert "скасовано · Житомирська область" in card.text
    assert "Причина: Помилка <b>в умовах</b>" in card.text
    assert await phase(house) is Phase.CANCELLED
    assert "Причина: Помилка <b>в умовах</b>" in (await told(olena)).text


async def test_annulled_after_the_close(house):
    iryna, olena = await house.staff(), await house.resident()
    await opened(house)
    await vote(olena, 1, "Парк")
    house.clock.pass_(days=8)
    await house.app.timers.tick()
    await _card(iryna)
    assert "Скасувати опитування" not in iryna.buttons
    await iryna.press("Визнати недійсним")
    await iryna.say("Голоси куплено")
    await iryna.press("Так, визнати недійсним")
    assert await phase(house) is Phase.ANNULLED
    assert "визнано недійсними" in (await told(olena)).text


async def test_nothing_happens_on_the_way_back_or_after_a_long_silence(house):
    iryna = await house.staff()
    await opened(house)
    await _card(iryna)
    await iryna.press("Скасувати опитування")
    await iryna.say("Помилка")
    asked = iryna.last
    await iryna.press("← Нічого не змінювати")
    assert await phase(house) is Phase.OPEN
    await _card(iryna)
    await iryna.press("Скасувати опитування")
    asked = await iryna.say("Помилка")
    house.clock.pass_(hours=1)
    await iryna.person.press(asked, "Так, скасувати")
    await house.settle()
    assert await phase(house) is Phase.OPEN


async def test_yes_pressed_twice_is_yes(house):
    iryna, olena = await house.staff(), await house.resident()
    await opened(house)
    await vote(olena, 1, "Парк")
    await _card(iryna)
    await iryna.press("Продовжити")
    await iryna.press("На 3 години")
    asked = await iryna.say("Тривога")
    before = (await sheet(house, 1)).round.closes_at
    yes = "Так, продовжити"
    await asyncio.gather(iryna.person.press(asked, yes), iryna.person.press(asked, yes))
    await house.settle()
    assert ((await sheet(house, 1)).round.closes_at - before).total_seconds() == 3 * 3600
    house.clock.pass_(hours=24)
    await told(olena)
    assert sum("продовжено" in message.text for message in olena.person.chat) == 1


async def test_the_question_of_one_round_does_not_end_another(house):
    iryna = await house.staff()
    await opened(house)
    await announced(house)
    await _card(iryna, 1)
    await iryna.press("Скасувати опитування")
    first = await iryna.say("Помилка")
    await _card(iryna, 2)
    await iryna.press("Скасувати опитування")
    await iryna.say("Інша помилка")
    await iryna.person.press(first, "Так, скасувати")
    await house.settle()
    assert [await phase(house, key) for key in (1, 2)] == [Phase.OPEN, Phase.ANNOUNCED]


async def test_moderators_and_residents_cannot(house):
    petro, olena = await house.staff("Петро", Role.MODERATOR), await house.resident()
    await opened(house)
    await _card(petro)
    assert not {"Продовжити", "Скасувати опитування"} & set(petro.buttons)
    assert "лише працівникам" in (await olena.say("/rounds")).text
    assert (await actor(olena)).role is Role.RESIDENT
