"""What operators were told of: no trouble twice within an hour, also after a restart."""

from sqlalchemy import Boolean, Column, String, Table

from bot.storage.schema.types import UtcDateTime, metadata

alarms = Table(
    "alarms",
    metadata,
    Column("name", String(16), primary_key=True),
    Column("word", String(16), nullable=False),
    Column("raised_at", UtcDateTime, nullable=False),
    Column("is_open", Boolean, nullable=False),
)
