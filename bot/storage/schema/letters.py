"""Letters to colleagues, without their words."""

from sqlalchemy import JSON, Column, Index, String, Table

from bot.storage.schema.types import Number, UtcDateTime, metadata

letters = Table(
    "letters",
    metadata,
    Column("id", Number, primary_key=True),
    Column("mark", String(32), nullable=False),
    Column("account", Number, nullable=False),
    Column("cause", String(64), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("params", JSON, nullable=False),
    Column("email", String(254)),
    Column("due_at", UtcDateTime, nullable=False),
    Column("first_due_at", UtcDateTime, nullable=False),
    Column("state", String(16), nullable=False),
    Column("n_attempts", Number, nullable=False),
    Column("error", String(200), nullable=False),
    Column("done_at", UtcDateTime),
    Index("uq_letters_account_cause", "account", "cause", unique=True),
    Index("ix_letters_state", "state", "due_at"),
)
