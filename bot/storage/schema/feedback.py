"""What residents tell the hromada, and who may not for a time."""

from sqlalchemy import JSON, Boolean, Column, Date, ForeignKey, Index, LargeBinary, String, Table, Text

from bot.storage.schema.types import Number, UtcDateTime, metadata

feedback = Table(
    "feedback",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=False),
    Column("community", ForeignKey("communities.id"), nullable=False),
    Column("text", Text, nullable=False),
    Column("sent_at", UtcDateTime, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
    Column("person", ForeignKey("people.id", ondelete="SET NULL"), index=True),
    Column("topic", String(32)),
    Column("settlement", Text),
    Column("entry", ForeignKey("entries.id")),
    Column("state", String(16), nullable=False),
    Column("state_before", String(16)),
    Column("reason", String(16)),
    Column("appeal", Text),
    Column("appeal_granted", Boolean),
    Column("is_named", Boolean, nullable=False),
    Column("is_offered", Boolean, nullable=False),
    Column("is_public", Boolean, nullable=False),
    Column("held", String(16)),
    Column("merged_into", ForeignKey("feedback.id", ondelete="SET NULL")),
    Column("assignee", ForeignKey("people.id", ondelete="SET NULL")),
    Column("due_on", Date),
    Column("message", Number),
    Index("ix_feedback_state", "state", "sent_at"),
    Index("ix_feedback_open", "merged_into", "held", "sent_at", "state", "due_on", "assignee", "entry"),
)

drafts = Table(
    "drafts",
    metadata,
    Column("person", ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("community", ForeignKey("communities.id"), nullable=False),
    Column("text", Text, nullable=False),
    Column("files", JSON, nullable=False),
    Column("topic", String(32)),
    Column("settlement", Text),
    Column("entry", ForeignKey("entries.id")),
    Column("is_named", Boolean, nullable=False),
    Column("is_offered", Boolean, nullable=False),
    Column("message", Number),
    Column("album", Text),
    Column("card", Number),
    Column("changed_at", UtcDateTime, nullable=False),
)

feedback_files = Table(
    "feedback_files",
    metadata,
    Column("id", Number, primary_key=True),
    Column("feedback", ForeignKey("feedback.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("kind", String(16), nullable=False),
    Column("file_id", Text, nullable=False),
    Column("name", Text, nullable=False),
)

turns = Table(
    "turns",
    metadata,
    Column("id", Number, primary_key=True),
    Column("feedback", ForeignKey("feedback.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("by_staff", Boolean, nullable=False),
    Column("text", Text, nullable=False),
    Column("said_at", UtcDateTime, nullable=False),
    Column("is_question", Boolean, nullable=False),
)

supports = Table(
    "supports",
    metadata,
    Column("feedback", ForeignKey("feedback.id", ondelete="CASCADE"), primary_key=True),
    Column("person", ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("supported_at", UtcDateTime, nullable=False),
    sqlite_with_rowid=False,
)

settlements = Table(
    "settlements",
    metadata,
    Column("community", ForeignKey("communities.id"), primary_key=True),
    Column("name", String(64), primary_key=True),
    sqlite_with_rowid=False,
)

restrictions = Table(
    "restrictions",
    metadata,
    Column("id", Number, primary_key=True),
    Column("mark", LargeBinary, nullable=False, index=True),
    Column("kind", String(8), nullable=False),
    Column("until_at", UtcDateTime, nullable=False),
    Column("reason", String(16), nullable=False),
    Column("feedback", ForeignKey("feedback.id", ondelete="SET NULL"), index=True),
)
