import pytest

from tests.support.browsing import ADDRESS, browsing
from tests.support.house import open_house


@pytest.fixture
async def house(tmp_path):
    """A house that has an address in the web."""
    async with open_house(tmp_path / "viche.sqlite3", public_url=ADDRESS) as house:
        yield house


@pytest.fixture
async def browser(house):
    async with browsing(house) as browser:
        yield browser
