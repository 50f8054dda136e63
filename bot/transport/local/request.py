"""The road from python-telegram-bot to the local Telegram, without a network."""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import unquote

from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.transport.local.files import download
from bot.transport.local.refusals import Dropped, Unreachable
from bot.transport.local.state import Upload
from bot.transport.local.telegram import LocalTelegram

UNAUTHORIZED: Final = b'{"ok":false,"error_code":401,"description":"Unauthorized"}'
NOT_FOUND: Final = b'{"ok":false,"error_code":404,"description":"Not Found"}'
_DEFAULT: Final = BaseRequest.DEFAULT_NONE


class LocalRequest(BaseRequest):
    """Give it to `Bot(request=…, get_updates_request=…)` in place of an HTTP client."""

    def __init__(self, telegram: LocalTelegram) -> None:
        self._telegram = telegram

    @property
    def read_timeout(self) -> float:
        return 5.0

    async def initialize(self) -> None:
        """Open nothing: there is no connection."""

    async def shutdown(self) -> None:
        """Close nothing."""

    async def do_request(
        self,
        url: str,
        method: str,  # noqa: ARG002 - the Bot API takes GET and POST alike
        request_data: RequestData | None = None,
        read_timeout: Any = _DEFAULT,  # noqa: ARG002 - the timeouts are those of PTB and mean nothing here
        write_timeout: Any = _DEFAULT,  # noqa: ARG002
        connect_timeout: Any = _DEFAULT,  # noqa: ARG002
        pool_timeout: Any = _DEFAULT,  # noqa: ARG002
    ) -> tuple[int, bytes]:
        """Answer as api.telegram.org would.

        Errors: `TimedOut` for an answer that was planned to be lost, `NetworkError` while the server is down.
        """
        _, is_file, file_address = unquote(url).partition("/file/bot")
        token, _, target = (file_address if is_file else url.rpartition("/bot")[2]).partition("/")
        if token != self._telegram.token:
            return 401, UNAUTHORIZED
        if is_file:
            stored = download(self._telegram, target)
            return (200, stored.content) if stored else (404, NOT_FOUND)
        params = request_data.json_parameters if request_data else {}
        try:
            return await self._telegram.call(target, params, _uploads(request_data))
        except Dropped:
            raise TimedOut("Timed out") from None
        except Unreachable:
            raise NetworkError("httpx.ConnectError: the local Telegram is down") from None


def _uploads(request_data: RequestData | None) -> Mapping[str, Upload]:
    if request_data is None or not request_data.contains_files:
        return {}
    uploads = {}
    for field, (name, content, mime) in request_data.multipart_data.items():
        uploads[field] = Upload(name, content if isinstance(content, bytes) else content.read(), mime)
    return uploads
