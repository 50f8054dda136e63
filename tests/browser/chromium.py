"""The Chromium of this machine, driven by playwright."""

import shutil
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

playwright = pytest.importorskip("playwright.async_api", reason="playwright is not installed")
expect = playwright.expect

PATIENCE_MS = 20_000
"""How long a page is waited for. Other tests run beside; a page that is there is not waited for."""

PROGRAM = shutil.which("chromium") or shutil.which("chromium-browser") or "/usr/bin/chromium"
BROWSER = [
    pytest.mark.browser,
    pytest.mark.skipif(not Path(PROGRAM).exists(), reason="no chromium on this machine"),
]
"""`pytestmark` of every module that needs it."""

expect.set_options(timeout=PATIENCE_MS)


@asynccontextmanager
async def open_chromium():
    async with playwright.async_playwright() as engine:
        chromium = await engine.chromium.launch(executable_path=PROGRAM, args=["--no-sandbox", "--disable-gpu"])
        yield chromium
        await chromium.close()


async def follow(control):
    """Click a link or a form's button, and wait for the page that it leads to: a click alone may be done before."""
    async with control.page.expect_navigation():
        await control.click()
