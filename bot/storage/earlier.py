"""A database as an earlier version made it: for the copy that is kept of it before it is brought up to date."""

from typing import Any

from sqlalchemy import Connection, DateTime, MetaData, event

from bot.storage.migrate import versions
from bot.storage.schema import UtcDateTime, audit, audit_anchors


def tables_of(connection: Connection) -> MetaData:
    """Read which tables a database has, with types that mean the same in every database."""
    found = MetaData()
    event.listen(found, "column_reflect", _speak_plainly)
    found.reflect(connection)
    found.remove(found.tables[versions.name])
    if audit_anchors.name in found.tables:
        found.tables[audit.name].add_is_dependent_on(found.tables[audit_anchors.name])  # as the schema has it
    return found


def _speak_plainly(_: Any, __: Any, column: Any) -> None:
    kind = column["type"].as_generic()
    column["type"] = UtcDateTime() if isinstance(kind, DateTime) else kind
