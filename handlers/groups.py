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
        mentions = message.parse_entities if message.text else message.parse_caption_entities
        return any(mention.lower() == self._mention for mention in mentions([MessageEntity.MENTION]).values())
