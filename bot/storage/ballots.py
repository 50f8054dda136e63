"""Rows of ballots and voters. What links the two is the round's key alone, and it is gone after the close."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from typing import Any

from sqlalchemy import Text, and_, bindparam, case, cast, delete, func, insert, literal, not_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ballots import WITHDRAWN, Ballot, Choices
from bot.domain.results import EqualBallots, rare_levels
from bot.domain.rounds import Trust
from bot.storage.conflicts import insert_new, upsert
from bot.storage.schema import appeals, ballots, people, receipts, voters
from bot.storage.trust import level_with

_BALLOT = select(ballots).where(ballots.c.round == bindparam("key"), ballots.c.voter == bindparam("name"))
_VOTER = select(voters).where(voters.c.round == bindparam("key"), voters.c.person == bindparam("who"))
_ONE = select(literal(1)).subquery()
_STANDING = (
    select(
        voters.c.person,
        voters.c.district,
        voters.c.by_code,
        voters.c.via,
        level_with(voters.c.by_code.is_(True)).label("level"),
        ballots.c.choices,
        ballots.c.version,
        ballots.c.receipt,
        ballots.c.trust,
        ballots.c.void,
    )
    .select_from(_ONE)
    .outerjoin(voters, and_(voters.c.round == bindparam("key"), voters.c.person == bindparam("who")))
    .outerjoin(ballots, and_(ballots.c.round == bindparam("key"), ballots.c.voter == bindparam("name")))
)
_ADD = insert(ballots)
_CHANGE = (
    update(ballots)
    .where(ballots.c.round == bindparam("key"), ballots.c.voter == bindparam("name"))
    .values(
        choices=bindparam("chosen"),
        version=bindparam("next"),
        trust=bindparam("level"),
        district=bindparam("place"),
    )
)


@dataclass(frozen=True, slots=True)
class Voter:
    """A person who takes part. `district` is an index into the round's districts, `via` the invitation followed."""

    district: int | None = None
    by_code: bool = False
    via: str | None = None


@dataclass(frozen=True, slots=True)
class Burst:
    """Ballots that began in the same quarter of an hour over the same invitation."""

    via: str
    n_ballots: int


async def find(connection: AsyncConnection, key: int, voter: bytes) -> Ballot | None:
    row = (await connection.execute(_BALLOT, {"key": key, "name": voter})).one_or_none()
    return _ballot(row) if row else None


async def standing(
    connection: AsyncConnection, key: int, person: int, voter: bytes
) -> tuple[Voter | None, Ballot | None, Trust]:
    """Everything a tap has to know of a person: how they take part, their ballot, their level of trust."""
    row = (await connection.execute(_STANDING, {"key": key, "who": person, "name": voter})).one()
    takes_part, has_voted = row.person is not None, row.version is not None
    return (
        Voter(row.district, row.by_code, row.via) if takes_part else None,
        _ballot(row) if has_voted else None,
        Trust(row.level),
    )


async def add(
    connection: AsyncConnection, key: int, voter: bytes, ballot: Ballot, from_: Voter, began_at: datetime
) -> None:
    """Keep the first state of a ballot."""
    row = {
        "round": key,
        "voter": voter,
        "choices": _written(ballot.choices),
        "version": ballot.version,
        "receipt": ballot.receipt,
        "trust": int(ballot.trust),
        "district": from_.district,
        "via": from_.via,
        "began_at": began_at,
    }
    await connection.execute(_ADD, row)


async def change(connection: AsyncConnection, key: int, voter: bytes, ballot: Ballot, from_: Voter) -> None:
    """Replace the choices of a ballot."""
    await connection.execute(
        _CHANGE,
        {
            "key": key,
            "name": voter,
            "chosen": _written(ballot.choices),
            "next": ballot.version,
            "level": int(ballot.trust),
            "place": from_.district,
        },
    )


async def set_trust(connection: AsyncConnection, key: int, voter: bytes, level: Trust) -> None:
    """Let a ballot count at another level; nothing happens to who has none."""
    await connection.execute(
        update(ballots).where(ballots.c.round == key, ballots.c.voter == voter).values(trust=int(level))
    )


async def erase(connection: AsyncConnection, key: int, voter: bytes) -> None:
    """Delete a ballot, and what its voter said against a void."""
    mine = select(ballots.c.receipt).where(ballots.c.round == key, ballots.c.voter == voter)
    await connection.execute(delete(appeals).where(appeals.c.round == key, appeals.c.receipt.in_(mine)))
    await connection.execute(delete(ballots).where(ballots.c.round == key, ballots.c.voter == voter))


async def find_voter(connection: AsyncConnection, key: int, person: int) -> Voter | None:
    row = (await connection.execute(_VOTER, {"key": key, "who": person})).one_or_none()
    return Voter(row.district, row.by_code, row.via) if row else None


async def keep_voter(connection: AsyncConnection, key: int, person: int, voter: Voter) -> None:
    row = {"round": key, "person": person, "district": voter.district, "by_code": voter.by_code, "via": voter.via}
    await connection.execute(upsert(connection, voters, row), row)


async def add_voter(connection: AsyncConnection, key: int, person: int, voter: Voter) -> None:
    """Note that a person takes part; who does already stays as they are."""
    row = {"round": key, "person": person, "district": voter.district, "by_code": voter.by_code, "via": voter.via}
    await connection.execute(insert_new(connection, voters), row)


async def voters_of(connection: AsyncConnection, key: int) -> list[tuple[int, int]]:
    """Everybody who takes part, as (person, Telegram id)."""
    rows = await connection.execute(
        select(people.c.id, people.c.telegram_id)
        .join(voters, voters.c.person == people.c.id)
        .where(voters.c.round == key)
    )
    return [(row.id, row.telegram_id) for row in rows]


async def rounds_of(connection: AsyncConnection, person: int) -> list[int]:
    """The rounds in which a person takes part."""
    return list(await connection.scalars(select(voters.c.round).where(voters.c.person == person)))


async def all_of(connection: AsyncConnection, key: int) -> dict[bytes, Ballot]:
    """Every ballot of a round by its voter."""
    rows = await connection.execute(select(ballots).where(ballots.c.round == key))
    return {row.voter: _ballot(row) for row in rows}


async def count(connection: AsyncConnection, key: int) -> int:
    """How many ballots hold at least one choice and are not void."""
    counted = select(func.count()).select_from(ballots).where(ballots.c.round == key, *_VALID)
    return await connection.scalar(counted) or 0


_VALID = (ballots.c.void.is_(None), func.json_array_length(ballots.c.choices) > 0)


async def counted(connection: AsyncConnection, key: int) -> list[EqualBallots]:
    """Every valid ballot that holds a choice, equal ones together."""
    chosen = cast(ballots.c.choices, Text).label("chosen")
    rows = await connection.execute(
        select(chosen, ballots.c.trust, ballots.c.district, func.count().label("n"))
        .where(ballots.c.round == key, *_VALID)
        .group_by(chosen, ballots.c.trust, ballots.c.district)
    )
    return [EqualBallots(_read(json.loads(row.chosen)), Trust(row.trust), row.district, row.n) for row in rows]


async def by_receipt(connection: AsyncConnection, key: int, receipt: str) -> tuple[int, str | None] | None:
    """The present version of the ballot with a receipt, and why it does not count; also after the round was sealed."""
    for table, why in _WHY.items():
        found = select(table.c.version, why).where(table.c.round == key, table.c.receipt == receipt)
        if row := (await connection.execute(found)).one_or_none():
            return row.version, row.why
    return None


_WHY = {
    ballots: case(
        (ballots.c.void.is_(None) & (func.json_array_length(ballots.c.choices) == 0), WITHDRAWN), else_=ballots.c.void
    ).label("why"),
    receipts: receipts.c.void.label("why"),
}
"""Why a receipt's ballot does not count: a reason to be void, or that it was withdrawn. None for one that counts."""


async def rounds_with_receipt(connection: AsyncConnection, receipt: str) -> list[int]:
    """The rounds that know a receipt: one, but for a coincidence."""
    found = [
        list(await connection.scalars(select(t.c.round).where(t.c.receipt == receipt))) for t in (ballots, receipts)
    ]
    return sorted({*found[0], *found[1]})


async def void(
    connection: AsyncConnection, key: int, *, receipt: str | None, via: str | None, reason: str | None
) -> list[bytes]:
    """Make ballots void, or valid again with `reason` None; return their voters."""
    which = ballots.c.receipt == receipt if receipt is not None else ballots.c.via == via
    touched = list(await connection.scalars(select(ballots.c.voter).where(ballots.c.round == key, which)))
    await connection.execute(update(ballots).where(ballots.c.round == key, which).values(void=reason))
    return touched


async def bursts(connection: AsyncConnection, key: int, since: datetime, n_least: int) -> Sequence[Burst]:
    """Invitations over which at least `n_least` ballots began in one quarter of an hour since a moment."""
    n_ballots = func.count().label("n_ballots")
    rows = await connection.execute(
        select(ballots.c.via, n_ballots)
        .where(ballots.c.round == key, ballots.c.via.is_not(None), ballots.c.began_at >= since)
        .group_by(ballots.c.via, ballots.c.began_at)
        .having(n_ballots >= n_least)
    )
    largest: dict[str, int] = {}
    for row in rows:
        largest[row.via] = max(row.n_ballots, largest.get(row.via, 0))
    return [Burst(via, n) for via, n in largest.items()]


async def part_voters(connection: AsyncConnection, key: int) -> None:
    """Take away whatever voters and ballots have in common but the round's key, when voting is over.

    Ballots keep what can still be disputed or is still to be counted: invitation, district, level.
    """
    await connection.execute(update(voters).where(voters.c.round == key).values(district=None, via=None, by_code=False))
    await connection.execute(update(ballots).where(ballots.c.round == key).values(began_at=None))


async def seal_some(connection: AsyncConnection, key: int, new_names: Sequence[bytes]) -> int:
    """Part receipts from choices for good, at most as many as there are `new_names`; return how many were parted.

    What follows knows ballots without receipts, and receipts without ballots.
    """
    some = await connection.execute(
        select(ballots.c.voter, ballots.c.receipt, ballots.c.version, _WHY[ballots])
        .where(ballots.c.round == key, ballots.c.receipt.is_not(None))
        .limit(len(new_names))
    )
    found = some.all()
    if found:
        parted = [{"round": key, "receipt": b.receipt, "version": b.version, "void": b.why} for b in found]
        await connection.execute(insert(receipts), sorted(parted, key=itemgetter("receipt")))
        renamed = [{"key": key, "old": b.voter, "new": name} for b, name in zip(found, new_names, strict=False)]
        await connection.execute(_RENAME, sorted(renamed, key=itemgetter("new")))
    return len(found)


_RENAME = (
    update(ballots)
    .where(ballots.c.round == bindparam("key"), ballots.c.voter == bindparam("old"))
    .values(voter=bindparam("new"), receipt=None, version=0, via=None, began_at=None, district=None)
)


async def keep_counted(connection: AsyncConnection, key: int) -> None:
    """Keep only ballots that count, and give rare levels of trust one name: what singles out tells who it was."""
    await connection.execute(delete(ballots).where(ballots.c.round == key, not_(and_(*_VALID))))
    rows = await connection.execute(
        select(ballots.c.trust, func.count().label("n")).where(ballots.c.round == key).group_by(ballots.c.trust)
    )
    if rare := rare_levels({Trust(row.trust): row.n for row in rows}):
        await connection.execute(
            update(ballots).where(ballots.c.round == key, ballots.c.trust.in_(rare)).values(trust=int(min(rare)))
        )


async def receipts_of(connection: AsyncConnection, key: int) -> list[tuple[str, int, str | None]]:
    """Every receipt with its version and why it does not count, sorted: the same before and after sealing."""
    found = []
    for table, why in _WHY.items():
        rows = await connection.execute(
            select(table.c.receipt, table.c.version, why).where(table.c.round == key, table.c.receipt.is_not(None))
        )
        found += [(row.receipt, row.version, row.why) for row in rows]
    return sorted(found, key=lambda one: one[0])


def _written(choices: Choices) -> list[list[int]]:
    """Write choices as pairs in the order of the options, so that equal ballots are equal rows."""
    return [[option, choices[option]] for option in sorted(choices)]


def _read(written: Sequence[Sequence[int]]) -> dict[int, int]:
    return {option: value for option, value in written}  # noqa: C416  (pairs of JSON are lists)


def _ballot(row: Any) -> Ballot:
    return Ballot(_read(row.choices), row.version, row.receipt or "", Trust(row.trust), row.void)
