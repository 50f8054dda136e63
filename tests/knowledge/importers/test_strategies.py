"""The two published strategies are read as they are, every code and word."""

import json
from pathlib import Path

import pytest

from knowledge import documents
from knowledge.importers import Oddity, ReadEntry, read
from knowledge.model import Level

EXPECTED = Path(__file__).parents[2] / "data" / "documents"
REFERENCE = Path(__file__).parents[4] / "shared" / "knowledge" / "passages.jsonl"
STRATEGIES = ("zhytomyr-oblast-2027", "luhansk-oblast-2027")


def rows(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def entry(row: dict[str, str]) -> ReadEntry:
    return ReadEntry(row["code"], Level(row["level"]), row["text"], row["parent"])


@pytest.mark.parametrize("name", STRATEGIES)
def test_every_goal_is_read_with_its_code_level_parent_and_wording(name):
    report = read(documents.FOLDER / f"{name}.txt")
    assert list(report.entries) == [entry(row) for row in rows(EXPECTED / f"{name}.jsonl")]


@pytest.mark.skipif(not REFERENCE.exists(), reason="the reference reading is not beside the repository")
@pytest.mark.parametrize("name", STRATEGIES)
def test_the_reading_equals_the_reference(name):
    report = read(documents.FOLDER / f"{name}.txt")
    assert list(report.entries) == [entry(row) for row in rows(REFERENCE) if row["doc"] == name]


def test_the_page_breaks_of_luhansk_are_reported_where_they_are():
    report = read(documents.FOLDER / "luhansk-oblast-2027.txt")
    odd = [(warning.oddity, warning.place.line) for warning in report.warnings]
    assert odd == [(Oddity.LEFT_OVER, 3), (Oddity.ORPHAN, 30), (Oddity.ORPHAN, 38), (Oddity.ORPHAN, 57)]


def test_the_title_of_zhytomyr_is_the_only_thing_left_over():
    report = read(documents.FOLDER / "zhytomyr-oblast-2027.txt")
    assert [(warning.oddity, warning.place.line) for warning in report.warnings] == [(Oddity.LEFT_OVER, 3)]
