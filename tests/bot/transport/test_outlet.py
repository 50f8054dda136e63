"""Telegram's refusals and silences, read once and answered with patience."""

import asyncio
from dataclasses import replace

import pytest
from telegram import Bot
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter, TimedOut

from bot.domain.messages import Attachment, Button, Reply
from bot.domain.notices import NoticeState
from bot.services.pace import Pace
from bot.transport import outlet as module
from bot.transport.errors import Outcome, read
from bot.transport.local import LocalRequest, LocalTelegram
from bot.transport.outlet import TelegramOutlet
from tests.support.house import TOKEN


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (RetryAfter(3), Outcome.AGAIN),
        (Forbidden("bot was blocked by the user"), Outcome.UNREACHABLE),
        (ChatMigrated(-100), Outcome.MOVED),
        (BadRequest("Message is not modified: specified new message content"), Outcome.UNCHANGED),
        (BadRequest("Query is too old and response timeout expired"), Outcome.GONE),
        (BadRequest("Chat_send_plain_forbidden"), Outcome.UNREACHABLE),
        (BadRequest("Can't parse entities"), Outcome.REFUSED),
        (InvalidToken("Unauthorized"), Outcome.FATAL),
        (TimedOut(), Outcome.UNSURE),
        (NetworkError("Bad Gateway"), Outcome.AGAIN),
        (NetworkError("Request Entity Too Large"), Outcome.REFUSED),
    ],
)
def test_the_table_is_read_in_order(error, outcome):
    assert read(error).outcome is outcome


def test_anything_else_is_not_swallowed():
    with pytest.raises(ValueError, match="ours"):
        read(ValueError("ours"))


@pytest.fixture
async def local(monkeypatch):
    monkeypatch.setattr(module, "PAUSES_S", (0.01,))
    telegram = LocalTelegram(TOKEN)
    bot = Bot(TOKEN, request=LocalRequest(telegram), get_updates_request=LocalRequest(telegram))
    await bot.initialize()
    olena = telegram.person("Олена")
    await olena.open_link()
    yield telegram, olena, TelegramOutlet(bot, Pace())
    await bot.shutdown()


async def test_an_answer_survives_flood_control_and_a_dead_network(local):
    telegram, olena, outlet = local
    telegram.fail_next("sendMessage", 429, "Too Many Requests: retry after 0", retry_after=0)
    telegram.fail_next("sendMessage", 502, "Bad Gateway")
    assert await outlet.send(olena.id, Reply("вітаю")) == olena.last.id
    telegram.down()
    sending = asyncio.create_task(outlet.send(olena.id, Reply("удруге")))
    await asyncio.sleep(0.05)
    assert not sending.done()
    telegram.up()
    await sending
    assert [m.text for m in olena.chat if m.from_bot] == ["вітаю", "удруге"]


async def test_an_answer_whose_fate_is_unsure_is_not_doubled(local):
    telegram, olena, outlet = local
    telegram.drop_after("sendMessage")
    assert await outlet.send(olena.id, Reply("вітаю")) is None
    assert [m.text for m in olena.chat if m.from_bot] == ["вітаю"]


async def test_who_blocked_the_bot_is_left_alone(local):
    telegram, olena, outlet = local
    await olena.block()
    assert await outlet.send(olena.id, Reply("вітаю")) is None
    assert telegram.counts["sendMessage"] == 1


async def test_a_group_that_moved_is_followed(local):
    telegram, olena, outlet = local
    group = await telegram.group("Сусіди", olena)
    old = group.id
    await group.migrate()
    assert await outlet.send(old, Reply("вітаю")) is not None
    assert olena.chat_in(group)[-1].text == "вітаю"


async def test_only_a_flood_outside_of_groups_holds_up_what_goes_to_many(local):
    telegram, olena, outlet = local
    group = await telegram.group("Сусіди", olena)
    floods = []
    for chat in (group.id, olena.id):
        telegram.fail_next("sendMessage", 429, "Too Many Requests: retry after 40", retry_after=40)
        sending = asyncio.create_task(outlet.send(chat, Reply("вітаю")))
        await asyncio.sleep(0.02)
        floods.append(outlet._pace.n_floods)
        sending.cancel()
    assert floods == [0, 1]


async def test_an_unchanged_card_is_no_error_and_a_lost_one_is_told(local):
    _, olena, outlet = local
    card = Reply("картка", ((Button("Так", data="m1"),),))
    message = await outlet.send(olena.id, card)
    assert await outlet.edit(olena.id, message, card)
    assert not await outlet.edit(olena.id, 999_999, card)
    await outlet.acknowledge("no such query")


NO_BUTTON = Reply(
    "вхід", ((Button("Кабінет & карта", url="http://viche:8080/desk?a=1&b=2"), Button("Далі", data="m1")),)
)


async def test_a_link_that_telegram_takes_on_no_button_is_written_out(local):
    _, olena, outlet = local
    message = await outlet.send(olena.id, NO_BUTTON)
    assert olena.last.text == "вхід\n\nКабінет & карта: http://viche:8080/desk?a=1&b=2"
    assert olena.last.labels == [["Далі"]]
    await outlet.edit(olena.id, message, Reply("інше"))
    assert await outlet.edit(olena.id, message, NO_BUTTON)
    assert olena.last.text.endswith("b=2")
    assert (await outlet.deliver(olena.id, NO_BUTTON)).state is NoticeState.SENT


async def test_what_is_too_long_is_cut_and_not_lost(local):
    _, olena, outlet = local
    long = Reply("<b>Увага &amp; спокій</b> " + "😀" * 4000, ((Button("Далі", data="m1"),),))
    message = await outlet.send(olena.id, long)
    assert olena.last.text == "Увага & спокій " + "😀" * 2040 + "…"
    assert olena.last.labels == [["Далі"]]
    await outlet.edit(olena.id, message, Reply("інше"))
    assert await outlet.edit(olena.id, message, long)
    assert olena.last.text.endswith("😀…")
    await outlet.send(olena.id, replace(long, attachment=Attachment("дані.json", b"{}")))
    assert olena.last.text == "Увага & спокій " + "😀" * 504 + "…"
