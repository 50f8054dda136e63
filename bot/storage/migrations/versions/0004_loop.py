"""Gaps, phrasings, feedback, progress: the loop from a question to an answer for everybody who asked."""

import sqlalchemy as sa
from alembic import op

from bot.storage.schema import Number

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "settlements",
        sa.Column("community", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["community"], ["communities.id"]),
        sa.PrimaryKeyConstraint("community", "name"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "follows",
        sa.Column("person", Number, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person", "kind", "key"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_follows_key", "follows", ["kind", "key"], unique=False)
    op.create_table(
        "feedback",
        sa.Column("id", Number, autoincrement=False, nullable=False),
        sa.Column("community", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person", Number, nullable=True),
        sa.Column("topic", sa.String(length=32), nullable=True),
        sa.Column("settlement", sa.Text(), nullable=True),
        sa.Column("entry", Number, nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("state_before", sa.String(length=16), nullable=True),
        sa.Column("reason", sa.String(length=16), nullable=True),
        sa.Column("appeal", sa.Text(), nullable=True),
        sa.Column("appeal_granted", sa.Boolean(), nullable=True),
        sa.Column("is_named", sa.Boolean(), nullable=False),
        sa.Column("is_offered", sa.Boolean(), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("held", sa.String(length=16), nullable=True),
        sa.Column("merged_into", Number, nullable=True),
        sa.Column("assignee", Number, nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("message", Number, nullable=True),
        sa.ForeignKeyConstraint(["assignee"], ["people.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["community"], ["communities.id"]),
        sa.ForeignKeyConstraint(["entry"], ["entries.id"]),
        sa.ForeignKeyConstraint(["merged_into"], ["feedback.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_feedback_merged_into", "feedback", ["merged_into"], unique=False)
    op.create_index("ix_feedback_person", "feedback", ["person"], unique=False)
    op.create_index("ix_feedback_state", "feedback", ["state", "sent_at"], unique=False)
    op.create_table(
        "restrictions",
        sa.Column("id", Number, nullable=False),
        sa.Column("mark", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=16), nullable=False),
        sa.Column("feedback", Number, nullable=True),
        sa.ForeignKeyConstraint(["feedback"], ["feedback.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_restrictions_mark", "restrictions", ["mark"], unique=False)
    op.create_index("ix_restrictions_feedback", "restrictions", ["feedback"], unique=False)
    op.create_table(
        "drafts",
        sa.Column("person", Number, nullable=False),
        sa.Column("community", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("topic", sa.String(length=32), nullable=True),
        sa.Column("settlement", sa.Text(), nullable=True),
        sa.Column("entry", Number, nullable=True),
        sa.Column("is_named", sa.Boolean(), nullable=False),
        sa.Column("is_offered", sa.Boolean(), nullable=False),
        sa.Column("message", Number, nullable=True),
        sa.Column("album", sa.Text(), nullable=True),
        sa.Column("card", Number, nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["community"], ["communities.id"]),
        sa.ForeignKeyConstraint(["entry"], ["entries.id"]),
        sa.ForeignKeyConstraint(["person"], ["people.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person"),
    )
    op.create_table(
        "gaps",
        sa.Column("id", Number, autoincrement=False, nullable=False),
        sa.Column("community", sa.String(length=32), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("entry", Number, nullable=True),
        sa.Column("answered_by", Number, nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["entry"], ["entries.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_gaps_state", "gaps", ["state"], unique=False)
    op.create_table(
        "reports",
        sa.Column("id", Number, nullable=False),
        sa.Column("entry", Number, nullable=False),
        sa.Column("status", sa.String(length=16), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("evidence_url", sa.Text(), nullable=True),
        sa.Column("responsible", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("planned_kop", sa.BigInteger(), nullable=True),
        sa.Column("spent_kop", sa.BigInteger(), nullable=True),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reported_by", Number, nullable=True),
        sa.ForeignKeyConstraint(["entry"], ["entries.id"]),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_reports_entry", "reports", ["entry"], unique=False)
    op.create_table(
        "feedback_files",
        sa.Column("id", Number, nullable=False),
        sa.Column("feedback", Number, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("file_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["feedback"], ["feedback.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_feedback_files_feedback", "feedback_files", ["feedback"], unique=False)
    op.create_table(
        "phrasings",
        sa.Column("id", Number, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("entry", Number, nullable=False),
        sa.Column("community", sa.String(length=32), nullable=True),
        sa.Column("taught_by", Number, nullable=True),
        sa.Column("taught_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gap", Number, nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["entry"], ["entries.id"]),
        sa.ForeignKeyConstraint(["gap"], ["gaps.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "sights",
        sa.Column("report", Number, nullable=False),
        sa.Column("person", Number, nullable=False),
        sa.Column("seen", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["report"], ["reports.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("report", "person"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "supports",
        sa.Column("feedback", Number, nullable=False),
        sa.Column("person", Number, nullable=False),
        sa.ForeignKeyConstraint(["feedback"], ["feedback.id"], ondelete="CASCADE"),
        sa.Column("supported_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("feedback", "person"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "turns",
        sa.Column("id", Number, nullable=False),
        sa.Column("feedback", Number, nullable=False),
        sa.Column("by_staff", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_question", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["feedback"], ["feedback.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_turns_feedback", "turns", ["feedback"], unique=False)
    with op.batch_alter_table("wordings") as batch:
        batch.add_column(sa.Column("publisher", sa.Text(), nullable=True))
        batch.add_column(sa.Column("published_on", sa.String(length=10), nullable=True))
    with op.batch_alter_table("questions") as batch:
        batch.add_column(sa.Column("gap", Number, nullable=True))
        batch.create_foreign_key("fk_questions_gap", "gaps", ["gap"], ["id"], ondelete="SET NULL")
        batch.create_index("ix_questions_gap", ["gap"], unique=False)
