"""Colleagues: who is invited, under which name, with which address and role."""

from functools import partial

from bot.domain.accounts import LONGEST_NAME, Account, Colleague, Session, address_of, has_telegram, new_number
from bot.domain.audit import Act
from bot.domain.errors import NotAllowed, NotFound
from bot.domain.people import Actor, Role
from bot.domain.permissions import Action, require
from bot.domain.time import Clock
from bot.services.people import People
from bot.storage import accounts, audit, people, sessions
from bot.storage.database import Connection, Database


class Accounts:
    """Errors: `NotAllowed` to all but operators, except for what is one's own."""

    def __init__(self, database: Database, clock: Clock, people: People) -> None:
        self._database = database
        self._clock = clock
        self._people = people

    async def colleagues(self, actor: Actor) -> list[Colleague]:
        require(actor, Action.MANAGE_PEOPLE)
        return await self.everybody()

    async def everybody(self) -> list[Colleague]:
        """Return everybody with a role, for the names in lists; it is for who came in already."""
        async with self._database.read() as connection:
            return await accounts.colleagues(connection)

    async def find(self, telegram_id: int) -> Account | None:
        async with self._database.read() as connection:
            return await accounts.find(connection, telegram_id)

    async def with_address(self, email: str) -> Account | None:
        """Whose address it is, in any spelling of its letters."""
        async with self._database.read() as connection:
            return await accounts.with_address(connection, address_of(email) or "")

    async def invite(self, actor: Actor, email: str, name: str, role: Role) -> Account:
        """Give a role to somebody who works without Telegram, and remember where to write to them.

        Errors: `NotAllowed` also for what is no address, for an address that is somebody's, for no role.
        """
        require(actor, Action.MANAGE_PEOPLE)
        address, now = address_of(email), self._clock()
        if address is None:
            raise NotAllowed("web.no_address")
        if role is Role.RESIDENT:
            raise NotAllowed("web.choose_role")
        account = Account(new_number(), fitting_name(name), address)

        async def work(connection: Connection) -> None:
            if await accounts.with_address(connection, address):
                raise NotAllowed("web.address_taken")
            await accounts.add(connection, account, now)
            await people.grant(connection, account.telegram_id, role, now)
            await self._note(connection, actor, account.telegram_id, f"invited: {role.value}")

        await self._database.write(work)
        return account

    async def invite_again(self, actor: Actor, telegram_id: int) -> Account:
        """Let a colleague without Telegram be invited once more, who lost the first letter or changed the computer.

        Errors: as `colleague`; `NotFound` also for who comes in by the bot.
        """
        account = (await self.colleague(actor, telegram_id)).account
        if account is None or account.email is None or has_telegram(telegram_id):
            raise NotFound("web.no_such_colleague")
        await self._database.write(partial(self._note, actor=actor, telegram_id=telegram_id, detail="invited_again"))
        return account

    async def grant(self, actor: Actor, telegram_id: int, role: Role) -> None:
        """Give somebody another role; the resident's takes it away, and ends their sessions.

        Errors: `NotAllowed` also for one's own role: so an operator always remains.
        """
        require(actor, Action.MANAGE_PEOPLE)
        if telegram_id == actor.telegram_id:
            raise NotAllowed("web.own_role")
        now = self._clock()

        async def work(connection: Connection) -> None:
            if await people.role_of(connection, telegram_id) is Role.RESIDENT and not has_telegram(telegram_id):
                raise NotFound("web.no_such_colleague")
            await people.grant(connection, telegram_id, role, now)
            await self._note(connection, actor, telegram_id, f"granted: {role.value}")

        await self._database.write(work)
        self._people.look_again(telegram_id)

    async def colleague(self, actor: Actor, telegram_id: int) -> Colleague:
        """Show one of them.

        Errors: `NotFound` for who has no role.
        """
        found = next((one for one in await self.colleagues(actor) if one.telegram_id == telegram_id), None)
        if found is None:
            raise NotFound("web.no_such_colleague")
        return found

    async def sessions_of(self, actor: Actor, telegram_id: int) -> list[Session]:
        """The browsers in which a colleague is now."""
        require(actor, Action.MANAGE_PEOPLE)
        async with self._database.read() as connection:
            return await sessions.open_of(connection, telegram_id, self._clock())

    async def close_sessions(self, actor: Actor, telegram_id: int) -> None:
        """End every session of a colleague and their ways in: a computer was lost, or somebody else sits there."""
        require(actor, Action.MANAGE_PEOPLE)

        async def work(connection: Connection) -> None:
            await sessions.close_all(connection, telegram_id)
            await self._note(connection, actor, telegram_id, "closed")

        await self._database.write(work)

    async def rename(self, actor: Actor, name: str) -> None:
        """Choose the name by which colleagues know one."""
        require(actor, Action.ENTER_DESK)
        written, now = fitting_name(name), self._clock()
        await self._database.write(partial(accounts.rename, telegram_id=actor.telegram_id, name=written, now=now))

    async def drop_address(self, actor: Actor) -> None:
        """Write to somebody no more.

        Errors: `NotAllowed` to who has no other way in.
        """
        require(actor, Action.ENTER_DESK)
        if not has_telegram(actor.telegram_id):
            raise NotAllowed("web.only_way_in")
        await self._database.write(partial(accounts.drop_address, telegram_id=actor.telegram_id))

    async def _note(self, connection: Connection, actor: Actor, telegram_id: int, detail: str) -> None:
        person = await people.id_of(connection, telegram_id)
        about = f"person:{person}" if person else "person"
        await audit.add(connection, Act(self._clock(), actor.id, actor.role.value, "manage_people", about, detail))


def fitting_name(written: str) -> str:
    """Errors: `NotAllowed` for no name, or one that is too long."""
    name = " ".join(written.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise NotAllowed("web.no_name", limit=LONGEST_NAME)
    return name
