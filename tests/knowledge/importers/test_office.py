"""Word, Excel, CSV and PDF as hromadas make them; the goals are invented in the styles of real ones."""

import io

import pytest
from docx import Document

from knowledge.importers import Oddity, Place, ReadWarning, read_bytes
from tests.support import papers

GOALS = [
    ("А", "strategic", "Берег без сміття", None),
    ("А.1", "operational", "Чиста вода в кожній хаті", "А"),
    ("А.2", "operational", "Старий млин знову працює", "А"),
    ("Б", "strategic", "Громада, де чують кожного", None),
    ("Б.1", "operational", "Рада звітує на сході села", "Б"),
]


def outline(content: bytes) -> list[tuple[str, str, str, str | None]]:
    return [(e.code, e.level.value, e.text, e.parent) for e in read_bytes(content).entries]


def levels(*forms: tuple[str, str]) -> str:
    return "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for n, (form, text) in enumerate(forms)
    )


def numbered() -> list[str]:
    return [papers.item(text, code.count(".")) for code, _, text, _ in GOALS]


def labelled() -> list[str]:
    return [f"{'Стратегічна ціль' if parent is None else 'Оперативна ціль'} {c}. {t}" for c, _, t, parent in GOALS]


def test_the_numbers_that_word_counts_are_read():
    content = papers.word(*numbered(), lists=(levels(("russianUpper", "%1."), ("decimal", "%1.%2.")),))
    assert outline(content) == GOALS


def test_lists_that_word_starts_anew():
    """Two lists of one definition go on counting; one with an override starts again."""
    content = papers.word(
        papers.paragraph("Стратегічна ціль 1. Береги"),
        papers.item("Вода", 0),
        papers.item("Млин", 0),
        papers.paragraph("Стратегічна ціль 2. Люди"),
        papers.item("Рада", 0, 2),
        lists=(levels(("decimal", "%1)")),) * 2,
    )
    assert [row[0] for row in outline(content)] == ["1", "1.1", "1.2", "2", "2.1"]


def test_styles_of_headings_that_carry_numbers():
    document = Document()
    document.add_heading("Стратегія Надбережної громади", 0)
    for line in labelled():
        document.add_heading(line, 1 if line.startswith("Стратегічна") else 2)
        document.add_paragraph("Для цього громада має людей, землю й річку. Решту вона заробить.")
    file = io.BytesIO()
    document.save(file)
    assert outline(file.getvalue()) == GOALS
    left_over = [
        warning.place for warning in read_bytes(file.getvalue()).warnings if warning.oddity == Oddity.LEFT_OVER
    ]
    assert left_over == [Place(paragraph=n) for n in (1, 3, 5, 7, 9, 11)]


def test_merged_cells_that_another_library_made():
    document = Document()
    table = document.add_table(3, 2)
    for row, texts in zip(table.rows, [labelled()[:2], ["", labelled()[2]], labelled()[3:]], strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    table.cell(0, 0).merge(table.cell(1, 0))
    file = io.BytesIO()
    document.save(file)
    report = read_bytes(file.getvalue())
    assert outline(file.getvalue()) == GOALS
    assert report.warnings == (ReadWarning(Oddity.MERGED, Place(table=1, row=1, column=1), "Берег без сміття"),)


def test_what_was_inserted_is_read_and_what_was_deleted_is_not():
    run = "<w:r><w:t>{}</w:t></w:r>"
    changed = (
        f"<w:p>{run.format('1.1. Чиста ')}<w:ins>{run.format('вода')}</w:ins><w:del>{run.format('ріка')}</w:del></w:p>"
    )
    content = papers.word(papers.paragraph("1. Береги"), changed)
    assert [row[2] for row in outline(content)] == ["Береги", "Чиста вода"]


def test_text_boxes_are_read_and_contents_are_not():
    box = f"<w:p><w:r><w:pict><w:txbxContent>{papers.paragraph('1.1. Вода')}</w:txbxContent></w:pict></w:r></w:p>"
    content = papers.word(
        papers.paragraph("1. Береги\t5", "TOC1"), papers.paragraph("1. Береги"), box, papers.paragraph("1.2. Млин")
    )
    assert [row[2] for row in outline(content)] == ["Береги", "Вода", "Млин"]


def test_levels_by_bold_indents_and_bullets_alone():
    indented = '<w:p><w:pPr><w:ind w:left="720"/></w:pPr><w:r><w:t>{}</w:t></w:r></w:p>'
    tops = ("Берег без сміття", "Громада, де чують кожного")
    for top, goal in (
        (lambda text: papers.paragraph(text, bold=True), papers.paragraph),
        (papers.paragraph, indented.format),
        (papers.paragraph, lambda text: papers.paragraph(text, "ListBullet")),
        (lambda text: papers.paragraph(text, "Heading1"), papers.paragraph),
    ):
        content = papers.word(*((top if text in tops else goal)(text) for _, _, text, _ in GOALS))
        assert [row[1:3] for row in outline(content)] == [row[1:3] for row in GOALS]


def test_a_workbook_names_sheet_and_cell():
    rows = [["Стратегічна ціль", "Оперативна ціль"], ["1. Береги", "1.1. Вода"], ["", "1.3. Млин"], ["", "1.3. Гребля"]]
    report = read_bytes(papers.workbook(rows, [(1, 0, 3, 0)], "Цілі 2027"))
    assert report.warnings == (
        ReadWarning(Oddity.MERGED, Place(sheet="Цілі 2027", row=2, column=1), "Береги"),
        ReadWarning(Oddity.GAP, Place(sheet="Цілі 2027", row=3, column=2), "1.2"),
        ReadWarning(Oddity.DUPLICATE, Place(sheet="Цілі 2027", row=4, column=2), "1.3"),
    )
    assert report.warnings[0].place.params["cell"] == "A2"


@pytest.mark.parametrize("delimiter", [",", ";", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
def test_csv_of_every_kind(delimiter, encoding):
    rows = [["1. Береги, без сміття", "1.1. Вода; «жива»"], ["", "1.2. Млин\nі гребля"]]
    report = read_bytes(papers.separated(rows, delimiter, encoding))
    assert [(e.code, e.text) for e in report.entries] == [
        ("1", "Береги, без сміття"),
        ("1.1", "Вода; «жива»"),
        ("1.2", "Млин і гребля"),
    ]


def test_csv_names_the_cell_also_after_a_line_break_inside_one():
    report = read_bytes(papers.separated([["1. Береги", "1.1. Вода\n• чиста"], ["", "1.3. Млин"]]))
    assert report.warnings == (ReadWarning(Oddity.GAP, Place(row=2, column=2), "1.2"),)


def test_a_list_whose_lines_end_with_semicolons_is_no_csv():
    assert [e.text for e in read_bytes("1. Береги;\n1.1. Вода;\n1.2. Млин;\n".encode()).entries] == [
        "Береги;",
        "Вода;",
        "Млин;",
    ]


def test_a_pdf_names_page_and_line_and_forgets_its_running_heads():
    pages = [
        [(200, 800, "Стратегія Надбережної громади"), (50, 700, f"{n}. Ціль про береги і воду"), (300, 40, f"{n}")]
        for n in (1, 2, 4, 5)
    ]
    report = read_bytes(papers.pdf(pages))
    assert [entry.code for entry in report.entries] == ["1", "2", "4", "5"]
    assert report.warnings == (ReadWarning(Oddity.GAP, Place(page=3, line=2), "3"),)


def test_a_pdf_joins_lines_within_a_column_only():
    content = papers.pdf(papers.printed_table([labelled()[:2], ["", labelled()[2]], labelled()[3:]], (50, 180)))
    assert outline(content) == GOALS
