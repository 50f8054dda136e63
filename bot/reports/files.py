"""The files in which a round's results can be taken along."""

from enum import StrEnum

from bot.domain.people import Locale
from bot.domain.published import Published
from bot.domain.tally import Election
from bot.reports.open_data import write_json, write_pb
from bot.reports.separated import write_csv
from bot.reports.tables import ballots, tables
from bot.reports.workbook import write_xlsx
from bot.texts import Texts


class Form(StrEnum):
    """Named as the files end."""

    XLSX = "xlsx"
    CSV = "csv"
    PB = "pb"
    JSON = "json"

    @property
    def media_type(self) -> str:
        return {
            Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Form.CSV: "text/csv; charset=utf-8",
            Form.PB: "text/plain; charset=utf-8",
            Form.JSON: "application/json",
        }[self]


def write(form: Form, published: Published, election: Election, locale: Locale, timezone: str, place: str) -> bytes:
    """Write a file. Plain values in, so that it can run in a process of its own; `place` is the community's name."""
    texts = Texts(locale, timezone)
    match form:
        case Form.XLSX:
            return write_xlsx(tables(published, election, texts))
        case Form.CSV:
            return write_csv(ballots(published, election, texts))
        case Form.PB:
            return write_pb(published, election, texts, place)
        case Form.JSON:
            return write_json(published, election)
