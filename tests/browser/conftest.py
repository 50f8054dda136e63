import pytest


@pytest.fixture
async def chromium():
    from tests.browser.chromium import open_chromium  # noqa: PLC0415  (without playwright the modules are skipped)

    async with open_chromium() as opened:
        yield opened
