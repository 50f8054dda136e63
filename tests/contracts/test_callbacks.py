"""Every button fits Telegram's 64 bytes with the largest values it can ever carry, and comes back as it was."""

from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.accounts import new_token
from bot.domain.people import Locale, Role
from bot.domain.progress import FollowKind
from handlers.callbacks import MAX_BYTES, OpenCommunity, pack, packing, unpack
from handlers.routes import PRESSES

KINDS = sorted(packing._BY_PREFIX.items())
NUMBER = 2**53 - 1
LARGEST: dict[str, Any] = {
    "locale": max(Locale, key=len),
    "community": "z" * 32,
    "document": "z" * 32,
    "entry": NUMBER,
    "question": NUMBER,
    "page": NUMBER,
    "skipped": NUMBER,
    "how": "anonymous",
    "round": 10**9,
    "option": 10**9,
    "value": 10**6,
    "topic": 60,
    "kind": "z" * 32,
    "gap": NUMBER,
    "into": NUMBER,
    "feedback": NUMBER,
    "since": NUMBER,
    "report": 10**9,
    "link": f"r{10**9}_{'z' * 32}",
    "mode": 2,
    "sure": 1,
    "district": 1000,
    "form": "xlsx",
    "choices": "z" * 36,
    "field": "least_trust",
    "choice": "equal_shares",
    "hours": 24 * 366,
    "place": 60,
    "receipt": "ZZZZZ-ZZZZZ-999999999",
    "reason": "many_accounts",
    "via": "z" * 32,
    "void": 10**9,
    "n_codes": 1000,
    "serial": 10**9,
    "everywhere": 1,
    "wanted": 1,
    "message": NUMBER,
    "which": "unsettled",
    "own": 1,
    "colleague": 10**9,
    "previous": 10**9,
    "days": 365,
    "what": max(FollowKind, key=len),
    "key": "z" * 32,
    "deed": "appeal_rejected",
    "until": 10**11,
    "restriction": 10**9,
    "upload": 10**9,
    "broadcast": 10**9,
    "target": NUMBER,
    "lead": "entry",
    "revision": 2**32 - 1,
    "role": max(Role, key=len),
    "invitation": 10**9,
    "token": new_token(),
}
"""By field name; a field with a new name needs its largest value here."""


def largest(kind: type) -> Any:
    return kind(*(LARGEST[field.name] for field in fields(kind)))


@pytest.mark.parametrize(("prefix", "kind"), KINDS)
def test_the_largest_fits_and_round_trips(prefix: str, kind: type) -> None:
    press = largest(kind)
    data = pack(press)
    assert data.split(":")[0] == prefix
    assert len(data.encode()) <= MAX_BYTES
    assert unpack(data) == press


@pytest.mark.parametrize(("prefix", "kind"), KINDS)
def test_the_smallest_round_trips(prefix: str, kind: type) -> None:
    press = kind(*({int: 0, str: "", Locale: Locale.UK}[field.type] for field in fields(kind)))
    assert unpack(pack(press)) == press


def test_every_payload_has_its_own_prefix_with_a_version_and_a_handler() -> None:
    assert len({kind for _, kind in KINDS}) == len(KINDS)
    assert all(prefix.rstrip("0123456789").isalpha() and prefix[-1].isdecimal() for prefix, _ in KINDS)
    assert set(PRESSES) == {kind for _, kind in KINDS}


@given(st.text(max_size=64))
def test_any_text_is_read_or_refused_but_never_an_error(data: str) -> None:
    press = unpack(data)
    assert press is None or type(press) in PRESSES


@pytest.mark.parametrize("data", ["", "g", "g1", "g1:1", "g1:1:2:3:4", "g1:a:b:c", "g0:1:2:3", "ok2:uk"])
def test_what_this_version_did_not_write_is_not_read(data: str) -> None:
    assert unpack(data) is None


def test_what_would_not_come_back_is_not_written() -> None:
    with pytest.raises(ValueError, match="separator"):
        pack(OpenCommunity("a:b"))
    with pytest.raises(ValueError, match="64 bytes"):
        pack(OpenCommunity("я" * 31))
