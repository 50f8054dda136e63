"""What a file is, by its bytes; what Telegram takes; what it is called."""

import pytest

from bot.domain.broadcastfiles import MAX_NAME, MB, read_file
from bot.domain.errors import NotAllowed
from bot.domain.feedback import FileKind
from tests.support.pictures import jpeg, packed, pdf, png

DOCX = packed("[Content_Types].xml", "word/document.xml")
ODS = packed("content.xml", first="application/vnd.oasis.opendocument.spreadsheet")


@pytest.mark.parametrize(
    ("name", "content", "kind", "named"),
    [
        ("Вода.jpg", jpeg(), FileKind.PHOTO, "Вода.jpg"),
        ("Вода.JPEG", jpeg(), FileKind.PHOTO, "Вода.JPEG"),
        ("схема", png(), FileKind.PHOTO, "схема.png"),
        ("graphic.png", jpeg(), FileKind.PHOTO, "graphic.png.jpg"),
        ("Графік.pdf", pdf(), FileKind.DOCUMENT, "Графік.pdf"),
        ("virus.exe", pdf(), FileKind.DOCUMENT, "virus.exe.pdf"),
        ("план.docx", DOCX, FileKind.DOCUMENT, "план.docx"),
        ("план.xlsx", packed("[Content_Types].xml", "xl/workbook.xml"), FileKind.DOCUMENT, "план.xlsx"),
        ("план.pptx", packed("[Content_Types].xml", "ppt/presentation.xml"), FileKind.DOCUMENT, "план.pptx"),
        ("план.ods", ODS, FileKind.DOCUMENT, "план.ods"),
        ("список.csv", "вулиця;дата".encode(), FileKind.DOCUMENT, "список.csv"),
        ("сторінка.html", b"<script>alert(1)</script>", FileKind.DOCUMENT, "сторінка.html.txt"),
        ("C:\\Users\\Ірина\\Графік.pdf", pdf(), FileKind.DOCUMENT, "Графік.pdf"),
        ("../../etc/passwd", pdf(), FileKind.DOCUMENT, "passwd.pdf"),
        ("Графік\r\nX: y\u202efdp.exe", pdf(), FileKind.DOCUMENT, "ГрафікX: yfdp.exe.pdf"),
        ("", pdf(), FileKind.DOCUMENT, "file.pdf"),
    ],
)
def test_a_file_is_told_by_its_bytes_and_named_as_what_it_is(name, content, kind, named):
    found = read_file(name, content)
    assert (found.kind, found.name) == (kind, named)


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "file_empty"),
        (b"GIF89a" + b"\0" * 20, "picture_kind"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "picture_kind"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 20, "picture_kind"),
        (b"MZ\x90\0\x03\0", "file_kind"),
        (b"\0\0\0\x18ftypisom" + b"\0" * 20, "file_kind"),
        (packed("virus.exe"), "file_kind"),
        (packed("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "file_kind"),
        (packed("Basic/script.xml", first="application/vnd.oasis.opendocument.text"), "file_kind"),
        (b"PK\x03\x04 broken", "file_kind"),
        ("привіт".encode("cp1251"), "file_kind"),
        (b"\x89PNG\r\n\x1a\n", "picture_broken"),
        (b"\xff\xd8\xff\xd9", "picture_broken"),
        (png(0, 5), "picture_broken"),
        (png(9000, 1001), "picture_sides"),
        (png(2100, 100), "picture_sides"),
        (png(size=10 * MB + 1), "picture_large"),
        (b"%PDF-".ljust(20 * MB + 1), "file_large"),
    ],
)
def test_what_telegram_would_not_take_is_refused_by_name(content, key):
    with pytest.raises(NotAllowed, match=rf"^broadcasts\.{key} .*name=Файл\.bin"):
        read_file("Файл.bin", content)


def test_the_largest_that_telegram_takes():
    assert read_file("a.png", png(9000, 1000, size=10 * MB)).kind is FileKind.PHOTO
    assert read_file("a.png", png(2000, 100)).kind is FileKind.PHOTO
    assert len(read_file("a.pdf", b"%PDF-".ljust(20 * MB)).content) == 20 * MB


def test_a_long_name_keeps_its_ending():
    found = read_file("Графік " * 40 + ".pdf", pdf()).name
    assert len(found) <= MAX_NAME
    assert found.endswith(".pdf")
