"""How updates reach the bot: getUpdates, its conflicts, webhooks."""

import asyncio
import json

import pytest
from telegram import Bot
from telegram.error import BadRequest, Conflict, InvalidToken

from bot.transport.local import LocalRequest, LocalTelegram


async def test_updates_stay_until_the_offset_confirms_them(bot, olena):
    for number in range(3):
        await olena.say(str(number))
    first = await bot.get_updates(limit=2)
    assert [update.message.text for update in first] == ["0", "1"]
    assert await bot.get_updates(limit=2) == first
    rest = await bot.get_updates(offset=first[-1].update_id + 1)
    assert [update.message.text for update in rest] == ["2"]
    assert await bot.get_updates(offset=rest[-1].update_id + 1) == ()


async def test_negative_offset_forgets_all_but_the_last(bot, olena):
    for number in range(3):
        await olena.say(str(number))
    assert [update.message.text for update in await bot.get_updates(offset=-1)] == ["2"]
    assert len(await bot.get_updates()) == 1


async def test_batch_is_at_most_a_hundred(bot, olena):
    for number in range(120):
        await olena.say(str(number))
    assert len(await bot.get_updates()) == 100
    assert len(await bot.get_updates(limit=500)) == 100


async def test_poll_waits_for_the_next_update(bot, olena):
    waiting = asyncio.create_task(bot.get_updates(timeout=5))
    await asyncio.sleep(0)
    assert not waiting.done()
    await olena.say("нарешті")
    assert [update.message.text for update in await waiting] == ["нарешті"]


async def test_poll_that_nothing_ends_is_empty(bot, telegram):
    status, body = await telegram.call("getUpdates", {"timeout": 1})
    assert (status, json.loads(body)["result"]) == (200, [])


async def test_second_poller_ends_the_first(bot, telegram, olena):
    first = asyncio.create_task(bot.get_updates(timeout=5))
    await asyncio.sleep(0)
    assert telegram.updates.polling
    second = asyncio.create_task(bot.get_updates(timeout=5))
    with pytest.raises(Conflict, match="terminated by other getUpdates request"):
        await first
    await olena.say("мені")
    assert len(await second) == 1
    assert not telegram.updates.polling


async def test_cancelled_poll_leaves_no_conflict(bot, telegram, olena):
    first = asyncio.create_task(bot.get_updates(timeout=5))
    await asyncio.sleep(0)
    assert telegram.updates.polling
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)
    await olena.say("так")
    assert len(await bot.get_updates(timeout=1)) == 1


async def test_only_allowed_kinds_come(bot, olena):
    await bot.get_updates(allowed_updates=["edited_message"])
    said = await olena.say("раз")
    await olena.edit(said, "два")
    assert [update.edited_message.text for update in await bot.get_updates()] == ["два"]
    await bot.get_updates(allowed_updates=[])
    await olena.say("три")
    assert (await bot.get_updates())[-1].message.text == "три"


async def test_old_updates_expire(bot, olena, clock):
    await olena.say("давно")
    clock.move(hours=23)
    assert len(await bot.get_updates()) == 1
    clock.move(hours=2)
    assert await bot.get_updates() == ()


async def test_webhook_and_polling_exclude_each_other(bot, telegram, olena):
    await bot.set_webhook("https://e.org/hook", secret_token="a_b-1", max_connections=5, allowed_updates=["message"])
    info = await bot.get_webhook_info()
    assert (info.url, info.max_connections, info.allowed_updates) == ("https://e.org/hook", 5, ("message",))
    with pytest.raises(Conflict, match="webhook is active"):
        await bot.get_updates()
    await olena.say("раз")
    assert (await bot.get_webhook_info()).pending_update_count == 1
    await bot.set_webhook("https://e.org/hook", drop_pending_updates=True)
    assert (await bot.get_webhook_info()).pending_update_count == 0
    await bot.set_webhook("")
    assert (await bot.get_webhook_info()).url == ""
    await olena.say("два")
    await bot.delete_webhook(drop_pending_updates=True)
    assert (await bot.get_webhook_info()).pending_update_count == 0
    assert await bot.get_updates() == ()


@pytest.mark.parametrize(
    ("url", "parameters", "why"),
    [
        ("http://e.org/x", {}, "https url must be provided"),
        ("https://e.org:9000/x", {}, "only on ports 80, 88, 443 or 8443"),
        ("https://e.org/x", {"secret_token": "так"}, "unallowed characters"),
        ("https://e.org/x", {"max_connections": 101}, "max_connections"),
    ],
)
async def test_webhooks_refused(bot, url, parameters, why):
    with pytest.raises(BadRequest, match=why):
        await bot.set_webhook(url, **parameters)


async def test_ids_go_on_when_this_telegram_starts_anew(telegram, clock):
    await telegram.person("Олена").say("раз")
    clock.move(seconds=1)
    later = LocalTelegram(clock=clock)
    assert telegram.updates.next_id < later.updates.next_id < 1 << 31


async def test_wrong_token_is_refused(telegram):
    stranger = Bot("1:wrong", request=LocalRequest(telegram), get_updates_request=LocalRequest(telegram))
    with pytest.raises(InvalidToken):
        await stranger.initialize()
