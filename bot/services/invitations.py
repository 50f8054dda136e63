"""Roles given by a link: made by who may manage people, taken once by whoever opens it and agrees."""

from bot.domain.accounts import INVITATION_LASTS, digest_of, new_token
from bot.domain.audit import Act
from bot.domain.errors import NotAllowed, NotFound
from bot.domain.invitations import MOST_OPEN, Invitation, Offer
from bot.domain.people import Actor, Role
from bot.domain.permissions import Action, agreed, may, require
from bot.domain.throttle import Throttle
from bot.domain.time import Clock
from bot.services.people import People
from bot.storage import accounts, audit, invitations, people
from bot.storage.database import Connection, Database

TRIES, TRIES_PER_SECOND = 10, 1 / 300
"""Of one person: enough for who errs. Guessing is hopeless in any case: a link holds 256 random bits."""


class Invitations:
    """Errors: `NotAllowed` to all but operators, except for opening a link."""

    def __init__(self, database: Database, clock: Clock, people: People) -> None:
        self._database = database
        self._clock = clock
        self._people = people
        self._tries = Throttle(TRIES, TRIES_PER_SECOND)

    async def make(self, actor: Actor, role: Role) -> tuple[Invitation, str]:
        """Make an invitation, and return it with the token that its link carries; nobody can read that again.

        Errors: `NotAllowed` also for no role, and when too many wait.
        """
        require(actor, Action.MANAGE_PEOPLE)
        maker, token, now = agreed(actor), new_token(), self._clock()
        if role is Role.RESIDENT:
            raise NotAllowed("web.choose_role")
        until_at = now + INVITATION_LASTS

        async def work(connection: Connection) -> int:
            if await invitations.count(connection, now) >= MOST_OPEN:
                raise NotAllowed("invitations.too_many", limit=MOST_OPEN)
            key = await invitations.add(connection, digest_of(token), role, maker, (now, until_at))
            await audit.add(connection, self._act(actor, key, f"offered: {role.value}"))
            return key

        return Invitation(await self._database.write(work), role, maker, now, until_at), token

    async def every(self, actor: Actor) -> list[Invitation]:
        """Those that nobody took yet, the newest first."""
        require(actor, Action.MANAGE_PEOPLE)
        async with self._database.read() as connection:
            return await invitations.every(connection, self._clock())

    async def withdraw(self, actor: Actor, key: int) -> None:
        """Let nobody take it any more.

        Errors: `NotFound` for one that is gone.
        """
        require(actor, Action.MANAGE_PEOPLE)

        async def work(connection: Connection) -> None:
            if not await invitations.remove(connection, key):
                raise NotFound("invitations.gone")
            await audit.add(connection, self._act(actor, key, "withdrawn"))

        await self._database.write(work)

    async def look(self, actor: Actor, token: str) -> Offer:
        """Show what a link offers; looking does not use it up.

        Errors: `NotFound` for one that was used, withdrawn, is over or never was; `NotAllowed` to who tries too often,
        and to who has a role already.
        """
        self._admit(actor)
        async with self._database.read() as connection:
            return await self._offer(connection, actor, token)

    async def accept(self, actor: Actor, token: str) -> Role:
        """Take the role that a link offers. Errors: as `look`."""
        self._admit(actor)
        person, now = agreed(actor), self._clock()

        async def work(connection: Connection) -> Role:
            taken = (await self._offer(connection, actor, token)).invitation
            await invitations.remove(connection, taken.id)
            await people.grant(connection, actor.telegram_id, taken.role, now)
            act = Act(now, person, taken.role.value, Action.MANAGE_PEOPLE.value, f"invitation:{taken.id}", "accepted")
            await audit.add(connection, act)
            return taken.role

        role = await self._database.write(work)
        self._people.look_again(actor.telegram_id)
        return role

    async def _offer(self, connection: Connection, actor: Actor, token: str) -> Offer:
        """Find what a link offers; who lost the right to give roles gives none by an old link."""
        found = await invitations.find(connection, digest_of(token), self._clock())
        maker = await people.telegram_id_of(connection, found.made_by) if found else None
        if found is None or maker is None or not may(await people.role_of(connection, maker), Action.MANAGE_PEOPLE):
            raise NotFound("invitations.gone")
        if await people.role_of(connection, actor.telegram_id) is not Role.RESIDENT:
            raise NotAllowed("invitations.has_role")
        account = await accounts.find(connection, maker)
        return Offer(found, maker, account.name if account else "")

    def _admit(self, actor: Actor) -> None:
        if not self._tries.admit(actor.telegram_id, self._clock().timestamp())[0]:
            raise NotAllowed("gate.too_fast")

    def _act(self, actor: Actor, key: int, detail: str) -> Act:
        role = actor.role.value
        return Act(self._clock(), actor.id, role, Action.MANAGE_PEOPLE.value, f"invitation:{key}", detail)
