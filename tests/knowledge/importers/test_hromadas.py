"""Goals of real hromadas, labelled as they published them, are read back from the layouts offices use."""

import html
import textwrap

import pytest

from tests.support import papers
from tests.support.hromadas import LEAST, Group, measure


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


HEADS = ["Стратегічна ціль", "Операційна ціль"]
ALL_HEADS = ["№ з/п", "Стратегічні цілі", "Оперативні цілі", "Індикатори", "Термін"]


def grid(groups: list[Group], *, again: bool = False) -> list[list[str]]:
    """Two columns; what stands above its goals stands there once, or `again` in every row."""
    return [[top if again or not n else "", goal] for top, below in groups for n, goal in enumerate(below or [""])]


def down(groups: list[Group], above: int, column: int = 0) -> list[papers.Merge]:
    """What is to be merged: the first column of each group, below the head."""
    found = []
    for _, below in groups:
        if len(below) > 1:
            found.append((above, column, above + len(below) - 1, column))
        above += len(below) or 1
    return found


def word_merged(groups: list[Group]) -> bytes:
    return papers.word_table([HEADS, *grid(groups)], down(groups, 1), ["Стратегія розвитку громади", "Розділ 3. Цілі"])


def word_repeated(groups: list[Group]) -> bytes:
    return papers.word_table(grid(groups, again=True))


def word_all_columns(groups: list[Group]) -> bytes:
    rows = [[f"{n}", *row, "Кількість послуг, од.", "2027"] for n, row in enumerate(grid(groups), 1)]
    return papers.word_table([ALL_HEADS, *rows], down(groups, 1, 1))


def word_cells(groups: list[Group]) -> bytes:
    return papers.word_table([HEADS, *([top, "\n".join(below)] for top, below in groups)])


def word_full_width(groups: list[Group]) -> bytes:
    rows: list[list[str]] = []
    wide: list[papers.Merge] = []
    for top, below in groups:
        wide.append((len(rows), 0, len(rows), 1))
        rows += [[top, top], *([f"{n}.", goal] for n, goal in enumerate(below, 1))]
    return papers.word_table(rows, wide)


def word_lists(groups: list[Group]) -> bytes:
    blocks = [papers.paragraph("Стратегія розвитку громади", "Title")]
    for top, below in groups:
        blocks += [papers.paragraph(top, "Heading1"), *(papers.paragraph(goal, "ListBullet") for goal in below)]
    return papers.word(*blocks)


def word_bold(groups: list[Group]) -> bytes:
    blocks: list[str] = []
    for top, below in groups:
        blocks += [papers.paragraph(top, bold=True), *map(papers.paragraph, below)]
    return papers.word(*blocks)


def workbook_merged(groups: list[Group]) -> bytes:
    return papers.workbook([HEADS, *grid(groups)], down(groups, 1))


def workbook_repeated(groups: list[Group]) -> bytes:
    return papers.workbook(grid(groups, again=True))


def workbook_all_columns(groups: list[Group]) -> bytes:
    rows = [[n, *row, "Кількість послуг, од.", 2027] for n, row in enumerate(grid(groups), 1)]
    return papers.workbook([["Додаток 2 до рішення сесії"], [], ALL_HEADS, *rows])


def commas(groups: list[Group]) -> bytes:
    return papers.separated([HEADS, *grid(groups)], ",")


def semicolons(groups: list[Group]) -> bytes:
    return papers.separated(grid(groups, again=True), ";", "utf-8-sig")


def pdf_table(groups: list[Group]) -> bytes:
    return papers.pdf(papers.printed_table([HEADS, *grid(groups)], (50, 240)))


def pdf_text(groups: list[Group]) -> bytes:
    return papers.pdf(
        papers.printed((50 + 30 * (n > 0), goal) for top, below in groups for n, goal in enumerate([top, *below]))
    )


LAYOUTS = (
    plain, titled, bulleted, indented, wrapped, with_tabs, merged, repeated, listed, full_width, abreast, page,
    word_merged, word_repeated, word_all_columns, word_cells, word_full_width, word_lists, word_bold,
    workbook_merged, workbook_repeated, workbook_all_columns, commas, semicolons, pdf_table, pdf_text,
)  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.__name__)
def test_precision_and_recall_of_level_parent_and_wording(layout):
    assert min(measure(layout)) >= LEAST
