"""Who works in the browser: their accounts, ways in and sessions."""

from sqlalchemy import Column, ForeignKey, LargeBinary, String, Table, Text

from bot.storage.schema.types import Number, UtcDateTime, metadata

accounts = Table(
    "accounts",
    metadata,
    Column("telegram_id", Number, primary_key=True, autoincrement=False),
    Column("name", String(80), nullable=False),
    Column("email", String(254), unique=True),
    Column("confirmed_at", UtcDateTime),
    Column("bounced_at", UtcDateTime),
    Column("created_at", UtcDateTime, nullable=False),
)

entry_links = Table(
    "entry_links",
    metadata,
    Column("digest", LargeBinary(32), primary_key=True),
    Column("telegram_id", Number, nullable=False, index=True),
    Column("confirms", String(254)),
    Column("until_at", UtcDateTime, nullable=False),
)

invitations = Table(
    "invitations",
    metadata,
    Column("id", Number, primary_key=True),
    Column("digest", LargeBinary(32), nullable=False, unique=True),
    Column("role", String(16), nullable=False),
    Column("made_by", ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("until_at", UtcDateTime, nullable=False),
    sqlite_autoincrement=True,
)

sessions = Table(
    "sessions",
    metadata,
    Column("digest", LargeBinary(32), primary_key=True),
    Column("telegram_id", Number, nullable=False, index=True),
    Column("device", String(60), nullable=False),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("seen_at", UtcDateTime, nullable=False),
    Column("said", Text),
)
