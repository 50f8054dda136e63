"""What people do reaches the bot, and a whole application can talk with them."""

import asyncio
import json

import pytest
from telegram.error import Forbidden
from telegram.ext import ApplicationBuilder, CommandHandler, MessageHandler, filters

from bot.transport.local import LocalRequest
from tests.bot.transport.local.conftest import png


async def newest(bot):
    return (await bot.get_updates())[-1]


async def test_everything_a_person_sends_arrives(bot, olena):
    await olena.say(" 😀 /help https://e.org ")
    message = (await newest(bot)).message
    assert message.text == "😀 /help https://e.org"
    assert list(message.parse_entities().values()) == ["/help", "https://e.org"]
    assert (message.from_user.full_name, message.from_user.language_code) == ("Олена", "uk")
    await olena.send_photo(png(7, 8), "яма", album="a")
    message = (await newest(bot)).message
    assert (message.photo[-1].width, message.caption, message.media_group_id) == (7, "яма", "a")
    await olena.send_document("план.pdf", b"%PDF", "план")
    document = (await newest(bot)).message.document
    assert bytes(await (await document.get_file()).download_as_bytearray()) == b"%PDF"
    await olena.send_voice(b"OggS", 4)
    assert (await newest(bot)).message.voice.mime_type == "audio/ogg"
    await olena.send_sticker("👍")
    assert (await newest(bot)).message.sticker.emoji == "👍"
    await olena.send_contact("+380501234567")
    assert (await newest(bot)).message.contact.user_id == olena.id
    await olena.send_contact("+380501234567", user_id=0)
    assert (await newest(bot)).message.contact.user_id is None


async def test_edits_and_replies_arrive(bot, olena):
    said = await olena.say("вада")
    edited = await olena.edit(said, "вода")
    update = await newest(bot)
    assert (update.edited_message.message_id, update.edited_message.text) == (said.id, "вода")
    assert edited.edited
    await olena.say("оце", reply_to=edited)
    assert (await newest(bot)).message.reply_to_message.text == "вода"
    await bot.send_message(olena.id, "Так")
    with pytest.raises(ValueError, match="own"):
        await olena.edit(olena.last, "Ні")


async def test_starting_blocking_and_coming_back(bot, telegram):
    ivan = telegram.person("Іван")
    await ivan.open_link("goal_1-2")
    assert (await newest(bot)).message.text == "/start goal_1-2"
    await ivan.block()
    blocked = (await newest(bot)).my_chat_member
    assert (blocked.old_chat_member.status, blocked.new_chat_member.status) == ("member", "kicked")
    assert ivan.serialise()["blocked"]
    with pytest.raises(ValueError, match="blocked"):
        await ivan.say("гей")
    await ivan.open_link()
    assert [message.text for message in ivan.chat] == ["/start goal_1-2", "/start"]
    assert not ivan.blocked
    for wrong in ("a b", "1.2", "я", "x" * 65):
        with pytest.raises(ValueError, match="payload"):
            await ivan.open_link(wrong)


async def test_a_person_known_from_inline_mode_only_cannot_be_written_to(bot, telegram):
    ivan = telegram.person("Іван")
    await ivan.inline("вода", timeout_s=0.001)
    with pytest.raises(Forbidden, match="can't initiate"):
        await bot.send_message(ivan.id, "x")


async def test_blocking_twice_is_told_once(bot, olena):
    await olena.block()
    await olena.block()
    assert len(await bot.get_updates()) == 1


async def test_what_the_phone_would_not_send(telegram, olena):
    for text in ("", "  ", "я" * 4097):
        with pytest.raises(ValueError, match="4096"):
            await olena.say(text)
    with pytest.raises(ValueError, match="exists"):
        telegram.person("Двійник", id=olena.id)


async def test_screen_is_json_with_safe_segments(bot, olena):
    text = '<b>5 &lt; 6</b> <a href="https://e.org?a=1&amp;b=2">тут</a>'
    await bot.send_document(olena.id, b"x", filename="x.txt", caption=text, parse_mode="HTML")
    screen = json.loads(json.dumps(olena.serialise()))
    shown = screen["messages"][-1]
    assert shown["segments"] == [
        {"text": "5 < 6", "marks": ["bold"], "url": None},
        {"text": " ", "marks": [], "url": None},
        {"text": "тут", "marks": ["text_link"], "url": "https://e.org?a=1&b=2"},
    ]
    assert shown["files"][0]["name"] == "x.txt"
    assert olena.last.html == text
    assert screen["version"] == olena.changed.version
    assert screen["started"]


async def test_changes_can_be_waited_for(bot, telegram, olena):
    seen, everywhere = olena.changed.version, telegram.changed.version
    waiting = asyncio.create_task(olena.changed.after(seen))
    await asyncio.sleep(0)
    await bot.send_message(olena.id, "раз")
    assert await waiting == seen + 1
    assert await telegram.changed.after(everywhere) > everywhere


async def test_application_of_python_telegram_bot_talks(telegram):
    async def start(update, _context):
        await update.message.reply_text("Вітаю")

    async def echo(update, _context):
        await update.message.reply_text(update.message.text)

    request = LocalRequest(telegram)
    builder = ApplicationBuilder().token(telegram.token).request(request).get_updates_request(LocalRequest(telegram))
    application = builder.build()
    application.add_handlers([CommandHandler("start", start), MessageHandler(filters.TEXT, echo)])
    person = telegram.person("Олена")
    async with application, asyncio.timeout(10):
        await application.start()
        await application.updater.start_polling(poll_interval=0)
        for said, answered in (("/start", "Вітаю"), ("Де вода?", "Де вода?")):
            version = person.changed.version
            await person.say(said)
            while person.last is None or person.last.text != answered:
                version = await person.changed.after(version)
        await application.updater.stop()
        await application.stop()
    assert [message.text for message in person.chat] == ["/start", "Вітаю", "Де вода?", "Де вода?"]
