"""A browser without a screen, for the pages of the desk: it follows links, fills forms, keeps cookies."""

import re
from contextlib import asynccontextmanager
from dataclasses import dataclass
from html import unescape
from urllib.parse import urljoin

import httpx

from bot.texts import Languages
from bot.web.site import site

ADDRESS = "https://viche.example"


@dataclass
class Browser:
    """One person's browser. `page` is what is on the screen."""

    client: httpx.AsyncClient
    page: str = ""
    status: int = 0
    path: str = ""

    async def open(self, path: str) -> str:
        """Open an address, and follow where it leads; return the page's text."""
        return await self._took(await self.client.get(path, follow_redirects=True))

    async def send(self, path: str, *, csrf: str | None = None, files=None, came_from: str = "", **fields) -> str:
        """Send a form as the page on the screen would: with its hidden sign, unless another is given.

        `came_from` is the address of that page, where it matters.
        """
        found = re.search(r'name="csrf" value="(\w+)"', self.page)
        sign = csrf if csrf is not None else (found[1] if found else "")
        data = {"csrf": sign, **fields}
        headers = {"Origin": ADDRESS, "Sec-Fetch-Site": "same-origin"}
        if came_from:
            headers["Referer"] = urljoin(ADDRESS, came_from)
        sent = await self.client.post(path, data=data, files=files, headers=headers, follow_redirects=True)
        return await self._took(sent)

    @property
    def text(self) -> str:
        """What is read on the page, without its marks."""
        body = self.page.split("<body>")[-1]
        return unescape(" ".join(re.sub(r"<[^>]+>", " ", body).split()))

    async def _took(self, answer: httpx.Response) -> str:
        self.page, self.status, self.path = answer.text, answer.status_code, answer.url.path
        return self.text


@asynccontextmanager
async def browsing(house):
    """Open a browser in which nobody is in yet."""
    pages = site(house.app.services, Languages("Europe/Kyiv"), house.app.telegram, "viche_bot", ADDRESS)
    transport = httpx.ASGITransport(pages, raise_app_exceptions=False)
    agent = {"User-Agent": "Mozilla/5.0 (Windows NT 10.0; Win64) Gecko/20100101 Firefox/140.0"}
    async with httpx.AsyncClient(transport=transport, base_url=ADDRESS, headers=agent) as client:
        yield Browser(client)


async def come_in(browser: Browser, house, telegram_id: int) -> Browser:
    """Come in as somebody with a role; who is new agrees."""
    token = await house.app.services.sessions.link(telegram_id)
    await browser.send(f"/desk/enter/{token}")
    if "/desk/agree" in browser.page:
        await browser.send("/desk/agree")
    return browser
