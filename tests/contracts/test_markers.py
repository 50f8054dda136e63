"""Every column of words is looked for after `/forget`, or has a reason why no resident writes there."""

from sqlalchemy import JSON, LargeBinary, String

from bot.storage.schema import metadata
from tests.support.markers import MARKS, NOT_WRITTEN_BY_RESIDENTS


def test_every_column_of_words_has_a_mark_or_a_reason() -> None:
    words = {
        f"{table.name}.{column.name}"
        for table in metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, String | JSON | LargeBinary)
    }
    assert words == {*MARKS, *NOT_WRITTEN_BY_RESIDENTS}
    assert MARKS.keys() & NOT_WRITTEN_BY_RESIDENTS.keys() == set()
