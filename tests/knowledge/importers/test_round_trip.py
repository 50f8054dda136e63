"""Any tree of goals, written in any of the usual ways, is read back whole."""

from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.importers import ReadEntry, read_bytes
from knowledge.model import Level

VERBS = ("Розвиток", "Підтримка", "Створення", "Оновлення", "Забезпечення", "Якісна", "Безпечна")
NOUNS = (
    "освіти",
    "доріг та мостів",
    "громади",
    "«зеленого» туризму",
    "бізнесу (МСП)",
    "м’якої інфраструктури",
    "ФАПів",
)
LETTERS = "АБВГД"
ROMANS = ("I", "II", "III", "IV", "V")

wording = st.builds("{} {}{}".format, st.sampled_from(VERBS), st.sampled_from(NOUNS), st.sampled_from(("", ".", ";")))


@dataclass(frozen=True)
class Branch:
    text: str
    children: tuple["Branch", ...] = ()


tasks = st.builds(Branch, wording)
operational = st.builds(Branch, wording, st.lists(tasks, max_size=3).map(tuple))
strategic = st.builds(Branch, wording, st.lists(operational, min_size=1, max_size=4).map(tuple))
trees = st.lists(strategic, min_size=1, max_size=5)


def first(n: int, script: str) -> str:
    return {"arabic": str(n), "letter": LETTERS[n - 1], "roman": ROMANS[n - 1]}[script]


def flattened(tree: list[Branch], script: str) -> list[ReadEntry]:
    """The entries of a tree whose numbers are all written."""
    entries = []
    for i, top in enumerate(tree, 1):
        code = first(i, script)
        entries.append(ReadEntry(code, Level.STRATEGIC, top.text))
        for j, middle in enumerate(top.children, 1):
            entries.append(ReadEntry(f"{code}.{j}", Level.OPERATIONAL, middle.text, code))
            entries += [
                ReadEntry(f"{code}.{j}.{k}", Level.TASK, low.text, f"{code}.{j}")
                for k, low in enumerate(middle.children, 1)
            ]
    return entries


LABELS = {
    "points": ("{}. ", "{}. ", "{}. "),
    "no point": ("{}. ", "{} ", "{} "),
    "glued": ("{}.", "{}.", "{}."),
    "words": ("Стратегічна ціль {}. ", "Оперативна ціль {}. ", "Завдання {}. "),
    "short words": ("СЦ {}. ", "ОЦ {}. ", "{}. "),
    "mixed": ("Ціль {}: ", "{}. ", "{} "),
}


@settings(max_examples=150, deadline=None)
@given(trees, st.sampled_from(sorted(LABELS)), st.sampled_from(("arabic", "letter", "roman")), st.booleans())
def test_numbered_goals(tree, labels, script, in_page):
    entries = flattened(tree, script)
    lines = [LABELS[labels][e.code.count(".")].format(e.code) + e.text for e in entries]
    text = "".join(f"<p>{line}</p>\n" for line in lines) if in_page else "\n".join(lines)
    assert list(read_bytes(text.encode()).entries) == entries


@settings(max_examples=100, deadline=None)
@given(st.lists(strategic, min_size=2, max_size=5), st.sampled_from(("indent", "bullet", "markdown", "page", "TABs")))
def test_goals_without_numbers(tree, layout):
    """At least two at the top: one heading above all others is read as the document's title."""
    entries = flattened(tree, "arabic")
    depths = [e.code.count(".") for e in entries]
    rows = list(zip(depths, (e.text for e in entries), strict=True))
    text = {
        "indent": "\n".join("  " * depth + line for depth, line in rows),
        "bullet": "\n".join("  " * depth + "- " + line for depth, line in rows),
        "markdown": "\n".join("#" * (depth + 1) + " " + line for depth, line in rows),
        "page": "".join(f"<h{depth + 2}>{line}</h{depth + 2}>" for depth, line in rows),
        "TABs": "\n".join(
            ["Стратегічні цілі\tОперативні цілі\tЗавдання", *("\t" * depth + line for depth, line in rows)]
        ),
    }[layout]
    assert list(read_bytes(text.encode()).entries) == entries
