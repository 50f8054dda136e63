"""Editing and deleting."""

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto, ReplyKeyboardMarkup
from telegram.error import BadRequest

from tests.bot.transport.local.conftest import png

BUTTON = InlineKeyboardMarkup([[InlineKeyboardButton("Далі", callback_data="next")]])


async def refused(call):
    with pytest.raises(BadRequest) as caught:
        await call
    return caught.value.message


async def test_text_and_buttons_change_in_place(bot, olena):
    sent = await bot.send_message(olena.id, "раз", reply_markup=BUTTON)
    await bot.edit_message_text("<b>два</b>", olena.id, sent.message_id, parse_mode="HTML", reply_markup=BUTTON)
    assert (olena.last.id, olena.last.html, olena.last.labels) == (sent.message_id, "<b>два</b>", [["Далі"]])
    assert olena.last.edited
    await bot.edit_message_text("три", olena.id, sent.message_id)
    assert olena.last.labels == []


async def test_same_content_is_refused(bot, olena):
    sent = await bot.send_message(olena.id, "раз", reply_markup=BUTTON)
    same = bot.edit_message_text("раз", olena.id, sent.message_id, reply_markup=BUTTON)
    assert await refused(same) == (
        "Message is not modified: specified new message content and reply markup are exactly the same as a current "
        "content and reply markup of the message"
    )
    await bot.edit_message_text("<b>раз</b>", olena.id, sent.message_id, parse_mode="HTML", reply_markup=BUTTON)
    await bot.edit_message_reply_markup(olena.id, sent.message_id)
    assert (await refused(bot.edit_message_reply_markup(olena.id, sent.message_id))).startswith(
        "Message is not modified"
    )


async def test_captions_and_pictures_change(bot, olena):
    sent = await bot.send_photo(olena.id, png(), caption="раз")
    await bot.edit_message_caption(olena.id, sent.message_id, caption="два", reply_markup=BUTTON)
    assert (olena.last.text, olena.last.labels) == ("два", [["Далі"]])
    media = InputMediaPhoto(png(5, 5), caption="<i>три</i>", parse_mode="HTML")
    await bot.edit_message_media(media, olena.id, sent.message_id)
    assert (olena.last.html, olena.last.files[0].content) == ("<i>три</i>", png(5, 5))


async def test_what_cannot_be_edited(bot, olena):
    own = await olena.say("моє")
    picture = await bot.send_photo(olena.id, png())
    text = await bot.send_message(olena.id, "раз")
    keyboard = await bot.send_message(olena.id, "раз", reply_markup=ReplyKeyboardMarkup([["а"]]))
    assert await refused(bot.edit_message_text("x", olena.id, 999)) == "Message to edit not found"
    assert await refused(bot.edit_message_text("x", olena.id)) == "Message identifier is not specified"
    assert await refused(bot.edit_message_text("x", message_id=1)) == "Chat_id is empty"
    assert await refused(bot.edit_message_text("x", olena.id, own.id)) == "Message can't be edited"
    assert await refused(bot.edit_message_text("x", olena.id, keyboard.message_id)) == "Message can't be edited"
    assert (
        await refused(bot.edit_message_text("x", olena.id, picture.message_id))
        == "There is no text in the message to edit"
    )
    assert (
        await refused(bot.edit_message_caption(olena.id, text.message_id, caption="x"))
        == "There is no caption in the message to edit"
    )
    assert await refused(bot.edit_message_text("я" * 4097, olena.id, text.message_id)) == "Message is too long"
    assert await refused(bot.edit_message_text("x", inline_message_id="no")) == "Message_id_invalid"
    wrong = bot.edit_message_reply_markup(olena.id, text.message_id, reply_markup=ReplyKeyboardMarkup([["а"]]))
    assert await refused(wrong) == "Inline keyboard expected"


async def test_deleting(bot, olena, clock):
    sent = [await bot.send_message(olena.id, str(number)) for number in range(3)]
    await bot.delete_message(olena.id, sent[0].message_id)
    assert await refused(bot.delete_message(olena.id, sent[0].message_id)) == "Message to delete not found"
    await bot.delete_messages(olena.id, [sent[1].message_id, 999])
    assert [message.text for message in olena.chat if message.from_bot] == ["2"]
    clock.move(hours=49)
    assert await refused(bot.delete_message(olena.id, sent[2].message_id)) == "Message can't be deleted for everyone"
    assert (
        await refused(bot.delete_messages(olena.id, list(range(1, 102))))
        == "Wrong number of message identifiers specified"
    )
