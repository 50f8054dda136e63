"""How many questions came each day, as bars with their numbers."""

from datetime import date

from bot.domain.digests import Digest
from bot.reports.chart import FILL, FONT, INK, WINNER, Spec
from bot.texts import Texts

HEIGHT = 140
STEP, NARROW_STEP = 60, 24
"""Pixels for a day; a month takes the narrow ones."""
DAYS_IN_A_WEEK = 7


def spec(digest: Digest, texts: Texts) -> Spec | None:
    """Describe the chart in Vega-Lite; None where there is nothing to compare."""
    numbers = digest.asked.by_day
    if len(numbers) < 2 or not any(numbers):
        return None
    is_narrow = len(numbers) > DAYS_IN_A_WEEK
    bars = [
        {"at": at, "day": _name(day, texts, is_narrow=is_narrow), "n": n, "said": texts.formats.number(n) if n else ""}
        for at, (day, n) in enumerate(zip(digest.period.days, numbers, strict=True))
    ]
    axis = {"title": None, "labelAngle": 0, "labelColor": INK, "domainColor": INK, "ticks": False, "labelPadding": 6}
    x = {"field": "day", "type": "ordinal", "sort": {"field": "at"}, "axis": axis}
    y = {"field": "n", "type": "quantitative", "axis": None, "scale": {"domain": [0, max(numbers)]}}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "data": {"values": bars},
        "width": {"step": NARROW_STEP if is_narrow else STEP},
        "height": HEIGHT,
        "padding": {"top": 20, "left": 5, "right": 5, "bottom": 5},
        "title": {"text": texts.plain("digest.by_day"), "anchor": "start", "color": INK, "fontSize": 14, "offset": 18},
        "encoding": {"x": x, "y": y},
        "layer": [
            {"mark": {"type": "bar", "color": WINNER}},
            {"mark": {"type": "text", "dy": -8, "color": INK}, "encoding": {"text": {"field": "said"}}},
        ],
        "config": {"aria": False, "background": FILL, "font": FONT, "view": {"stroke": None}},
    }


def in_words(digest: Digest, texts: Texts) -> str:
    """The chart for those who do not see it."""
    days = zip(digest.period.days, digest.asked.by_day, strict=True)
    return "; ".join(f"{_name(day, texts, is_narrow=False)}: {texts.formats.number(n)}" for day, n in days)


def _name(day: date, texts: Texts, *, is_narrow: bool) -> str:
    return str(day.day) if is_narrow else texts.formats.weekday(day)
