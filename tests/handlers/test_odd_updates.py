"""What Telegram does not send, or not to this bot, breaks nothing and is answered to nobody."""

import pytest
from structlog.testing import capture_logs

from bot.transport.intake import sender_of
from tests.support.contents import DATE
from tests.support.oddities import BIG, ODD

WHO = {"id": 700_000_001, "is_bot": False, "first_name": "Олена"}
MESSAGE = {"message_id": 1, "date": DATE, "from": WHO, "chat": {"id": 700_000_001, "type": "private"}, "text": "парки"}


async def come(house, kind, body):
    """Bring an update; return what the bot called, and the lines of its log."""
    house.person("Олена", id=WHO["id"])
    house.telegram.chats[WHO["id"]].bot_status = "member"
    house.telegram.calls.clear()
    with capture_logs() as logs:
        await house.app.intake.take([{"update_id": 10**9, kind: body}])
        await house.app.workers.idle()
    return [call.method for call in house.telegram.calls], [entry["event"] for entry in logs]


async def test_half_a_character_is_answered_as_a_question_mark(house):
    called, logged = await come(house, "message", {**MESSAGE, "text": "індустріальні парки \ud83d\ude00 \ud83d"})
    assert (called, logged) == (["sendMessage"], [])


@pytest.mark.parametrize("kind", ["business_message", "channel_post", "hologram"])
async def test_what_was_not_asked_for_is_not_answered(house, kind):
    called, logged = await come(house, kind, {**MESSAGE, "business_connection_id": "b"})
    assert (called, logged) == ([], ["an update is of no kind that the bot asks for"])


@pytest.mark.parametrize(
    "wrong",
    [
        *({"text": ["парки"]}, {"from": {**WHO, "language_code": 0.5}}, {"from": {**WHO, "id": 2**64}}, {"chat": None}),
        *({"date": 2**63}, {"entities": [{"type": "bold", "offset": -1, "length": 5}]}, {"from": []}),
        {"photo": "F", "text": None},
    ],
)
async def test_what_is_not_as_telegram_describes_it_is_left_alone(house, wrong):
    called, logged = await come(house, "message", MESSAGE | wrong)
    assert (called, len(logged)) == ([], 1)


@pytest.mark.parametrize("unread", [{"poll": {"options": 5}}, {"text": None, "poll": {"options": 5}}])
async def test_of_what_the_library_cannot_read_the_rest_is_answered(house, unread):
    called, logged = await come(house, "message", MESSAGE | unread)
    assert (called, logged) == (["sendMessage"], ["an update cannot be read"])


@pytest.mark.parametrize("content", [{"rich_message": {"blocks": []}}, {"checklist": {"title": "Парки", "tasks": []}}])
async def test_a_message_of_a_kind_without_words_is_answered(house, content):
    called, logged = await come(house, "message", {**MESSAGE, "text": None, **content})
    assert (called, logged) == (["sendMessage"], [])


async def test_what_telegram_tells_of_a_chat_is_not_answered(house):
    called, logged = await come(house, "message", {**MESSAGE, "text": None, "write_access_allowed": {}})
    assert (called, logged) == ([], [])


async def test_whoever_has_the_largest_number_is_answered(house):
    olena = await house.resident(id=BIG)
    assert "парк" in (await olena.say("індустріальні парки")).text


@pytest.mark.parametrize("odd", ODD)
def test_the_sender_of_anything_can_be_stored(odd):
    for body in (odd, {"from": odd}, {"from": {"id": odd}}, {"chat": {"id": odd}}):
        assert -(2**63) <= sender_of({"update_id": 1, "message": body}) < 2**63
