"""The same goals, numbered in every way that hromadas number, and in none, are read back."""

import html
from collections.abc import Callable

import pytest

from tests.support import papers
from tests.support.hromadas import LEAST, Group, measure, stripped

ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
LETTERS = "АБВГДЕЖЗИК"
LINES = {
    "numbers": ("{n}. {top}", "{n}.{i}. {goal}"),
    "numbers_without_points": ("{n} {top}", "{n}.{i} {goal}"),
    "romans": ("{roman}. {top}", "{i}. {goal}"),
    "romans_with_brackets": ("{roman}) {top}", "{i}) {goal}"),
    "romans_over_numbers": ("Пріоритет {roman}. {top}", "{n}.{i}. {goal}"),
    "letters": ("{letter}. {top}", "{letter}.{i}. {goal}"),
    "letters_with_words": ("Стратегічна ціль {letter}. {top}", "Оперативна ціль {letter}{i}. {goal}"),
    "letters_apart": ("Стратегічна ціль {letter}. {top}", "{letter} {i}. {goal}"),
    "directions": ("Напрям {n}. {top}", "Ціль {n}.{i}. {goal}"),
    "priorities": ("Пріоритет {n} – {top}", "Операційна ціль {n}.{i} – {goal}"),
    "numbers_that_start_anew": ("Стратегічний напрям {n}: {top}", "Ціль {i}. {goal}"),
    "bullets": ("{top}:", "– {goal};"),
    "markdown": ("## {top}", "- {goal}"),
    "markdown_headings": ("# {top}", "## {goal}"),
    "contents_before": ("Стратегічна ціль {n}. {top}", "{n}.{i}. {goal}"),
}
"""How a strategic and an operational goal are written, a line each."""


def lines(groups: list[Group], top_form: str, goal_form: str) -> list[str]:
    written = []
    for n, (top, below) in enumerate(stripped(groups), 1):
        names = {"n": n, "roman": ROMANS[n - 1], "letter": LETTERS[n - 1]}
        written.append(top_form.format(top=top, **names))
        written += [goal_form.format(goal=goal, i=i, **names) for i, goal in enumerate(below, 1)]
    return written


def text(form: str) -> Callable[[list[Group]], str]:
    def layout(groups: list[Group]) -> str:
        written = lines(groups, *LINES[form])
        contents = [f"{line} ........ 12" for line in written] if form == "contents_before" else []
        return "\n".join([*contents, *written])

    layout.__name__ = form
    return layout


def capitals(groups: list[Group]) -> str:
    return "\n".join("\n".join([top.upper(), *below]) for top, below in stripped(groups))


def captions(groups: list[Group]) -> str:
    blocks = ("\n".join([top, "Оперативні цілі:", *(f"{i}) {goal}" for i, goal in enumerate(below, 1))])
              for top, below in stripped(groups))  # fmt: skip
    return "Стратегія розвитку громади\n\n" + "\n\n".join(blocks)


def prose(groups: list[Group]) -> str:
    about = "Ця ціль передбачає низку змін. Громада має для цього всі можливості, людей і природу."
    return "\n".join(
        "\n".join(
            [f"Стратегічна ціль {n}. {top}", about, *(f"Операційна ціль {n}.{i}. {x}" for i, x in enumerate(below, 1))]
        )
        for n, (top, below) in enumerate(stripped(groups), 1)
    )


def bold(groups: list[Group]) -> str:
    return "<body>" + "".join(
        f"<p><b>{html.escape(top)}</b></p>" + "".join(f"<p>{html.escape(goal)}</p>" for goal in below)
        for top, below in stripped(groups)
    )


def definitions(groups: list[Group]) -> str:
    items = (f"<dt>{html.escape(top)}</dt>" + "".join(f"<dd>{html.escape(goal)}</dd>" for goal in below)
             for top, below in stripped(groups))  # fmt: skip
    return f"<h1>Стратегія</h1><dl>{''.join(items)}</dl>"


def rows(groups: list[Group]) -> list[tuple[str, str, str]]:
    """Level, code and wording, a row each."""
    found = []
    for n, (top, below) in enumerate(stripped(groups), 1):
        found.append(("Стратегічна ціль", f"{n}", top))
        found += [("Операційна ціль", f"{n}.{i}", goal) for i, goal in enumerate(below, 1)]
    return found


def register(groups: list[Group]) -> bytes:
    return papers.separated([("Рівень", "Код", "Назва"), *rows(groups)], ",")


def codes(groups: list[Group]) -> bytes:
    return papers.separated([("Код", "Ціль"), *(row[1:] for row in rows(groups))], ";")


def letters_in_a_column(groups: list[Group]) -> bytes:
    typed = [("Код", "Назва")]
    for letter, (top, below) in zip(LETTERS, stripped(groups), strict=False):
        typed += [(letter, top), *((f"{letter}.{i}", goal) for i, goal in enumerate(below, 1))]
    return papers.word_table(typed)


def romans_in_a_column(groups: list[Group]) -> bytes:
    typed = [("№", "Стратегічна ціль", "№", "Оперативна ціль")]
    for n, (top, below) in enumerate(stripped(groups), 1):
        typed += [(ROMANS[n - 1], top, f"{n}.{i}" if below else "", goal) for i, goal in enumerate(below or [""], 1)]
    return papers.word_table(typed)


def english_heads(groups: list[Group]) -> bytes:
    typed = ((top, goal) for top, below in groups for goal in below or [""])
    return papers.separated([("strategic_goal", "operational_goal"), *typed], ",")


def numbers_of_a_workbook(groups: list[Group]) -> bytes:
    """Codes that Excel took for numbers; it makes 1.1 of 1.10, so that one stays a text."""
    typed = ((float(code) if "." in code and not code.endswith("0") else code, goal) for _, code, goal in rows(groups))
    return papers.workbook([("Стратегія розвитку громади", ""), ("Код", "Назва"), *typed])


def pairs_of_cells(groups: list[Group]) -> bytes:
    return papers.word_table([(f"{level} {code}", goal) for level, code, goal in rows(groups)])


def a_table_for_each(groups: list[Group]) -> bytes:
    blocks: list[str] = []
    for n, (top, below) in enumerate(stripped(groups), 1):
        goals = [(f"{i}", goal, "100 %") for i, goal in enumerate(below, 1)]
        blocks += [papers.paragraph(f"Стратегічна ціль {n}. {top}", "Heading2")]
        blocks += [papers.table([("№", "Оперативна ціль", "Індикатор"), *goals])]
    return papers.word(*blocks)


def counted_by_word(groups: list[Group]) -> bytes:
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{label}"/></w:lvl>'
        for n, (form, label) in enumerate((("russianUpper", "Стратегічна ціль %1."), ("decimal", "%1.%2.")))
    )
    blocks: list[str] = []
    for top, below in stripped(groups):
        blocks += [papers.item(top, 0), *(papers.item(goal, 1) for goal in below)]
    return papers.word(*blocks, lists=(levels,))


def headings_of_word(groups: list[Group]) -> bytes:
    blocks = [papers.paragraph("Стратегія розвитку громади", "Heading1")]
    for top, below in stripped(groups):
        blocks += [papers.paragraph(top, "Heading2"), *(papers.paragraph(goal, "Heading3") for goal in below)]
    return papers.word(*blocks)


def numbers_in_a_pdf(groups: list[Group]) -> bytes:
    return papers.pdf(papers.printed((50, line) for line in lines(groups, *LINES["numbers"])))


def bullets_in_a_pdf(groups: list[Group]) -> bytes:
    written = lines(groups, "{top}", "• {goal}")
    return papers.pdf(papers.printed((70 if line.startswith("•") else 50, line) for line in written))


LAYOUTS = (
    *map(text, LINES), capitals, captions, prose, bold, definitions,
    register, codes, letters_in_a_column, romans_in_a_column, english_heads, numbers_of_a_workbook,
    pairs_of_cells, a_table_for_each, counted_by_word, headings_of_word, numbers_in_a_pdf, bullets_in_a_pdf,
)  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.__name__)
def test_precision_and_recall_of_level_parent_and_wording(layout):
    assert min(measure(layout)) >= LEAST
