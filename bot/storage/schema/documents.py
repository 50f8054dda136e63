"""What the bot knows: public texts, in editions."""

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Index, LargeBinary, String, Table, Text

from bot.storage.schema.types import Number, UtcDateTime, metadata

communities = Table(
    "communities",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("name", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("place_en", Text, nullable=False),
    Column("aliases", JSON, nullable=False),
    Column("position", Number, nullable=False),
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
    Column("position", Number, nullable=False),
    Column("edition", Number),  # the current one; no foreign key, since editions point back here
)

editions = Table(
    "editions",
    metadata,
    Column("id", Number, primary_key=True),
    Column("document", ForeignKey("documents.id"), nullable=False),
    Column("published_at", UtcDateTime, nullable=False),
    Column("content_hash", String(64), nullable=False),
    sqlite_autoincrement=True,
)

entries = Table(
    "entries",
    metadata,
    Column("id", Number, primary_key=True),
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
    Column("position", Number, nullable=False),
    Column("level", String(16), nullable=False),
    Column("text", Text, nullable=False),
    Column("parent", String(64)),
    Column("publisher", Text),
    Column("published_on", String(10)),
)

vectors = Table(
    "vectors",
    metadata,
    Column("text_hash", String(64), primary_key=True),
    Column("model", String(64), primary_key=True),
    Column("vector", LargeBinary, nullable=False),
)
