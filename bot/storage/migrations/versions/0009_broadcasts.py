"""Broadcasts and their deliveries, people who cannot be reached, the switch that stops everything."""

import sqlalchemy as sa
from alembic import op

from bot.storage.schema import Number

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.add_column("people", sa.Column("unreachable_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "broadcasts",
        sa.Column("id", Number, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("is_emergency", sa.Boolean(), nullable=False),
        sa.Column("audience", sa.JSON(), nullable=False),
        sa.Column("author", Number, nullable=False),
        sa.Column("approver", Number, nullable=True),
        sa.Column("sender", Number, nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("outcome", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_broadcasts_state", "broadcasts", ["state"], unique=False)
    op.create_index("ix_broadcasts_began_at", "broadcasts", ["began_at"], unique=False)
    op.create_table(
        "broadcast_contents",
        sa.Column("broadcast", Number, nullable=False),
        sa.Column("locale", sa.String(length=2), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("leads", sa.JSON(), nullable=False),
        sa.Column("message", Number, nullable=True),
        sa.ForeignKeyConstraint(["broadcast"], ["broadcasts.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("broadcast", "locale"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "deliveries",
        sa.Column("broadcast", Number, nullable=False),
        sa.Column("person", Number, nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("n_attempts", Number, nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("message", Number, nullable=True),
        sa.Column("others", sa.JSON(), nullable=True),
        sa.Column("is_opened", sa.Boolean(), nullable=False),
        sa.Column("is_replied", sa.Boolean(), nullable=False),
        sa.Column("is_muted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["broadcast"], ["broadcasts.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("broadcast", "person"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "switches",
        sa.Column("name", sa.String(length=16), nullable=False),
        sa.Column("thrown_by", Number, nullable=True),
        sa.Column("thrown_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
