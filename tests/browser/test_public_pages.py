"""The public pages in a real Chromium: reachable for everybody, on a phone, a desk, in the dark and on paper."""

import socket

import pytest

from bot.domain.rounds import District, Trust
from bot.texts import Languages
from bot.web.public import public_site
from bot.web.server import serve_web
from tests.browser.chromium import BROWSER, expect
from tests.support.counted import HOSTILE, cast
from tests.support.house import open_house

axe = pytest.importorskip("axe_playwright_python.async_playwright", reason="axe is not installed")

pytestmark = BROWSER
PAGES = ("/rounds", "/rounds/1", "/rounds/2", "/rounds/3", "/verify", "/verify?code=K7MQ2-X9P4R-3", "/nowhere")
LONG = [f"{n} {HOSTILE[n % len(HOSTILE)]}"[:120] for n in range(60)]


@pytest.fixture
async def address(tmp_path):
    """A site with a counted round of everything, an open one and an empty one."""
    async with open_house(tmp_path / "viche.sqlite3") as house:
        options = [{"title": title, "cost_kop": 10**7, "details": "Опис", "place": "Центр"} for title in LONG]
        districts = (District("Центр", 3200), District("Садове-Надрічне", 900))
        full = await house.vote_round(options, budget_kop=10**8, limit=60, districts=districts)
        await cast(house, full, *[range(n, n + 12) for n in range(12)], district=0)
        await house.vote_round(least_trust=Trust.ACCOUNT)
        house.clock.pass_(days=8)
        await house.tick()
        await house.vote_round(declaration="Мені є 16 років")
        site = public_site(house.app.services, Languages("Europe/Kyiv"), "viche_bot")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        async with serve_web(site, "127.0.0.1", port):
            yield f"http://127.0.0.1:{port}"


@pytest.fixture
async def open_page(chromium, address):
    """Open a page; what the browser complains of, or fetches from elsewhere, fails the test."""
    faults = []

    async def opened(path, width=1366, **more):
        page = await chromium.new_page(viewport={"width": width, "height": 800}, locale="uk-UA", **more)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda line: faults.append(line.text) if "404" not in line.text else None)
        page.on("request", lambda asked: faults.append(asked.url) if not asked.url.startswith(address) else None)
        await page.goto(address + path)
        return page

    yield opened
    assert faults == []


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1366])
async def test_every_page_is_accessible_and_fits(open_page, width, look):
    for path in PAGES:
        page = await open_page(path, width, color_scheme=look)
        found = await axe.Axe().run(page)
        assert found.violations_count == 0, f"{path}: {found.generate_report()}"
        assert await page.evaluate("document.documentElement.scrollWidth") <= width, path
        await page.close()


async def test_everything_is_reached_with_keys_and_without_scripts(open_page, address):
    page = await open_page("/rounds", java_script_enabled=False)
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="До змісту")).to_be_focused()
    await page.get_by_role("link", name="Пріоритети року").last.focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="Результати", exact=True)).to_be_visible()
    await page.get_by_role("textbox", name="Квитанція").fill("00000-00000-1")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("status")).to_have_text("Такої квитанції немає. Перевірте, чи правильно її набрано.")


async def test_titles_are_only_text(open_page):
    page = await open_page("/rounds/1")
    await expect(page.get_by_role("rowheader").filter(has_text="<script>alert(1)</script>&amp;").first).to_be_visible()
    await expect(page.locator("main script, main img")).to_have_count(0)
    assert await page.locator("table").first.locator("tbody tr").count() == 60


async def test_the_drawing_has_a_name_and_the_table_stands_without_it(open_page):
    page = await open_page("/rounds/1")
    await expect(page.get_by_role("img", name="Підтримка варіантів")).to_be_visible()
    cell = page.get_by_role("table", name="Підсумок за варіантами").get_by_role("cell").first
    await expect(cell).to_have_text("12")


async def test_on_paper_stands_what_is_read_and_nothing_to_press(open_page):
    page = await open_page("/rounds/1")
    await page.emulate_media(media="print")
    await expect(page.get_by_role("table").first).to_be_visible()
    await expect(page.get_by_role("button", name="Перевірити")).to_be_hidden()
    assert len(await page.pdf(format="A4")) > 10_000
