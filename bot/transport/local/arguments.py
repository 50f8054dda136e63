"""The parameters of one request, read as the server reads them."""

import json
from collections.abc import Mapping
from typing import Any

from bot.transport.local.refusals import Refused, bad_request
from bot.transport.local.state import Upload
from bot.transport.local.table import METHODS, MISSING

_NO_FILES: Mapping[str, Upload] = {}


class Arguments:
    """Parameters of one call. Values may be strings (forms, as python-telegram-bot sends them) or JSON values.

    Errors: `Refused` when one is missing, unknown or of the wrong type.
    """

    __slots__ = ("_values", "files", "method")

    def __init__(self, method: str, values: Mapping[str, Any], files: Mapping[str, Upload] = _NO_FILES) -> None:
        known = METHODS.get(method)
        if known is None:
            raise Refused(404, "Not Found: method not found")
        for name in values:
            if name not in known:
                raise bad_request(f'unknown parameter "{name}" of {method}')
        for name in known.required:
            # An empty string is a value for setWebhook (no webhook), a missing one everywhere else.
            if values.get(name) in (None, "") and name not in files and (method, name) != ("setWebhook", "url"):
                raise bad_request(MISSING.get(name, f'can\'t find field "{name}"'))
        self.method = method
        self.files = files
        self._values = values

    def has(self, name: str) -> bool:
        return self._values.get(name) not in (None, "")

    def text(self, name: str) -> str:
        value = self._values.get(name, "")
        return value if isinstance(value, str) else str(value)

    def integer(self, name: str, default: int = 0) -> int:
        if not self.has(name):
            return default
        try:
            return int(self._values[name])
        except (TypeError, ValueError):
            raise bad_request(f'field "{name}" must be a valid Number') from None

    def flag(self, name: str) -> bool:
        return self.text(name).lower() in ("true", "1", "yes")

    def structure(self, name: str, kind: type) -> Any:
        """The list or dict, or None if it was not given."""
        value = self._values.get(name)
        if value in (None, ""):
            return None
        if isinstance(value, str):
            try:
                value = json.loads(value)
            except ValueError:
                raise bad_request(f"can't parse {name} JSON object") from None
        if not isinstance(value, kind):
            expected = "Object" if kind is dict else "Array"
            raise bad_request(f"{expected} expected as {name.replace('_', ' ')}")
        return value
