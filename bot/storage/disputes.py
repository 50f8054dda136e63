"""Rows about doubtful ballots: flags for staff, voids that two of them decide, appeals of voters."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.disputes import Appeal, Flag, Void
from bot.storage.conflicts import insert_new
from bot.storage.schema import appeals, flags, voids


async def propose(connection: AsyncConnection, void: Void) -> int:
    row = {name: value for name, value in asdict(void).items() if name != "id"}
    done = await connection.execute(insert(voids).values(row).returning(voids.c.id))
    return int(done.scalar_one())


async def find_void(connection: AsyncConnection, key: int) -> Void | None:
    row = (await connection.execute(select(voids).where(voids.c.id == key))).one_or_none()
    return Void(**row._mapping) if row else None  # noqa: SLF001  (SQLAlchemy's documented name)


async def decide_void(connection: AsyncConnection, key: int, by: int, now: datetime, *, granted: bool) -> None:
    await connection.execute(
        update(voids).where(voids.c.id == key).values(decided_by=by, decided_at=now, granted=granted)
    )


async def voids_of(connection: AsyncConnection, round_: int) -> list[Void]:
    """Every proposal of a round, the newest first."""
    rows = await connection.execute(select(voids).where(voids.c.round == round_).order_by(voids.c.id.desc()))
    return [Void(**row._mapping) for row in rows]  # noqa: SLF001


async def appeal(connection: AsyncConnection, made: Appeal) -> bool:
    """Keep an appeal; False when there was one before."""
    done = await connection.execute(insert_new(connection, appeals).values(asdict(made)))
    return bool(done.rowcount)


async def find_appeal(connection: AsyncConnection, round_: int, receipt: str) -> Appeal | None:
    which = (appeals.c.round == round_, appeals.c.receipt == receipt)
    row = (await connection.execute(select(appeals).where(*which))).one_or_none()
    return Appeal(**row._mapping) if row else None  # noqa: SLF001


async def decide_appeal(connection: AsyncConnection, round_: int, receipt: str, by: int, *, granted: bool) -> None:
    await connection.execute(
        update(appeals)
        .where(appeals.c.round == round_, appeals.c.receipt == receipt)
        .values(decided_by=by, granted=granted)
    )


async def appeals_of(connection: AsyncConnection, round_: int) -> list[Appeal]:
    """Every appeal of a round, the oldest first."""
    rows = await connection.execute(select(appeals).where(appeals.c.round == round_).order_by(appeals.c.appealed_at))
    return [Appeal(**row._mapping) for row in rows]  # noqa: SLF001


async def flag(connection: AsyncConnection, raised: Flag) -> bool:
    """Raise a flag, or note that it grew; True when it is new."""
    done = await connection.execute(insert_new(connection, flags).values(asdict(raised)))
    if done.rowcount:
        return True
    which = (flags.c.round == raised.round, flags.c.kind == raised.kind, flags.c.source == raised.source)
    await connection.execute(update(flags).where(*which).values(n_times=raised.n_times))
    return False


async def flags_of(connection: AsyncConnection, round_: int) -> list[Flag]:
    """Every flag of a round, the oldest first."""
    rows = await connection.execute(select(flags).where(flags.c.round == round_).order_by(flags.c.raised_at))
    return [Flag(**row._mapping) for row in rows]  # noqa: SLF001
