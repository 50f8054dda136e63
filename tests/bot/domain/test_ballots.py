"""Receipts as people copy them."""

import pytest

from bot.domain.ballots import read_receipt

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
