"""A file that cannot be read fails at once, in one clear line, and never in another way."""

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.people import Locale
from bot.texts import Texts, imports
from knowledge.importers import (
    MAX_MB,
    REASONS,
    ImportFailed,
    Oddity,
    Place,
    ReadWarning,
    read,
    read_bytes,
)
from tests.support import papers

LANGUAGES = [Texts(locale, "Europe/Kyiv") for locale in Locale]

OUTLINE = "1. Розвиток громади\n1.1. Дороги й мости, зв’язок\n1.2. Вода\n"

WORD = papers.word_table([["1. Люди", "1.1. Освіта"]])
BOOK = papers.workbook([["1. Люди", "1.1. Освіта"]])
SCAN = papers.pdf([[], []])
PDF = papers.pdf([[(50, 700, "1. Люди"), (50, 680, "1.1. Освіта і наука для всіх")]])
SHEET = "xl/worksheets/sheet1.xml"
DOCUMENT = "word/document.xml"
EVEN = bytes(90 * 2**20)


def swollen(archive: bytes, part: str) -> bytes:
    """A small archive that unpacks to 90 MB."""
    return papers.with_parts(archive, {part: EVEN})


def lying(archive: bytes) -> bytes:
    """An archive whose one part unpacks to more than its directory says."""
    bomb = swollen(archive, DOCUMENT)
    size = len(EVEN).to_bytes(4, "little")
    assert bomb.count(size) == 2
    return bomb.replace(size, (1000).to_bytes(4, "little"))


def encrypted_flag(archive: bytes) -> bytes:
    """An archive whose parts are said to be encrypted, as an archiver does it."""
    marked = bytearray(archive)
    for beginning, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = marked.find(beginning)
        while at >= 0:
            marked[at + flags] |= 1
            at = marked.find(beginning, at + 1)
    return bytes(marked)


LAUGHS = b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><a>&b;</a>'
FAR = b'<worksheet><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
NESTED = b"<a>" * 100_000
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)

BAD = {
    "empty": (b"", "empty"),
    "blank": (b" \r\n\t\n", "empty"),
    "only a byte order mark": (b"\xef\xbb\xbf", "empty"),
    "half a PDF": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", "damaged"),
    "a scan": (SCAN, "scanned"),
    "a PDF with a password": (papers.locked(PDF), "locked"),
    "a PDF that unpacks without end": (papers.packed(b" " * (140 * 2**20)), "unpacks_too_big"),
    "a PDF of a large blank picture": (papers.packed(b" " * (100 * 2**20)), "scanned"),
    "half a Word document": (WORD[: len(WORD) // 2], "damaged"),
    "Word without its main part": (papers.with_parts(WORD, {"_rels/.rels": b"", DOCUMENT: b""}), "no_goals"),
    "Word whose XML is broken": (papers.with_parts(WORD, {DOCUMENT: b"<w:document"}), "damaged"),
    "Word with a document type": (papers.with_parts(WORD, {DOCUMENT: LAUGHS}), "damaged"),
    "Word nested without end": (papers.with_parts(WORD, {DOCUMENT: NESTED}), "too_deep"),
    "Word that unpacks without end": (swollen(WORD, DOCUMENT), "unpacks_too_big"),
    "Word with a swollen picture": (swollen(WORD, "word/media/image1.png"), "unpacks_too_big"),
    "Word that lies about its size": (lying(WORD), "damaged"),
    "Word that an archiver locked": (encrypted_flag(WORD), "locked"),
    "half a workbook": (BOOK[: len(BOOK) // 2], "damaged"),
    "a workbook whose XML is broken": (papers.with_parts(BOOK, {SHEET: b"<worksheet"}), "damaged"),
    "a workbook that unpacks without end": (swollen(BOOK, SHEET), "unpacks_too_big"),
    "a workbook with a cell in the last corner": (papers.with_parts(BOOK, {SHEET: FAR}), "too_long"),
    "Office with a password": (OLD + "EncryptedPackage".encode("utf-16-le"), "locked"),
    "old Office": (OLD, "old_office"),
    "a presentation": (papers.with_parts(b"", {"ppt/presentation.xml": b"<a/>"}), "unsupported"),
    "RTF": (b"{\\rtf1 1. A}", "unsupported"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(100), "picture"),
    "zero bytes": (OUTLINE.encode().replace(b" ", b"\x00 ", 1), "binary"),
    "noise": (bytes(range(256)) * 50, "binary"),
    "UTF-8 cut in the middle": (OUTLINE.encode()[:-3] + b"\xd0\n", "encoding"),
    "KOI8": (OUTLINE.replace("’", "").encode("koi8-u"), "encoding"),
    "UTF-16 with an odd byte": (OUTLINE.encode("utf-16") + b"a", "encoding"),
    "prose": ("Громада живе. Люди працюють.\n\nУсе добре.\n".encode(), "no_goals"),
    "one word": ("Привіт".encode(), "no_goals"),
    "nested tags": (b"<div>" * 200_000, "too_deep"),
    "nested tags in a cell": (b"1. A\t" + b"<b>" * 200_000, "too_deep"),
    "many tags": (b"<p>a" * 500_000, "too_long"),
    "many lines": (b"1. A\n" * 200_000, "too_long"),
    "many goals": ("Ціль 1. Люди\n".encode() * 30_000, "too_long"),
    "a text of 9 MB": (OUTLINE.encode() * 90_000, "too_big"),
}


@pytest.mark.parametrize(("content", "key"), BAD.values(), ids=BAD)
def test_a_bad_file_is_refused_with_its_reason(tmp_path, content, key):
    path = tmp_path / "strategy.txt"
    path.write_bytes(content)
    with pytest.raises(ImportFailed) as failure:
        read(path)
    assert failure.value.key == key
    for texts in LANGUAGES:
        said = imports.failed(texts, failure.value)
        assert said.endswith(".")
        assert "\n" not in said


def test_every_reason_is_seen_above_or_below():
    """What happens to whoever reads aside is tested in tests/handlers/test_uploads.py and tests/bot/test_aside.py."""
    aside = {"too_heavy", "interrupted"}
    assert set(REASONS) == {key for _, key in BAD.values()} | {"missing", "unreadable"} | aside


@pytest.mark.parametrize("content", [WORD, BOOK, PDF, OUTLINE.encode("cp1251")], ids=["word", "excel", "pdf", "cp1251"])
@pytest.mark.parametrize("name", ["strategy.txt", "strategy.pdf", "strategy.xlsx", "strategy"])
def test_a_wrong_name_does_not_matter(tmp_path, content, name):
    path = tmp_path / name
    path.write_bytes(content)
    assert [entry.code for entry in read(path).entries][:2] == ["1", "1.1"]


@pytest.mark.parametrize(("archive", "part"), [(WORD, "word/vbaProject.bin"), (BOOK, "xl/vbaProject.bin")])
def test_macros_are_ignored_and_said_so(archive, part):
    kind = papers.macros(archive, part)
    report = read_bytes(kind)
    assert [entry.text for entry in report.entries] == ["Люди", "Освіта"]
    assert report.warnings == (ReadWarning(Oddity.MACROS, Place()),)


def test_a_huge_file_is_refused_without_reading_it(tmp_path):
    path = tmp_path / "strategy.txt"
    with path.open("wb") as file:
        file.truncate(100 * 2**20)
    with pytest.raises(ImportFailed, match="too_big") as failure:
        read(path)
    assert failure.value.params == {"limit_mb": MAX_MB}


def test_a_file_that_is_not_there_or_is_a_folder(tmp_path):
    with pytest.raises(ImportFailed, match="missing"):
        read(tmp_path / "nothing.txt")
    with pytest.raises(ImportFailed, match="unreadable"):
        read(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path):
    path = tmp_path / "strategy.txt"
    path.write_text(OUTLINE, encoding="utf-8")
    path.chmod(0)
    with pytest.raises(ImportFailed, match="unreadable"):
        read(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_usual_encoding_gives_the_same_goals(encoding):
    assert read_bytes(OUTLINE.encode(encoding)) == read_bytes(OUTLINE.encode())


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_gives_the_same_goals(end):
    assert read_bytes(OUTLINE.replace("\n", end).encode()) == read_bytes(OUTLINE.encode())


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([WORD, BOOK, PDF]), st.data())
def test_no_damage_to_a_file_breaks_its_reader(content, data):
    """A few bytes are changed, wherever they are."""
    bent = bytearray(content)
    for _ in range(data.draw(st.integers(1, 8))):
        bent[data.draw(st.integers(0, len(bent) - 1))] = data.draw(st.integers(0, 255))
    try:
        report = read_bytes(bytes(bent))
    except ImportFailed:
        return
    assert report.entries


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_at_all_break_the_reader(data):
    try:
        report = read_bytes(data)
    except ImportFailed:
        return
    assert report.entries


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="12АБIхx.:)-– \n\t•▪<>/tdruliph#|Ціль&;«", max_size=300))
def test_no_text_at_all_breaks_the_reader(text):
    try:
        report = read_bytes(text.encode())
    except ImportFailed:
        return
    codes = [entry.code for entry in report.entries]
    assert len(codes) == len(set(codes))
    assert all(entry.text.strip() for entry in report.entries)
    assert {entry.parent for entry in report.entries} - {None} <= set(codes)
