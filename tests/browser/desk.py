"""The desk in a real Chromium: a house to visit, a browser that complains aloud, and an eye for accessibility."""

import os
import socket
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.texts import Languages
from bot.web.server import serve_web
from bot.web.site import site
from tests.browser.chromium import PATIENCE_MS, follow, open_chromium
from tests.support.house import open_house

axe = pytest.importorskip("axe_playwright_python.async_playwright", reason="axe is not installed")

SIZES = [(360, 740), (1366, 768)]
"""A phone and the screen of an office."""


def _free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


async def turn_to(page, name):
    """Go to a page by the menu, which on a phone is unfolded first."""
    menu = page.get_by_role("navigation", name="Розділи кабінету")
    if await menu.locator("summary").is_visible():
        await menu.locator("summary").click()
    await follow(menu.get_by_role("link", name=name, exact=True))


class Desk:
    """A served desk. `come_in` opens it as somebody with a role; `look` judges the page that is open."""

    def __init__(self, house, address, engine) -> None:
        self.house = house
        self.address = address
        self._engine = engine
        self.faults = []

    async def come_in(self, telegram_id, size=SIZES[1], **more):
        """Open a browser window, come in and agree."""
        width, height = size
        more = {"viewport": {"width": width, "height": height}, "locale": "uk-UA", "java_script_enabled": False} | more
        page = await self._engine.new_page(**more)
        page.set_default_timeout(PATIENCE_MS)
        page.on("console", lambda line: self.faults.append(line.text) if "status of 4" not in line.text else None)
        page.on("request", lambda one: self.faults.append(one.url) if not one.url.startswith(self.address) else None)
        token = await self.house.app.services.sessions.link(telegram_id)
        await page.goto(f"{self.address}/desk/enter/{token}")
        await follow(page.get_by_role("button", name="Увійти"))
        agree = page.get_by_role("button", name="Погоджуюсь")
        if await agree.count():
            await follow(agree)
        return page

    async def keep(self, page, name=None):
        """Keep a picture of the page, if asked for."""
        if name and (folder := os.environ.get("DESK_PICTURES")):
            picture = Path(folder) / f"{name}-{page.viewport_size['width']}.png"
            await page.screenshot(path=picture, full_page=True)

    async def judge(self, page):
        """Find nothing wrong on a page that a form opened, which no address opens again."""
        found = await axe.Axe().run(page)
        assert found.violations_count == 0, f"{page.url}: {found.generate_report()}"
        assert await page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], page.url

    async def look(self, page, name=None):
        """Find nothing wrong: no violation of axe, nothing wider than the window; keep a picture if asked for."""
        size = page.viewport_size
        await self.keep(page, name)
        judge = await self._engine.new_page(viewport=size, storage_state=await page.context.storage_state())
        await judge.goto(page.url)
        found = await axe.Axe().run(judge)
        wide = await judge.evaluate("document.documentElement.scrollWidth")
        await judge.close()
        assert found.violations_count == 0, f"{page.url}: {found.generate_report()}"
        assert wide <= size["width"], page.url


@asynccontextmanager
async def open_desk(path, **settings):
    """Serve the whole house to a browser; `settings` as for `open_house`."""
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    async with open_house(path, **{**settings, "public_url": address}) as house:
        app = house.app
        pages = site(app.services, Languages("Europe/Kyiv"), app.telegram, "viche_bot", address)
        async with serve_web(pages, "127.0.0.1", port), open_chromium() as chromium:
            desk = Desk(house, address, chromium)
            yield desk
            assert desk.faults == []
