"""What a button carries: typed, prefixed, versioned, at most 64 bytes.

The digit in a prefix is its version: when a payload changes its meaning, the digit goes up and the old button gets a
fresh card instead of a wrong act.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any, TypeVar, cast, dataclass_transform

from bot.domain.people import Locale

MAX_BYTES = 64

MAX_NUMBER = 2**53
"""Numbers are below this; a payload that holds a larger one was not written here."""

C = TypeVar("C")
_BY_PREFIX: dict[str, type] = {}
_PREFIX_OF: dict[type, str] = {}
_NAMES_OF: dict[type, tuple[str, ...]] = {}
"""The fields of each kind: looked up for every button of every card."""


def _number(written: str) -> int:
    """Read digits.

    Errors: `ValueError` for anything that `str` does not write for a number from 0 up.
    """
    if not (written.isascii() and written.isdecimal()) or int(written) >= MAX_NUMBER:
        raise ValueError(f"{written!r} is no number of ours")
    return int(written)


_READERS: dict[Any, Callable[[str], Any]] = {int: _number, str: str, Locale: Locale}


@dataclass_transform(frozen_default=True)
def callback(prefix: str) -> Callable[[type[C]], type[C]]:
    """Register a frozen dataclass of `int`, `str` and `Locale` fields under its prefix."""

    def register(kind: type[C]) -> type[C]:
        if prefix in _BY_PREFIX:
            raise ValueError(f"prefix {prefix} is taken by {_BY_PREFIX[prefix].__name__}")
        made = dataclass(frozen=True, slots=True)(kind)
        _BY_PREFIX[prefix] = made
        _PREFIX_OF[made] = prefix
        _NAMES_OF[made] = tuple(field.name for field in fields(cast("Any", made)))
        return made

    return register


def pack(press: Any) -> str:
    """Write a payload.

    Errors: `ValueError` when it does not fit or a value holds the separator.
    """
    kind = type(press)
    values = [str(getattr(press, name)) for name in _NAMES_OF[kind]]
    data = ":".join([_PREFIX_OF[kind], *values])
    if data.count(":") != len(values):
        raise ValueError(f"{press} holds the separator")
    if len(data.encode()) > MAX_BYTES:
        raise ValueError(f"{press} needs more than {MAX_BYTES} bytes")
    return data


def unpack(data: str) -> object | None:
    """Read a payload; None for anything that this version did not write."""
    prefix, *values = data.split(":")
    kind = _BY_PREFIX.get(prefix)
    if kind is None or len(values) != len(fields(kind)):
        return None
    try:
        made: object = kind(*(_READERS[field.type](v) for field, v in zip(fields(kind), values, strict=True)))
    except ValueError:
        return None
    return made
