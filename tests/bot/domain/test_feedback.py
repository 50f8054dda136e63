"""Which files the hromada opens: what a computer would run is told by the end of its name."""

import pytest

from bot.domain.feedback import FeedbackFile, FileKind


@pytest.mark.parametrize(
    ("name", "is_opened"),
    [
        ("Акт.PDF", True),
        ("заява.pdf.p7s", True),
        ("скан 12.05.2026.jpg", True),
        ("", True),
        ("документ", True),
        (".htaccess", True),
        ("акт.pdf.exe", False),
        ("акт.exe. .", False),
        ("лист.JS", False),
        ("план.svg", False),
        ("сторінка.html", False),
        ("звіт.docm", False),
        ("усе.zip", False),
        ("\u202efdp.scr", False),
    ],
)
def test_what_may_be_a_program_is_not_opened(name, is_opened):
    assert FeedbackFile(FileKind.DOCUMENT, "id", name).is_opened == is_opened
