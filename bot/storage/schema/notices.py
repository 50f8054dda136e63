"""What people are told of their own accord."""

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, String, Table

from bot.storage.schema.types import UtcDateTime, metadata

notices = Table(
    "notices",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person", ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("cause", String(64), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("params", JSON, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("state", String(16), nullable=False),
    Column("n_attempts", Integer, nullable=False),
    Column("done_at", UtcDateTime),
    Index("uq_notices_person_cause", "person", "cause", unique=True),
    Index("ix_notices_state", "state", "due_at"),
)

mutes = Table(
    "mutes",
    metadata,
    Column("person", ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", String(32), primary_key=True),
    sqlite_with_rowid=False,
)
