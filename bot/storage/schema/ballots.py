"""Who may vote and what was chosen; the two are not to be linked (docs/adr/0005-ballot-secrecy.md)."""

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Index, LargeBinary, String, Table, Text

from bot.storage.schema.types import Number, UtcDateTime, metadata

# Without row numbers, ballots and voters lie in the order of their keys: the order of voting would tell whose is whose.
ballots = Table(
    "ballots",
    metadata,
    Column("round", ForeignKey("rounds.id", ondelete="CASCADE"), primary_key=True),
    Column("voter", LargeBinary(16), primary_key=True),
    Column("choices", JSON, nullable=False),
    Column("version", Number, nullable=False),
    Column("receipt", String(10)),
    Column("trust", Number, nullable=False),
    Column("district", Number),
    Column("via", String(32)),
    Column("began_at", UtcDateTime),
    Column("void", String(16)),
    Index("uq_ballots_receipt", "round", "receipt", unique=True),
    sqlite_with_rowid=False,
)

voters = Table(
    "voters",
    metadata,
    Column("round", ForeignKey("rounds.id", ondelete="CASCADE"), primary_key=True),
    Column("person", ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("district", Number),
    Column("by_code", Boolean, nullable=False),
    Column("via", String(32)),
    sqlite_with_rowid=False,
)

phones = Table(
    "phones",
    metadata,
    Column("phone_hash", LargeBinary(32), primary_key=True),
    Column("person", ForeignKey("people.id", ondelete="CASCADE"), nullable=False, unique=True),
    sqlite_with_rowid=False,
)

confirmations = Table(
    "confirmations",
    metadata,
    Column("person", ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("confirmed_at", UtcDateTime, nullable=False),
)

codes = Table(
    "codes",
    metadata,
    Column("code_hash", LargeBinary(32), primary_key=True),
    Column("round", ForeignKey("rounds.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("serial", Number, nullable=False),
    Column("is_used", Boolean, nullable=False),
    sqlite_with_rowid=False,
)

voids = Table(
    "voids",
    metadata,
    Column("id", Number, primary_key=True),
    Column("round", ForeignKey("rounds.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("receipt", String(10)),
    Column("via", String(32)),
    Column("reason", String(16), nullable=False),
    Column("proposed_by", Number, nullable=False),
    Column("proposed_at", UtcDateTime, nullable=False),
    Column("decided_by", Number),
    Column("decided_at", UtcDateTime),
    Column("granted", Boolean),
    sqlite_autoincrement=True,
)

appeals = Table(
    "appeals",
    metadata,
    Column("round", ForeignKey("rounds.id", ondelete="CASCADE"), primary_key=True),
    Column("receipt", String(10), primary_key=True),
    Column("text", Text, nullable=False),
    Column("appealed_at", UtcDateTime, nullable=False),
    Column("decided_by", Number),
    Column("granted", Boolean),
)
