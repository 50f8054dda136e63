"""The HTTP client under python-telegram-bot: aiohttp, and JSON both ways.

Source: the library's own client is httpx, whose pool gets slower with every request that waits; and even over aiohttp
its requests and its form encoding cost as much as everything else the library does for an answer.
"""

import json
from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO
from typing import Any, Final, cast
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
import msgspec
from telegram import Bot
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

CONNECT_S: Final = 10.0
READ_S: Final = 20.0
FREE_CONNECTION_S: Final = 30.0

_DEFAULT: Final = BaseRequest.DEFAULT_NONE
_JSON: Final = {"Content-Type": "application/json", "User-Agent": BaseRequest.USER_AGENT}
_NO_JSON: Final = {"User-Agent": BaseRequest.USER_AGENT}

_UNREAD: Final = str.maketrans({'"': "'", ";": ",", "\\": "/", "\r": " ", "\n": " "})
"""What stands in names of files for signs that Telegram does not read there.

Source: it takes a name as it is written, in UTF-8, undoes no escapes, and ends it at a semicolon (tdlib/td#1459).
"""


class Severed(NetworkError):  # noqa: N818  (reads as what happened)
    """The connection broke under a request, which Telegram may have taken."""


class Client(BaseRequest):
    """Give it to `Bot(request=…, get_updates_request=…)`; `n_connections` to `root` are kept open at most.

    The environment may name a proxy, as it may for the library's own client.
    Errors: `TimedOut` when it is not known whether Telegram took the request, `Severed` when the connection broke,
    `NetworkError` when there was none.
    """

    def __init__(self, n_connections: int, root: str) -> None:
        self._n_connections = n_connections
        self._proxy = _proxy_to(root)
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        return READ_S

    async def initialize(self) -> None:
        """Open the pool; opening it twice is fine."""
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=self._n_connections)
            self._session = aiohttp.ClientSession(
                connector=connector, cookie_jar=aiohttp.DummyCookieJar(), proxy=self._proxy
            )

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:
        """Read what Telegram answers.

        Errors: `TelegramError` for what is no JSON.
        """
        try:
            return read_json(payload)
        except ValueError as error:
            raise TelegramError("Invalid server response") from error

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = _DEFAULT,
        write_timeout: Any = _DEFAULT,  # noqa: ARG002  (a write that hangs ends as a read that does)
        connect_timeout: Any = _DEFAULT,  # noqa: ARG002  (nobody asks for another)
        pool_timeout: Any = _DEFAULT,  # noqa: ARG002
    ) -> tuple[int, bytes]:
        assert self._session is not None, "initialize() comes first"
        body, headers = _body(request_data)
        timeout = _timeout(READ_S if read_timeout is _DEFAULT else read_timeout)
        try:
            async with self._session.request(method, url, data=body, headers=headers, timeout=timeout) as answer:
                return answer.status, await answer.read()
        except aiohttp.ConnectionTimeoutError as error:
            raise NetworkError("no connection in time") from error
        except TimeoutError as error:
            raise TimedOut from error
        except aiohttp.ClientConnectorError as error:
            raise NetworkError(f"{type(error).__name__}: {error}") from error
        except aiohttp.ClientError as error:
            raise Severed(f"{type(error).__name__}: {error}") from error


@lru_cache(maxsize=8)
def _timeout(read_s: float) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(total=None, connect=FREE_CONNECTION_S, sock_connect=CONNECT_S, sock_read=read_s)


def _as_text(value: Any) -> str:
    """Write our kinds of text, such as `Html`, as text."""
    if isinstance(value, str):
        return str(value)
    raise NotImplementedError(f"{type(value).__name__} is no JSON")


write_json = msgspec.json.Encoder(enc_hook=_as_text).encode


def read_json(payload: bytes) -> Any:
    """Read JSON fast; half an emoji, which only the standard library reads, slowly.

    Errors: `ValueError`.
    """
    try:
        return msgspec.json.decode(payload)
    except ValueError:
        return json.loads(payload)


def _proxy_to(root: str) -> str | None:
    """Ask the environment once: aiohttp's `trust_env` asks it, and looks for a `.netrc`, before every request."""
    address = urlsplit(root)
    return None if proxy_bypass(address.hostname or "") else getproxies().get(address.scheme)


def _body(request_data: RequestData | None) -> tuple[bytes | aiohttp.FormData | None, dict[str, str]]:
    """Write JSON; files go as a form."""
    if request_data is None:
        return None, _NO_JSON
    if not request_data.contains_files:
        return write_json(request_data.parameters), _JSON
    form = aiohttp.FormData(request_data.json_parameters, quote_fields=False)
    for field, (name, content, mime) in request_data.multipart_data.items():
        body = BytesIO(content) if isinstance(content, bytes) else content  # read in turns, not copied at once
        form.add_field(field, body, filename=name.translate(_UNREAD), content_type=mime)
    return form, _NO_JSON


class _Plain:
    """Looks like a `RequestData`, but takes parameters that are JSON already as they are."""

    contains_files = False

    def __init__(self, params: Mapping[str, Any]) -> None:
        self.parameters = {name: value for name, value in params.items() if value is not None}

    @property
    def json_parameters(self) -> dict[str, str]:
        return {name: v if isinstance(v, str) else json.dumps(v) for name, v in self.parameters.items()}


async def call(bot: Bot, method: str, params: Mapping[str, Any], *, read_timeout: float = READ_S) -> Any:
    """Call a method of the Bot API with plain JSON in and out. Parameters that are None are left out.

    The library's own methods take twice as long: they look at every parameter and make objects of the answer.
    """
    plain = cast("RequestData", _Plain(params))
    return await bot.request.post(f"{bot.base_url}/{method}", plain, read_timeout=read_timeout)


async def upload(bot: Bot, method: str, params: Mapping[str, Any], *, read_timeout: float = READ_S) -> Any:
    """Call a method with files among its parameters; `method` is its Python name in `telegram.Bot`."""
    # Under its usual name the library insists on its own function; a doubled underscore reads the same to it.
    return await bot.do_api_request(method.replace("_", "__", 1), api_kwargs=dict(params), read_timeout=read_timeout)
