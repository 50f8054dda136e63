"""A bar for each option, winners filled, the others hollow: readable without colours, on a phone and on paper."""

import re
from html import escape
from textwrap import shorten
from typing import Any

from bot.domain.published import Published
from bot.domain.rounds import Option
from bot.texts import Texts

FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
"""The first one comes with vl-convert and has Ukrainian letters, so that a bare server draws the same."""

WIDTH = 350
STEP = 40
"""Pixels for an option: its name, its bar below. Names beside the bars would leave a phone no room."""

LONGEST_NAME = 46
N_IN_PICTURE = 20
"""Bars in a picture for Telegram, which shrinks what is taller than the screen; the page shows all."""

INK, FILL, WINNER = "#15212b", "#ffffff", "#1d5f91"

Spec = dict[str, Any]


def spec(published: Published, texts: Texts, n_shown: int | None = None) -> Spec:
    """Describe the chart in Vega-Lite: the options by result, at most `n_shown` of them."""
    bars = [_bar(published, texts, option, at) for at, option in enumerate(published.ranked[:n_shown])]
    y = {"field": "at", "type": "ordinal", "axis": None, "scale": {"paddingInner": 0, "paddingOuter": 0}}
    most = max((bar["n"] for bar in bars), default=0)
    x = {"field": "n", "type": "quantitative", "axis": None, "scale": {"domain": [0, max(most, 1)], "range": [0, 300]}}
    fill = {"condition": {"test": "datum.wins", "value": WINNER}, "value": FILL}
    stroke = {"condition": {"test": "datum.wins", "value": WINNER}, "value": INK}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "data": {"values": bars},
        "width": WIDTH,
        "height": {"step": STEP},
        "encoding": {"y": y},
        "layer": [
            {"mark": {"type": "text", "align": "left", "x": 0, "dy": -9}, "encoding": {"text": {"field": "name"}}},
            {
                "mark": {"type": "bar", "height": 12, "yOffset": 7, "strokeWidth": 1},
                "encoding": {"x": x, "fill": fill, "stroke": stroke},
            },
            {
                "mark": {"type": "text", "align": "left", "dx": 5, "dy": 7, "fontWeight": "bold"},
                "encoding": {"x": x, "text": {"field": "said"}},
            },
        ],
        "config": {
            "aria": False,
            "background": "#ffffff",
            "font": FONT,
            "text": {"color": INK, "fontSize": 13, "baseline": "middle"},
            "view": {"stroke": None},
        },
    }


def _bar(published: Published, texts: Texts, option: Option, at: int) -> dict[str, Any]:
    support = published.standings[option.id].support
    name = shorten(option.title, LONGEST_NAME, placeholder="…")
    wins = str(option.id) in published.binding.winners
    said = texts.formats.number(support)
    return {"at": at, "name": name or option.title[:LONGEST_NAME], "n": support, "said": said, "wins": wins}


def draw_png(drawn: Spec) -> bytes:
    """Draw for Telegram, twice as fine as the pixels of the description."""
    import vl_convert  # noqa: PLC0415  (100 MB of memory, and only here)

    png: bytes = vl_convert.vegalite_to_png(drawn, scale=2, allowed_base_urls=[])
    return png


def draw_svg(drawn: Spec) -> str:
    """Draw for a page: one element without scripts, styles and outside addresses."""
    import vl_convert  # noqa: PLC0415

    svg: str = vl_convert.vegalite_to_svg(drawn, allowed_base_urls=[])
    return svg


def with_words(svg: str, title: str, description: str) -> str:
    """Give a drawing its name and its content in words, for those who do not see it, and no other words."""
    head, _, body = svg.partition(">")
    body = re.sub(r' (?:role="graphics-\w+"|aria-roledescription="[\w ]+"|aria-hidden="true")', "", body)
    size = head[head.index(" viewBox=") :]
    named = f"<title>{escape(title)}</title><desc>{escape(description)}</desc>"
    return f'<svg xmlns="http://www.w3.org/2000/svg" role="img"{size}>{named}{body}'
