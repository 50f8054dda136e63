"""What hangs on goals: followers, reports, feedback, answered questions, options of rounds."""

from collections.abc import Collection, Mapping

from sqlalchemy import Integer, cast, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.progress import FollowKind
from bot.domain.uploads import Hanging
from bot.storage.schema import feedback, follows, gaps, options, reports

MOST_ASKED = 10_000
"""Goals in one question; SQLite takes 32,766 values."""


async def on(connection: AsyncConnection, entries: Collection[int]) -> Mapping[int, Hanging]:
    """What hangs on these goals, by number; nothing for those on which nothing does."""
    wanted = list(entries)[:MOST_ASKED]
    followed = cast(follows.c.key, Integer)
    asked = {
        "n_followers": select(followed, func.count())
        .where(follows.c.kind == FollowKind.ENTRY.value, follows.c.key.in_(list(map(str, wanted))))
        .group_by(followed),
        **{
            name: select(table.c.entry, func.count()).where(table.c.entry.in_(wanted)).group_by(table.c.entry)
            for name, table in (("n_reports", reports), ("n_feedback", feedback), ("n_gaps", gaps))
        },
    }
    found: dict[int, dict[str, int]] = {}
    for name, query in asked.items():
        for entry, n in await connection.execute(query):
            found.setdefault(entry, {})[name] = n
    voted: dict[int, list[int]] = {}
    rows = await connection.execute(
        select(options.c.entry, options.c.round).where(options.c.entry.in_(wanted)).distinct().order_by(options.c.round)
    )
    for entry, round_ in rows:
        voted.setdefault(entry, []).append(round_)
    return {entry: Hanging(**found.get(entry, {}), rounds=tuple(voted.get(entry, ()))) for entry in {*found, *voted}}
