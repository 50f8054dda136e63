"""The floor below which the answers to the committed graded questions must not fall, by words only."""

import pytest

from knowledge import quality
from tests.eval import MEASURES, SETS, WORDS, ask, put_into, table

FLOORS = {
    "five": {"nDCG@5": 0.77, "decided": 0.91},
    "later": {"nDCG@5": 0.80, "decided": 0.92},
    "honest": {"nDCG@5": 0.90, "decided": 0.89},
}
"""Each 0.03 below what was measured when it was set; docs/quality.md has the figures."""


def test_every_committed_set_has_a_floor():
    assert {path.stem for path in SETS[0].glob("*.jsonl")} == FLOORS.keys()


@pytest.mark.parametrize("name", FLOORS)
def test_answers_stay_above_the_floor(name, lexicon):
    outcomes = ask(SETS[0] / f"{name}.jsonl", lexicon)
    lines = table({WORDS: outcomes})
    print(*lines, sep="\n")
    measured = {what: MEASURES[what](quality.figures(outcomes)) for what in FLOORS[name]}
    assert {what: got for what, got in measured.items() if got < FLOORS[name][what]} == {}


@pytest.mark.parametrize("older", ["", "\n| old |\n\n"])
def test_a_table_takes_the_place_of_the_older_one(tmp_path, older):
    page = tmp_path / "quality.md"
    page.write_text(f"# Page\n\n<!-- five -->\n{older}<!-- end -->\n\n## More\n\n<!-- other -->\n<!-- end -->\n")
    put_into(page, "five", ["| new |"])
    put_into(page, "unknown", ["| lost |"])
    assert page.read_text() == (
        "# Page\n\n<!-- five -->\n\n| new |\n\n<!-- end -->\n\n## More\n\n<!-- other -->\n<!-- end -->\n"
    )
