"""The HTTP client finds its way to Telegram: straight, or through the proxy that the environment names."""

import json

import pytest
from aiohttp import web

from bot.transport.client import Client

ELSEWHERE = "http://api.telegram.example"


@pytest.fixture
async def proxy():
    """A proxy that answers by itself, with the address it was asked for."""

    async def answer(request: web.BaseRequest) -> web.Response:
        return web.json_response({"ok": True, "result": str(request.url)})

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
