"""What is voted on, and what came of it."""

from sqlalchemy import JSON, BigInteger, Column, ForeignKey, LargeBinary, String, Table, Text

from bot.storage.schema.types import Number, UtcDateTime, metadata

rounds = Table(
    "rounds",
    metadata,
    Column("id", Number, primary_key=True),
    Column("community", ForeignKey("communities.id"), nullable=False),
    Column("title", Text, nullable=False),
    Column("question", Text, nullable=False),
    Column("ballot", String(16), nullable=False),
    Column("limit", Number, nullable=False),
    Column("classes", JSON, nullable=False),
    Column("districts", JSON, nullable=False),
    Column("rule", String(16), nullable=False),
    Column("budget_kop", BigInteger),
    Column("n_winners", Number),
    Column("least_trust", Number, nullable=False),
    Column("declaration", Text, nullable=False),
    Column("announced_at", UtcDateTime),
    Column("opens_at", UtcDateTime),
    Column("closes_at", UtcDateTime),
    Column("results_at", UtcDateTime),
    Column("ended_how", String(16)),
    Column("ended_reason", Text),
    Column("ended_at", UtcDateTime),
    Column("sealed_at", UtcDateTime),
    Column("revision", Number, nullable=False),
    sqlite_autoincrement=True,
)

round_keys = Table(
    "round_keys",
    metadata,
    Column("round", ForeignKey("rounds.id", ondelete="CASCADE"), primary_key=True),
    Column("key", LargeBinary, nullable=False),
)

options = Table(
    "options",
    metadata,
    Column("id", Number, primary_key=True),
    Column("round", ForeignKey("rounds.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("position", Number, nullable=False),
    Column("title", Text, nullable=False),
    Column("details", Text, nullable=False),
    Column("cost_kop", BigInteger),
    Column("author", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("option_class", Number),
    Column("entry", ForeignKey("entries.id")),
    sqlite_autoincrement=True,
)

corrections = Table(
    "corrections",
    metadata,
    Column("id", Number, primary_key=True),
    Column("round", ForeignKey("rounds.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("option", Number),
    Column("field", String(16), nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("corrected_at", UtcDateTime, nullable=False),
)

outcomes = Table(
    "outcomes",
    metadata,
    Column("round", ForeignKey("rounds.id", ondelete="CASCADE"), primary_key=True),
    Column("counted_at", UtcDateTime, nullable=False),
    Column("content", JSON, nullable=False),
    Column("receipts_hash", String(64), nullable=False),
)

receipts = Table(
    "receipts",
    metadata,
    Column("round", ForeignKey("rounds.id", ondelete="CASCADE"), primary_key=True),
    Column("receipt", String(10), primary_key=True),
    Column("version", Number, nullable=False),
    Column("void", String(16)),
    sqlite_with_rowid=False,
)

flags = Table(
    "flags",
    metadata,
    Column("round", ForeignKey("rounds.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("source", String(32), primary_key=True),
    Column("n_times", Number, nullable=False),
    Column("raised_at", UtcDateTime, nullable=False),
    sqlite_with_rowid=False,
)
