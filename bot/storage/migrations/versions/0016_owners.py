"""Which process works on a waiting update; and an index that holds only the few that are not done."""

import sqlalchemy as sa
from alembic import op

from bot.storage.schema import Number

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.add_column("updates", sa.Column("owner", Number, nullable=True))
    op.drop_index("ix_updates_state", table_name="updates")
    still_open = sa.text("state != 'done'")
    op.create_index(
        "ix_updates_open",
        "updates",
        ["state", "sender", "update_id"],
        unique=False,
        sqlite_where=still_open,
        postgresql_where=still_open,
    )
