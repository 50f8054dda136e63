"""Requests that python-telegram-bot would hardly send; the server's words for each."""

import json

import pytest

from tests.bot.transport.local.conftest import png

NO_BUTTON = "can't parse inline keyboard button: "


def keyed(*buttons):
    return {"inline_keyboard": [list(buttons)]}


@pytest.mark.parametrize(
    ("markup", "why"),
    [
        ({"inline_keyboard": "x"}, 'field "inline_keyboard" must be of type Array'),
        ({"keyboard": "x"}, 'field "keyboard" must be of type Array'),
        ({"force_reply": "yes"}, 'field "force_reply" must be of type Boolean'),
        ({"colour": 1}, "object expected as reply markup"),
        ({"keyboard": []}, "object expected as reply markup"),
        ({"keyboard": [["а"]], "input_field_placeholder": "x" * 65}, "input field placeholder is too long"),
        (keyed("x"), NO_BUTTON + "InlineKeyboardButton must be an Object"),
        (keyed({"callback_data": "x"}), NO_BUTTON + 'Can\'t find field "text"'),
        (keyed({"text": 1, "callback_data": "x"}), NO_BUTTON + 'Field "text" must be of type String'),
        (keyed({"text": "x", "callback_data": "x", "url": "e.org"}), NO_BUTTON + "exactly one action must be used"),
        (
            keyed({"text": "x", "url": "https://"}),
            "inline keyboard button URL 'https://' is invalid: URL host is empty",
        ),
        (keyed({"text": "x", "copy_text": {"text": ""}}), "BUTTON_COPY_TEXT_INVALID"),
        (
            keyed({"text": "x", "web_app": {"url": "http://e.org"}}),
            "inline keyboard button Web App URL 'http://e.org' is invalid: Only HTTPS links are allowed",
        ),
    ],
)
async def test_markups(telegram, olena, markup, why):
    params = {"chat_id": str(olena.id), "text": "x", "reply_markup": json.dumps(markup)}
    status, body = await telegram.call("sendMessage", params)
    assert (status, json.loads(body)["description"]) == (400, f"Bad Request: {why}")


@pytest.mark.parametrize(
    ("method", "params", "why"),
    [
        ("sendMessage", {"text": "x", "message_thread_id": "5"}, "message thread not found"),
        ("sendMessage", {"text": "x", "reply_parameters": '{"quote": "x"}'}, 'can\'t find field "message_id"'),
        ("sendPhoto", {"photo": "attach://no"}, "attached file not found"),
        ("sendPhoto", {"photo": "no"}, "wrong file identifier/HTTP URL specified"),
        ("sendMediaGroup", {"media": '[{"type": "poll"}]'}, "can't use the media of the specified type in the album"),
        ("editMessageMedia", {"message_id": 1, "media": '{"type": "poll"}'}, "unsupported media type specified"),
        ("copyMessages", {"from_chat_id": "{me}", "message_ids": "[999]"}, "there are no messages to copy"),
        (
            "copyMessages",
            {"from_chat_id": "{me}", "message_ids": "[2, 1]"},
            "message identifiers must be in a strictly increasing order, 1 to 100 of them",
        ),
        ("setChatMenuButton", {"menu_button": '{"type": "door"}'}, "unsupported type specified"),
    ],
)
async def test_methods_of_a_chat(telegram, olena, method, params, why):
    me = str(olena.id)
    values = {name: str(value).replace("{me}", me) for name, value in params.items()}
    status, body = await telegram.call(method, {"chat_id": me} | values)
    assert (status, json.loads(body)["description"]) == (400, f"Bad Request: {why}")


@pytest.mark.parametrize(
    ("reactions", "why"),
    [
        ([{"type": "emoji", "emoji": "👍"}] * 2, "REACTIONS_TOO_MANY"),
        ([{"type": "custom_emoji", "custom_emoji_id": "1"}], "REACTION_INVALID"),
    ],
)
async def test_reactions(telegram, olena, reactions, why):
    said = await olena.say("x")
    params = {"chat_id": olena.id, "message_id": said.id, "reaction": reactions}
    status, body = await telegram.call("setMessageReaction", params)
    assert (status, json.loads(body)["description"]) == (400, f"Bad Request: {why}")


@pytest.mark.parametrize(
    ("scope", "why"),
    [({"type": "moon"}, "unsupported type specified"), ({"type": "chat"}, 'can\'t find field "chat_id"')],
)
async def test_scopes(telegram, scope, why):
    status, body = await telegram.call("setMyCommands", {"commands": [], "scope": scope})
    assert (status, json.loads(body)["description"]) == (400, f"Bad Request: {why}")


@pytest.mark.parametrize(
    ("values", "why"),
    [
        (
            {"results": [], "button": {"start_parameter": "x"}},
            "can't parse inline query results button: Can't find field \"text\"",
        ),
        (
            {"results": [{"type": "article", "id": "1", "title": "x"}]},
            "can't parse inline query result: Can't find field \"input_message_content\"",
        ),
        (
            {"results": [{"type": "game", "id": "1"}]},
            "can't parse inline query result: unsupported by the local Telegram",
        ),
    ],
)
async def test_inline_answers(telegram, olena, values, why):
    assert await olena.inline("вода", timeout_s=0.001) is None
    (update,) = telegram.updates.pending()
    status, body = await telegram.call("answerInlineQuery", {"inline_query_id": update.payload["id"]} | values)
    assert (status, json.loads(body)["description"]) == (400, f"Bad Request: {why}")


async def test_truncated_jpeg_is_no_picture(telegram, olena):
    with pytest.raises(Exception, match="IMAGE_PROCESS_FAILED"):
        await olena.send_photo(b"\xff\xd8\xff\xe0\x00\x04xxxxxxxxx")
    assert (await olena.send_photo(png())).files[0].kind == "photo"
