"""What the application is given of an update."""

from telegram import Bot, Update

from bot.transport.reading import NOTHING_BUT_TEXT, read_update
from tests.support.processes import TOKEN

SENDER = {"id": 5, "is_bot": False, "first_name": "Особа", "username": "osoba", "language_code": "uk"}
CHAT = {"id": 5, "type": "private", "first_name": "Особа", "username": "osoba"}
WORDS = {"message_id": 10, "date": 1_795_000_000, "chat": CHAT, "from": SENDER, "text": "школи"}


def test_a_message_of_nothing_but_text_is_what_the_library_reads():
    raw = {"update_id": 7, "message": WORDS}
    assert WORDS.keys() == NOTHING_BUT_TEXT
    bot = Bot(TOKEN)
    read, as_the_library_does = read_update(raw, bot), Update.de_json(raw, bot)
    assert read.to_dict() == as_the_library_does.to_dict()
    assert read.message.date == as_the_library_does.message.date
    assert all(one.get_bot() is bot for one in (read, read.message, read.message.chat, read.message.from_user))


def test_whatever_else_a_message_holds_is_read():
    command = {**WORDS, "text": "/help", "entities": [{"type": "bot_command", "offset": 0, "length": 5}]}
    read = read_update({"update_id": 7, "message": command}, Bot(TOKEN))
    assert read.message.parse_entities() == {read.message.entities[0]: "/help"}
    changed = read_update({"update_id": 8, "edited_message": {**WORDS, "edit_date": 1_795_000_100}}, Bot(TOKEN))
    assert changed.message is None
    assert changed.edited_message.edit_date is not None
