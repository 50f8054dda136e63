"""Who wants which digest, when and how."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, String, Table

from bot.storage.schema.types import Number, metadata

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("person", ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", String(8), primary_key=True),
    Column("hour", Number, nullable=False),
    Column("day", Number, nullable=False),
    Column("way", String(8), nullable=False),
    Column("with_xlsx", Boolean, nullable=False),
    Column("announced_on", Date, nullable=False),
    sqlite_with_rowid=False,
)
