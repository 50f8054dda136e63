"""The forms in which a digest is taken along, all from the same numbers."""

import json
from dataclasses import asdict
from datetime import date, datetime
from enum import Enum, StrEnum
from typing import Any

from bot.domain.digests import Digest, Period
from bot.domain.people import Locale
from bot.reports import chart
from bot.reports.digest import picture
from bot.reports.digest.leads import Leads
from bot.reports.digest.plain import write_plain
from bot.reports.digest.tables import summary, tables
from bot.reports.separated import write_csv
from bot.reports.workbook import write_xlsx
from bot.texts import Texts


class DigestForm(StrEnum):
    """Named as the files end."""

    HTML = "html"
    TXT = "txt"
    XLSX = "xlsx"
    CSV = "csv"
    JSON = "json"
    PNG = "png"


def file_name(period: Period, form: DigestForm) -> str:
    return f"viche-{period.first_on.isoformat()}-{period.last_on.isoformat()}.{form.value}"


def write(form: DigestForm, digest: Digest, locale: Locale, timezone: str, place: str, leads: Leads) -> bytes:
    """Write a digest. Plain values in, so that it can run in a process of its own.

    Shapes: `place` is the community's name; a picture of a period in which nothing was asked is empty.
    """
    texts = Texts(locale, timezone)
    drawn = picture.spec(digest, texts)
    match form:
        case DigestForm.HTML:
            from bot.reports.digest.page import write_page  # noqa: PLC0415  (memory that serving does without)

            svg = chart.draw_svg(drawn) if drawn else ""
            return write_page(digest, texts, place, leads, svg).encode()
        case DigestForm.TXT:
            return write_plain(digest, texts, place, leads).encode()
        case DigestForm.XLSX:
            return write_xlsx(tables(digest, texts))
        case DigestForm.CSV:
            return write_csv(summary(digest, texts))
        case DigestForm.JSON:
            return json.dumps(asdict(digest), default=_plain, ensure_ascii=False, indent=1).encode()
        case DigestForm.PNG:
            return chart.draw_png(drawn) if drawn else b""


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    raise TypeError(f"{type(value).__name__} has no plain form")
