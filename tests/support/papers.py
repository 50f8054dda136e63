"""Files as offices make them: Word, Excel and PDF, written here so that the importers can read them back."""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

import xlsxwriter

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
Grid = Sequence[Sequence[str]]
Merge = tuple[int, int, int, int]
"""First row, first column, last row, last column, counted from 0."""


TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
STYLES = {
    "Normal": "",
    "Title": '<w:name w:val="Title"/>',
    **{
        f"Heading{n}": f'<w:name w:val="heading {n}"/><w:pPr><w:outlineLvl w:val="{n - 1}"/></w:pPr>' for n in (1, 2, 3)
    },
    "ListBullet": '<w:name w:val="List Bullet"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>',
    "TOC1": '<w:name w:val="toc 1"/>',
}
BULLETS = '<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="·"/></w:lvl>'


def word(*blocks: str, lists: Sequence[str] = (BULLETS,)) -> bytes:
    """Write a Word document of blocks of XML, and of lists, which are counted from 1."""
    styles = (f'<w:style w:type="paragraph" w:styleId="{key}">{about}</w:style>' for key, about in STYLES.items())
    defined = (f'<w:abstractNum w:abstractNumId="{n}">{levels}</w:abstractNum>' for n, levels in enumerate(lists, 1))
    used = (f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in range(1, len(lists) + 1))
    return with_parts(
        b"",
        {
            "[Content_Types].xml": (
                f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
                f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                f'<Override PartName="/word/document.xml" ContentType="{TYPES}.document.main+xml"/>'
                f'<Override PartName="/word/styles.xml" ContentType="{TYPES}.styles+xml"/></Types>'
            ).encode(),
            "_rels/.rels": _related("officeDocument", "word/document.xml"),
            "word/_rels/document.xml.rels": _related("styles", "styles.xml"),
            "word/document.xml": _part("document", f"<w:body>{''.join(blocks)}</w:body>"),
            "word/styles.xml": _part("styles", "".join(styles)),
            "word/numbering.xml": _part("numbering", "".join((*defined, *used))),
        },
    )


def _related(kind: str, target: str) -> bytes:
    one = f'<Relationship Id="rId1" Type="{RELATIONS}/{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="{PACKAGE}/relationships">{one}</Relationships>'.encode()


def _part(tag: str, content: str) -> bytes:
    return f'<w:{tag} xmlns:w="{MAIN}">{content}</w:{tag}>'.encode()


def paragraph(text: str, style: str = "", *, bold: bool = False) -> str:
    about = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    look = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:p>{about}<w:r>{look}<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def item(text: str, level: int, list_: int = 1) -> str:
    """A paragraph that Word numbers."""
    about = f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_}"/></w:numPr></w:pPr>'
    return f"<w:p>{about}<w:r><w:t>{escape(text)}</w:t></w:r></w:p>"


def word_table(grid: Grid, merged: Iterable[Merge] = (), before: Sequence[str] = ()) -> bytes:
    return word(*map(paragraph, before), table(grid, merged))


def table(grid: Grid, merged: Iterable[Merge] = ()) -> str:
    """Write a table of Word; a line break in a cell begins a new paragraph there."""
    spans = {(top, left): (bottom, right) for top, left, bottom, right in merged}
    goes_on: dict[tuple[int, int], int] = {}
    rows = []
    for r, texts in enumerate(grid):
        cells, c = "", 0
        while c < len(texts):
            bottom, right = spans.get((r, c), (r, goes_on.get((r, c), c)))
            goes_on |= {(row, c): right for row in range(r + 1, bottom + 1)}
            merge = "<w:vMerge/>" if (r, c) in goes_on else '<w:vMerge w:val="restart"/>' if bottom > r else ""
            about = f'<w:tcPr><w:gridSpan w:val="{right - c + 1}"/>{merge}</w:tcPr>'
            cells += f"<w:tc>{about}{''.join(map(paragraph, texts[c].split(chr(10))))}</w:tc>"
            c = right + 1
        rows.append(f"<w:tr>{cells}</w:tr>")
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def workbook(grid: Sequence[Sequence[Any]], merged: Iterable[Merge] = (), sheet: str = "Цілі") -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        page = book.add_worksheet(sheet)
        for n, row in enumerate(grid):
            page.write_row(n, 0, row)
        for top, left, bottom, right in merged:
            page.merge_range(top, left, bottom, right, grid[top][left])
    return file.getvalue()


def separated(grid: Grid, delimiter: str = ";", encoding: str = "utf-8") -> bytes:
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter).writerows(grid)
    return file.getvalue().encode(encoding)


def with_parts(archive: bytes, parts: dict[str, bytes]) -> bytes:
    """Put other parts into an Office file."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        if archive:
            with zipfile.ZipFile(io.BytesIO(archive)) as old:
                for name in set(old.namelist()) - set(parts):
                    new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return file.getvalue()


def macros(archive: bytes, part: str) -> bytes:
    """Make a DOCM or XLSM of a file: other types of content, and the part with the program."""
    with zipfile.ZipFile(io.BytesIO(archive)) as old:
        types = old.read("[Content_Types].xml").decode()
    for plain, enabled in (
        ("vnd.openxmlformats-officedocument.wordprocessingml.document.main", "vnd.ms-word.document.macroEnabled.main"),
        ("vnd.openxmlformats-officedocument.spreadsheetml.sheet.main", "vnd.ms-excel.sheet.macroEnabled.main"),
    ):
        types = types.replace(plain, enabled)
    return with_parts(archive, {"[Content_Types].xml": types.encode(), part: b"Sub AutoOpen()"})


SIZE = 11
WIDTH = 0.5
"""Of the size, for every letter: the font of these files says so."""
LINE = 14

Words = tuple[float, float, str]
"""Points from the left and from the foot of the page, and what stands there."""


def pdf(pages: Iterable[Sequence[Words]]) -> bytes:
    """Write a PDF: glyphs of a font that is not embedded, with a table of the letters they mean."""
    written = list(pages)
    letters = sorted({letter for page in written for _, _, text in page for letter in text})
    code = {letter: n for n, letter in enumerate(letters, 1)}
    meaning = "\n".join(f"<{n:04x}> <{letter.encode('utf-16-be').hex()}>" for letter, n in code.items())
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <ffff> endcodespacerange\n{len(code)} beginbfchar\n{meaning}\nendbfchar\n"
        "endcmap end end"
    )
    system = "<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
    numbers = [6 + 2 * n for n in range(len(written))]
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(written)}/Kids[{' '.join(f'{n} 0 R' for n in numbers)}]>>",
        "<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[4 0 R]/ToUnicode 5 0 R>>",
        f"<</Type/Font/Subtype/CIDFontType2/BaseFont/A/CIDSystemInfo {system}/DW {int(WIDTH * 1000)}>>",
        f"<</Length {len(cmap)}>>stream\n{cmap}\nendstream",
    ]
    for n, page in zip(numbers, written, strict=True):
        content = "\n".join(
            f"BT /F {SIZE} Tf {x} {y} Td <{''.join(f'{code[letter]:04x}' for letter in text)}> Tj ET"
            for x, y, text in page
        )
        objects += [
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>/Contents {n + 1} 0 R>>",
            f"<</Length {len(content)}>>stream\n{content}\nendstream",
        ]
    return _assembled(objects)


def _assembled(objects: Sequence[str]) -> bytes:
    body, offsets = "%PDF-1.7\n", []
    for n, one in enumerate(objects, 1):
        offsets.append(len(body))
        body += f"{n} 0 obj{one}endobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    trailer = f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{len(body)}\n%%EOF"
    return f"{body}xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}".encode("latin-1")


def packed(content: bytes) -> bytes:
    """Write a PDF of one page that draws what `content` says, packed."""
    drawn = zlib.compress(content, 9).decode("latin-1")
    page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>"
    stream = f"<</Filter/FlateDecode/Length {len(drawn)}>>stream\n{drawn}\nendstream"
    return _assembled(["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 1/Kids[3 0 R]>>", page, stream])


def locked(content: bytes) -> bytes:
    """Say in a PDF that it is encrypted, with a password that nobody knows."""
    hidden = "00" * 32
    dictionary = f"<</Filter/Standard/V 1/R 2/O<{hidden}>/U<{hidden}>/P -44>>/ID[<{'00' * 16}><{'00' * 16}>]"
    return content.replace(b"/Root 1 0 R", f"/Root 1 0 R/Encrypt {dictionary}".encode())


def wrapped(text: str, width: float) -> list[str]:
    """Break a text into lines of at most `width` points."""
    room = int(width / (SIZE * WIDTH))
    lines = [""]
    for word_ in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word_) > room:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word_}".strip()
    return lines


def printed(paragraphs: Iterable[tuple[float, str]], right: float = 545) -> list[list[Words]]:
    """Lay paragraphs out on pages, each with its left edge, as a word processor prints them."""
    pages: list[list[Words]] = [[]]
    y = 780.0
    for left, text in paragraphs:
        for line in wrapped(text, right - left):
            if y < 60:
                pages.append([])
                y = 780.0
            pages[-1].append((left, y, line))
            y -= LINE
        y -= LINE / 2
    return pages


def printed_table(rows: Iterable[Sequence[str]], lefts: Sequence[float]) -> list[list[Words]]:
    """Lay a table out on pages, cell by cell, as a word processor prints it; an empty cell leaves its column free."""
    edges = [*lefts[1:], 545.0]
    pages: list[list[Words]] = [[]]
    y = 780.0
    for row in rows:
        cells = [wrapped(text, right - left - 10) for text, left, right in zip(row, lefts, edges, strict=True)]
        height = max(map(len, cells)) * LINE + 8
        if y - height < 50:
            pages.append([])
            y = 780.0
        for left, lines in zip(lefts, cells, strict=True):
            pages[-1] += [(left, y - n * LINE, line) for n, line in enumerate(lines) if line]
        y -= height
    return pages
