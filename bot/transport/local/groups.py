"""Groups: who is in them, what the bot hears there, and their move to a supergroup."""

from bot.transport.local.chatting import describe_member
from bot.transport.local.state import Account, Chat, Json, Message
from bot.transport.local.world import World

_SERVICE = frozenset(
    ["group_chat_created", "new_chat_members", "left_chat_member", "migrate_to_chat_id", "migrate_from_chat_id"]
)


def heard_by_bot(world: World, chat: Chat, message: Message) -> bool:
    """Say whether the bot gets a message: in groups it has privacy mode on, unless it is an administrator."""
    api = message.api
    if chat.type == "private" or chat.bot_status == "administrator":
        return True
    if chat.bot_status != "member":
        return False
    if "via_bot" in api or not _SERVICE.isdisjoint(api):
        return True
    if api.get("reply_to_message", {}).get("from", {}).get("id") == world.bot.id:
        return True
    text = api.get("text") or api.get("caption") or ""
    if text.startswith("/"):
        addressed = text.split(maxsplit=1)[0].partition("@")[2]
        return addressed.lower() in ("", str(world.bot.username).lower())
    return f"@{world.bot.username}".lower() in text.lower()


class Group:
    """A group with the bot in it. `id` changes when the group becomes a supergroup."""

    def __init__(self, world: World, state: Chat) -> None:
        self._world = world
        self.state = state

    @property
    def id(self) -> int:
        return self.state.id

    async def migrate(self) -> int:
        """Turn into a supergroup; returns the new id. The old one is refused from now on."""
        old = self.state
        new_id = -1_000_000_000_000 - self._world.number()
        api = old.api | {"id": new_id, "type": "supergroup"}
        new = Chat(new_id, "supergroup", api, dict(old.members), old.bot_status)
        self._world.chats[new_id] = new
        owner = self._world.accounts[next(iter(old.members))]
        self._announce(old, owner, {"migrate_to_chat_id": new_id})
        old.migrated_to = new_id
        self.state = new
        self._announce(new, owner, {"migrate_from_chat_id": old.id})
        return new_id

    async def add_bot(self, by: Account, *, as_administrator: bool = False) -> None:
        """Let the bot in, or change what it may do."""
        was = self.state.bot_status
        self._change_bot(by, "administrator" if as_administrator else "member")
        if was in ("absent", "kicked"):
            self._announce(self.state, by, {"new_chat_members": [self._world.bot.api]})

    async def open_topic(self) -> int:
        """Make the group a forum, if it is none, and open a topic in it; returns its thread."""
        chat = self.state
        chat.topics = chat.topics or {}
        thread = self._world.number()
        chat.topics[thread] = True
        return thread

    async def close_topic(self, thread: int) -> None:
        """Let only administrators write in a topic."""
        assert self.state.topics is not None
        self.state.topics[thread] = False

    async def kick_bot(self, by: Account) -> None:
        self._change_bot(by, "kicked")

    def _change_bot(self, by: Account, status: str) -> None:
        chat, bot = self.state, self._world.bot.api
        change = {
            "chat": chat.api,
            "from": by.api,
            "date": self._world.now(),
            "old_chat_member": describe_member(bot, chat.bot_status),
            "new_chat_member": describe_member(bot, status),
        }
        chat.bot_status = status
        self._world.updates.push("my_chat_member", change, ("chat", chat.id))
        self._world.touch(chat)

    def _announce(self, chat: Chat, by: Account, body: Json) -> None:
        message = self._world.place(chat, by, body)
        self._world.updates.push("message", message.api, ("chat", chat.id))
