"""The local Telegram behind HTTP, in a process of its own."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from pydantic import SecretStr
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError
from telegram.request import HTTPXRequest

from bot.domain.feedback import FeedbackFile, FileKind
from bot.domain.messages import FreshFile, Reply
from bot.domain.notices import NoticeState
from bot.transport.connection import make_bot
from bot.transport.outlet import TelegramOutlet
from tests.bot.transport.local.conftest import png
from tests.support import pictures

TOKEN = "1000000:local"
ROOT = Path(__file__).parents[4]


class Server:
    """A running server and its controls."""

    def __init__(self, url: str, session: aiohttp.ClientSession) -> None:
        self.url = url
        self.session = session

    async def do(self, verb, **arguments):
        async with self.session.post(f"{self.url}/control/{verb}", json=arguments) as answer:
            assert answer.status == 200, await answer.text()
            return await answer.json()


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    program = [sys.executable, "-m", "tests.support.botapi_server", "--token", TOKEN]
    with subprocess.Popen(program, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        yield process.stdout.readline().strip()
        process.terminate()
        assert process.wait(10) == 0


@pytest.fixture
async def server(address) -> AsyncIterator[Server]:
    async with aiohttp.ClientSession() as session:
        server = Server(address, session)
        await server.do("reset")
        yield server


@asynccontextmanager
async def bot_at(server, token=TOKEN):
    addresses = {"base_url": f"{server.url}/bot", "base_file_url": f"{server.url}/file/bot"}
    async with Bot(token, request=HTTPXRequest(), get_updates_request=HTTPXRequest(), **addresses) as bot:
        yield bot


async def test_forms_files_and_polling_over_http(server):
    async with bot_at(server) as bot:
        await server.do("say", person=7, text="Де вода?")
        (update,) = await bot.get_updates(timeout=2)
        assert update.message.text == "Де вода?"
        markup = InlineKeyboardMarkup([[InlineKeyboardButton("Так", callback_data="y")]])
        await bot.send_message(7, "<b>Тут</b> & там + 1", parse_mode="HTML", reply_markup=markup)
        sent = await bot.send_document(7, b"\x00\xff", filename="a.bin", caption="файл")
        await bot.send_photo(7, png(), caption="площа")
        assert bytes(await (await bot.get_file(sent.document.file_id)).download_as_bytearray()) == b"\x00\xff"
        assert await server.do("chats") == {
            "7": [[False, "Де вода?"], [True, "Тут & там + 1"], [True, "файл"], [True, "площа"]]
        }
        pressing = asyncio.create_task(server.do("press", person=7, what="Так"))
        while not (press := [u for u in await bot.get_updates(timeout=2) if u.callback_query]):
            pass
        await press[0].callback_query.answer("Добре")
        assert await pressing == {"text": "Добре", "alert": False, "url": None}
        with pytest.raises(BadRequest, match="Message text is empty"):
            await bot.send_message(7, "")
        assert len((await server.do("chat", person=7))["messages"]) == 4
        assert (await server.do("calls", method="sendPhoto"))["counts"]["sendPhoto"] == 1


async def test_files_of_a_broadcast_go_over_the_bots_own_client_once(server, monkeypatch):
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    await server.do("say", person=7, text="/start")
    large = pictures.png(40, 30, size=3 * 2**20)
    fresh = (FreshFile(FileKind.PHOTO, "Вода.png", large), FreshFile(FileKind.PHOTO, "Ще.png", png()))
    bot = make_bot(SecretStr(TOKEN), server.url)
    await bot.initialize()
    try:
        outlet = TelegramOutlet(bot)
        album = await outlet.deliver(7, Reply("Слова", files=fresh))
        assert (album.state, len(album.messages), len(album.file_ids)) == (NoticeState.SENT, 3, 2)
        document = await outlet.deliver(7, Reply("План", files=(FreshFile(FileKind.DOCUMENT, "План.pdf", b"%PDF-"),)))
        photo = FeedbackFile(FileKind.PHOTO, album.file_ids[0])
        assert (await outlet.deliver(7, Reply("Знову", files=(photo,)))).file_ids == ()
        got = await (await bot.get_file(album.file_ids[0])).download_as_bytearray()
        assert (bytes(got), len(document.file_ids)) == (large, 1)
        lost = await outlet.deliver(7, Reply("x", files=(FeedbackFile(FileKind.PHOTO, "of another bot"),)))
        assert (lost.state, lost.is_file_unknown) == (NoticeState.REFUSED, True)
    finally:
        await bot.shutdown()
    assert [text for _, text in (await server.do("chats"))["7"]] == ["/start", "", "", "Слова", "План", "Знову"]


async def test_json_and_get_requests_are_taken(server):
    async with server.session.get(f"{server.url}/bot{TOKEN}/getMe") as answer:
        assert (await answer.json())["result"]["username"] == "viche_demo_bot"
    async with server.session.post(
        f"{server.url}/bot{TOKEN}/setMyCommands", json={"commands": [{"command": "help", "description": "x"}]}
    ) as answer:
        assert await answer.json() == {"ok": True, "result": True}
    for path, status in ((f"/bot{TOKEN}/no", 404), ("/bot1:x/getMe", 401), ("/control/_person", 404), ("/", 404)):
        async with server.session.get(server.url + path) as answer:
            assert answer.status == status


async def test_troubles_over_http(server):
    with pytest.raises(InvalidToken):
        async with bot_at(server, "1:wrong"):
            pass
    async with bot_at(server) as bot:
        await server.do("say", person=7, text="x")
        await server.do("fail", method="sendMessage", status=403, description="Forbidden: bot was blocked by the user")
        with pytest.raises(Forbidden, match="blocked"):
            await bot.send_message(7, "раз")
        await server.do("drop", method="sendMessage")
        with pytest.raises(NetworkError):
            await bot.send_message(7, "два")
        await server.do("down")
        with pytest.raises(NetworkError):
            await bot.send_message(7, "три")
        await server.do("up")
        await bot.send_message(7, "чотири")
        await server.do("block", person=7)
        with pytest.raises(Forbidden, match="blocked"):
            await bot.send_message(7, "п’ять")
        assert (await server.do("chats"))["7"] == [[False, "x"], [True, "два"], [True, "чотири"]]
        await server.do("reset")
        assert await server.do("chats") == {}


@asynccontextmanager
async def hook(answer):
    """Listen for updates; `answer` is called with each and gives the response."""
    got = []

    async def take(request):
        got.append((request.headers.get("X-Telegram-Bot-Api-Secret-Token"), await request.json()))
        return await answer(got)

    runner = web.ServerRunner(web.Server(take))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield got, f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    finally:
        await runner.cleanup()


async def test_webhook_gets_each_chat_in_order_and_again_until_taken(server):
    async def answer(got):
        status = 500 if len(got) == 1 else 200
        await asyncio.sleep(0.01)
        return web.Response(status=status)

    async with bot_at(server) as bot, hook(answer) as (got, url):
        await server.do("say", person=1, text="перше")
        await bot.set_webhook(url, secret_token="s-1")
        for number in range(5):
            await server.do("say", person=1, text=f"a{number}")
            await server.do("say", person=2, text=f"b{number}")
        async with asyncio.timeout(10):
            while (await bot.get_webhook_info()).pending_update_count:
                pass
        assert {secret for secret, _ in got} == {"s-1"}
        texts = [update["message"]["text"] for _, update in got]
        assert [text for text in texts if text != "перше" and text[0] == "a"] == [f"a{n}" for n in range(5)]
        assert [text for text in texts if text[0] == "b"] == [f"b{n}" for n in range(5)]
        assert texts.count("перше") == 2
        assert "500" in (await bot.get_webhook_info()).last_error_message


async def test_webhook_answer_may_name_a_method(server):
    async def answer(got):
        chat = got[-1][1]["message"]["chat"]["id"]
        return web.json_response({"method": "sendMessage", "chat_id": chat, "text": "чую"})

    async with bot_at(server) as bot, hook(answer) as (_, url):
        await bot.set_webhook(url)
        stats = await server.do("load", people=5, total=40, texts=["агов"], timeout_s=5)
        assert (stats["answered"], stats["lost"]) == (40, 0)
        assert stats["p95_ms"] >= stats["p50_ms"] > 0


async def test_closed_loop_of_taps_and_waiting(server):
    async with bot_at(server) as bot:
        markup = InlineKeyboardMarkup([[InlineKeyboardButton("Далі", callback_data="n")]])
        assert await server.do("burst", people=3, text="/start {n}") == 3
        for update in await bot.get_updates():
            await bot.send_message(update.message.chat.id, "0", reply_markup=markup)
        looping = asyncio.create_task(server.do("load", people=3, total=12, texts=[], taps=["Далі"], timeout_s=5))
        offset, served = 0, 0
        while served < 12:
            for update in await bot.get_updates(offset=offset, timeout=1):
                offset = update.update_id + 1
                if update.callback_query:
                    served += 1
                    await update.callback_query.edit_message_text(str(served), reply_markup=markup)
                    await update.callback_query.answer()
        assert (await looping)["answered"] == 12
        assert await server.do("wait", method="answerCallbackQuery", count=12, timeout_s=1)
        assert not await server.do("wait", method="answerCallbackQuery", count=13, timeout_s=0.01)
