"""The services over a database of their own."""

import pytest

from bot.services import pace
from tests.support.broadcasting import open_newsroom
from tests.support.polls import open_polls


@pytest.fixture
async def polls(tmp_path, monkeypatch):
    monkeypatch.setattr(pace, "GAP_S", 0)
    async with open_polls(tmp_path / "viche.sqlite3") as opened:
        yield opened


@pytest.fixture
async def newsroom(polls):
    return await open_newsroom(polls)
