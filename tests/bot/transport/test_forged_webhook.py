"""Whoever does not know the secret delivers nothing and learns nothing."""

import httpx
import pytest

from bot.transport.webhook import SECRET_HEADER, webhook_route
from bot.web.server import web_app

SECRET, PATH = "signs-deliveries-7412", "/hook/5f3a"
UPDATE = {
    "update_id": 7,
    "message": {
        "message_id": 1,
        "date": 1,
        "text": "дороги",
        "from": {"id": 5, "is_bot": False, "first_name": "Олена"},
        "chat": {"id": 5, "type": "private"},
    },
}


@pytest.fixture
async def door(house):
    transport = httpx.ASGITransport(web_app([webhook_route(PATH, house.app.intake, SECRET)]))
    async with httpx.AsyncClient(transport=transport, base_url="https://viche.example") as client:
        yield client


async def kept(house):
    async with house.app.database.read() as connection:
        return (await connection.exec_driver_sql("SELECT count(*) FROM updates WHERE update_id = 7")).scalar_one()


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET[:-1], SECRET + "x", SECRET.upper(), "ї"])
async def test_a_forged_delivery_is_refused_and_leaves_nothing(house, door, secret):
    headers = {} if secret is None else {SECRET_HEADER: secret.encode()}
    answer = await door.post(PATH, json=UPDATE, headers=headers)
    assert (answer.status_code, answer.content) == (403, b"")
    assert await kept(house) == 0


async def test_a_true_delivery_is_kept_once(house, door):
    for _ in range(2):
        answer = await door.post(PATH, json=UPDATE, headers={SECRET_HEADER: SECRET})
        assert answer.status_code == 200
    assert await kept(house) == 1
