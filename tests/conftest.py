"""What every test may ask for."""

import os

import pytest
import structlog

from tests.support import databases
from tests.support.house import open_house
from tests.support.places import scratch

os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(scratch()))


@pytest.fixture
async def house(tmp_path):
    async with open_house(tmp_path / "viche.sqlite3") as opened:
        yield opened


@pytest.fixture(autouse=True)
def plain_logs():
    """Forget how a command set up the logs: they would go to a stream that its test has closed."""
    yield
    structlog.reset_defaults()


@pytest.fixture(autouse=True)
def own_database(request):
    """Drop what a test had on a server."""
    folder = request.getfixturevalue("tmp_path") if "tmp_path" in request.fixturenames else None
    yield
    if folder:
        databases.forget(folder)
