"""Who uses the bot: their updates, consent, roles, and what a conversation leans on."""

from sqlalchemy import JSON, BigInteger, Column, ForeignKey, Index, String, Table, Text, text

from bot.storage.schema.types import Number, UtcDateTime, metadata

OPEN = text("state != 'done'")

updates = Table(
    "updates",
    metadata,
    Column("update_id", Number, primary_key=True, autoincrement=False),
    Column("state", String(8), nullable=False),
    Column("sender", BigInteger),
    Column("payload", Text),
    Column("n_attempts", Number, nullable=False, default=0),
    Column("received_at", UtcDateTime, nullable=False),
    Column("owner", Number),
)

open_updates = Index("ix_updates_open", updates.c.state, updates.c.sender, updates.c.update_id, sqlite_where=OPEN)
"""What PostgreSQL leaves out of it, `bot.storage.postgres` says: named here, it would load that dialect, 2 MB."""

people = Table(
    "people",
    metadata,
    Column("id", Number, primary_key=True),
    Column("telegram_id", BigInteger, nullable=False, unique=True),
    Column("locale", String(2), nullable=False),
    Column("community", String(32), ForeignKey("communities.id")),
    Column("consent_version", Number, nullable=False),
    Column("consent_at", UtcDateTime, nullable=False),
    Column("unreachable_at", UtcDateTime),
    Column("settlement", String(64)),
    sqlite_autoincrement=True,
)

roles = Table(
    "roles",
    metadata,
    Column("telegram_id", Number, primary_key=True, autoincrement=False),
    Column("role", String(16), nullable=False),
    Column("granted_at", UtcDateTime, nullable=False),
)

subjects = Table(
    "subjects",
    metadata,
    Column("person", ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("words", JSON, nullable=False),
    Column("until_at", UtcDateTime, nullable=False),
)

flows = Table(
    "flows",
    metadata,
    Column("person", ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", String(32), nullable=False),
    Column("data", JSON, nullable=False),
    Column("until_at", UtcDateTime, nullable=False),
)
