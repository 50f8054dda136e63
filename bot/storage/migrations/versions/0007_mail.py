"""Letters."""

import sqlalchemy as sa
from alembic import op

from bot.storage.schema import Number, UtcDateTime

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "letters",
        sa.Column("id", Number, nullable=False),
        sa.Column("mark", sa.String(length=32), nullable=False),
        sa.Column("account", Number, nullable=False),
        sa.Column("cause", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("params", sa.JSON(), nullable=False),
        sa.Column("email", sa.String(length=254)),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("first_due_at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("n_attempts", Number, nullable=False),
        sa.Column("error", sa.String(length=200), nullable=False),
        sa.Column("done_at", UtcDateTime()),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("uq_letters_account_cause", "letters", ["account", "cause"], unique=True)
    op.create_index("ix_letters_state", "letters", ["state", "due_at"])
