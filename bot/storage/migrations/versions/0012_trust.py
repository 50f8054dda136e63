"""The audit trail becomes a chain that can only be added to; invitations; what the desk says after an act."""

import secrets

import sqlalchemy as sa
from alembic import op

from bot.domain.audit import Act
from bot.domain.chain import START, chained
from bot.storage.chain import row_of
from bot.storage.schema import Number, UtcDateTime
from bot.storage.schema.guards import GUARDS

revision = "0012"
down_revision = "0011"

AT_ONCE = 1000
ADDED = frozenset({"digest", "previous", "hash"})


def upgrade() -> None:
    op.execute("CREATE TABLE audit_before AS SELECT * FROM audit")
    op.drop_table("audit")
    op.create_table(
        "audit_anchors",
        sa.Column("number", Number, nullable=False, autoincrement=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("dropped_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
    chained = op.create_table(
        "audit",
        sa.Column("id", Number, nullable=False, autoincrement=False),
        sa.Column("acted_at", UtcDateTime(), nullable=False),
        sa.Column("actor", Number, nullable=True),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("action", sa.String(length=32), nullable=False),
        sa.Column("about", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("previous", sa.LargeBinary(length=32), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_audit_about", "audit", ["about"])
    details = op.create_table(
        "audit_details",
        sa.Column("entry", Number, nullable=False, autoincrement=False),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["entry"], ["audit.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("entry"),
    )
    _chain(chained, details)
    op.drop_table("audit_before")
    op.create_table(
        "invitations",
        sa.Column("id", Number, nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("made_by", Number, nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("until_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["people.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("digest"),
        sqlite_autoincrement=True,
    )
    op.add_column("sessions", sa.Column("said", sa.Text(), nullable=True))
    connection = op.get_bind()
    for statement in GUARDS[connection.dialect.name]:
        connection.exec_driver_sql(statement)


def _chain(chained_acts: sa.Table, details: sa.Table) -> None:
    """Chain what is there, in its order; from now on nobody can change it unnoticed."""
    connection, last, after = op.get_bind(), START, 0
    columns = [sa.column(column.name, column.type) for column in chained_acts.c if column.name not in ADDED]
    before = sa.table("audit_before", *columns, sa.column("detail", sa.Text()))
    asked = sa.select(before).order_by(before.c.id).limit(AT_ONCE)
    while rows := connection.execute(asked.where(before.c.id > after)).all():
        entries = []
        for number, *act in rows:
            entries.append(chained(number, last, Act(*act), secrets.token_bytes(16)))
            last = entries[-1].hash
        connection.execute(sa.insert(chained_acts), [row_of(entry) for entry in entries])
        said = [{"entry": entry.number, "salt": entry.salt, "detail": entry.detail} for entry in entries]
        connection.execute(sa.insert(details), said)
        after = rows[-1].id
