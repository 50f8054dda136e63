"""Rows of the hromada's own words."""

from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.words import OwnWord
from bot.storage.schema import entries, own_words
from knowledge.lexicon.own import OwnWords


async def listed(connection: AsyncConnection) -> list[OwnWord]:
    """Every own word, the newest first."""
    rows = await connection.execute(select(own_words).order_by(own_words.c.id.desc()))
    return [OwnWord(row.id, row.word, row.concept, row.entry, row.added_by, row.added_at) for row in rows]


async def known(connection: AsyncConnection) -> OwnWords:
    """Every own word as the search takes it."""
    asked = select(own_words.c.word, own_words.c.concept, entries.c.document, entries.c.code)
    rows = await connection.execute(
        asked.outerjoin(entries, entries.c.id == own_words.c.entry).order_by(own_words.c.id)
    )
    concepts: dict[str, tuple[str, ...]] = {}
    goals: dict[tuple[str, str], tuple[str, ...]] = {}
    for row in rows:
        if row.concept is not None:
            concepts[row.concept] = (*concepts.get(row.concept, ()), row.word)
        else:
            goals[row.document, row.code] = (*goals.get((row.document, row.code), ()), row.word)
    return OwnWords(concepts, goals)


async def add(
    connection: AsyncConnection, word: str, concept: str | None, entry: int | None, by: int | None, now: datetime
) -> None:
    row = {"word": word, "concept": concept, "entry": entry, "added_by": by, "added_at": now}
    await connection.execute(insert(own_words).values(row))


async def remove(connection: AsyncConnection, key: int) -> bool:
    """Forget a word; False when there is none."""
    done = await connection.execute(delete(own_words).where(own_words.c.id == key).returning(own_words.c.id))
    return done.one_or_none() is not None
