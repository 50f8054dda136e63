"""The goals of a document as a table that can be worked on further."""

from collections.abc import Sequence

from bot.reports.tables import Table
from bot.texts import Texts
from bot.texts.naming import level_name
from knowledge.model import DocumentKind, Entry

COLUMNS = ("reports.code", "reports.level", "reports.parent", "reports.goal")


def tree(entries: Sequence[Entry], kind: DocumentKind, texts: Texts) -> Table:
    """A goal each, in the order of the document."""
    rows = [(entry.code, level_name(texts, entry.level, kind), entry.parent, entry.text) for entry in entries]
    return Table(texts.plain("uploads.to_list"), tuple(map(texts.plain, COLUMNS)), rows)
