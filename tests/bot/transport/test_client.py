"""The HTTP client finds its way to Telegram, straight or through a proxy, and reads whatever it answers."""

import json

import pytest
from aiohttp import web
from pydantic import SecretStr
from telegram import InputFile
from telegram.error import TelegramError

from bot.texts import Html
from bot.transport.client import Client, call, read_json, upload
from bot.transport.connection import make_bot
from tests.support.processes import TOKEN

ELSEWHERE = "http://api.telegram.example"


@pytest.fixture
async def proxy():
    """A server, also a proxy, that answers by itself: with the address it was asked for, and what came with it."""

    async def answer(request: web.BaseRequest) -> web.Response:
        given = json.loads(await request.read() or "null")
        return web.json_response({"ok": True, "result": given or str(request.url)})

    runner = web.ServerRunner(web.Server(answer))
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


async def asked(root: str) -> str:
    client = Client(1, root)
    await client.initialize()
    try:
        _, body = await client.do_request(f"{root}/bot1:x/getMe", "POST")
    finally:
        await client.shutdown()
    return json.loads(body)["result"]


async def test_the_proxy_of_the_environment_is_used(proxy, monkeypatch):
    monkeypatch.setenv("http_proxy", proxy)
    monkeypatch.setenv("no_proxy", "")
    assert await asked(ELSEWHERE) == f"{ELSEWHERE}/bot1:x/getMe"


async def test_what_the_environment_excepts_is_reached_straight(proxy, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    assert await asked(proxy) == f"{proxy}/bot1:x/getMe"


async def test_parameters_arrive_as_json_whatever_kind_of_text_they_are(proxy, monkeypatch):
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    bot = make_bot(SecretStr(TOKEN), proxy)
    await bot.request.initialize()
    try:
        sent = {"chat_id": 1, "text": Html("<b>Ціль</b>"), "buttons": [{"text": Html("Далі"), "url": None}]}
        got = await call(bot, "sendMessage", {**sent, "reply_markup": None})
    finally:
        await bot.request.shutdown()
    assert got == sent


@pytest.fixture
async def raw():
    """A server that keeps what it is sent as it comes."""
    got = []

    async def answer(request: web.BaseRequest) -> web.Response:
        got.append(await request.read())
        return web.json_response({"ok": True, "result": {}})

    runner = web.ServerRunner(web.Server(answer))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}", got
    await runner.cleanup()


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("Графік «вода», 2026.pdf", "Графік «вода», 2026.pdf"),
        ('Про "дороги"; зміни\\нові\r\n.pdf', "Про 'дороги', зміни/нові  .pdf"),
    ],
)
async def test_the_name_of_a_file_goes_as_it_is_written(raw, monkeypatch, name, sent):
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    address, got = raw
    bot = make_bot(SecretStr(TOKEN), address)
    await bot.request.initialize()
    try:
        await upload(bot, "send_document", {"chat_id": 1, "document": InputFile(b"%PDF", filename=name)})
    finally:
        await bot.request.shutdown()
    assert f'name="document"; filename="{sent}"\r\n'.encode() in got[0]


def test_half_an_emoji_is_read_too():
    assert read_json(b'{"text": "\\ud83d\\ude00"}') == {"text": "\U0001f600"}
    assert read_json(b'{"text": "\\ud83d"}') == {"text": "\ud83d"}


@pytest.mark.parametrize("payload", [b"", b"<html>", b'{"ok": ', b"\xff"])
def test_what_is_no_json_is_an_error_of_telegram(payload):
    with pytest.raises(TelegramError):
        Client.parse_json_payload(payload)
