"""How goals stand, and who wants to hear of it."""

from sqlalchemy import BigInteger, Column, Date, ForeignKey, Index, String, Table, Text

from bot.storage.schema.types import Number, UtcDateTime, metadata

reports = Table(
    "reports",
    metadata,
    Column("id", Number, primary_key=True),
    Column("entry", ForeignKey("entries.id"), nullable=False, index=True),
    Column("status", String(16)),
    Column("words", Text, nullable=False),
    Column("evidence_url", Text),
    Column("responsible", Text, nullable=False),
    Column("due_on", Date),
    Column("planned_kop", BigInteger),
    Column("spent_kop", BigInteger),
    Column("reported_at", UtcDateTime, nullable=False),
    Column("reported_by", Number),
    sqlite_autoincrement=True,
)

follows = Table(
    "follows",
    metadata,
    Column("person", ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("key", String(32), primary_key=True),
    Index("ix_follows_key", "kind", "key"),
    sqlite_with_rowid=False,
)

sights = Table(
    "sights",
    metadata,
    Column("report", ForeignKey("reports.id", ondelete="CASCADE"), primary_key=True),
    Column("person", ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("seen", String(8), nullable=False),
    sqlite_with_rowid=False,
)
