"""Rows for any schema, also an old one: plausible values in every column, with all that its keys demand."""

import random
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    insert,
    select,
)
from sqlalchemy.types import JSON, TypeDecorator

WORDS = ["дорога", "школа", "ліхтар", "вода", "сміття", "парк", "об’їзд", "Žluťoučký", "😀", "'лапки\"", "\\", "%s"]
SINCE = datetime(2026, 1, 1, tzinfo=UTC)

VALUES = {
    Boolean: lambda chance: chance.random() < 0.5,
    Float: lambda chance: chance.random(),
    Integer: lambda chance: chance.randrange(2**31),
    LargeBinary: lambda chance: chance.randbytes(16),
    JSON: lambda chance: {"слова": chance.sample(WORDS, 3), "n": chance.random(), "none": None, "x": [1, True]},
    DateTime: lambda chance: SINCE + timedelta(microseconds=chance.randrange(10**13)),
    Date: lambda chance: date(2026, 1, 1) + timedelta(days=chance.randrange(300)),
}


def fill(connection: Connection, metadata: MetaData, n: int, seed: int = 0) -> dict[str, int]:
    """Put up to `n` rows into every table that has none, as many as its keys allow; return how many it then has."""
    chance = random.Random(seed)
    counts = {}
    for table in sorted(
        metadata.sorted_tables, key=lambda table: table.name != "audit_anchors"
    ):  # the chain begins there
        if table.name == "alembic_version":
            continue
        rows = _rows(connection, table, n, chance)
        if "previous" in table.columns:
            _chain(rows, connection.scalars(select(metadata.tables["audit_anchors"].c.hash)).all()[-1])
        connection.execute(insert(table), rows)
        counts[table.name] = len(rows)
    return counts


def _chain(rows: list[dict], anchor: bytes) -> None:
    """Let each entry of the audit trail name the one before: the database takes no other."""
    for row, before in zip(rows, [anchor, *(row["hash"] for row in rows)], strict=False):
        row["previous"] = before


def _rows(connection: Connection, table: Table, n: int, chance: random.Random) -> list[dict]:
    inside = {c.name for c in table.columns if any(k.column.table is table for k in c.foreign_keys)}
    parents = {
        column.name: list(connection.scalars(select(key.column)))
        for column in table.columns
        for key in column.foreign_keys
        if column.name not in inside
    }
    unique = [
        [column.name for column in table.primary_key],
        *([c.name for c in i.columns] for i in table.indexes if i.unique),
    ]
    unique += [[c.name for c in one.columns] for one in table.constraints if type(one).__name__ == "UniqueConstraint"]
    seen, rows = set(), []
    for number in range(1, n + 1):
        for _ in range(20):
            row = {c.name: _value(c, number, parents.get(c.name), chance) for c in table.columns}
            row |= {name: rows[-1][_key(table)] if rows and number % 3 == 0 else None for name in inside}
            keys = {
                (*names, *(row[name] for name in names)) for names in unique if all(row[x] is not None for x in names)
            }
            if not keys & seen:
                seen |= keys
                rows.append(row)
                break
    return rows


def _key(table: Table) -> str:
    return next(iter(table.primary_key)).name


def _value(column: Column, number: int, parents: list | None, chance: random.Random) -> object:
    if column.nullable and chance.random() < 0.25:
        return None
    if parents is not None:
        return chance.choice(parents)
    kind = column.type.impl if isinstance(column.type, TypeDecorator) else column.type
    if isinstance(kind, Integer) and column.primary_key:
        return number
    for known, made in VALUES.items():
        if isinstance(kind, known):
            return made(chance)
    said = f"{number} {' '.join(chance.choices(WORDS, k=8))}"
    return said[: getattr(kind, "length", None)]
