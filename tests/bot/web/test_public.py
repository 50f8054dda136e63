"""Public pages: what a neighbour, a journalist or a screen reader gets."""

import hashlib
import re
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from bot.domain.errors import Unavailable
from bot.domain.rounds import BallotKind, District, EndingKind, OptionClass, Trust
from bot.texts import Languages
from bot.web.public import public_site
from tests.support.counted import HOSTILE, cast, make_void
from tests.support.house import DESK, open_house

PAGES = ("/rounds", "/rounds/1", "/verify", "/nowhere")


@pytest.fixture
async def house(tmp_path):
    async with open_house(tmp_path / "viche.sqlite3") as house:
        yield house


@pytest.fixture
async def browser(house):
    async with visiting(house.app.services) as client:
        yield client


@asynccontextmanager
async def visiting(services):
    site = public_site(services, Languages("Europe/Kyiv"), "viche_bot")
    transport = httpx.ASGITransport(site, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="https://viche.example") as client:
        yield client


async def closed(house, **how_long):
    house.clock.pass_(**(how_long or {"days": 8}))
    await house.tick()


async def test_the_list_leads_to_rounds_by_phase(house, browser):
    first = await house.vote_round(title="Минуле")
    await closed(house)
    await house.vote_round(title="Тепер & тут")
    await house.vote_round(title="Потім", opens_in=timedelta(days=1))
    await house.vote_round(title="Чернетка", publish=False)
    page = (await browser.get("/rounds")).text
    assert re.findall(r"<h2[^>]*>(.*?)</h2>", page) == ["Голосування триває", "Невдовзі почнеться", "Є результати"]
    assert "Тепер &amp; тут" in page
    assert f'href="/rounds/{first}"' in page
    assert "Чернетка" not in page


async def test_nothing_yet(browser):
    assert "Опитувань поки немає." in (await browser.get("/rounds")).text


async def test_an_open_round_shows_conditions_and_turnout(house, browser):
    options = [
        {"title": "Парк", "cost_kop": 100_050, "author": "Олена", "place": "Центр", "details": "Лавки\nі дерева"}
    ]
    options.append({"title": "Дорога", "cost_kop": 20_000})
    key = await house.vote_round(
        options, budget_kop=10**6, limit=2, least_trust=Trust.ACCOUNT, declaration="Мені є 16 років", question="Що?"
    )
    await cast(house, key, (0,), (0, 1))
    sheet = (await house.app.services.rounds.view(DESK, key)).sheet
    await house.app.services.rounds.change_option(DESK, key, sheet.options[0].id, title="Парк <над> річкою")
    await house.app.services.rounds.change_option(DESK, key, sheet.options[0].id, details="Лавки\nй дерева")
    await house.app.services.rounds.change(DESK, key, question="Що саме?")
    await house.app.services.rounds.extend(DESK, key, house.clock.now + timedelta(days=9), "Не було світла")
    page = (await browser.get(f"/rounds/{key}")).text
    for words in (
        "Голосування триває",
        "Поки що проголосували 2 людини.",
        "Це консультативне опитування",
        "Мені є 16 років",
        "Можна обрати щонайбільше 2 варіанти.",
        "Голосує кожен, хто відкрив цей бот.",
        "10\u00a0000\u00a0грн",
        "1\u00a0000,50\u00a0грн · Центр · Автор: Олена",
        "Лавки\nй дерева",
        "опис варіанта «Парк &lt;над&gt; річкою»: було «Лавки",
        "запитання: було «Що?», стало «Що саме?»",
        "Якщо порівну, перевагу має дешевший варіант",
        "було «Парк», стало «Парк &lt;над&gt; річкою».",
        "продовжено до 1 грудня 2026 року, 12:00. Причина: Не було світла",
    ):
        assert words in page, words
    assert "receipts.txt" not in page


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"ballot": BallotKind.POINTS, "limit": 10}, "Ви маєте 10 балів."),
        ({"ballot": BallotKind.RANKING, "limit": 3}, "Розставте за важливістю щонайбільше 3 варіанти."),
        ({"ballot": BallotKind.KNAPSACK, "budget_kop": 1000}, "доки вистачає 10\u00a0грн"),
        ({"ballot": BallotKind.CLASSES, "classes": (OptionClass("Великі", 3),)}, "Великі — щонайбільше 3"),
        ({"n_winners": 2}, "перемагають 2 варіанти."),
    ],
)
async def test_every_kind_of_ballot_is_explained(house, browser, fields, said):
    options = [{"title": title, "cost_kop": 500, "option_class": 0} for title in ("А", "Б", "В")]
    key = await house.vote_round(options, **fields)
    assert said in (await browser.get(f"/rounds/{key}")).text


async def test_results_are_a_table_a_drawing_and_words(house, browser):
    options = [{"title": title, "cost_kop": cost} for title, cost in (("А", 50_000), ("Б", 50_000), ("В", 40_000))]
    districts = (District("Центр", 1000), District("Хутір", 10))
    key = await house.vote_round(options, budget_kop=100_000, limit=2, districts=districts)
    await cast(house, key, *[(0, 1)] * 6, *[(2,)] * 4, district=0)
    await closed(house)
    page = (await browser.get(f"/rounds/{key}")).text
    rows = re.findall(
        r'<span class="name">(.*?)</span>.*?<td class="number">(.*?)</td>\s*<td>(.*?)</td>\s*<td>(.*?)</td>',
        page,
        re.DOTALL,
    )
    no = '<span class="soft">ні</span>'
    assert rows == [("А", "6", "так, 1", "так, 1"), ("Б", "6", "так, 2", no), ("В", "4", no, "так, 2")]
    assert "Лише за методом рівних часток: «В»." in page
    assert "За кількістю голосів. Використано 1\u00a0000\u00a0грн з бюджету 1\u00a0000\u00a0грн." in page
    assert '<svg xmlns="http://www.w3.org/2000/svg" role="img"' in page
    assert "<desc>А: 6 голосів, перемога; Б: 6 голосів, перемога; В: 4 голоси</desc>" in page
    assert "10 з 1\u00a0000 мешканців, 1\u00a0%" in page
    assert 'href="/rounds/1/ballots.xlsx"' in page


async def test_the_list_of_receipts_has_the_hash_that_the_page_shows(house, browser):
    key = await house.vote_round()
    receipts = await cast(house, key, (0,), (0, 1))
    assert (await browser.get(f"/rounds/{key}/receipts.txt")).status_code == 403
    await closed(house)
    answer = await browser.get(f"/rounds/{key}/receipts.txt")
    assert sorted(answer.text.splitlines()) == sorted(f"{code} counted" for code in receipts)
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert hashlib.sha256(answer.content).hexdigest() in (await browser.get(f"/rounds/{key}")).text


async def test_a_receipt_is_checked_without_a_trace(house, browser):
    key = await house.vote_round()
    [code] = await cast(house, key, (0, 1))
    counts = await browser.get("/verify", params={"code": f" {code.lower()} "})
    assert "Голос із цією квитанцією зараховано." in counts.text
    assert (counts.headers["cache-control"], counts.headers["referrer-policy"]) == ("no-store", "no-referrer")
    older = await browser.get("/verify", params={"code": code[:-1] + "1"})
    assert "в кінці має 2." in older.text
    for wrong, said in (("00000-00000-1", "Такої квитанції немає"), ('"><script>', "Квитанція виглядає так")):
        refused = await browser.get("/verify", params={"code": wrong})
        assert (refused.status_code, said in refused.text, "<script>" in refused.text) == (404, True, False)


async def test_a_void_receipt_says_why(house, browser):
    key = await house.vote_round()
    [code] = await cast(house, key, (0,))
    await make_void(house, key, code)
    assert "Причина: голос куплено." in (await browser.get("/verify", params={"code": code})).text


@pytest.mark.parametrize("how", EndingKind)
async def test_an_ended_round_says_why_and_shows_no_count(house, browser, how):
    key = await house.vote_round(("Альфа", "Бета", "Гамма"))
    await cast(house, key, (0,))
    if how is EndingKind.ANNULLED:
        await closed(house)
        await browser.get(f"/rounds/{key}")
    await house.app.services.rounds.end(DESK, key, how, "Помилка <тут>")
    page = await browser.get(f"/rounds/{key}")
    assert "Причина: Помилка &lt;тут&gt;" in page.text
    assert "<svg" not in page.text
    for form in ("pb", "csv", "json", "xlsx"):
        assert (await browser.get(f"/rounds/{key}/ballots.{form}")).status_code == 403


@pytest.mark.parametrize(
    "path",
    [
        *("/nowhere", "/rounds/7", "/rounds/0", f"/rounds/{2**31}", f"/rounds/{10**30}", "/rounds/x", "/rounds/-1"),
        *("/rounds/7/ballots.pb", "/rounds/7/receipts.txt", "/rounds/1/ballots.exe", "/rounds/1/ballots."),
    ],
)
async def test_what_is_not_there_is_a_page(house, browser, path):
    await house.vote_round()
    answer = await browser.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert '<html lang="uk">' in answer.text
    assert re.search(r"<h1>Не вдалося показати</h1>\s*<p>Так\w+ \w+", answer.text)


async def test_drafts_are_not_there(house, browser):
    key = await house.vote_round(publish=False)
    assert (await browser.get(f"/rounds/{key}")).status_code == 404


async def test_writing_is_refused_and_broken_questions_are_answered(browser):
    assert (await browser.post("/rounds")).status_code == 405
    assert (await browser.get("/verify?code=%ff%fe&code=2&lang=xx")).status_code == 404
    assert (await browser.get("/rounds", headers={"Accept-Language": "en;q=x,,;;=,uk;q=-1" * 50})).status_code == 200


class Broken:
    def __init__(self, error):
        self._error = error

    async def announced(self, _):
        raise self._error


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (RuntimeError("secret"), 500, r"назвіть працівникам номер\s+[0-9A-F]{6}"),
        (Unavailable("database.locked"), 503, "за кілька хвилин"),
    ],
)
async def test_a_fault_of_ours_has_words_and_no_traceback(house, error, status, said):
    async with visiting(replace(house.app.services, rounds=Broken(error))) as browser:
        answer = await browser.get("/rounds")
    assert answer.status_code == status
    assert re.search(said, answer.text)
    assert not re.search("Traceback|secret|locked", answer.text)
    assert "content-security-policy" in answer.headers


@pytest.mark.parametrize(
    ("accept", "query", "language"),
    [
        ("", "", "uk"),
        ("en-GB,en;q=0.9", "", "en"),
        ("en;q=0.5,uk;q=0.9", "", "uk"),
        ("ru-RU,ru;q=0.9,en;q=0.1", "", "en"),
        ("pl", "", "uk"),
        ("en", "?lang=uk", "uk"),
        ("uk", "?lang=en", "en"),
        ("uk", "?lang=xx", "uk"),
    ],
)
async def test_the_language_is_the_readers(house, browser, accept, query, language):
    key = await house.vote_round()
    answer = await browser.get(f"/rounds/{key}{query}", headers={"Accept-Language": accept})
    assert f'<html lang="{language}">' in answer.text
    assert ("lang=en" in re.search(r'<p><a href="(.*?)"', answer.text)[1]) == ("lang=en" in query)


@pytest.mark.parametrize("path", PAGES)
async def test_a_page_can_do_nothing_but_be_read(house, browser, path):
    await house.vote_round(HOSTILE, title="<script>alert(1)</script>")
    await cast(house, 1, (0,), (1,))
    await closed(house)
    answer = await browser.get(path)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "<script" not in answer.text
    assert not re.search(r'(?:src|href)="(?!/|#|https://t\.me/)', answer.text)
    assert " style=" not in answer.text
    assert "set-cookie" not in answer.headers


async def test_a_round_of_nothing_and_a_round_of_everything(house, browser):
    many = [{"title": f"{n} <b>{'ї' * 100}", "cost_kop": 10**15, "details": "і" * 1500} for n in range(60)]
    full = await house.vote_round(many, budget_kop=10**16, limit=60)
    empty = await house.vote_round(title="Порожнє")
    void = await house.vote_round(title="Недійсне")
    await cast(house, full, range(60))
    [code] = await cast(house, void, (0,))
    await make_void(house, void, code)
    await closed(house)
    for language, none, n_void in (
        ("uk", "Жодного голосу немає", "Недійсних голосів: 1."),
        ("en", "There are no votes", "Void ballots: 1."),
    ):
        pages = [await browser.get(f"/rounds/{key}", params={"lang": language}) for key in (full, empty, void)]
        assert [page.status_code for page in pages] == [200, 200, 200]
        assert none in pages[1].text
        assert n_void in pages[2].text
        assert pages[0].text.count('class="won"') == 10
