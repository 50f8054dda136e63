"""A follow-up question keeps the subject it leans on, so that its answer can be shown again."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("questions", sa.Column("subject", sa.JSON(), nullable=True))
