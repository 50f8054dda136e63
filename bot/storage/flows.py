"""Rows of open questions: what the bot asked a person last and waits to hear."""

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.flows import Flow
from bot.storage.conflicts import upsert
from bot.storage.schema import flows


async def open_(connection: AsyncConnection, person: int, flow: Flow) -> None:
    """Ask something; what was asked before is dropped."""
    row = {"person": person, "kind": flow.kind, "data": dict(flow.data), "until_at": flow.until_at}
    await connection.execute(upsert(connection, flows, row), row)


async def close(connection: AsyncConnection, person: int) -> None:
    await connection.execute(delete(flows).where(flows.c.person == person))
