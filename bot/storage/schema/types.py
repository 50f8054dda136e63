"""The types of columns, and the one list of tables."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, MetaData, TypeDecorator

metadata = MetaData()

Number = BigInteger().with_variant(Integer, "sqlite")
"""64 bits everywhere; SQLite's own row number where it is the key."""


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, stored as UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        moment: datetime | None = value
        return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment
