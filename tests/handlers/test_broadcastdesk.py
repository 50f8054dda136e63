"""A moderator sends a broadcast, stops it, mends it for those who got it; a second person approves it."""

import asyncio

import pytest

from bot.domain.people import Role
from bot.transport import live
from tests.support.broadcastwalk import WATER, got, handed_in, seen, sent, written
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


async def test_a_moderator_writes_previews_sends_and_sees_what_became_of_it(house, olena, taras):
    card = await written(taras)
    assert "чернетка" in card.text
    assert "Отримають: 2" in card.text  # the author is a resident as well
    assert "громада «Житомирська область»" in card.text
    assert "Англійського тексту немає" in card.text
    await taras.press("Переглянути")
    preview, card = taras.person.chat[-2:]
    assert preview.html == WATER
    assert "така, якою її отримають" in card.text
    sure = await taras.press("Надіслати…")
    assert "Отримають: 2" in sure.text
    done = await taras.press("Так, надіслати")
    assert "запланована" in done.text
    assert WATER not in got(olena)
    for _ in range(3):
        await house.tick()
    assert got(olena).count(WATER) == 1
    await taras.say("/broadcast")
    await taras.press("Завершені")
    card = await taras.press("№ 1")
    assert "завершена" in card.text
    assert "Доставлено: 2" in card.text
    assert "Автор: ви" in card.text
    await taras.press("Хто що робив")
    assert "передано · ви" in taras.last.text


async def test_a_wrong_date_seen_by_night_waits_until_eight_and_is_mended(house, olena, taras):
    house.clock.pass_(hours=9, minutes=55)
    card = await handed_in(taras, "Воду вимкнуть 30 лютого")
    assert "Початок: понеділок, 23 листопада 2026 року, 08:00" in card.text
    assert "з 21:00 до 8:00 розсилки не надходять" in card.text
    await taras.press("Зупинити й виправити")
    assert "чернетка" in taras.last.text
    mine = next(m for m in taras.person.chat if m.text == "Воду вимкнуть 30 лютого" and not m.from_bot)
    await taras.person.edit(mine, "Воду вимкнуть 28 лютого")
    await house.settle()
    assert "Чернетку змінено" in taras.last.text
    await taras.press("Надіслати…")
    assert "Зараз ніч" in taras.last.text
    await taras.press("Так, надіслати")
    await house.tick()
    assert "Воду вимкнуть 28 лютого" not in got(olena)
    house.clock.pass_(hours=11)
    for _ in range(3):
        await house.tick()
    assert "Воду вимкнуть 28 лютого" in got(olena)
    await taras.person.edit(mine, "Воду вимкнуть 1 березня")
    await house.settle()
    assert "вже передано далі" in taras.last.text


async def test_a_date_that_cannot_be_is_named_before_it_is_sent(house, olena, taras):
    card = await written(taras, "Збори у п’ятницю, 28 листопада. Воду вимкнуть 31 листопада")
    assert "у тексті «28 листопада» і «п’ятницю», а 28 листопада 2026 року — субота." in card.text
    assert "у тексті «31 листопада», а такого дня не буває." in card.text
    assert "Перевірте дату" in (await taras.press("Надіслати…")).text
    mine = next(m for m in taras.person.chat if m.text.startswith("Збори") and not m.from_bot)
    await taras.person.edit(mine, "Збори в суботу, 28 листопада. Воду вимкнуть 30 листопада")
    await house.settle()
    assert "Перевірте дату" not in taras.last.text


async def test_a_correction_goes_to_exactly_those_who_got_it(house, olena, taras):
    petro = await house.resident("Петро")
    await petro.person.block()
    await house.settle()
    await sent(house, taras)
    await house.resident("Марія")
    await taras.say("/broadcast")
    await taras.press("Завершені")
    await taras.press("№ 1")
    card = await taras.press("Виправлення тим, хто отримав")
    assert "лише ті, хто отримав розсилку № 1" in card.text
    assert "Отримають: 2" in card.text
    await taras.press("Текст українською")
    await taras.say("Виправлення: воду вимкнуть післязавтра")
    await taras.press("Надіслати…")
    await taras.press("Так, надіслати")
    for _ in range(3):
        await house.tick()
    assert "Виправлення: воду вимкнуть післязавтра" in got(olena)


async def test_a_second_person_approves_what_is_an_emergency(house, olena, taras, iryna):
    house.clock.pass_(hours=12)
    await written(taras, "Повітряна тривога")
    await taras.press("Позначити терміновою")
    await taras.press("Надіслати…")
    assert "схвалити інша людина" in taras.last.text
    card = await taras.press("Так, надіслати")
    assert "чекає на схвалення" in card.text
    assert not any(label.startswith("Схвалити") for label in taras.buttons)
    await house.tick()
    assert "чекає на ваше схвалення: «Повітряна тривога»" in iryna.last.text
    await iryna.press("Відкрити розсилку")
    await iryna.press("Переглянути")
    await iryna.press("Схвалити…")
    assert "Отримають: 3" in iryna.last.text
    await iryna.press("Так, схвалити")
    for _ in range(3):
        await house.tick()
    assert "Повітряна тривога" in got(olena)
    assert any("Вашу розсилку схвалено" in message for message in got(taras))


async def test_what_was_changed_after_one_looked_is_not_approved(house, olena, taras, iryna):
    await written(taras, "Перше")
    await taras.press("Позначити терміновою")
    await taras.press("Надіслати…")
    await taras.press("Так, надіслати")
    await house.tick()
    await iryna.press("Відкрити розсилку")
    sure = await iryna.press("Схвалити…")
    house.clock.pass_(minutes=1)
    await taras.press("Повернути в чернетки")
    await taras.press("Текст українською")
    await taras.say("Друге")
    await taras.press("Надіслати…")
    await taras.press("Так, надіслати")
    said = await iryna.tap("Так, схвалити", on=sure)
    assert said.alert
    assert "тим часом змінили" in said.text
    assert "чекає на схвалення" in seen(iryna, sure)
    for _ in range(3):
        await house.tick()
    assert "Друге" not in got(olena)


async def test_it_is_paused_continued_stopped_and_withdrawn(house, olena, taras):
    await handed_in(taras)
    runs, me = house.app.services.broadcastruns, await actor(taras)
    await house.app.outbox.flush()
    await taras.say("/broadcast")
    card = await taras.press("№ 1")
    assert "надсилається" in card.text
    assert "Надіслано: 0. Лишилося: 2" in card.text
    await taras.press("Пауза")
    for _ in range(3):
        await house.tick()
    assert WATER not in got(olena)
    card = await taras.press("Продовжити")
    for _ in range(3):
        await house.tick()
    assert (await runs.progress(me, 1)).broadcast.state == "done"
    assert WATER in got(olena)
    await taras.tap("Зупинити назавжди…", on=card)
    sure = next(one for one in taras.person.chat if one.id == card.id)
    said = await taras.tap("Так, зупинити", on=sure)
    assert "тим часом змінили" in said.text
    assert "завершена" in seen(taras, card)
    await taras.say("/broadcast")
    await taras.press("Завершені")
    await taras.press("№ 1")
    await taras.press("Відкликати надіслане…")
    await taras.press("Так, відкликати")
    for _ in range(3):
        await house.tick()
    assert WATER not in got(olena)


async def test_the_card_says_how_a_mistake_is_mended_and_the_author_hears_of_the_end(house, olena, taras):
    card = await handed_in(taras, "Збори 31 листопада")
    assert "Доки розсилка не почалася, її можна зупинити й виправити" in card.text
    assert "через 0 хвилин" not in card.text
    await house.app.outbox.flush()
    assert "Натисніть «Пауза»: тоді надіслане можна відкликати" in (await taras.press("Оновити")).text
    for _ in range(3):
        await house.tick()
    assert "Вашу розсилку надіслано: «Збори 31 листопада»" in taras.last.text
    await taras.press("Відкрити розсилку")
    await taras.press("Відкликати надіслане…")
    await taras.press("Так, відкликати")
    for _ in range(3):
        await house.tick()
    assert "Збори 31 листопада" not in got(olena)
    assert "Вашу розсилку відкликано: «Збори 31 листопада»" in taras.last.text


async def until(says):
    """Wait for a card that changes by itself."""
    async with asyncio.timeout(30):
        while not says():  # noqa: ASYNC110  (a person only looks)
            await asyncio.sleep(0.005)


async def test_the_card_of_a_broadcast_changes_by_itself_until_it_is_over(house, olena, taras, monkeypatch):
    monkeypatch.setattr(live, "EVERY_S", 0.01)
    card = await handed_in(taras)
    assert "запланована" in card.text
    await house.app.outbox.flush()
    await until(lambda: "надсилається" in seen(taras, card))
    while await house.app.outbox.flush():
        pass
    await until(lambda: "Доставлено: 2" in seen(taras, card))
    await until(lambda: not any(one.get_name() == "live card" for one in asyncio.all_tasks()))


async def test_a_card_that_somebody_left_or_may_not_see_stays_as_it_is(house, olena, taras, monkeypatch):
    monkeypatch.setattr(live, "EVERY_S", 0.01)
    await handed_in(taras)
    await house.app.outbox.flush()
    page = await taras.press("До розсилок")
    await asyncio.sleep(0.05)
    assert seen(taras, page) == page.text
    card = await taras.press("№ 1")
    assert "надсилається" in card.text
    await house.app.services.people.grant(taras.person.id, Role.RESIDENT)
    while await house.app.outbox.flush():
        pass
    await until(lambda: not any(one.get_name() == "live card" for one in asyncio.all_tasks()))
    assert "надсилається" in seen(taras, card)


async def test_where_several_processes_serve_a_card_waits_for_its_button(house, olena, taras, monkeypatch):
    async def living():
        return {1, 2}

    monkeypatch.setattr(live, "EVERY_S", 0.01)
    monkeypatch.setattr(house.app.presence, "living", living)
    card = await handed_in(taras)
    await house.app.outbox.flush()
    await until(lambda: not any(one.get_name() == "live card" for one in asyncio.all_tasks()))
    assert "запланована" in seen(taras, card)


async def test_a_moderator_who_lost_the_role_sends_no_more(house, olena, taras, iryna):
    await handed_in(taras)
    await house.app.services.people.grant(taras.person.id, Role.RESIDENT)
    for _ in range(3):
        await house.tick()
    assert WATER not in got(olena)
    assert "більше не має такого права" in iryna.last.text
    await iryna.press("Відкрити розсилку")
    assert "зупинилася" in iryna.last.text
    await iryna.press("Продовжити")
    for _ in range(3):
        await house.tick()
    assert WATER in got(olena)


async def test_an_operator_stops_everything_and_switches_it_on_again(house, olena, taras):
    petro = await house.staff("Петро", Role.OPERATOR)
    await handed_in(taras)
    await petro.say("/broadcast")
    await petro.press("Зупинити все…")
    await petro.press("Так, зупинити все")
    assert "зупинив усе" in petro.last.text
    for _ in range(3):
        await house.tick()
    assert WATER not in got(olena)
    assert (await olena.say("/help")).from_bot
    await petro.press("Увімкнути все знову")
    for _ in range(3):
        await house.tick()
    assert WATER in got(olena)
