"""The demo's page from the side of the browser's requests, with a bot that runs on python-telegram-bot."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.transport.local import LocalTelegram
from bot.web.demo import demo_app, move_in
from bot.web.demo.page import MAX_UPLOAD_BYTES
from tests.bot.web.small_bot import png, small_bot

HERE = "http://127.0.0.1:8080"
STATIC = Path(__file__).parents[3] / "bot" / "web" / "demo" / "static"
HOSTILE = [
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "</textarea><iframe srcdoc='<script>alert(1)</script>'>",
    "{{ 7 * 7 }} {% raw %} ${1+1}",
    "\u202eзлий\u202c مرحبا \u2066x\u2069",
    "javascript:alert(1) 👩‍👩‍👧‍👦 \u0000",
]


@pytest.fixture
async def telegram():
    return LocalTelegram()


@pytest.fixture
async def people(telegram):
    return await move_in(telegram)


@pytest.fixture
async def bot(telegram, people):
    async with small_bot(telegram):
        yield


@pytest.fixture
async def browser(telegram, people, bot):
    app = demo_app(telegram, people, stored_at="data/<b>demo</b>.sqlite3")
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=HERE) as client:
        yield Browser(client)


class Browser:
    def __init__(self, client):
        self.client = client

    async def do(self, key, deed, **asked):
        return await self.client.post(f"/chats/{key}/{deed}", json=asked)

    async def chat(self, key, place=0):
        return (await self.client.get(f"/chats/{key}")).json()["chats"][place]

    async def until(self, seen: Callable[[list], bool], key="resident", place=0):
        """Follow the changes as the page does, until the chat's messages look as expected."""
        version = -1
        async with asyncio.timeout(5):
            while True:
                answer = await self.client.get("/changes", params={"after": version})
                if answer.status_code == 204:
                    continue
                state = answer.json()
                version = state["version"]
                messages = state["people"][key]["chats"][place]["messages"]
                if seen(messages):
                    return messages


def text(message):
    return "".join(segment["text"] for segment in message["segments"])


def ends_with(words):
    return lambda messages: bool(messages) and text(messages[-1]).endswith(words)


async def test_page_names_everybody_and_the_place_of_the_data(browser):
    answer = await browser.client.get("/")
    assert answer.status_code == 200
    for name in ("Олена", "Ірина", "Тарас", 'lang="uk"'):
        assert name in answer.text
    assert "data/&lt;b&gt;demo&lt;/b&gt;.sqlite3" in answer.text
    assert 'id="start-over"' not in answer.text
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "*" not in policy


async def test_everything_the_page_loads_is_its_own(browser):
    page = (await browser.client.get("/")).text
    for name in (path.name for path in STATIC.iterdir()):
        answer = await browser.client.get(f"/static/{name}")
        assert answer.status_code == 200
        assert "innerHTML" not in answer.text
        assert "insertAdjacentHTML" not in answer.text
        assert "http://" not in answer.text.replace("http://www.w3.org/2000/svg", "")
    assert "https://" not in page
    assert "http://" not in page


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": HERE}, 200),
        ({"Host": "localhost:8080", "Origin": "http://localhost:8080"}, 200),
        ({"Host": "[::1]:8080", "Origin": "http://[::1]:8080"}, 200),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://127.0.0.1:9999"}, 403),
        ({"Origin": "http://localhost:8080"}, 403),
        ({"Host": "evil.example:8080", "Origin": "http://evil.example:8080"}, 403),
        ({"Host": "127.0.0.1.evil.example"}, 403),
        ({"Host": "127.0.0.1@evil.example"}, 403),
        ({"Host": "[::1"}, 403),
    ],
)
async def test_only_its_own_page_may_write(browser, headers, status):
    answer = await browser.client.post("/chats/resident/say", json={"text": "привіт"}, headers=headers)
    assert answer.status_code == status
    assert len((await browser.chat("resident"))["messages"]) == (1 if status == 200 else 0)


@pytest.mark.parametrize("address", ["/", "/chats/resident", "/changes", "/static/page.js"])
async def test_a_rebound_host_reads_nothing(browser, address):
    answer = await browser.client.get(address, headers={"Host": "evil.example"})
    assert (answer.status_code, answer.text) == (403, "Forbidden")


async def test_a_chat_starts_with_the_button_and_goes_on(browser):
    before = await browser.chat("resident")
    assert (before["started"], before["messages"]) == (False, [])
    assert (await browser.do("resident", "open", payload="goal_3")).status_code == 200
    await browser.until(ends_with("Вітаю. goal_3"))
    after = await browser.chat("resident")
    assert after["started"]
    assert after["keyboard"] == [["Цілі громади", "Мої дані"]]
    assert [command["command"] for command in after["commands"]] == ["start", "rich"]
    assert (await browser.do("resident", "key", chat=0, text="Мої дані")).status_code == 200
    messages = await browser.until(ends_with("Ви сказали: Мої дані"))
    assert [message["own"] for message in messages] == [True, False, True, False]
    assert (await browser.chat("staff"))["messages"] == []


async def test_changes_wait_for_a_change(browser, people, monkeypatch):
    monkeypatch.setattr("bot.web.demo.page.WAIT_S", 0.05)
    version = (await browser.client.get("/changes")).json()["version"]
    assert (await browser.client.get("/changes", params={"after": version})).status_code == 204
    monkeypatch.setattr("bot.web.demo.page.WAIT_S", 5)
    waiting = asyncio.create_task(browser.client.get("/changes", params={"after": version}))
    await asyncio.sleep(0)
    await people[0].person.say("привіт")
    assert (await waiting).json()["version"] > version
    assert (await browser.client.get("/changes", params={"after": "x"})).status_code == 400


@pytest.mark.parametrize("said", HOSTILE)
async def test_hostile_text_stays_text(browser, said):
    assert (await browser.do("resident", "say", text=said)).status_code == 200
    messages = await browser.until(lambda messages: len(messages) == 2)
    assert text(messages[0]) == said.strip()
    assert all(segment["start"] is None for segment in messages[0]["segments"])


async def test_formatted_text_and_its_links(browser):
    await browser.do("resident", "say", text="/rich")
    card = (await browser.until(ends_with("/help")))[-1]
    looks = {segment["text"]: segment for segment in card["segments"]}
    assert looks["Завдання 3.1.2"]["marks"] == ["bold"]
    assert looks["питне"]["marks"] == ["blockquote", "underline"]
    assert looks["таємниця"]["marks"] == ["spoiler"]
    assert (looks["джерело"]["url"], looks["джерело"]["start"]) == ("https://example.org/a?b=1&c=2", None)
    assert looks["ціль 3"]["start"] == "goal_3"
    site, goal = card["buttons"][3]
    assert (site["start"], goal["start"]) == (None, "goal_3")


async def test_pressing_shows_what_the_bot_answers(browser):
    await browser.do("resident", "say", text="/rich")
    card = (await browser.until(ends_with("/help")))[-1]
    toast = (await browser.do("resident", "press", chat=0, message=card["id"], data="toast")).json()
    assert (toast["notice"], toast["alert"]) == ("Збережено", False)
    alert = (await browser.do("resident", "press", chat=0, message=card["id"], data="alert")).json()
    assert (alert["notice"], alert["alert"]) == ("Опитування вже закрите", True)
    await browser.do("resident", "press", chat=0, message=card["id"], data="page:2")
    edited = (await browser.until(ends_with("Сторінка 2")))[-1]
    assert (edited["id"], edited["edited"]) == (card["id"], True)
    gone = await browser.do("resident", "press", chat=0, message=card["id"], data="page:2")
    assert (gone.status_code, gone.json()) == (404, {"fault": "gone"})


@pytest.mark.parametrize(
    ("deed", "asked", "status"),
    [
        ("say", {"text": ""}, 400),
        ("say", {"text": "я" * 4097}, 400),
        ("say", {"text": 5}, 400),
        ("say", {}, 404),
        ("say", {"text": "а", "chat": 9}, 404),
        ("say", {"text": "а", "chat": -1}, 404),
        ("say", {"text": "а", "chat": "0"}, 404),
        ("say", {"text": "а", "reply_to": 99}, 404),
        ("press", {"message": 99, "data": "x"}, 404),
        ("press", {"message": "x", "data": "x"}, 400),
        ("open", {"payload": "два слова"}, 400),
        ("edit", {"message": 99, "text": "x"}, 404),
        ("choose", {"result": "0"}, 404),
        ("key", {"text": "немає"}, 404),
        ("dance", {}, 404),
    ],
)
async def test_what_cannot_be_done_is_refused(browser, deed, asked, status):
    assert (await browser.do("resident", deed, **asked)).status_code == status
    assert (await browser.chat("resident"))["messages"] == []


async def test_requests_that_are_no_deeds(browser):
    for body in ("", "{", "[]", "null"):
        assert (await browser.client.post("/chats/resident/say", content=body)).status_code == 400
    assert (await browser.do("nobody", "say", text="а")).status_code == 404
    assert (await browser.client.get("/chats/nobody")).status_code == 404
    assert (await browser.client.get("/chats/resident/say")).status_code == 405
    assert (await browser.client.post("/start-over")).status_code == 404


async def test_one_edits_what_one_said_and_nothing_else(browser):
    await browser.do("resident", "say", text="вода")
    own, answer = await browser.until(ends_with("Ви сказали: вода"))
    assert (own["editable"], answer["editable"]) == (True, False)
    assert (await browser.do("resident", "edit", message=answer["id"], text="ні")).status_code == 400
    assert (await browser.do("resident", "edit", message=own["id"], text="дороги")).status_code == 200
    messages = await browser.until(ends_with("Виправлено: дороги"))
    assert (text(messages[0]), messages[0]["edited"]) == ("дороги", True)


@pytest.mark.parametrize(("place", "private"), [(0, True), (1, False)])
async def test_sharing_by_inline_mode(browser, place, private):
    found = (await browser.do("resident", "inline", query="вода")).json()["results"]
    assert [result["title"] for result in found] == ["Ціль про «вода»", "Інша ціль"]
    assert (await browser.do("resident", "choose", chat=place, result=found[0]["id"])).status_code == 200
    shared = await browser.until(lambda messages: any(message["via"] for message in messages), place=place)
    message = next(message for message in shared if message["via"])
    assert (message["via"], message["own"], message["editable"]) == ("viche_demo_bot", True, False)
    assert (await browser.chat("resident", place))["private"] is private
    assert (await browser.do("resident", "inline", query="")).json() == {"results": []}


async def test_a_group_where_the_bot_hears_what_is_meant_for_it(browser):
    group = await browser.chat("resident", 1)
    assert (group["title"], group["private"], group["started"]) == ("Сусіди", False, True)
    assert [message["service"] for message in group["messages"]] == ["new_chat_members"]
    await browser.do("resident", "say", chat=1, text="доброго ранку, сусіди")
    await browser.do("resident", "say", chat=1, text="@viche_demo_bot вода")
    messages = await browser.until(ends_with("Ви сказали: @viche_demo_bot вода"), place=1)
    assert len(messages) == 4
    assert messages[-1]["reply_to"] == messages[-2]["id"]
    await browser.do("resident", "say", chat=1, text="а дороги?", reply_to=messages[-1]["id"])
    messages = await browser.until(ends_with("Ви сказали: а дороги?"), place=1)
    assert messages[-2]["reply_to"] == messages[-3]["id"]
    assert (await browser.do("staff", "say", chat=1, text="чужа група")).status_code == 404


async def test_pictures_and_documents_reach_the_bot(browser):
    answer = await browser.client.post(
        "/chats/resident/file", params={"kind": "photo", "name": "а.png", "caption": "яма"}, content=png()
    )
    assert answer.status_code == 200
    photo = (await browser.until(ends_with("Отримано: зображення, підпис: яма")))[0]["files"][0]
    shown = await browser.client.get(f"/files/{photo['id']}")
    assert (shown.content, shown.headers["content-type"]) == (png(), "image/png")
    page = b"<!doctype html><script>alert(1)</script>"
    asked = {"kind": "document", "name": 'звіт "1"\r\n.html', "caption": ""}
    answer = await browser.client.post(
        "/chats/resident/file", params=asked, content=page, headers={"Content-Type": "text/html"}
    )
    assert answer.status_code == 200
    messages = await browser.until(lambda messages: len(messages) == 4)
    document = messages[2]["files"][0]
    assert (document["name"], document["size"]) == (asked["name"], len(page))
    saved = await browser.client.get(f"/files/{document['id']}")
    assert saved.content == page
    assert saved.headers["content-type"] == "application/octet-stream"
    assert saved.headers["content-disposition"].startswith("attachment;")
    assert saved.headers["x-content-type-options"] == "nosniff"
    assert (await browser.client.get("/files/none")).status_code == 404


async def test_files_telegram_does_not_take(browser):
    async def upload(kind, content):
        answer = await browser.client.post("/chats/resident/file", params={"kind": kind}, content=content)
        return answer.status_code

    assert await upload("photo", b"no picture") == 400
    assert await upload("document", b"") == 400
    assert await upload("document", b"x" * (MAX_UPLOAD_BYTES + 1)) == 413
    assert (await browser.chat("resident"))["messages"] == []


async def test_starting_over_empties_the_chats(telegram, people, bot):
    forgotten = []

    async def forget():
        forgotten.append(True)

    app = demo_app(telegram, people, stored_at="data", start_over=forget)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=HERE) as client:
        browser = Browser(client)
        assert 'id="start-over"' in (await client.get("/")).text
        await browser.do("resident", "open", payload="")
        await browser.until(ends_with("Вітаю."))
        assert (await client.post("/start-over", headers={"Origin": "https://evil.example"})).status_code == 403
        assert forgotten == []
        assert (await client.post("/start-over")).status_code == 200
        assert forgotten == [True]
        chat = await browser.chat("resident")
        assert (chat["messages"], chat["keyboard"], chat["started"]) == ([], [], False)
        await browser.do("resident", "open", payload="")
        assert len(await browser.until(ends_with("Вітаю."))) == 2


async def test_a_second_run_knows_the_people_and_numbers_its_updates_on(telegram, people):
    later = LocalTelegram(clock=lambda: telegram.clock() + timedelta(seconds=30))
    again = await move_in(later)
    assert [who.person.id for who in again] == [who.person.id for who in people]
    await people[0].person.say("раз")
    await again[0].person.say("раз")
    assert telegram.updates.pending()[-1].id < later.updates.pending()[0].id


async def test_public_pages_stand_beside_the_chat_with_their_own_rules(telegram, people, bot):
    async def page(_: Request) -> Response:
        return PlainTextResponse("rounds", headers={"Content-Security-Policy": "form-action 'self'"})

    site = Starlette(routes=[Route("/rounds", page)])
    app = demo_app(telegram, people, stored_at="data", site=site)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=HERE) as client:
        rounds, chat = await client.get("/rounds"), await client.get("/")
        assert (rounds.text, rounds.headers["content-security-policy"]) == ("rounds", "form-action 'self'")
        assert "script-src 'self'" in chat.headers["content-security-policy"]
        assert (await client.get("/rounds", headers={"Host": "evil.example"})).status_code == 403
