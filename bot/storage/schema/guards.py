"""Triggers by which the database itself refuses to change the audit trail: SQLite's and PostgreSQL's."""

from typing import Final

_REFUSED = "the audit trail can only be added to"
_LAST_HASH = (
    "COALESCE((SELECT hash FROM audit ORDER BY id DESC LIMIT 1), "
    "(SELECT hash FROM audit_anchors ORDER BY number DESC LIMIT 1), {zeros})"
)
_FORBIDDEN: Final = {
    ("audit", "insert"): f"NEW.id <= COALESCE((SELECT max(id) FROM audit), 0) OR NEW.previous <> {_LAST_HASH}",  # noqa: S608  (no value comes from outside)
    ("audit", "update"): "",
    ("audit", "delete"): "NOT EXISTS (SELECT 1 FROM audit_anchors WHERE number >= OLD.id)",
    ("audit_details", "update"): "",
    ("audit_anchors", "insert"): "NEW.number <= COALESCE((SELECT max(number) FROM audit_anchors), 0) "
    "OR EXISTS (SELECT 1 FROM audit) AND NOT EXISTS (SELECT 1 FROM audit WHERE id = NEW.number AND hash = NEW.hash)",
    ("audit_anchors", "update"): "",
    ("audit_anchors", "delete"): "",
}
"""What is refused, and when: by table and statement; always where nothing is said.

An insert has to go on, since `INSERT OR REPLACE` deletes without SQLite's triggers. An anchor names an entry that is
there, or comes first where a whole chain is copied.
"""


def _on_sqlite() -> list[str]:
    return [
        f"CREATE TRIGGER {table}_{deed} BEFORE {deed.upper()} ON {table}"
        + (f" WHEN {when.format(zeros='zeroblob(32)')}" if when else "")
        + f" BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END"
        for (table, deed), when in _FORBIDDEN.items()
    ]


def _on_postgresql() -> list[str]:
    refuse = (
        "CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_REFUSED}'; END $$"
    )
    zeros = "decode(repeat('00', 32), 'hex')"
    made = [refuse]
    for (table, deed), when in _FORBIDDEN.items():
        check = f"{table}_{deed}" if when else "audit_refuse"
        if when:
            row = "OLD" if deed == "delete" else "NEW"
            made.append(
                f"CREATE FUNCTION {check}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"IF {when.format(zeros=zeros)} THEN RAISE EXCEPTION '{_REFUSED}'; END IF; RETURN {row}; END $$"
            )
        made.append(
            f"CREATE TRIGGER {table}_{deed} BEFORE {deed.upper()} ON {table} FOR EACH ROW EXECUTE FUNCTION {check}()"
        )
    return made + [
        f"CREATE TRIGGER {table}_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()"
        for table in ("audit", "audit_anchors")
    ]


GUARDS: Final = {"sqlite": _on_sqlite(), "postgresql": _on_postgresql()}
"""The statements that make the triggers, by dialect; the tables are there."""
