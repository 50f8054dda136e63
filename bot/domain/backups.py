"""Copies of the database: their names, which of them are kept, and what has happened since one was made."""

import hashlib
import hmac
import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

NAME = re.compile(r"viche-(\d{8}T\d{6})Z-(\d{4})(-before-update)?\.sqlite3")
MONTH = timedelta(days=31)


def name_of(made_at: datetime, revision: str, *, before_update: bool = False) -> str:
    """Name a copy by its moment and its schema, so that names in order are copies in order."""
    return f"viche-{made_at.astimezone(UTC):%Y%m%dT%H%M%SZ}-{revision}{'-before-update' * before_update}.sqlite3"


def made_at(name: str) -> datetime | None:
    """Read the moment from a copy's name; None for another file."""
    found = NAME.fullmatch(name)
    return datetime.strptime(found[1], "%Y%m%dT%H%M%S").replace(tzinfo=UTC) if found else None


@dataclass(frozen=True, slots=True)
class KeepRule:
    """Every copy of the last days, then the last one of each week and of each month, this one counted."""

    n_days: int
    n_weeks: int
    n_months: int

    @property
    def longest(self) -> timedelta:
        """How long a copy is kept at most."""
        return max(timedelta(days=self.n_days), timedelta(weeks=self.n_weeks), MONTH * self.n_months)

    def superfluous(self, names: Collection[str], now: datetime, zone: ZoneInfo) -> list[str]:
        """Say which copies are not to be kept; the newest one always is."""
        moments = {name: moment.astimezone(zone) for name in names if (moment := made_at(name))}
        today = now.astimezone(zone).date()
        newest_first = sorted(moments, key=lambda name: moments[name], reverse=True)
        kept = set(newest_first[:1]) | {name for name in moments if _days(moments[name], today) < self.n_days}
        for period, n_periods in ((_week, self.n_weeks), (_month, self.n_months)):
            last_of: dict[int, str] = {}
            for name in newest_first:
                last_of.setdefault(period(moments[name].date()), name)
            kept |= {name for number, name in last_of.items() if period(today) - number < n_periods}
        return sorted(moments.keys() - kept)


def _days(moment: datetime, today: date) -> int:
    return (today - moment.date()).days


def _week(day: date) -> int:
    return (day.toordinal() - 1) // 7


def _month(day: date) -> int:
    return day.year * 12 + day.month


def last_due(now: datetime, hour: int, zone: ZoneInfo) -> datetime:
    """The moment at which the newest copy was to be made, or is to be made now."""
    local = now.astimezone(zone)
    due = local.replace(hour=hour, minute=0, second=0, microsecond=0)
    return due if due <= local else due - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class LastBackup:
    """How copying went last. `reason` is the key of the error; None as long as nothing failed since the last copy."""

    made_at: datetime | None
    failed_at: datetime | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Erasure:
    """That somebody erased themselves, under a name by which only the bot's secret finds them."""

    mark: bytes
    withdraw: bool
    erased_at: datetime


def mark_of(secret: bytes, telegram_id: int) -> bytes:
    """Name a person who erased themselves: from the mark nobody learns who it is.

    Source: HMAC-SHA-256 (RFC 2104), cut to 128 bits.
    """
    return hmac.new(secret, f"erased:{telegram_id}".encode(), hashlib.sha256).digest()[:16]


def fingerprint_of(secret: bytes) -> str:
    """Tell secrets apart without showing them."""
    return hmac.new(secret, b"fingerprint", hashlib.sha256).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Afterword:
    """What `restore` has to know besides a copy: the keys of rounds that are open now, and who erased themselves.

    Shapes: `secret` is the fingerprint of what marks are made with; None where there is none.
    """

    secret: str | None = None
    round_keys: Mapping[int, bytes] = field(default_factory=dict)
    erasures: tuple[Erasure, ...] = ()

    def written(self) -> str:
        return json.dumps(
            {
                "secret": self.secret,
                "round_keys": {str(number): key.hex() for number, key in self.round_keys.items()},
                "erasures": [[one.mark.hex(), one.withdraw, one.erased_at.isoformat()] for one in self.erasures],
            },
            indent=1,
        )

    @classmethod
    def read(cls, text: str) -> "Afterword":
        """Errors: `ValueError`, `KeyError` or `TypeError` for another text."""
        said: dict[str, Any] = json.loads(text)
        return cls(
            said["secret"],
            {int(number): bytes.fromhex(key) for number, key in said["round_keys"].items()},
            tuple(
                Erasure(bytes.fromhex(mark), withdraw, datetime.fromisoformat(moment))
                for mark, withdraw, moment in said["erasures"]
            ),
        )
