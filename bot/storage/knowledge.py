"""How the knowledge stands: something to compare with how it stood before, cheap enough to be asked all the time."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.schema import communities, documents, own_words, phrasings


async def state(connection: AsyncConnection) -> Any:
    """Say in one value what is published, which words of the hromada's own there are, and what staff taught.

    Another value after every change: numbers of words and of what was taught are never given twice.
    """
    described = [
        (await connection.execute(select(table).order_by(table.c.id))).all() for table in (communities, documents)
    ]
    counted = [
        (await connection.execute(select(func.count(), func.max(table.c.id)).where(*which))).one()
        for table, which in ((own_words, ()), (phrasings, (phrasings.c.undone_at.is_(None),)))
    ]
    return repr((described, counted))
