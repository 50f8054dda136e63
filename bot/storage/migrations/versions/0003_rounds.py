"""Rounds of voting, ballots and voters, notices, dialogues, the audit trail."""

import sqlalchemy as sa
from alembic import op

from bot.storage.schema import Number

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("id", Number, nullable=False),
        sa.Column("acted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", Number, nullable=True),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("action", sa.String(length=32), nullable=False),
        sa.Column("about", sa.String(length=64), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "rounds",
        sa.Column("id", Number, nullable=False),
        sa.Column("community", sa.String(length=32), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("ballot", sa.String(length=16), nullable=False),
        sa.Column("limit", Number, nullable=False),
        sa.Column("classes", sa.JSON(), nullable=False),
        sa.Column("districts", sa.JSON(), nullable=False),
        sa.Column("rule", sa.String(length=16), nullable=False),
        sa.Column("budget_kop", sa.BigInteger(), nullable=True),
        sa.Column("n_winners", Number, nullable=True),
        sa.Column("least_trust", Number, nullable=False),
        sa.Column("declaration", sa.Text(), nullable=False),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("results_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_how", sa.String(length=16), nullable=True),
        sa.Column("ended_reason", sa.Text(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", Number, nullable=False),
        sa.ForeignKeyConstraint(["community"], ["communities.id"]),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "appeals",
        sa.Column("round", Number, nullable=False),
        sa.Column("receipt", sa.String(length=10), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("appealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", Number, nullable=True),
        sa.Column("granted", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["round"], ["rounds.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("round", "receipt"),
    )
    op.create_table(
        "ballots",
        sa.Column("round", Number, nullable=False),
        sa.Column("voter", sa.LargeBinary(length=16), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("version", Number, nullable=False),
        sa.Column("receipt", sa.String(length=10), nullable=True),
        sa.Column("trust", Number, nullable=False),
        sa.Column("district", Number, nullable=True),
        sa.Column("via", sa.String(length=32), nullable=True),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("void", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(["round"], ["rounds.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("round", "voter"),
        sqlite_with_rowid=False,
    )
    op.create_index("uq_ballots_receipt", "ballots", ["round", "receipt"], unique=True)
    op.create_table(
        "codes",
        sa.Column("code_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("round", Number, nullable=False),
        sa.Column("serial", Number, nullable=False),
        sa.Column("is_used", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["round"], ["rounds.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("code_hash"),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_codes_round"), "codes", ["round"], unique=False)
    op.create_table(
        "confirmations",
        sa.Column("person", Number, nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person"),
    )
    op.create_table(
        "corrections",
        sa.Column("id", Number, nullable=False),
        sa.Column("round", Number, nullable=False),
        sa.Column("option", Number, nullable=True),
        sa.Column("field", sa.String(length=16), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["round"], ["rounds.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_corrections_round"), "corrections", ["round"], unique=False)
    op.create_table(
        "flags",
        sa.Column("round", Number, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("n_times", Number, nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["round"], ["rounds.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("round", "kind", "source"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "flows",
        sa.Column("person", Number, nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person"),
    )
    op.create_table(
        "mutes",
        sa.Column("person", Number, nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person", "kind"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "notices",
        sa.Column("id", Number, nullable=False),
        sa.Column("person", Number, nullable=False),
        sa.Column("cause", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("params", sa.JSON(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("n_attempts", Number, nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["people.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_notices_state", "notices", ["state", "due_at"], unique=False)
    op.create_index("uq_notices_person_cause", "notices", ["person", "cause"], unique=True)
    op.create_table(
        "outcomes",
        sa.Column("round", Number, nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("receipts_hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["round"], ["rounds.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("round"),
    )
    op.create_table(
        "phones",
        sa.Column("phone_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("person", Number, nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("phone_hash"),
        sa.UniqueConstraint("person"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "receipts",
        sa.Column("round", Number, nullable=False),
        sa.Column("receipt", sa.String(length=10), nullable=False),
        sa.Column("version", Number, nullable=False),
        sa.Column("void", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(["round"], ["rounds.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("round", "receipt"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "round_keys",
        sa.Column("round", Number, nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["round"], ["rounds.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("round"),
    )
    op.create_table(
        "voids",
        sa.Column("id", Number, nullable=False),
        sa.Column("round", Number, nullable=False),
        sa.Column("receipt", sa.String(length=10), nullable=True),
        sa.Column("via", sa.String(length=32), nullable=True),
        sa.Column("reason", sa.String(length=16), nullable=False),
        sa.Column("proposed_by", Number, nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", Number, nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("granted", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["round"], ["rounds.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_voids_round"), "voids", ["round"], unique=False)
    op.create_table(
        "voters",
        sa.Column("round", Number, nullable=False),
        sa.Column("person", Number, nullable=False),
        sa.Column("district", Number, nullable=True),
        sa.Column("by_code", sa.Boolean(), nullable=False),
        sa.Column("via", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["people.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["round"], ["rounds.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("round", "person"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "options",
        sa.Column("id", Number, nullable=False),
        sa.Column("round", Number, nullable=False),
        sa.Column("position", Number, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("cost_kop", sa.BigInteger(), nullable=True),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("option_class", Number, nullable=True),
        sa.Column("entry", Number, nullable=True),
        sa.ForeignKeyConstraint(["entry"], ["entries.id"]),
        sa.ForeignKeyConstraint(["round"], ["rounds.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_options_round"), "options", ["round"], unique=False)
    # ### end Alembic commands ###
