import pytest

from tests.support.matrix import open_stage


@pytest.fixture
async def stage(tmp_path):
    async with open_stage(tmp_path / "viche.sqlite3") as opened:
        yield opened
