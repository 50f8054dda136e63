"""What the import of a document of 150 pages takes, against the bare library that opens the same file."""

import io
import statistics
from collections.abc import Callable, Iterator

import pypdfium2
from docx import Document
from python_calamine import CalamineWorkbook

from knowledge.importers import read_bytes
from tests.bench.alone import alone
from tests.bench.measuring import Watch
from tests.bench.tables import show
from tests.support import papers

N_PAGES = 150
PROSE = (
    "Громада лежить на обох берегах річки, яка тече між пагорбами на південь. Більшість людей працює вдома або "
    "в місті, куди їздить щодня. Школи й лікарня потребують ремонту, дороги до сіл розбиті, вода в колодязях міліє. "
) * 2
N_PARAGRAPHS = 7
"""Of prose on a page."""
GOALS = ("Чиста вода в кожній хаті", "Дороги без ям до кожного села", "Школа, до якої діти йдуть охоче", "Тепло взимку")


def bench(*, quick: bool) -> None:
    n_rounds = 2 if quick else 5
    rows = []
    for name, write, bare, library in CONTESTANTS:
        content = write()
        first: tuple[float, float] | None = None
        for who, work in ((library, bare), ("knowledge import", _ours)):
            done = [alone(_measured, work, content) for _ in range(n_rounds)]
            seconds, memory = (statistics.median(one[n] for one in done) for n in (0, 1))
            first = first or (seconds, memory)
            ratios = (f"{seconds / first[0]:.1f}", f"{memory / first[1]:.1f}")
            size = f"{len(content) / 1024:.0f} KB"
            rows.append((name, size, who, f"{done[0][2]}", f"{seconds:.3f} s", f"{memory:.0f} MB", *ratios))
    heads = ("", "file", "reader", "found", "median", "peak memory", "time ratio", "memory ratio")
    show(f"Import of {N_PAGES} pages", heads, rows)


def _measured(work: Callable[[bytes], int], content: bytes) -> tuple[float, float, int]:
    """Give the seconds, the MB at the peak, and how much was found."""
    watch = Watch()
    n_found = work(content)
    return *watch.stop(), n_found


def _ours(content: bytes) -> int:
    return len(read_bytes(content).entries)


def _python_docx(content: bytes) -> int:
    document = Document(io.BytesIO(content))
    texts = [paragraph.text for paragraph in document.paragraphs]
    texts += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return len(texts)


def _pypdfium2(content: bytes) -> int:
    return sum(page.get_textpage().get_text_range().count("\n") for page in pypdfium2.PdfDocument(content))


def _calamine(content: bytes) -> int:
    return len(CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python())


def _goals() -> Iterator[list[tuple[str, str]]]:
    """The goals of each page: an operational one and its tasks, a strategic one before every tenth."""
    for page in range(N_PAGES):
        top, operational = page // 10 + 1, f"{page // 10 + 1}.{page % 10 + 1}"
        heads = [] if page % 10 else [(f"Стратегічна ціль {top}.", GOALS[top % 4])]
        tasks = [(f"{operational}.{n}.", goal) for n, goal in enumerate(GOALS, 1)]
        yield [*heads, (f"Оперативна ціль {operational}.", GOALS[page % 4]), *tasks]


def _word() -> bytes:
    """Prose and a table on each page."""
    blocks = []
    for goals in _goals():
        blocks += [papers.paragraph(PROSE)] * N_PARAGRAPHS + [papers.table(goals)]
    return papers.word(*blocks)


def _pdf() -> bytes:
    paragraphs = []
    for goals in _goals():
        paragraphs += [(50.0, PROSE)] * N_PARAGRAPHS + [(70.0, " ".join(goal)) for goal in goals]
    return papers.pdf(papers.printed(paragraphs))


def _workbook() -> bytes:
    return papers.workbook([goal for goals in _goals() for goal in goals])


CONTESTANTS = (
    ("Word", _word, _python_docx, "python-docx"),
    ("PDF", _pdf, _pypdfium2, "pypdfium2"),
    ("Excel", _workbook, _calamine, "python-calamine"),
)
"""What the file is, who writes it, and which library opens it without understanding anything."""
