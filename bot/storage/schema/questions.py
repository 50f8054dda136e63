"""What people asked."""

from sqlalchemy import JSON, Column, Float, ForeignKey, Index, Integer, String, Table, Text

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
    Column("n_rejected", Integer, nullable=False, default=0),
    Column("passed_at", UtcDateTime),
    Column("person", ForeignKey("people.id", ondelete="SET NULL"), index=True),
    Index("ix_questions_passed_at", "passed_at"),
)
