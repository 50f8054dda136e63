"""What moderators send to many, and what became of it with each."""

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text

from bot.storage.schema.types import Number, UtcDateTime, metadata

broadcasts = Table(
    "broadcasts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("state", String(16), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("is_emergency", Boolean, nullable=False),
    Column("audience", JSON, nullable=False),
    Column("author", Integer, nullable=False),
    Column("approver", Integer),
    Column("sender", Integer),
    Column("changed_at", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime),
    Column("frozen_at", UtcDateTime),
    Column("began_at", UtcDateTime),
    Column("ended_at", UtcDateTime),
    Column("reason", Text),
    Column("outcome", JSON(none_as_null=True)),
    Index("ix_broadcasts_state", "state"),
    Index("ix_broadcasts_began_at", "began_at"),
    sqlite_autoincrement=True,
)

broadcast_contents = Table(
    "broadcast_contents",
    metadata,
    Column("broadcast", ForeignKey("broadcasts.id", ondelete="CASCADE"), primary_key=True),
    Column("locale", String(2), primary_key=True),
    Column("text", Text, nullable=False),
    Column("files", JSON, nullable=False),
    Column("leads", JSON, nullable=False),
    Column("message", Number),
    sqlite_with_rowid=False,
)

broadcast_files = Table(
    "broadcast_files",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("broadcast", ForeignKey("broadcasts.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("kind", String(16), nullable=False),
    Column("name", Text, nullable=False),
    Column("mime", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("content", LargeBinary),
    Column("file_id", Text),
    sqlite_autoincrement=True,
)

# A million rows at a time: no index but the key, nothing that the row of the broadcast knows already.
deliveries = Table(
    "deliveries",
    metadata,
    Column("broadcast", ForeignKey("broadcasts.id", ondelete="CASCADE"), primary_key=True),
    Column("person", ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("state", String(12), nullable=False),
    Column("n_attempts", Integer, nullable=False),
    Column("until_at", UtcDateTime),
    Column("message", Number),
    Column("others", JSON(none_as_null=True)),
    Column("is_opened", Boolean, nullable=False),
    Column("is_replied", Boolean, nullable=False),
    Column("is_muted", Boolean, nullable=False),
    sqlite_with_rowid=False,
)

switches = Table(
    "switches",
    metadata,
    Column("name", String(16), primary_key=True),
    Column("thrown_by", Integer),
    Column("thrown_at", UtcDateTime, nullable=False),
)
