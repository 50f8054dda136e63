"""Who did not agree leaves nothing; who is forgotten is so with all they have just said; logs name nobody."""

import pytest
from structlog.testing import capture_logs

from bot.storage.schema import metadata
from tests.support.databases import stored, table
from tests.support.house import House

NUMBER = 777_001_777
NAME, MARK = "Феодосія", "дирижабль"


def in_tables(house: House) -> str:
    return " ".join(str(row) for name in metadata.tables for row in table(house.path, name))


def traces(house: House) -> list[str]:
    """Everything in a table or file that tells of the person."""
    kept = in_tables(house)
    found = [f"{sign} in a table" for sign in (str(NUMBER), NAME, MARK) if sign in kept]
    signs = [str(NUMBER).encode(), NUMBER.to_bytes(4, "big"), NAME.encode(), MARK.encode()]
    for name, content in stored(house.path).items():
        found += [f"{sign!r} in {name}" for sign in signs if sign in content]
    return found


async def test_a_stranger_leaves_nothing_behind(house):
    olena = house.person(NAME, id=NUMBER)
    await olena.start("c_zhytomyr")
    await olena.press("Користуватися без збереження")
    for text in (
        f"чи полетить {MARK}",
        "індустріальні парки",
        "/goals",
        "/privacy",
        "/mydata",
        "/community",
        "/forget",
    ):
        await olena.say(text)
    await olena.say(f"ціль 9.9.9 {MARK}")
    await olena.person.inline(MARK)
    group = await house.telegram.group("Сусіди", olena.person)
    await olena.person.say(f"@viche_demo_bot {MARK}", chat=group)
    await olena.person.block()
    await house.settle()
    assert NAME not in in_tables(house)
    await house.app.services.retention.sweep()
    assert traces(house) == []


def _pressed(update_id: int, data: str) -> dict:
    who = {"id": NUMBER, "is_bot": False, "first_name": NAME}
    return {"update_id": update_id, "callback_query": {"id": "1", "from": who, "chat_instance": "1", "data": data}}


def _said(update_id: int, text: str) -> dict:
    who = {"id": NUMBER, "is_bot": False, "first_name": NAME}
    chat = {"id": NUMBER, "type": "private", "first_name": NAME}
    return {"update_id": update_id, "message": {"message_id": 1, "date": 1, "from": who, "chat": chat, "text": text}}


@pytest.mark.parametrize("how", ["withdraw", "anonymous"])
async def test_forgetting_reaches_what_still_waits(house, how):
    await house.resident(NAME, id=NUMBER)
    waiting = [_said(number, f"чи полетить {MARK}") for number in range(2, 30)]
    await house.app.intake.take([_pressed(1, f"f1:{how}"), *waiting])
    await house.app.workers.idle()
    await house.settle()
    assert traces(house) == []


async def test_logs_name_nobody(house):
    with capture_logs() as logs:
        olena = await house.resident(NAME, id=NUMBER)
        for text in (f"чи полетить {MARK}", "/inbox", "/mydata", "/teleport", "ціль 9.9.9"):
            await olena.say(text)
        await olena.press("Передати")
        house.telegram.fail_next("sendMessage", 400, "Bad Request: chat not found")
        await olena.person.say(MARK)
        await house.settle()
        house.telegram.fail_next("sendMessage", 400, "Bad Request: something new")
        await olena.person.say(MARK)
        await house.settle()
        await olena.person.block()
        await house.settle()
    assert any(entry["event"] == "unexpected error" for entry in logs)
    assert [repr(entry) for entry in logs if any(sign in repr(entry) for sign in (str(NUMBER), NAME, MARK))] == []
