"""Erasures, which are done again when a copy of the database is restored."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.create_table(
        "erasures",
        sa.Column("mark", sa.LargeBinary(length=16), nullable=False),
        sa.Column("withdraw", sa.Boolean(), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("mark"),
        sqlite_with_rowid=False,
    )
