"""Trouble on purpose."""

import asyncio

import pytest
from telegram.error import BadRequest, NetworkError, RetryAfter, TimedOut


async def test_planned_refusals_come_in_order_and_end(bot, telegram, olena, monkeypatch):
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    telegram.fail_next("sendMessage", 429, "Too Many Requests: retry after 7", retry_after=7)
    telegram.fail_next("sendMessage", 502, "Bad Gateway", times=2)
    with pytest.raises(RetryAfter) as flood:
        await bot.send_message(olena.id, "x")
    assert flood.value.retry_after.total_seconds() == 7
    for _ in range(2):
        with pytest.raises(NetworkError, match="Bad Gateway"):
            await bot.send_message(olena.id, "x")
    assert olena.last is None
    await bot.send_message(olena.id, "x")
    assert olena.last.text == "x"
    assert [call.status for call in telegram.calls if call.method == "sendMessage"] == [429, 502, 502, 200]
    assert telegram.counts["sendMessage"] == 4
    assert telegram.calls[-1].params["text"] == "x"


async def test_any_method_can_fail_but_the_poll_goes_on(bot, telegram):
    telegram.fail_next("*", 400, "Bad Request: no")
    assert await bot.get_updates() == ()
    with pytest.raises(BadRequest, match="No"):
        await bot.get_me()


async def test_lost_answer_means_the_message_arrived(bot, telegram, olena):
    telegram.drop_after("sendMessage")
    with pytest.raises(TimedOut):
        await bot.send_message(olena.id, "раз")
    assert olena.last.text == "раз"
    await bot.send_message(olena.id, "два")


async def test_server_goes_down_and_comes_back(bot, telegram, olena):
    waiting = asyncio.create_task(bot.get_updates(timeout=5))
    await asyncio.sleep(0)
    assert telegram.updates.polling
    telegram.down()
    with pytest.raises(NetworkError):
        await waiting
    with pytest.raises(NetworkError):
        await bot.send_message(olena.id, "x")
    telegram.up()
    assert (await bot.send_message(olena.id, "x")).text == "x"
