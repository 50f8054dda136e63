"""Goals of real hromadas, and how much of them an importer reads back from a layout.

The data (CC BY 4.0) are no part of the repository. In them the label is part of the text ("Стратегічна ціль 1. …"); a
label is not wording, so the expectation takes it off, by a rule of its own, and compares letters and digits only.
Goals that the data give no parent cannot be laid out and are left out.
"""

import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from knowledge.importers import ImportFailed, read_bytes

DATA = Path(__file__).parents[3] / "shared" / "real" / "hromada_goals.jsonl"
LEAST = 0.98
LABEL = re.compile(
    r"^(?:(?:стратегічн\w+ (?:ціль|напрям)|опера\w+ ціль|ціль|сфера|пріоритет|сц|оц)\b\.?\s?"
    r"(?:(?:[а-яіїєґa-z]|\d+)(?:\s?\.?\s?\d+)*(?=[\s.:]))?[.:]?\s*(?:[со]ц\s?\d+[.\s]*)?"
    r"|(?:сц|оц)\s?\d+(?:\.\d+)*\.?\s*|(?:[а-яіїєґa-z]\.|\d+\.)(?:\s?(?:\d+|x)(?:\s?\.|(?=\s)))*\s*|[ivx]+\.\s*)",
    re.IGNORECASE,
)
Group = tuple[str, list[str]]


def bare(text: str) -> str:
    return " ".join(re.findall(r"\w+", LABEL.sub("", text, count=1).casefold()))


def letters(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def stripped(groups: list[Group]) -> list[Group]:
    """The same goals without their labels, to be numbered in another way."""
    return [(_unlabelled(top), [_unlabelled(goal) for goal in below]) for top, below in groups]


def _unlabelled(text: str) -> str:
    return LABEL.sub("", text, count=1).strip(" .:") or text


def hromadas() -> list[dict[str, Any]]:
    if not DATA.exists():
        pytest.skip("the goals of real hromadas are not beside the repository")
    return [json.loads(line) for line in DATA.read_text(encoding="utf-8").splitlines()]


def groups_of(hromada: dict[str, Any]) -> list[Group]:
    return [
        (top["text"], [goal["text"] for goal in hromada["operational"] if goal["parent"] == top["id"]])
        for top in hromada["strategic"]
    ]


def expected(hromada: dict[str, Any]) -> Counter[tuple[str, str | None, str]]:
    tops = {goal["id"]: bare(goal["text"]) for goal in hromada["strategic"]}
    goals = Counter[tuple[str, str | None, str]](("strategic", None, text) for text in tops.values())
    goals.update(
        ("operational", tops[goal["parent"]], bare(goal["text"])) for goal in hromada["operational"] if goal["parent"]
    )
    return goals


def found(content: str | bytes) -> Counter[tuple[str, str | None, str]]:
    try:
        entries = read_bytes(content if isinstance(content, bytes) else content.encode()).entries
    except ImportFailed:
        return Counter()
    wording = {entry.code: letters(entry.text) for entry in entries}
    return Counter((e.level.value, wording[e.parent] if e.parent else None, wording[e.code]) for e in entries)


def measure(layout: Callable[[list[Group]], str | bytes]) -> tuple[float, float]:
    """Lay the goals of each hromada out, read them back, print and give precision and recall."""
    n_right = n_found = n_expected = 0
    for hromada in hromadas():
        read, wanted = found(layout(groups_of(hromada))), expected(hromada)
        n_right += (read & wanted).total()
        n_found += read.total()
        n_expected += wanted.total()
    precision, recall = n_right / n_found, n_right / n_expected
    print(f"\n{layout.__name__}: precision {precision:.4f}, recall {recall:.4f} over {n_expected} goals")
    return precision, recall
