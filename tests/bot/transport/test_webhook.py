"""The door for deliveries opens to Telegram alone, and takes nothing that it would not send."""

import httpx
import pytest

from bot.domain.errors import Unavailable
from bot.transport.webhook import MAX_BYTES, SECRET_HEADER, webhook_route
from bot.web.server import web_app
from tests.support.house import open_house

SECRET = "s3cret_" + "x" * 57
PATH = "/telegram/" + "a1" * 32
UPDATE = {"update_id": 7, "message": {"message_id": 1, "date": 1, "chat": {"id": 5, "type": "private"}}}


@pytest.fixture
async def house(tmp_path):
    async with open_house(tmp_path / "v.sqlite3") as opened:
        yield opened


@pytest.fixture
async def knock(house):
    door = httpx.ASGITransport(web_app([webhook_route(PATH, house.app.intake, SECRET)]))
    async with httpx.AsyncClient(transport=door, base_url="http://viche") as client:

        async def knock(path=PATH, secret=SECRET, **sent):
            headers = {} if secret is None else {SECRET_HEADER: secret}
            answer = await client.post(path, headers=headers, **sent or {"json": UPDATE})
            assert (answer.content, SECRET in str(answer.headers)) == (b"", False) or answer.status_code == 404
            return answer.status_code

        yield knock


async def n_kept(house):
    async with house.app.database.read() as connection:
        return (await connection.exec_driver_sql("SELECT count(*) FROM updates WHERE update_id = 7")).scalar_one()


async def test_telegram_is_let_in_and_a_repeat_is_dropped(house, knock):
    assert (await knock(), await knock()) == (200, 200)
    assert await n_kept(house) == 1
    await house.settle()
    assert house.app.workers.outcomes["done"] == 1
    assert house.app.intake.knocks == {"taken": 2}


@pytest.mark.parametrize(
    "secret", [None, "", "s3cret", "wrong", SECRET[:-1], SECRET + "x", SECRET.upper(), "секрет".encode(), "ї".encode()]
)
async def test_a_forger_is_refused_and_counted(house, knock, secret):
    assert await knock(secret=secret) == 403
    assert await n_kept(house) == 0
    await house.settle()
    assert (house.app.intake.knocks, house.app.workers.outcomes["done"]) == ({"forged": 1}, 0)


async def test_who_does_not_know_the_path_finds_nothing(house, knock):
    assert await knock("/telegram/" + "b2" * 32) == 404
    assert await knock("/telegram/") == 404
    assert house.app.intake.knocks == {}


@pytest.mark.parametrize("sent", [b"", b"{", b"[]", b"7", b'{"update_id": "x"}', b'{"message": {}}', b"\xff\xfe"])
async def test_what_is_no_update_is_refused(house, knock, sent):
    assert await knock(content=sent) == 400
    assert house.app.intake.knocks == {"malformed": 1}


async def test_too_much_is_refused_also_when_it_does_not_say_how_much(house, knock):
    async def drops():
        for _ in range(MAX_BYTES // 10_000 + 1):
            yield b" " * 10_000

    assert await knock(content=b" " * (MAX_BYTES + 1)) == 413
    assert await knock(content=drops()) == 413
    assert house.app.intake.knocks == {"too_large": 2}


async def test_what_cannot_be_stored_stays_at_telegram(house, knock, monkeypatch):
    async def fails(*_):
        raise Unavailable("database.disk_full")

    monkeypatch.setattr(house.app.database, "write_with_others", fails)
    assert await knock() == 503
    monkeypatch.undo()
    assert await knock() == 200
    assert house.app.intake.knocks == {"unstored": 1, "taken": 1}
