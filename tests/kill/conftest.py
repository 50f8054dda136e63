"""A Telegram in a process of its own for each test, and the bot as operators run it."""

import pytest

from tests.support.processes import telegram, viche


@pytest.fixture
def server():
    with telegram() as running:
        yield running


@pytest.fixture
def bot(server, tmp_path):
    program = viche(server, tmp_path, LOG_LEVEL="DEBUG")
    yield program
    program.close()
