"""The code by which somebody shows on paper that an account in Telegram is theirs: the bot shows it to them alone."""

import hashlib
import hmac
from datetime import date, datetime, timedelta

from bot.domain.ballots import RECEIPT_SIGNS, signs_of

N_SIGNS = 8
"""Of 32 each: nobody guesses one of a million million, and a person copies them by hand."""

BITS = 5


def code_of(secret: bytes, telegram_id: int, now: datetime) -> str:
    """Write the code of this month, such as `K7MQ-X9P4`; nothing of it is kept.

    Source: HMAC-SHA-256 (RFC 2104), cut to 40 bits.
    """
    signs = _signs(secret, telegram_id, _month(now))
    return f"{signs[:4]}-{signs[4:]}"


def is_of(secret: bytes, telegram_id: int, written: str, now: datetime) -> bool:
    """Say whether it is this person's code of this month, or of the last: letters take their time."""
    months = (_month(now), _month(now) - 1)
    found = [hmac.compare_digest(signs_of(written).encode(), _signs(secret, telegram_id, n).encode()) for n in months]
    return any(found)


def last_day_of(now: datetime) -> date:
    """The last day on which the code of this month is good: that of the next month."""
    year, month = divmod(_month(now) + 2, 12)
    return date(year, month + 1, 1) - timedelta(days=1)


def _month(now: datetime) -> int:
    return now.year * 12 + now.month - 1


def _signs(secret: bytes, telegram_id: int, month: int) -> str:
    digest = hmac.new(secret, f"paper:{telegram_id}:{month}".encode(), hashlib.sha256).digest()
    number = int.from_bytes(digest[:N_SIGNS], "big")
    return "".join(RECEIPT_SIGNS[number >> BITS * place & 31] for place in range(N_SIGNS))
