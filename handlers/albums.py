"""Ten photos sent together are one thing said, so one answer is enough."""

from collections import deque

from telegram import Message
from telegram.ext.filters import MessageFilter

N_ALBUMS = 1000


class FirstOfAlbum(MessageFilter):
    """A message that stands alone, or the first of its album, or has words of its own.

    Kept in memory: forgetting costs one answer too many.
    """

    def __init__(self) -> None:
        super().__init__(name="FirstOfAlbum")
        self._answered: deque[tuple[int, str]] = deque(maxlen=N_ALBUMS)

    def filter(self, message: Message) -> bool:
        if message.media_group_id is None:
            return True
        album = (message.chat_id, message.media_group_id)
        if album in self._answered:
            return bool(message.caption)
        self._answered.append(album)
        return True
