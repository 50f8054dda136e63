"""The chart: in the same letters everywhere, and nothing but a drawing."""

import xml.etree.ElementTree as ET

import pytest

from bot.domain.people import Locale
from bot.reports import chart
from bot.texts import Texts
from tests.support.counted import HOSTILE, published, sheet

TEXTS = Texts(Locale.UK, "Europe/Kyiv")
SVG = "{http://www.w3.org/2000/svg}"
DRAWN = {"svg", "title", "desc", "g", "path", "rect", "text", "line"}


def svg(result):
    return ET.fromstring(chart.with_words(chart.draw_svg(chart.spec(result, TEXTS)), "Заголовок <", "Опис &"))


def test_titles_are_text_and_nothing_else():
    drawn = svg(published(sheet(HOSTILE), [("1234", 9)]))
    said = [one.text for one in drawn.iter(f"{SVG}text")]
    assert tuple(said[:2]) == HOSTILE[:2]
    assert {one.tag.removeprefix(SVG) for one in drawn.iter()} <= DRAWN
    names = {name for one in drawn.iter() for name in one.attrib}
    assert not {name for name in names if name.startswith("on") or "href" in name or name == "style"}


def test_a_drawing_has_its_name_and_its_content_in_words():
    drawn = svg(published())
    assert (drawn.get("role"), drawn[0].text, drawn[1].text) == ("img", "Заголовок <", "Опис &")
    assert drawn.get("width") is None, "it grows and shrinks with the page"


def test_winners_are_filled_and_numbers_are_said():
    of = sheet(("Парк", "Дорога"), (500, 600), budget_kop=60_000)
    bars = {bar["name"]: bar for bar in chart.spec(published(of, [("1", 1200), ("2", 3)]), TEXTS)["data"]["values"]}
    assert (bars["Парк"]["said"], bars["Парк"]["wins"], bars["Дорога"]["wins"]) == ("1\u00a0200", True, False)


@pytest.mark.parametrize(("n_options", "cast"), [(2, []), (60, [("1", 10**15)])])
def test_nothing_and_very_much_can_be_drawn(n_options, cast):
    result = published(sheet([f"{n} " + "ї" * 118 for n in range(n_options)]), cast)
    assert chart.draw_png(chart.spec(result, TEXTS, chart.N_IN_PICTURE)).startswith(b"\x89PNG")
    assert len(list(svg(result).iter(f"{SVG}text"))) == 2 * n_options
