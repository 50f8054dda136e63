"""What staff did: a chain of entries, and what of it may be deleted without breaking it."""

from sqlalchemy import DDL, Column, ForeignKey, LargeBinary, String, Table, Text, event

from bot.storage.schema.guards import GUARDS
from bot.storage.schema.types import Number, UtcDateTime, metadata

audit = Table(
    "audit",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=False),
    Column("acted_at", UtcDateTime, nullable=False),
    Column("actor", Number),
    Column("role", String(16), nullable=False),
    Column("action", String(32), nullable=False),
    Column("about", String(64), nullable=False, index=True),
    Column("digest", LargeBinary(32), nullable=False),
    Column("previous", LargeBinary(32), nullable=False),
    Column("hash", LargeBinary(32), nullable=False),
)

audit_details = Table(
    "audit_details",
    metadata,
    Column("entry", ForeignKey("audit.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("salt", LargeBinary(16), nullable=False),
    Column("detail", Text, nullable=False),
)

audit_anchors = Table(
    "audit_anchors",
    metadata,
    Column("number", Number, primary_key=True, autoincrement=False),
    Column("hash", LargeBinary(32), nullable=False),
    Column("dropped_at", UtcDateTime, nullable=False),
)

audit.add_is_dependent_on(audit_anchors)  # whoever copies all tables copies the anchor first: the chain begins there

for dialect, statements in GUARDS.items():
    for statement in statements:
        guard = DDL(statement)  # type: ignore[no-untyped-call]
        event.listen(audit_details, "after_create", guard.execute_if(dialect=dialect))  # the last of the three
