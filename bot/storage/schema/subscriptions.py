"""Who wants which digest."""

from sqlalchemy import Column, ForeignKey, String, Table

from bot.storage.schema.types import metadata

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("person", ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", String(8), primary_key=True),
    sqlite_with_rowid=False,
)
