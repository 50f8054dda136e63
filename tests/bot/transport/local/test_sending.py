"""Sending: what arrives on the screen, and what the server refuses."""

import json
from datetime import timedelta

import pytest
from telegram import (
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    InputMediaDocument,
    InputMediaPhoto,
    KeyboardButton,
    MessageEntity,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)
from telegram.error import BadRequest, Forbidden, NetworkError

from tests.bot.transport.local.conftest import png


def one_button(**action):
    return InlineKeyboardMarkup([[InlineKeyboardButton("Так", **action)]])


async def refused(error, call):
    with pytest.raises(error) as caught:
        await call
    return caught.value.message


async def test_text_with_buttons_is_seen(bot, olena):
    sent = await bot.send_message(
        olena.id, "<b>Ціль</b> &lt;1&gt;", parse_mode="HTML", reply_markup=one_button(callback_data="v1:так")
    )
    assert olena.last.id == sent.message_id
    assert olena.last.text == sent.text == "Ціль <1>"
    assert olena.last.html == "<b>Ціль</b> &lt;1&gt;"
    assert olena.last.button("Так").data == "v1:так"
    assert sent.parse_entities() == {MessageEntity("bold", 0, 4): "Ціль"}
    assert not olena.last.edited


async def test_white_space_at_the_ends_is_cut_and_entities_with_it(bot, olena):
    sent = await bot.send_message(olena.id, "<b>\n так</b> ні \n", parse_mode="HTML")
    assert (sent.text, sent.entities[0].offset, sent.entities[0].length) == ("так ні", 0, 3)


async def test_links_and_commands_are_marked(bot, olena):
    sent = await bot.send_message(olena.id, "Див. https://e.org/a. або /help, @viche_demo_bot")
    assert list(sent.parse_entities().values()) == ["https://e.org/a", "/help", "@viche_demo_bot"]


@pytest.mark.parametrize(
    ("text", "mode", "why"),
    [
        ("", None, "Message text is empty"),
        (" \n ", None, "Text must be non-empty"),
        ("<b> </b>", "HTML", "Text must be non-empty"),
        ("я" * 4097, None, "Message is too long"),
        ("<b>x", "HTML", "Can't parse entities: can't find end tag corresponding to start tag \"b\""),
        ("x" * 32769, None, "Text is too long"),
        ("*x*", "MarkdownV2", "Unsupported parse_mode: the local Telegram reads HTML only"),
        ("x", "BBCode", "Unsupported parse_mode"),
    ],
)
async def test_texts_refused(bot, olena, text, mode, why):
    assert (await refused(BadRequest, bot.send_message(olena.id, text, parse_mode=mode))).lower() == why.lower()
    assert olena.last is None


async def test_given_entities_are_kept(bot, olena):
    entities = [MessageEntity("italic", 0, 3), MessageEntity("text_link", 4, 2, url="e.org")]
    await bot.send_message(olena.id, "Так ні", entities=entities)
    assert olena.last.html == '<i>Так</i> <a href="http://e.org">ні</a>'


async def test_length_is_counted_in_utf_16_after_parsing(bot, olena):
    await bot.send_message(olena.id, "<b>" + "😀" * 2048 + "</b>", parse_mode="HTML")
    assert len(olena.last.text) == 2048
    assert "too long" in await refused(BadRequest, bot.send_message(olena.id, "😀" * 2048 + "!"))


@pytest.mark.parametrize(
    ("entity", "why"),
    [
        (MessageEntity("bold", 9, 1), "Entity begins after the end of the text at utf-16 offset 9"),
        (
            MessageEntity("bold", 0, 9),
            "Entity beginning at utf-16 offset 0 ends after the end of the text at utf-16 offset 9",
        ),
        (MessageEntity("bold", -1, 1), "Receive an entity with incorrect offset -1"),
        (MessageEntity("text_link", 0, 1), "Can't parse messageentity: can't find field \"url\""),
        (MessageEntity("text_link", 0, 1, url="x y"), "Entity url 'x y' is invalid: wrong http url"),
        (MessageEntity("nonsense", 0, 1), "Can't parse messageentity: unsupported type specified"),
    ],
)
async def test_entities_refused(bot, olena, entity, why):
    message = await refused(BadRequest, bot.send_message(olena.id, "так", entities=[entity]))
    assert message.lower() == why.lower()


@pytest.mark.parametrize(
    ("markup", "why"),
    [
        (one_button(callback_data="я" * 33), "Button_data_invalid"),
        (one_button(url="not-a-url"), "Inline keyboard button URL 'not-a-url' is invalid: Wrong HTTP URL"),
        (
            one_button(url="ftp://e.org"),
            "Inline keyboard button URL 'ftp://e.org' is invalid: Unsupported URL protocol",
        ),
        (one_button(), "Can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
        (one_button(pay=True), "Button_type_invalid"),
        (
            InlineKeyboardMarkup([[InlineKeyboardButton("", callback_data="x")]]),
            "Inline keyboard button text must be non-empty",
        ),
        (InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data="x")]] * 101), "Reply markup is too long"),
        (InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data="x")] * 9]), "Reply markup is too long"),
        (InlineKeyboardMarkup([[InlineKeyboardButton("ї" * 300, callback_data="x")]] * 20), "Reply markup is too long"),
        (ReplyKeyboardMarkup([["x" * 200] * 8] * 8), "Reply markup is too long"),
        (ReplyKeyboardMarkup([[" "]]), "Keyboard button text must be non-empty"),
    ],
)
async def test_keyboards_refused(bot, olena, markup, why):
    message = await refused(BadRequest, bot.send_message(olena.id, "так", reply_markup=markup))
    assert message.lower() == why.lower()


async def test_data_of_64_bytes_is_fine(bot, olena):
    await bot.send_message(olena.id, "так", reply_markup=one_button(callback_data="я" * 32))
    assert len(olena.last.button("Так").data) == 32


async def test_reply_keyboard_stays_until_removed(bot, olena):
    keys = ReplyKeyboardMarkup([["Цілі", "Допомога"], [KeyboardButton("Номер", request_contact=True)]])
    await bot.send_message(olena.id, "Оберіть", reply_markup=keys)
    assert olena.last.keyboard == olena.keyboard == (("Цілі", "Допомога"), ("Номер",))
    await bot.send_message(olena.id, "далі")
    assert olena.keyboard != ()
    await bot.send_message(olena.id, "все", reply_markup=ReplyKeyboardRemove())
    assert olena.keyboard == ()
    await bot.send_message(olena.id, "Пишіть", reply_markup=ForceReply())
    assert olena.keyboard == ()


async def test_chats_refused(bot, telegram, olena):
    stranger = telegram.person("Незнайомець")
    assert await refused(BadRequest, bot.send_message(stranger.id, "x")) == "Chat not found"
    assert await refused(BadRequest, bot.send_message("@nobody", "x")) == "Chat not found"
    await telegram.group("Сусіди", olena, stranger)
    assert (
        await refused(Forbidden, bot.send_message(stranger.id, "x"))
        == "Forbidden: bot can't initiate conversation with a user"
    )
    await olena.block()
    assert await refused(Forbidden, bot.send_message(olena.id, "x")) == "Forbidden: bot was blocked by the user"
    await olena.leave_telegram()
    assert await refused(Forbidden, bot.send_message(olena.id, "x")) == "Forbidden: user is deactivated"
    await olena.unblock()
    assert (await bot.send_message(olena.id, "x")).text == "x"


@pytest.mark.parametrize(
    ("method", "params", "status", "why"),
    [
        ("sendMessage", {"text": "x"}, 400, "Bad Request: chat_id is empty"),
        ("sendMessage", {"chat_id": "1"}, 400, "Bad Request: message text is empty"),
        ("sendPhoto", {"chat_id": "1"}, 400, "Bad Request: there is no photo in the request"),
        ("deleteMessage", {"chat_id": "1"}, 400, "Bad Request: message identifier is not specified"),
        (
            "deleteMessage",
            {"chat_id": "1", "message_id": "x"},
            400,
            'Bad Request: field "message_id" must be a valid Number',
        ),
        ("setMyCommands", {}, 400, 'Bad Request: can\'t find field "commands"'),
        ("setMyCommands", {"commands": "["}, 400, "Bad Request: can't parse commands JSON object"),
        ("setMyCommands", {"commands": "{}"}, 400, "Bad Request: Array expected as commands"),
        ("sendMediaGroup", {"chat_id": "1", "media": "[]"}, 400, "Bad Request: there are no media messages to send"),
        ("getMe", {"colour": "red"}, 400, 'Bad Request: unknown parameter "colour" of getMe'),
        ("getLost", {}, 404, "Not Found: method not found"),
    ],
)
async def test_parameters_refused(telegram, olena, method, params, status, why):
    if "chat_id" in params:
        params = params | {"chat_id": str(olena.id)}
    answer = await telegram.call(method, params)
    assert (answer[0], json.loads(answer[1])) == (status, {"ok": False, "error_code": status, "description": why})


async def test_replies_name_the_message(bot, olena):
    asked = await olena.say("Де вода?")
    sent = await bot.send_message(olena.id, "Тут", reply_parameters=ReplyParameters(asked.id))
    assert sent.reply_to_message.text == "Де вода?"
    assert olena.last.reply_to == asked.id
    gone = bot.send_message(olena.id, "Тут", reply_parameters=ReplyParameters(999))
    assert await refused(BadRequest, gone) == "Message to be replied not found"
    lenient = ReplyParameters(999, allow_sending_without_reply=True)
    assert (await bot.send_message(olena.id, "Тут", reply_parameters=lenient)).reply_to_message is None


async def test_photo_is_uploaded_seen_and_sent_again_by_its_id(bot, olena):
    first = await bot.send_photo(olena.id, png(30, 20), caption="<i>площа</i>", parse_mode="HTML")
    assert (first.photo[-1].width, first.photo[-1].height) == (30, 20)
    assert (olena.last.html, olena.last.files[0].content) == ("<i>площа</i>", png(30, 20))
    again = await bot.send_photo(olena.id, first.photo[-1].file_id)
    assert again.photo == first.photo


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"not a picture", "Image_process_failed"),
        (b"", "File must be non-empty"),
        (png(9_000, 2_000), "Photo_invalid_dimensions"),
        (png(2_100, 100), "Photo_invalid_dimensions"),
        (
            png() + b"x" * 10 * 1024 * 1024,
            "File of size 10485784 bytes is too big for a photo; the maximum size is 10485760 bytes",
        ),
    ],
)
async def test_photos_refused(bot, olena, content, why):
    message = await refused(BadRequest, bot.send_photo(olena.id, InputFile(content, "x.png")))
    assert message.lower() == why.lower()


async def test_jpeg_is_measured(bot, olena):
    jpeg = b"\xff\xd8\xff\xe0\x00\x04xx\xff\xc0\x00\x11\x08\x00\x10\x00\x20" + b"\x00" * 12
    sent = await bot.send_photo(olena.id, jpeg)
    assert (sent.photo[-1].width, sent.photo[-1].height) == (32, 16)


async def test_document_is_downloaded_as_it_was_sent(bot, olena):
    sent = await bot.send_document(olena.id, "Мої дані".encode(), filename="дані.json", caption="Ось")
    assert (sent.document.file_name, sent.document.mime_type) == ("дані.json", "application/json")
    assert olena.last.files[0].name == "дані.json"
    file = await sent.document.get_file()
    assert bytes(await file.download_as_bytearray()).decode() == "Мої дані"
    assert await refused(BadRequest, bot.get_file("x")) == "Wrong file_id or the file is temporarily unavailable"
    assert (
        "can't use file of type document as photo"
        in (await refused(BadRequest, bot.send_photo(olena.id, sent.document.file_id))).lower()
    )
    assert (
        "failed to get http url" in (await refused(BadRequest, bot.send_photo(olena.id, "https://e.org/x.png"))).lower()
    )


async def test_files_have_their_limits(bot, olena):
    large = b"x" * (20 * 1024 * 1024 + 1)
    sent = await bot.send_document(olena.id, large, filename="x.bin")
    assert await refused(BadRequest, bot.get_file(sent.document.file_id)) == "File is too big"
    huge = bot.send_document(olena.id, b"x" * (50 * 1024 * 1024 + 1), filename="x.bin")
    assert await refused(NetworkError, huge) == "Request Entity Too Large"
    long = bot.send_document(olena.id, b"x", filename="x.txt", caption="я" * 1025)
    assert await refused(BadRequest, long) == "Message caption is too long"


async def test_voice_is_seen(bot, olena):
    sent = await bot.send_voice(olena.id, b"OggS", duration=timedelta(seconds=3))
    assert sent.to_dict()["voice"]["duration"] == 3
    assert olena.last.files[0].kind == "voice"


async def test_album_arrives_together(bot, olena):
    media = [InputMediaPhoto(png(), caption="<b>раз</b>", parse_mode="HTML"), InputMediaPhoto(png())]
    sent = await bot.send_media_group(olena.id, media)
    assert len({message.media_group_id for message in sent}) == 1
    assert [message.html for message in olena.chat[-2:]] == ["<b>раз</b>", ""]
    assert (
        await refused(BadRequest, bot.send_media_group(olena.id, media * 6)) == "Too many messages to send as an album"
    )
    mixed = [InputMediaPhoto(png()), InputMediaDocument(b"x", filename="x.txt")]
    assert (
        await refused(BadRequest, bot.send_media_group(olena.id, mixed))
        == "Document can't be mixed with other media types"
    )


async def test_action_is_seen_until_the_answer(bot, olena):
    await bot.send_chat_action(olena.id, "typing")
    assert olena.serialise()["action"] == "typing"
    await bot.send_message(olena.id, "готово")
    assert olena.serialise()["action"] is None
    assert await refused(BadRequest, bot.send_chat_action(olena.id, "dancing")) == "Wrong parameter action in request"


async def test_forwards_and_copies(bot, telegram, olena):
    petro = telegram.person("Петро")
    await petro.say("/start")
    question = await olena.say("Коли ремонт?")
    forwarded = await bot.forward_message(petro.id, olena.id, question.id)
    assert forwarded.forward_origin.sender_user.id == olena.id
    await bot.copy_message(petro.id, olena.id, question.id, reply_markup=one_button(callback_data="x"))
    assert (petro.last.text, petro.last.labels) == ("Коли ремонт?", [["Так"]])
    picture = await bot.send_photo(olena.id, png(), caption="старе")
    await bot.copy_message(petro.id, olena.id, picture.message_id, caption="нове")
    assert petro.last.text == "нове"
    copies = await bot.copy_messages(petro.id, olena.id, [question.id, picture.message_id], remove_caption=True)
    assert [message.text for message in petro.chat[-2:]] == ["Коли ремонт?", ""]
    assert [copy.message_id for copy in copies] == [message.id for message in petro.chat[-2:]]
    assert await refused(BadRequest, bot.copy_message(petro.id, olena.id, 999)) == "Message to copy not found"
    assert await refused(BadRequest, bot.forward_message(petro.id, olena.id, 999)) == "Message to forward not found"
    secret = await bot.send_message(olena.id, "лише вам", protect_content=True)
    assert (
        await refused(BadRequest, bot.forward_message(petro.id, olena.id, secret.message_id))
        == "Message can't be forwarded"
    )
