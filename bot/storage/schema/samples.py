"""Columns of which PostgreSQL's statistics keep no values: they would outlast the rows, a hundred of each column."""

from typing import Final

from sqlalchemy import DDL, event

from bot.storage.schema.types import metadata

UNSAMPLED: Final = (
    *("round_keys.key", "ballots.voter", "ballots.receipt", "codes.code_hash", "phones.phone_hash"),
    *("updates.payload", "questions.text", "phrasings.text", "appeals.text", "drafts.text"),
    *("feedback.text", "feedback.appeal", "turns.text"),
)
"""What is secret, and what people write."""

for table, column in (name.split(".") for name in UNSAMPLED):
    statement = DDL(f"ALTER TABLE {table} ALTER COLUMN {column} SET STATISTICS 0")  # type: ignore[no-untyped-call]
    event.listen(metadata, "after_create", statement.execute_if(dialect="postgresql"))
