"""The door in: updates are stored, then confirmed, then worked off."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from bot.domain.time import Clock
from bot.storage import updates
from bot.storage.database import Database
from bot.storage.presence import Presence
from bot.storage.updates import StoredUpdate
from bot.transport.client import write_json
from bot.transport.workers import Workers
from bot.vitals import Pulse

KINDS = (
    "message",
    "edited_message",
    "callback_query",
    "inline_query",
    "my_chat_member",
)
"""The updates the bot asks Telegram for."""

PATIENCE_S = 180.0
"""Without a word of Telegram; polling hears from it every 25 seconds."""

LARGEST_ID = 2**52
GROUPS = ("group", "supergroup")


class Intake:
    """Shared by polling and webhook. Errors: `Unavailable` when nothing could be stored; then nothing is confirmed."""

    def __init__(self, database: Database, workers: Workers, presence: Presence, clock: Clock) -> None:
        self._database = database
        self._workers = workers
        self._clock = clock
        self._owner = presence.number
        self._store = updates.share if presence.is_shared else updates.store
        self.pulse = Pulse("intake", PATIENCE_S)
        self.pulse.rest()
        self.knocks: Counter[str] = Counter()

    async def take(self, raw: Sequence[Mapping[str, Any]]) -> None:
        """Store a batch and hand to the workers what is new and theirs; on return it may be confirmed."""
        now = self._clock()
        whole = [_whole(update) for update in raw]
        batch = [StoredUpdate(update["update_id"], sender_of(update), text, now, self._owner) for update, text in whole]
        new = await self._database.write_with_others(self._store, batch)
        for stored, (update, _) in zip(batch, whole, strict=True):
            if stored.update_id in new:
                new.remove(stored.update_id)  # whoever brought the same update at the same moment has the same set
                self._workers.add(stored.update_id, stored.sender, update)

    @property
    def is_full(self) -> bool:
        return self._workers.is_full

    async def room(self) -> None:
        """Wait while the workers have more in memory than they should."""
        if self._workers.is_full:
            await self._workers.idle()


def _whole(update: Mapping[str, Any]) -> tuple[Mapping[str, Any], str]:
    """Write an update as JSON. Half a character, which no database and no network takes, becomes a question mark."""
    try:
        return update, write_json(update).decode()
    except UnicodeEncodeError:
        mended = json.loads(json.dumps(update, ensure_ascii=False).encode(errors="replace"))
        return mended, write_json(mended).decode()


def sender_of(update: Mapping[str, Any]) -> int:
    """Say whose updates this one must keep its order with: what is said in a group the group's, else the person's.

    A group stands in one line because Telegram takes 20 messages a minute for each: were its members in lines of their
    own, all workers could wait for one group. Who presses a button there waits for nobody: the button spins.
    """
    for kind, body in update.items():
        if kind != "update_id" and isinstance(body, dict):
            chat = body.get("chat")
            is_group = isinstance(chat, dict) and chat.get("type") in GROUPS
            who = chat if is_group else body.get("from") or chat
            number = who.get("id") if isinstance(who, dict) else None
            return number if isinstance(number, int) and abs(number) <= LARGEST_ID else 0
    return 0
