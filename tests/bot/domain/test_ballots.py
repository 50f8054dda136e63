"""Receipts as people copy them."""

import pytest

from bot.domain.ballots import find_receipt, read_receipt

SHOWN = "K7MQ2-X9P4R-3"


@pytest.mark.parametrize(
    "written",
    [
        SHOWN,
        " k7mq2 x9p4r 3 ",
        "k7mq2x9p4r3",
        "K7MQ2–X9P4R—3",
        "К7МQ2-Х9Р4R-З",
        "к7мq2-х9р4r-3",
        "№ K7MQ2-X9P4R-3.",
    ],
)
def test_a_receipt_is_read_however_it_is_copied(written):
    assert read_receipt(written) == ("K7MQ2X9P4R", 3)


def test_letters_that_look_like_numbers_are_numbers():
    assert read_receipt("OoІIl-00000-1O") == ("0011100000", 10)


@pytest.mark.parametrize(
    "written", ["", "K7MQ2-X9P4R", "K7MQ2-X9P4-R", "K7MQU-X9P4R-3", "ЖЖЖЖЖ-ЖЖЖЖЖ-1", "9" * 4000, "²" * 11]
)
def test_anything_else_is_no_receipt(written):
    assert read_receipt(written) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("K7MQ2-X9P4R-3 не згоден", ("K7MQ2-X9P4R-3", "не згоден")),
        ("я тут живу\nk7mq2 x9p4r 3", ("k7mq2 x9p4r 3", "я тут живу")),
        ("K7MQ2-X9P4R-3", ("K7MQ2-X9P4R-3", "")),
        ("не згоден", None),
        ("", None),
    ],
)
def test_a_receipt_is_found_beside_words(text, found):
    assert find_receipt(text) == found
