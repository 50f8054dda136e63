"""What people asked, what the documents did not answer, and what staff taught the search."""

from sqlalchemy import JSON, Column, Float, ForeignKey, Index, String, Table, Text

from bot.storage.schema.types import Number, UtcDateTime, metadata

questions = Table(
    "questions",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=False),
    Column("text", Text, nullable=False),
    Column("subject", JSON),
    Column("community", String(32)),
    Column("verdict", String(16), nullable=False),
    Column("confidence", Float, nullable=False),
    Column("document", String(32)),
    Column("code", String(64)),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("n_rejected", Number, nullable=False, default=0),
    Column("passed_at", UtcDateTime),
    Column("person", ForeignKey("people.id", ondelete="SET NULL"), index=True),
    Column("gap", ForeignKey("gaps.id", ondelete="SET NULL"), index=True),
    Index("ix_questions_passed_at", "passed_at"),
)

gaps = Table(
    "gaps",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=False),
    Column("community", String(32)),
    Column("state", String(16), nullable=False),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("answer", Text),
    Column("source", Text),
    Column("entry", ForeignKey("entries.id")),
    Column("answered_by", Number),
    Column("answered_at", UtcDateTime),
    Index("ix_gaps_state", "state"),
)

phrasings = Table(
    "phrasings",
    metadata,
    Column("id", Number, primary_key=True),
    Column("text", Text, nullable=False),
    Column("entry", ForeignKey("entries.id"), nullable=False),
    Column("community", String(32)),
    Column("taught_by", Number),
    Column("taught_at", UtcDateTime, nullable=False),
    Column("gap", ForeignKey("gaps.id", ondelete="SET NULL")),
    Column("undone_at", UtcDateTime),
    sqlite_autoincrement=True,
)
