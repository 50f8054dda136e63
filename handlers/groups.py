"""In a group the bot answers only when somebody speaks to it."""

from telegram import Message, MessageEntity
from telegram.ext.filters import MessageFilter


class Addressed(MessageFilter):
    """A message that names the bot or replies to it."""

    def __init__(self, bot_username: str) -> None:
        super().__init__(name="Addressed")
        self._mention = f"@{bot_username}".lower()
        self._username = bot_username.lower()

    def filter(self, message: Message) -> bool:
        replied = message.reply_to_message
        if replied and replied.from_user and (replied.from_user.username or "").lower() == self._username:
            return True
        said = (message.text or message.caption or "").encode("utf-16-le")
        mentions = [one for one in message.entities or message.caption_entities if one.type == MessageEntity.MENTION]
        return any(_cut(said, one).lower() == self._mention for one in mentions)


def _cut(said: bytes, entity: MessageEntity) -> str:
    """Cut out what an entity marks; the library's own way fails where one begins or ends within a character."""
    begin, end = 2 * entity.offset, 2 * (entity.offset + entity.length)
    return said[begin:end].decode("utf-16-le", errors="replace")
