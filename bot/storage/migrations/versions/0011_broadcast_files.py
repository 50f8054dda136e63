"""Files that came to broadcasts from a browser, and where residents say they live for news of their place."""

import sqlalchemy as sa
from alembic import op

from bot.storage.schema import Number

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "broadcast_files",
        sa.Column("id", Number, nullable=False),
        sa.Column("broadcast", Number, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("mime", sa.Text(), nullable=False),
        sa.Column("size", Number, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("file_id", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["broadcast"], ["broadcasts.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_broadcast_files_broadcast", "broadcast_files", ["broadcast"], unique=False)
    op.add_column("people", sa.Column("settlement", sa.String(length=64), nullable=True))
    _rename_in_audiences("settlement", "wrote_about")


def _rename_in_audiences(before: str, after: str) -> None:
    """Call a condition otherwise: until now a settlement was one that people wrote about."""
    broadcasts = sa.table("broadcasts", sa.column("id", Number), sa.column("audience", sa.JSON))
    connection = op.get_bind()
    for key, audience in connection.execute(sa.select(broadcasts.c.id, broadcasts.c.audience)).all():
        if before in audience:
            new = {after if name == before else name: value for name, value in audience.items()}
            connection.execute(sa.update(broadcasts).where(broadcasts.c.id == key).values(audience=new))
