"""Subscriptions to digests."""

import sqlalchemy as sa
from alembic import op

from bot.storage.schema import Number

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "subscriptions",
        sa.Column("person", Number, nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("hour", Number, nullable=False),
        sa.Column("day", Number, nullable=False),
        sa.Column("way", sa.String(length=8), nullable=False),
        sa.Column("with_xlsx", sa.Boolean(), nullable=False),
        sa.Column("announced_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person", "kind"),
        sqlite_with_rowid=False,
    )
