"""The desk in the browser: accounts, ways in, sessions."""

import sqlalchemy as sa
from alembic import op

from bot.storage.schema import Number, UtcDateTime

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("telegram_id", Number, nullable=False, autoincrement=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("email", sa.String(length=254)),
        sa.Column("confirmed_at", UtcDateTime()),
        sa.Column("bounced_at", UtcDateTime()),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("telegram_id"),
        sa.UniqueConstraint("email"),
    )
    for name, *more in (
        (
            "entry_links",
            sa.Column("confirms", sa.String(length=254)),
            sa.Column("until_at", UtcDateTime(), nullable=False),
        ),
        (
            "sessions",
            sa.Column("device", sa.String(length=60), nullable=False),
            sa.Column("opened_at", UtcDateTime(), nullable=False),
            sa.Column("seen_at", UtcDateTime(), nullable=False),
        ),
    ):
        op.create_table(
            name,
            sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
            sa.Column("telegram_id", Number, nullable=False),
            *more,
            sa.PrimaryKeyConstraint("digest"),
        )
        op.create_index(f"ix_{name}_telegram_id", name, ["telegram_id"])
