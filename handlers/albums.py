"""Ten photos sent together are one thing said, so one answer is enough."""

from collections import deque

from telegram import Message

from bot.domain.messages import Reply
from bot.transport.context import Context
from handlers.routing import OnMessage

N_ALBUMS = 1000


class Albums:
    """Kept in memory: forgetting costs one answer too many."""

    def __init__(self) -> None:
        self._answered: deque[tuple[int, str]] = deque(maxlen=N_ALBUMS)

    def once(self, handle: OnMessage) -> OnMessage:
        """Answer a message that stands alone, or the first of its album, or one that has words of its own."""

        async def run(context: Context, message: Message) -> Reply | None:
            return await handle(context, message) if self._is_heard(message) else None

        return run

    def _is_heard(self, message: Message) -> bool:
        if message.media_group_id is None:
            return True
        album = (message.chat_id, message.media_group_id)
        if album in self._answered:
            return bool(message.caption)
        self._answered.append(album)
        return True
