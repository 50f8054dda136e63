"""Who erased themselves, so that a copy of the database that is restored does not bring them back."""

from sqlalchemy import Boolean, Column, LargeBinary, Table

from bot.storage.schema.types import UtcDateTime, metadata

erasures = Table(
    "erasures",
    metadata,
    Column("mark", LargeBinary(16), primary_key=True),
    Column("withdraw", Boolean, nullable=False),
    Column("erased_at", UtcDateTime, nullable=False),
    sqlite_with_rowid=False,
)
