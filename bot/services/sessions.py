"""Ways into the desk without passwords: a link that works once, then a session that ends."""

import re
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.accounts import LINK_LASTS, Session, digest_of, new_token
from bot.domain.audit import Act
from bot.domain.errors import NotAllowed, NotFound
from bot.domain.people import Actor
from bot.domain.permissions import Action, may, require
from bot.domain.restrictions import RestrictionKind
from bot.domain.time import Clock
from bot.services.people import People
from bot.storage import accounts, audit, people, sessions
from bot.storage.database import Connection, Database

SEEN_EVERY = timedelta(minutes=1)
"""How exactly it is known when somebody was here last."""

_BROWSERS = ("Firefox", "Edg", "OPR", "Chrome", "Safari")
_SYSTEMS = ("Windows", "Android", "iPhone", "iPad", "Mac OS", "Linux")
_NAMES = {"Edg": "Edge", "OPR": "Opera", "Mac OS": "macOS"}


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who came in, and in which browser."""

    actor: Actor
    session: Session


class Sessions:
    def __init__(self, database: Database, clock: Clock, people: People) -> None:
        self._database = database
        self._clock = clock
        self._people = people

    async def link(self, telegram_id: int, *, confirms: str | None = None, lasts: timedelta = LINK_LASTS) -> str:
        """Make a way in that works once, and return its token. `confirms`: the address to which it is sent."""
        token = new_token()
        until_at = self._clock() + lasts
        await self._database.write(
            lambda connection: sessions.add_link(connection, digest_of(token), telegram_id, confirms, until_at)
        )
        return token

    async def own_link(self, actor: Actor) -> str:
        """Make a way in for who asks in the bot.

        Errors: `NotAllowed` to residents.
        """
        require(actor, Action.ENTER_DESK)
        return await self.link(actor.telegram_id)

    async def is_open(self, token: str) -> bool:
        """Say whether a way in still works; looking does not use it up, since mail programs look too."""
        async with self._database.read() as connection:
            return await sessions.is_link(connection, digest_of(token), self._clock())

    async def enter(self, token: str, user_agent: str) -> str:
        """Come in by a link, and return the token of the session.

        Errors: `NotFound` for one that was used, is over or never was; `NotAllowed` for who has no role any more.
        """
        now, session = self._clock(), new_token()

        async def work(connection: Connection) -> bool:
            taken = await sessions.take_link(connection, digest_of(token), now)
            if taken is None:
                raise NotFound("web.link_gone")
            telegram_id, confirms = taken
            role = await people.role_of(connection, telegram_id)
            if not may(role, Action.ENTER_DESK):
                return False
            if confirms is not None:
                owner = await accounts.with_address(connection, confirms)
                if owner is None or owner.telegram_id == telegram_id:
                    await accounts.confirm(connection, telegram_id, confirms, now)
            await sessions.open_(connection, digest_of(session), telegram_id, device_of(user_agent), now)
            person = await people.id_of(connection, telegram_id)
            await audit.add(connection, Act(now, person, role.value, Action.ENTER_DESK.value, "desk", "entered"))
            return True

        if not await self._database.write(work):
            raise NotAllowed("web.no_role")
        return session

    async def visitor(self, token: str) -> Visitor:
        """Recognise a session.

        Errors: `NotFound` for one that is over; `NotAllowed` for who is banned, and for who has no role any more, whose
        sessions end.
        """
        digest, now = digest_of(token), self._clock()
        async with self._database.read() as connection:
            session = await sessions.find(connection, digest)
        if session is None or session.is_over(now):
            raise NotFound("web.session_over")
        actor = await self._people.recognise(session.telegram_id, None)
        if (kept := actor.restriction) is not None and kept.kind is RestrictionKind.BAN:
            raise NotAllowed("web.banned", until=kept.until_at)
        if not may(actor.role, Action.ENTER_DESK):
            await self._database.write(lambda connection: sessions.close_all(connection, session.telegram_id))
            raise NotAllowed("web.no_role")
        if now - session.seen_at >= SEEN_EVERY:
            await self._database.write(lambda connection: sessions.see(connection, digest, now))
        return Visitor(actor, session)

    async def say(self, session: Session, said: str | None) -> None:
        """Keep what the next page of a session is to say; None once it was said."""
        digest = bytes.fromhex(session.id)
        await self._database.write(lambda connection: sessions.say(connection, digest, said))

    async def of(self, actor: Actor) -> list[Session]:
        """The browsers in which somebody is now."""
        async with self._database.read() as connection:
            return await sessions.open_of(connection, actor.telegram_id, self._clock())

    async def close(self, actor: Actor, key: str) -> None:
        """End one of one's own sessions; one that ended already is fine."""
        for one in await self.of(actor):
            if one.id == key:
                await self._database.write(lambda connection: sessions.close(connection, bytes.fromhex(key)))


def device_of(user_agent: str) -> str:
    """Name a browser as its owner would, «Firefox, Windows»; nothing by which people could be told apart is kept."""
    browser = next((name for name in _BROWSERS if name in user_agent), "")
    system = next((name for name in _SYSTEMS if re.search(rf"\b{name}", user_agent)), "")
    return ", ".join(_NAMES.get(name, name) for name in (browser, system) if name)
