"""What every test may ask for."""

import pytest

from tests.support.house import open_house


@pytest.fixture
async def house(tmp_path):
    async with open_house(tmp_path / "viche.sqlite3") as opened:
        yield opened
