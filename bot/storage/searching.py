"""Find texts by words, in any case and with any apostrophe; SQLite itself knows the case of Latin letters only."""

from sqlalchemy import ColumnElement, and_, true
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.language.letters import APOSTROPHES

MAX_WORDS = 8


def says(connection: AsyncConnection, text: ColumnElement[str], words: str) -> ColumnElement[bool]:
    """Build the condition that a text has all these words, or what begins, ends or contains them.

    A pattern of classes of letters is the same for `GLOB` and for a regular expression, but for its ends.
    """
    patterns = ["".join(map(_class_of, word)) for word in _words_of(words)[:MAX_WORDS]]
    if connection.dialect.name == "sqlite":
        return and_(true(), *(text.op("GLOB")(f"*{pattern}*") for pattern in patterns))
    return and_(true(), *(text.op("~")(pattern) for pattern in patterns))


def number_in(words: str) -> int | None:
    """The number that somebody looks for instead of words, as it is said on the phone: `№ 12345678`."""
    digits = "".join(words.split()).removeprefix("№")
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 19 else None


def _words_of(words: str) -> list[str]:
    """Only letters, digits and apostrophes: nothing is left that a pattern understands otherwise."""
    return "".join(sign if sign.isalnum() or sign in APOSTROPHES else " " for sign in words).split()


def _class_of(sign: str) -> str:
    if sign in APOSTROPHES:
        return f"[{APOSTROPHES}]"
    either = {one for one in (sign, sign.lower(), sign.upper()) if len(one) == 1}
    return f"[{''.join(sorted(either))}]" if len(either) > 1 else sign
