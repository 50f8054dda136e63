"""The local Telegram behind HTTP, in a process of its own: `python -m tests.support.botapi_server --port N --token T`.

`/bot<token>/<method>` and `/file/bot<token>/<path>` are the Bot API. `/control/<verb>` takes and gives JSON and lets
a benchmark or a kill test act as the people; the verbs are the methods of `Control`.
"""

import argparse
import asyncio
import json
import signal
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

import aiohttp
from aiohttp import web

from bot.transport.local import LocalTelegram, Person
from bot.transport.local.files import download
from bot.transport.local.refusals import Dropped, Unreachable
from bot.transport.local.request import NOT_FOUND, UNAUTHORIZED
from bot.transport.local.state import Upload
from tests.support.load import Round
from tests.support.tapping import Stream
from tests.support.webhooks import Delivery

LARGEST_REQUEST = 60 * 1024 * 1024
Json = dict[str, Any]


class Control:
    """What a test may do over HTTP; every public method is `POST /control/<its name>` with its arguments as JSON."""

    def __init__(self, token: str, session: aiohttp.ClientSession) -> None:
        self._token = token
        self._session = session
        self._delivery: Delivery | None = None
        self.reset()

    def reset(self) -> None:
        """Forget everything and begin anew; ids go on, so that a bot's database may stay. A waiting poll is cut off."""
        first = None
        if self._delivery is not None:
            self._delivery.stop()
            self.telegram.down()
            first = self.telegram.updates.next_id + self.telegram.number()
        self.telegram = LocalTelegram(self._token, first_number=first)
        self._delivery = Delivery(self.telegram, self._session)
        self._people: dict[int, Person] = {}
        self._stream = Stream()

    def _person(self, person: int) -> Person:
        if person not in self._people:
            self._people[person] = self.telegram.person(f"Особа {person}", id=person)
        return self._people[person]

    async def say(self, person: int, text: str) -> int:
        """Let somebody write; who is not known yet comes into being. Returns the message's id."""
        return (await self._person(person).say(text)).id

    async def burst(self, people: int, text: str, each: int = 1, first: int = 1) -> int:
        """Let many write at once; `{n}` in the text is the number of the message. Returns how many were written."""
        for number in range(people * each):
            await self._person(first + number % people).say(text.replace("{n}", str(number)))
        return people * each

    async def press(self, person: int, what: str, timeout_s: float = 5) -> Json | None:
        """Press a button of the newest message of the bot that has it."""
        pressing = self._person(person)
        shown = [message for message in pressing.chat if message.button(what)]
        answer = await pressing.press(shown[-1] if shown else pressing.last, what, timeout_s)
        return None if answer is None else {"text": answer.text, "alert": answer.alert, "url": answer.url}

    async def block(self, person: int) -> None:
        await self._person(person).block()

    async def unblock(self, person: int) -> None:
        await self._person(person).unblock()

    async def load(
        self,
        people: int,
        total: int,
        texts: list[str],
        taps: list[str] | None = None,
        timeout_s: float = 30,
        first: int = 1,
    ) -> Json:
        """Run a closed loop; with `taps` every person must have a message with buttons already."""
        acting = [self._person(first + number) for number in range(people)]
        return await Round(self.telegram, texts, taps or [], total, timeout_s).run(acting)

    def begin_to_tap(self, people: int, first: int = 1) -> None:
        """Let many vote without end, each on their newest card, which must be a sheet."""
        self._stream.begin([self._person(first + number) for number in range(people)])

    async def end_tapping(self) -> None:
        """Let nobody tap any more."""
        await self._stream.end()

    def tapped(self) -> Json:
        """Tell what everybody has tapped, and up to which of these taps they were answered."""
        return self._stream.told()

    def chat(self, person: int) -> Json:
        return self._person(person).serialise()

    def chats(self) -> dict[str, list[list[Any]]]:
        """Tell for each person what was written: pairs of "from the bot?" and text."""
        return {
            str(number): [
                [message.by_bot, message.api.get("text") or message.api.get("caption", "")]
                for message in self.telegram.chats[number].messages.values()
            ]
            for number in self._people
        }

    def calls(self, method: str = "") -> Json:
        """Tell how often each method was called, how many updates wait, and the latest calls of one method."""
        latest = [
            {"params": dict(call.params), "status": call.status}
            for call in self.telegram.calls
            if call.method == method
        ]
        return {"counts": dict(self.telegram.counts), "pending": len(self.telegram.updates), "latest": latest}

    async def wait(self, method: str, count: int, timeout_s: float = 30) -> bool:
        """Wait until a method was called so often; say whether it was."""
        version = self.telegram.changed.version
        try:
            async with asyncio.timeout(timeout_s):
                while self.telegram.counts[method] < count:
                    version = await self.telegram.changed.after(version)
        except TimeoutError:
            return False
        return True

    def balance(self, ports: list[int]) -> None:
        """Deliver to these ports in turn from now on."""
        assert self._delivery is not None
        self._delivery.balance(ports)

    def fail(self, method: str, status: int, description: str, retry_after: int | None = None, times: int = 1) -> None:
        self.telegram.fail_next(method, status, description, retry_after, times)

    def drop(self, method: str, times: int = 1) -> None:
        self.telegram.drop_after(method, times)

    def limit(self, per_second: int) -> None:
        """Enforce the published limit on messages that nobody asked for."""
        self.telegram.limits.per_second = per_second

    def refused(self) -> int:
        """Tell how many messages went over the limit."""
        return self.telegram.limits.n_refused

    def move_in(self, people: int, first: int = 1) -> None:
        """Let many have talked to the bot once, long ago."""
        for number in range(first, first + people):
            self._person(number)
            self.telegram.chats[number].bot_status = "member"

    def received(self, text: str) -> dict[str, int]:
        """Tell how often each person got a message with these words."""
        return {
            str(number): n
            for number in self._people
            if (n := sum(text in m.api.get("text", "") for m in self.telegram.chats[number].messages.values()))
        }

    def down(self) -> None:
        self.telegram.down()

    def up(self) -> None:
        self.telegram.up()


class Server:
    """The HTTP side. Paths are told apart by hand: a router would cost more than the rest."""

    def __init__(self, token: str, control: Control) -> None:
        self._api = f"/bot{token}/"
        self._files = f"/file/bot{token}/"
        self._control = control

    async def answer(self, request: web.BaseRequest) -> web.StreamResponse:
        path = request.path
        if path.startswith(self._api):
            return await self._bot(request, path[len(self._api) :])
        if path.startswith(self._files):
            stored = download(self._control.telegram, path[len(self._files) :])
            return web.Response(body=stored.content) if stored else _json(404, NOT_FOUND)
        if path.startswith("/control/"):
            return await self._command(request, path.removeprefix("/control/"))
        return _json(401, UNAUTHORIZED) if path.startswith("/bot") else _json(404, NOT_FOUND)

    async def _bot(self, request: web.BaseRequest, method: str) -> web.StreamResponse:
        params, files = await _parameters(request)
        try:
            status, body = await self._control.telegram.call(method, params, files)
        except (Dropped, Unreachable):
            if request.transport is not None:
                request.transport.abort()
            return web.Response()
        return _json(status, body)

    async def _command(self, request: web.BaseRequest, verb: str) -> web.StreamResponse:
        command = None if verb.startswith("_") else getattr(Control, verb, None)
        if command is None:
            return _json(404, NOT_FOUND)
        arguments = json.loads(await request.read() or b"{}")
        try:
            result = command(self._control, **arguments)
            if asyncio.iscoroutine(result):
                result = await result
        except (TypeError, ValueError, LookupError) as error:
            return _json(400, json.dumps({"error": repr(error)}).encode())
        return _json(200, json.dumps(result).encode())


def _json(status: int, body: bytes) -> web.Response:
    return web.Response(status=status, body=body, content_type="application/json")


async def _parameters(request: web.BaseRequest) -> tuple[Mapping[str, Any], Mapping[str, Upload]]:
    if request.method == "GET":
        return dict(request.query), {}
    kind = request.headers.get("Content-Type", "")
    if kind.startswith("multipart/"):
        return await _multipart(request)
    body = await request.read()
    if kind.startswith("application/json"):
        return json.loads(body or b"{}"), {}
    return dict(request.query) | dict(parse_qsl(body.decode(), keep_blank_values=True)), {}


async def _multipart(request: web.BaseRequest) -> tuple[Mapping[str, Any], Mapping[str, Upload]]:
    params: Json = {}
    files: dict[str, Upload] = {}
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            files[name] = Upload(value.filename, value.file.read(), value.content_type)
        else:
            params[name] = value
    return params, files


async def serve(port: int, token: str) -> None:
    """Serve until SIGTERM or SIGINT; print the address once ready. Port 0 takes a free one."""
    loop = asyncio.get_running_loop()

    def large_request(*parts: Any) -> web.BaseRequest:
        return web.BaseRequest(*parts, loop, client_max_size=LARGEST_REQUEST)

    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        server = Server(token, Control(token, session))
        runner = web.ServerRunner(web.Server(server.answer, request_factory=large_request, access_log=None))
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", port, shutdown_timeout=1)
        await site.start()
        print(f"http://127.0.0.1:{runner.addresses[0][1]}", flush=True)
        await stop.wait()
        await runner.cleanup()


def main() -> None:
    parser = argparse.ArgumentParser(description="The local Telegram behind HTTP, for tests and benchmarks.")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--token", default="1000000:local")
    arguments = parser.parse_args()
    asyncio.run(serve(arguments.port, arguments.token))


if __name__ == "__main__":
    main()
