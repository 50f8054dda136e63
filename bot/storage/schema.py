"""Every table and column. `docs/privacy.md` says what each is for; a test compares the two."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)

metadata = MetaData()

Number = BigInteger().with_variant(Integer, "sqlite")
"""64 bits everywhere; SQLite's own row number where it is the key."""


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, stored as UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        moment: datetime | None = value
        return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment


updates = Table(
    "updates",
    metadata,
    Column("update_id", Number, primary_key=True, autoincrement=False),
    Column("state", String(8), nullable=False),
    Column("sender", BigInteger),
    Column("payload", Text),
    Column("n_attempts", Integer, nullable=False, default=0),
    Column("received_at", UtcDateTime, nullable=False),
    Index("ix_updates_state", "state", "update_id"),
)

people = Table(
    "people",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("telegram_id", BigInteger, nullable=False, unique=True),
    Column("locale", String(2), nullable=False),
    Column("community", String(32), ForeignKey("communities.id")),
    Column("consent_version", Integer, nullable=False),
    Column("consent_at", UtcDateTime, nullable=False),
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

communities = Table(
    "communities",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("name", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("place_en", Text, nullable=False),
    Column("aliases", JSON, nullable=False),
    Column("position", Integer, nullable=False),
)

documents = Table(
    "documents",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("community", ForeignKey("communities.id"), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("title", Text, nullable=False),
    Column("publisher", Text, nullable=False),
    Column("published_on", String(10)),
    Column("url", Text),
    Column("official", Boolean, nullable=False),
    Column("aliases", JSON, nullable=False),
    Column("position", Integer, nullable=False),
    Column("edition", Integer),  # the current one; no foreign key, since editions point back here
)

editions = Table(
    "editions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document", ForeignKey("documents.id"), nullable=False),
    Column("published_at", UtcDateTime, nullable=False),
    Column("content_hash", String(64), nullable=False),
    sqlite_autoincrement=True,
)

entries = Table(
    "entries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document", ForeignKey("documents.id"), nullable=False),
    Column("code", String(64), nullable=False),
    Index("uq_entries_document_code", "document", "code", unique=True),
    sqlite_autoincrement=True,
)

wordings = Table(
    "wordings",
    metadata,
    Column("edition", ForeignKey("editions.id"), primary_key=True),
    Column("entry", ForeignKey("entries.id"), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("level", String(16), nullable=False),
    Column("text", Text, nullable=False),
    Column("parent", String(64)),
)

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

vectors = Table(
    "vectors",
    metadata,
    Column("text_hash", String(64), primary_key=True),
    Column("model", String(64), primary_key=True),
    Column("vector", LargeBinary, nullable=False),
)
