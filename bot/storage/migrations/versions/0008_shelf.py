"""Uploads with their corrections, and words of the hromada's own."""

import sqlalchemy as sa
from alembic import op

from bot.storage.schema import Number

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "uploads",
        sa.Column("id", Number, nullable=False),
        sa.Column("uploaded_by", Number),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("format", sa.String(length=16), nullable=False),
        sa.Column("size", Number, nullable=False),
        sa.Column("content", sa.LargeBinary()),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=32)),
        sa.Column("params", sa.JSON(), nullable=False),
        sa.Column("reading", sa.JSON()),
        sa.Column("description", sa.JSON()),
        sa.Column("document", sa.String(length=32)),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_uploads_state", "uploads", ["state", "changed_at"])
    op.create_table(
        "edits",
        sa.Column("id", Number, nullable=False),
        sa.Column("upload", Number, nullable=False),
        sa.Column("edit", sa.JSON(), nullable=False),
        sa.Column("made_by", Number),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["upload"], ["uploads.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_edits_upload", "edits", ["upload"])
    op.create_table(
        "own_words",
        sa.Column("id", Number, nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("concept", sa.String(length=64)),
        sa.Column("entry", Number),
        sa.Column("added_by", Number),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["entry"], ["entries.id"]),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
