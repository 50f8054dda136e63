"""Goals of real hromadas, numbered in all their ways, are read back from the layouts offices use.

The data (CC BY 4.0) are no part of the repository. In them the label is part of the text ("Стратегічна ціль 1. …"); a
label is not wording, so the expectation takes it off, by a rule of its own, and compares letters and digits only.
Goals that the data give no parent cannot be laid out and are left out.
"""

import html
import json
import re
import textwrap
from collections import Counter
from pathlib import Path

import pytest

from knowledge.importers import ImportFailed, read_bytes

DATA = Path(__file__).parents[4] / "shared" / "real" / "hromada_goals.jsonl"
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


def plain(groups: list[Group]) -> str:
    return "\n".join("\n".join([top, *below]) for top, below in groups)


def titled(groups: list[Group]) -> str:
    return "Стратегія розвитку громади до 2027 року\n\n" + "\n\n".join(plain([group]) for group in groups)


def bulleted(groups: list[Group]) -> str:
    return "\n".join("\n".join([top, *(f"- {goal}" for goal in below)]) for top, below in groups)


def indented(groups: list[Group]) -> str:
    return "\n".join("\n".join([top, *(f"    {goal}" for goal in below)]) for top, below in groups)


def wrapped(groups: list[Group]) -> str:
    return "\n".join(textwrap.fill(goal, 76) for top, below in groups for goal in (top, *below))


def with_tabs(groups: list[Group]) -> str:
    rows = (f"{'' if n else top}\t{goal}" for top, below in groups for n, goal in enumerate(below or [""]))
    return "Стратегічні цілі\tОперативні цілі\n" + "\n".join(rows)


def table(*rows: str) -> str:
    return (
        "<html><body><h1>Громада</h1><table>" + "\n".join(f"<tr>{row}</tr>" for row in rows) + "</table></body></html>"
    )


def merged(groups: list[Group]) -> str:
    rows = []
    for top, below in groups:
        owner = f"<td rowspan={max(len(below), 1)}>{html.escape(top)}</td>"
        rows += [f"{'' if n else owner}<td>{html.escape(goal)}</td>" for n, goal in enumerate(below or [""])]
    return table("<th>Стратегічна ціль</th><th>Операційна ціль</th>", *rows)


def repeated(groups: list[Group]) -> str:
    cells = ((top, goal) for top, below in groups for goal in below or [""])
    return table(*(f"<td>{html.escape(top)}</td><td>{html.escape(goal)}</td>" for top, goal in cells))


def listed(groups: list[Group]) -> str:
    cells = ((top, "".join(f"<li>{html.escape(goal)}</li>" for goal in below)) for top, below in groups)
    return table(*(f"<td><b>{html.escape(top)}</b></td><td><ul>{items}</ul></td>" for top, items in cells))


def full_width(groups: list[Group]) -> str:
    rows = []
    for top, below in groups:
        rows.append(f"<td colspan=2>{html.escape(top)}</td>")
        rows += [f"<td>{n}</td><td>{html.escape(goal)}</td>" for n, goal in enumerate(below, 1)]
    return table("<th>№</th><th>Ціль</th>", *rows)


def abreast(groups: list[Group]) -> str:
    height = max(len(below) for _, below in groups)
    padded = [[top, *below, *[""] * (height - len(below))] for top, below in groups]
    return table(*("".join(f"<td>{html.escape(goal)}</td>" for goal in row) for row in zip(*padded, strict=True)))


def page(groups: list[Group]) -> str:
    items = ((top, "".join(f"<li>{html.escape(goal)}</li>" for goal in below)) for top, below in groups)
    return "<h1>Стратегія</h1>" + "".join(f"<h2>{html.escape(top)}</h2><ul>{below}</ul>" for top, below in items)


LAYOUTS = (
    plain, titled, bulleted, indented, wrapped, with_tabs, merged, repeated, listed, full_width, abreast, page,
)  # fmt: skip


@pytest.fixture(scope="module")
def hromadas():
    if not DATA.exists():
        pytest.skip("the goals of real hromadas are not beside the repository")
    return [json.loads(line) for line in DATA.read_text(encoding="utf-8").splitlines()]


def expected(hromada) -> Counter[tuple[str, str | None, str]]:
    tops = {goal["id"]: bare(goal["text"]) for goal in hromada["strategic"]}
    goals = Counter(("strategic", None, text) for text in tops.values())
    goals.update(
        ("operational", tops[goal["parent"]], bare(goal["text"])) for goal in hromada["operational"] if goal["parent"]
    )
    return goals


def found(text: str) -> Counter[tuple[str, str | None, str]]:
    try:
        entries = read_bytes(text.encode()).entries
    except ImportFailed:
        return Counter()
    wording = {entry.code: letters(entry.text) for entry in entries}
    return Counter((e.level.value, wording[e.parent] if e.parent else None, wording[e.code]) for e in entries)


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.__name__)
def test_precision_and_recall_of_level_parent_and_wording(hromadas, layout):
    n_right = n_found = n_expected = 0
    for hromada in hromadas:
        groups = [
            (top["text"], [goal["text"] for goal in hromada["operational"] if goal["parent"] == top["id"]])
            for top in hromada["strategic"]
        ]
        read, wanted = found(layout(groups)), expected(hromada)
        n_right += (read & wanted).total()
        n_found += read.total()
        n_expected += wanted.total()
    precision, recall = n_right / n_found, n_right / n_expected
    print(f"\n{layout.__name__}: precision {precision:.4f}, recall {recall:.4f} over {n_expected} goals")
    assert min(precision, recall) >= LEAST
