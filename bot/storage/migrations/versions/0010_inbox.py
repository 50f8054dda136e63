"""What staff list and count of feedback is read from one index."""

from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.drop_index("ix_feedback_merged_into", "feedback")
    op.create_index(
        "ix_feedback_open", "feedback", ["merged_into", "held", "sent_at", "state", "due_on", "assignee", "entry"]
    )
