"""A broadcast as residents get it: with its look, files and buttons, stopped with one tap, and taken back."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.audiences import Audience
from bot.domain.broadcasts import BroadcastKind, Content, Lead, LeadKind
from bot.domain.feedback import FeedbackFile, FileKind
from bot.domain.people import Locale, Role
from tests.bot.transport.local.conftest import png
from tests.support.moderating import actor

WATER = "Завтра о <b>10:00</b> вимкнуть воду"


@pytest.fixture
async def olena(house):
    return await house.resident()


@pytest.fixture
async def taras(house):
    return await house.staff("Тарас", Role.MODERATOR)


async def broadcast(house, taras, content, locale=Locale.UK, **more):
    desk, author = house.app.services.broadcasts, await actor(taras)
    key = await desk.draft(author, BroadcastKind.WORKS, Audience(community="zhytomyr", locale=Locale.UK))
    await desk.say(author, key, locale, content)
    await desk.submit(author, key)
    return key


async def sent(house, taras, content, **more):
    key = await broadcast(house, taras, content, **more)
    for _ in range(2):
        await house.tick()
    return key


async def send_on(house):
    """Send beside what people do, as the bot does when it runs."""
    while True:
        await house.app.outbox.flush()
        await asyncio.sleep(0.01)


def photos(talker, n):
    """Pictures that Telegram keeps, since somebody has sent them to the bot."""
    found = [file for message in talker.person.chat for file in message.files if file.kind == "photo"]
    return tuple(FeedbackFile(FileKind.PHOTO, file.id) for file in found[:n])


async def test_the_look_is_kept_and_a_button_leads_to_a_goal_below(house, olena, taras):
    goal = next(iter(house.app.services.entries.shelf.by_id))
    leads = (Lead(LeadKind.ENTRY, str(goal), "До цілі"), Lead(LeadKind.PAGE, "https://rada.example", "Сторінка"))
    key = await sent(house, taras, Content(WATER, leads=leads))
    message = olena.last
    assert message.html == WATER
    assert olena.buttons == ["До цілі", "Сторінка", "Не надсилати таких розсилок"]
    await olena.tap("До цілі")
    assert olena.last.id != message.id
    assert message.id in {one.id for one in olena.person.chat if one.html == WATER}
    progress = await house.app.services.broadcastruns.progress(await actor(taras), key)
    assert progress.tally.n_opened == 1


async def test_one_language_stands_in_for_another(house, olena, taras):
    await sent(house, taras, Content("Water is off"), locale=Locale.EN)
    assert olena.last.text == "Water is off"


async def test_a_kind_and_all_of_them_stop_with_one_tap(house, olena, taras):
    key = await sent(house, taras, Content(WATER))
    await olena.tap("Не надсилати таких")
    assert "ремонти й відключення" in olena.last.text
    n_before = len(olena.person.chat)
    await sent(house, taras, Content("Ще раз"))
    assert len(olena.person.chat) == n_before
    await olena.press("Надсилати знову")
    await sent(house, taras, Content("Утретє"))
    assert olena.last.text == "Утретє"
    await olena.tap("Не надсилати таких")
    await olena.tap("Не надсилати жодних")
    assert "Розсилок більше не буде" in olena.last.text
    progress = await house.app.services.broadcastruns.progress(await actor(taras), key)
    assert progress.tally.n_muted == 1


async def test_a_picture_has_the_text_under_it_and_an_album_stands_above(house, olena, taras):
    for _ in range(2):
        await taras.person.send_photo(png())
    await house.settle()
    await sent(house, taras, Content(WATER, photos(taras, 1)))
    assert (olena.last.html, len(olena.last.files)) == (WATER, 1)
    key = await sent(house, taras, Content(WATER, photos(taras, 2)))
    *_, first, second, text = olena.person.chat
    assert first.album == second.album
    assert text.html == WATER
    await house.app.services.broadcastruns.undo(await actor(taras), key)
    for _ in range(2):
        await house.tick()
    assert {first.id, second.id, text.id}.isdisjoint(one.id for one in olena.person.chat)


async def test_what_cannot_be_deleted_any_more_says_that_it_was_withdrawn(house, olena, taras):
    key = await sent(house, taras, Content(WATER))
    message = olena.last
    house.clock.pass_(hours=49)
    await house.app.services.broadcastruns.undo(await actor(taras), key)
    for _ in range(2):
        await house.tick()
    assert (olena.last.id, olena.last.text) == (message.id, "Громада відкликала це повідомлення.")
    assert olena.buttons == []


async def test_who_blocked_the_bot_comes_back_by_writing(house, olena, taras):
    await olena.person.block()
    await house.settle()
    await sent(house, taras, Content(WATER))
    runs = house.app.services.broadcastruns
    key = await sent(house, taras, Content(WATER))
    assert (await runs.progress(await actor(taras), key)).tally.by_state == {"sent": 1, "unreachable": 1}
    house.clock.pass_(minutes=1)
    await olena.person.unblock()
    await olena.say("/help")
    await sent(house, taras, Content("Знову"))
    assert olena.last.text == "Знову"


async def test_a_file_that_telegram_does_not_know_stops_it(house, olena, taras):
    n_before = len(olena.person.chat)
    key = await sent(house, taras, Content(WATER, (FeedbackFile(FileKind.PHOTO, "unknown"),)))
    found = (await house.app.services.broadcastruns.progress(await actor(taras), key)).broadcast
    assert found.state == "failed"
    assert found.reason.startswith("broadcasts.refused: ")
    assert len(olena.person.chat) == n_before


async def test_answers_do_not_wait_for_a_flood_that_a_broadcast_met(house, olena, taras):
    house.telegram.fail_next("sendMessage", 429, "Too Many Requests: retry after 30", retry_after=30)
    key = await broadcast(house, taras, Content(WATER))
    house.clock.pass_(seconds=1)
    sending = asyncio.create_task(send_on(house))
    while not any(call.status == 429 for call in house.telegram.calls):
        await house.settle()
    answer = await olena.say("/help")
    assert answer.from_bot
    assert (await house.app.services.broadcastruns.progress(await actor(taras), key)).broadcast.state == "sending"
    sending.cancel()
    assert WATER not in [one.html for one in olena.person.chat]
    assert house.app.services.broadcastruns.pace.per_second > 0


async def test_a_broadcast_waits_where_it_stopped_when_the_bot_is_restarted_by_night(house, olena, taras):
    house.clock.pass_(hours=10)
    key = await broadcast(house, taras, Content(WATER))
    await house.tick()
    assert (await house.app.services.broadcasts.view(await actor(taras), key)).state == "scheduled"
    house.clock.now += timedelta(hours=11)
    for _ in range(2):
        await house.tick()
    assert olena.last.html == WATER
