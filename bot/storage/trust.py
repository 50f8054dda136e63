"""Rows of what is known of a voter: phones and office codes as keyed hashes, confirmations by staff."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Case, ColumnElement, bindparam, case, exists, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.rounds import Trust
from bot.storage.conflicts import insert_new
from bot.storage.schema import codes, confirmations, phones, voters


def level_with(has_code: ColumnElement[bool]) -> Case[int]:
    """Build the level of the person `who`, given what says that they spent a code in this round."""
    return case(
        (exists().where(confirmations.c.person == bindparam("who")), int(Trust.CONFIRMED)),
        (has_code, int(Trust.CODE)),
        (exists().where(phones.c.person == bindparam("who")), int(Trust.PHONE)),
        else_=int(Trust.ACCOUNT),
    )


_CODE = exists().where(
    voters.c.person == bindparam("who"), voters.c.round == bindparam("key"), voters.c.by_code.is_(True)
)
_LEVEL = select(level_with(_CODE))


async def level(connection: AsyncConnection, person: int, round_: int) -> Trust:
    """The highest level a person has reached in a round."""
    row = (await connection.execute(_LEVEL, {"who": person, "key": round_})).one()
    return Trust(row[0])


async def keep_phone(connection: AsyncConnection, person: int, phone_hash: bytes) -> bool:
    """Keep that a phone is a person's; False when it is somebody else's. Who has one keeps the newest."""
    owner = await connection.scalar(select(phones.c.person).where(phones.c.phone_hash == phone_hash))
    if owner is not None:
        return bool(owner == person)
    changed = await connection.execute(update(phones).where(phones.c.person == person).values(phone_hash=phone_hash))
    if not changed.rowcount:
        await connection.execute(insert(phones).values(phone_hash=phone_hash, person=person))
    return True


async def confirm(connection: AsyncConnection, person: int, now: datetime) -> bool:
    """Keep that staff have checked a person; False when they had before."""
    done = await connection.execute(insert_new(connection, confirmations).values(person=person, confirmed_at=now))
    return bool(done.rowcount)


async def add_codes(connection: AsyncConnection, round_: int, hashes: Sequence[bytes]) -> int:
    """Keep new codes of a round and return the serial number of the first."""
    last = await connection.scalar(select(func.max(codes.c.serial)).where(codes.c.round == round_))
    first = (last or 0) + 1
    rows = [
        {"code_hash": code, "round": round_, "serial": serial, "is_used": False}
        for serial, code in enumerate(hashes, first)
    ]
    await connection.execute(insert(codes), rows)
    return first


async def use_code(connection: AsyncConnection, code_hash: bytes) -> int | None:
    """Spend a code and return its round; None when it is not known or was used."""
    spent = await connection.execute(
        update(codes).where(codes.c.code_hash == code_hash, codes.c.is_used.is_(False)).values(is_used=True)
    )
    if not spent.rowcount:
        return None
    return await connection.scalar(select(codes.c.round).where(codes.c.code_hash == code_hash))


async def count_codes(connection: AsyncConnection, round_: int) -> tuple[int, int]:
    """How many codes a round has, and how many are used."""
    row = (
        await connection.execute(
            select(func.count(), func.count().filter(codes.c.is_used.is_(True))).where(codes.c.round == round_)
        )
    ).one()
    return row[0], row[1]
