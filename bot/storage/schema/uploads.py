"""Files that staff brought, their corrections, and the words that staff taught the search."""

from sqlalchemy import JSON, Column, ForeignKey, Index, LargeBinary, String, Table, Text

from bot.storage.schema.types import Number, UtcDateTime, metadata

uploads = Table(
    "uploads",
    metadata,
    Column("id", Number, primary_key=True),
    Column("uploaded_by", Number),
    Column("name", Text, nullable=False),
    Column("format", String(16), nullable=False),
    Column("size", Number, nullable=False),
    Column("content", LargeBinary),
    Column("content_hash", String(64), nullable=False),
    Column("state", String(16), nullable=False),
    Column("reason", String(32)),
    Column("params", JSON, nullable=False),
    Column("reading", JSON),
    Column("description", JSON),
    Column("document", String(32)),
    Column("uploaded_at", UtcDateTime, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
    Index("ix_uploads_state", "state", "changed_at"),
    sqlite_autoincrement=True,
)

edits = Table(
    "edits",
    metadata,
    Column("id", Number, primary_key=True),
    Column("upload", ForeignKey("uploads.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("edit", JSON, nullable=False),
    Column("made_by", Number),
    Column("made_at", UtcDateTime, nullable=False),
    sqlite_autoincrement=True,
)

own_words = Table(
    "own_words",
    metadata,
    Column("id", Number, primary_key=True),
    Column("word", Text, nullable=False),
    Column("concept", String(64)),
    Column("entry", ForeignKey("entries.id")),
    Column("added_by", Number),
    Column("added_at", UtcDateTime, nullable=False),
    sqlite_autoincrement=True,
)
