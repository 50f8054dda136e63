"""A file that cannot be read fails at once, in one clear line, and never in another way."""

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.importers import MAX_MB, ImportFailed, read, read_bytes
from knowledge.importers.report import MESSAGES

OUTLINE = "1. Розвиток громади\n1.1. Дороги й мости, зв’язок\n1.2. Вода\n"

BAD = {
    "empty": (b"", "empty"),
    "blank": (b" \r\n\t\n", "empty"),
    "only a byte order mark": (b"\xef\xbb\xbf", "empty"),
    "a PDF named .txt": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", "unsupported"),
    "Word": (b"PK\x03\x04\x14\x00[Content_Types].xml word/document.xml", "unsupported"),
    "Excel": (b"PK\x03\x04\x14\x00[Content_Types].xml xl/workbook.xml", "unsupported"),
    "an old or locked Office file": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "unsupported"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(100), "unsupported"),
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
}


@pytest.mark.parametrize(("content", "key"), BAD.values(), ids=BAD)
def test_a_bad_file_is_refused_with_its_reason(tmp_path, content, key):
    path = tmp_path / "strategy.txt"
    path.write_bytes(content)
    with pytest.raises(ImportFailed) as failure:
        read(path)
    assert failure.value.key == key
    assert str(failure.value) == MESSAGES[key].format_map(failure.value.params)
    assert "\n" not in str(failure.value)


def test_what_can_be_read_is_named_for_what_cannot():
    with pytest.raises(ImportFailed, match=r"^this is a PDF; what can be read now: .*HTML$") as failure:
        read_bytes(b"%PDF-1.4")
    assert failure.value.params["kind"] == "pdf"


def test_a_huge_file_is_refused_without_reading_it(tmp_path):
    path = tmp_path / "strategy.txt"
    with path.open("wb") as file:
        file.truncate(50 * 2**20)
    with pytest.raises(ImportFailed, match=f"larger than {MAX_MB} MB"):
        read(path)


def test_a_file_that_is_not_there_or_is_a_folder(tmp_path):
    with pytest.raises(ImportFailed, match="no such file"):
        read(tmp_path / "nothing.txt")
    with pytest.raises(ImportFailed, match="cannot be opened"):
        read(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path):
    path = tmp_path / "strategy.txt"
    path.write_text(OUTLINE, encoding="utf-8")
    path.chmod(0)
    with pytest.raises(ImportFailed, match="cannot be opened"):
        read(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_usual_encoding_gives_the_same_goals(encoding):
    assert read_bytes(OUTLINE.encode(encoding)) == read_bytes(OUTLINE.encode())


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_gives_the_same_goals(end):
    assert read_bytes(OUTLINE.replace("\n", end).encode()) == read_bytes(OUTLINE.encode())


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
