"""Rows of rounds, their options, their keys and the corrections made to them."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, exists, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.rounds import (
    BallotKind,
    Correction,
    District,
    Ending,
    EndingKind,
    Option,
    OptionClass,
    Round,
    Sheet,
    Trust,
)
from bot.domain.tally import Rule
from bot.storage.schema import corrections, options, round_keys, rounds

_ROUND = select(rounds).where(rounds.c.id == bindparam("key"))
_OPTIONS = select(options).where(options.c.round == bindparam("key")).order_by(options.c.position, options.c.id)
_STAND = (
    select(rounds.c.revision, round_keys.c.key)
    .outerjoin_from(rounds, round_keys, round_keys.c.round == rounds.c.id)
    .where(rounds.c.id == bindparam("key"))
)
_KEY = select(round_keys.c.key).where(round_keys.c.round == bindparam("key"))


async def create(connection: AsyncConnection, community: str, title: str) -> int:
    """Begin a draft and return its number."""
    row = _columns(Round(id=0, community=community, title=title))
    done = await connection.execute(insert(rounds).values(row).returning(rounds.c.id))
    return int(done.scalar_one())


async def find(connection: AsyncConnection, key: int) -> Round | None:
    row = (await connection.execute(_ROUND, {"key": key})).one_or_none()
    return _round(row) if row else None


async def sheet(connection: AsyncConnection, key: int) -> Sheet | None:
    """The round with its options."""
    found = await find(connection, key)
    if found is None:
        return None
    rows = await connection.execute(_OPTIONS, {"key": key})
    return Sheet(found, tuple(Option(**row._mapping) for row in rows))  # noqa: SLF001  (SQLAlchemy's documented name)


async def stand(connection: AsyncConnection, key: int) -> tuple[int | None, bytes | None]:
    """The revision of a round, None when there is no such round, and its secret as `key_of` gives it."""
    row = (await connection.execute(_STAND, {"key": key})).one_or_none()
    return (row.revision, row.key) if row else (None, None)


async def announced(connection: AsyncConnection, now: datetime, community: str | None) -> list[Round]:
    """Rounds that residents may see, the newest first."""
    asked = select(rounds).where(rounds.c.announced_at <= now).order_by(rounds.c.opens_at.desc(), rounds.c.id.desc())
    if community is not None:
        asked = asked.where(rounds.c.community == community)
    return [_round(row) for row in await connection.execute(asked)]


async def every(connection: AsyncConnection) -> list[Round]:
    """All rounds, drafts included, the newest first."""
    return [_round(row) for row in await connection.execute(select(rounds).order_by(rounds.c.id.desc()))]


async def change(connection: AsyncConnection, round_: Round) -> None:
    """Write a round as it is given, with its revision raised."""
    columns = _columns(round_) | {"revision": rounds.c.revision + 1}
    await connection.execute(update(rounds).where(rounds.c.id == round_.id).values(columns))


async def remove(connection: AsyncConnection, key: int) -> None:
    await connection.execute(delete(rounds).where(rounds.c.id == key))


async def add_options(connection: AsyncConnection, key: int, new: Sequence[Option]) -> None:
    """Put options behind those that are there."""
    last = await connection.scalar(select(func.max(options.c.position)).where(options.c.round == key))
    first = 0 if last is None else last + 1
    rows = [
        {name: value for name, value in asdict(option).items() if name != "id"} | {"round": key, "position": position}
        for position, option in enumerate(new, first)
    ]
    await connection.execute(insert(options), rows)
    await _touch(connection, key)


async def change_option(connection: AsyncConnection, option: Option) -> None:
    columns = {name: value for name, value in asdict(option).items() if name not in ("id", "round")}
    await connection.execute(update(options).where(options.c.id == option.id).values(columns))
    await _touch(connection, option.round)


async def remove_option(connection: AsyncConnection, key: int, option: int) -> None:
    await connection.execute(delete(options).where(options.c.id == option, options.c.round == key))
    await _touch(connection, key)


async def reorder(connection: AsyncConnection, key: int, order: Sequence[int]) -> None:
    """Give the options of a round their places in this order."""
    for position, option in enumerate(order):
        await connection.execute(
            update(options).where(options.c.id == option, options.c.round == key).values(position=position)
        )
    await _touch(connection, key)


async def _touch(connection: AsyncConnection, key: int) -> None:
    await connection.execute(update(rounds).where(rounds.c.id == key).values(revision=rounds.c.revision + 1))


async def correct(connection: AsyncConnection, key: int, made: Correction) -> None:
    await connection.execute(insert(corrections).values(asdict(made) | {"round": key}))


async def corrections_of(connection: AsyncConnection, key: int) -> list[Correction]:
    """What was corrected, the newest first."""
    rows = await connection.execute(
        select(
            corrections.c.option,
            corrections.c.field,
            corrections.c.before,
            corrections.c.after,
            corrections.c.corrected_at,
        )
        .where(corrections.c.round == key)
        .order_by(corrections.c.id.desc())
    )
    return [Correction(*row) for row in rows]


async def key_of(connection: AsyncConnection, key: int) -> bytes | None:
    """The secret that names voters; None before the first voter and after the close."""
    return await connection.scalar(_KEY, {"key": key})


async def keep_key(connection: AsyncConnection, key: int, secret: bytes) -> None:
    await connection.execute(insert(round_keys).values(round=key, key=secret))


async def destroy_key(connection: AsyncConnection, key: int) -> None:
    await connection.execute(delete(round_keys).where(round_keys.c.round == key))


async def keys(connection: AsyncConnection) -> dict[int, bytes]:
    """The secrets of all rounds that have one; an empty one stands for a secret that a copy was not to hold."""
    rows = await connection.execute(select(round_keys).order_by(round_keys.c.round))
    return {row.round: row.key for row in rows}


async def set_key(connection: AsyncConnection, key: int, secret: bytes) -> None:
    """Put a secret in the place of the one that a round has."""
    await connection.execute(update(round_keys).where(round_keys.c.round == key).values(key=secret))


async def with_keys_after_close(connection: AsyncConnection, now: datetime) -> list[int]:
    """Rounds whose voting is over and whose key still exists."""
    over = or_(rounds.c.closes_at <= now, rounds.c.ended_at.is_not(None))
    rows = await connection.scalars(select(rounds.c.id).join(round_keys, round_keys.c.round == rounds.c.id).where(over))
    return list(rows)


async def to_seal(connection: AsyncConnection, now: datetime) -> list[int]:
    """Rounds without a key that are to be counted and sealed, or only sealed since they were ended."""
    rows = await connection.scalars(
        select(rounds.c.id).where(
            rounds.c.announced_at.is_not(None),
            or_(rounds.c.ended_at.is_not(None), func.coalesce(rounds.c.results_at, rounds.c.closes_at) <= now),
            rounds.c.sealed_at.is_(None),
            ~exists().where(round_keys.c.round == rounds.c.id),
        )
    )
    return list(rows)


async def seal(connection: AsyncConnection, key: int, now: datetime) -> None:
    await connection.execute(
        update(rounds).where(rounds.c.id == key).values(sealed_at=now, revision=rounds.c.revision + 1)
    )


def _columns(round_: Round) -> dict[str, Any]:
    ending = round_.ending
    return {
        **{name: value for name, value in asdict(round_).items() if name not in ("id", "ending", "revision")},
        "ballot": round_.ballot.value,
        "rule": round_.rule.value,
        "least_trust": int(round_.least_trust),
        "ended_how": ending.how.value if ending else None,
        "ended_reason": ending.reason if ending else None,
        "ended_at": ending.ended_at if ending else None,
        "revision": round_.revision,
    }


def _round(row: Row[Any]) -> Round:
    columns = dict(row._mapping)  # noqa: SLF001
    plain = {name: value for name, value in columns.items() if not name.startswith("ended_")}
    ending = None
    if columns["ended_how"]:
        ending = Ending(EndingKind(columns["ended_how"]), columns["ended_reason"], columns["ended_at"])
    return Round(
        **plain
        | {
            "ballot": BallotKind(columns["ballot"]),
            "rule": Rule(columns["rule"]),
            "least_trust": Trust(columns["least_trust"]),
            "classes": tuple(OptionClass(**one) for one in columns["classes"]),
            "districts": tuple(District(**one) for one in columns["districts"]),
            "ending": ending,
        }
    )
