"""Letters to colleagues: written down here with what they are about, put into words and sent by `Post`."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.domain.accounts import Account, address_of
from bot.domain.errors import NotAllowed, NotFound
from bot.domain.letters import FAILED, PATIENCE, Letter, LetterKind, LetterState, StoredLetter, Trouble
from bot.domain.notices import NoticeState, occurrence
from bot.domain.people import Actor
from bot.domain.permissions import Action, may, require
from bot.domain.time import Clock
from bot.services.ports import Sent
from bot.storage import accounts, letters
from bot.storage.database import Database
from bot.storage.notices import Due

PAGE = 50


class Letters:
    """`is_on`: letters can be sent, that is, there is a mail server and an address of the desk to lead to.

    Errors of what sends: `NotAllowed` where none can be.
    """

    def __init__(self, database: Database, clock: Clock, *, is_on: bool) -> None:
        self._database = database
        self._clock = clock
        self.is_on = is_on

    async def entry(self, account: Account) -> None:
        """Send somebody a way in; who asks twice within a minute gets one."""
        await self._write(account.telegram_id, f"entry:{self._minute()}", LetterKind.ENTRY)

    async def invite(self, account: Account) -> None:
        """Send somebody who was invited their first way in, as often as an operator says so."""
        await self._write(account.telegram_id, occurrence("invitation"), LetterKind.INVITATION)

    async def confirm(self, actor: Actor, written: str, *, at_desk: bool = False) -> str:
        """Send a link to an address that somebody says is theirs; return the address as it was understood.

        `at_desk`: the link opens the desk, else the bot; both know whether it is the same person.

        Errors: `NotAllowed` also to residents, and for what is no address.
        """
        require(actor, Action.ENTER_DESK)
        address = address_of(written)
        if address is None:
            raise NotAllowed("web.no_address")
        await self._write(
            actor.telegram_id, f"confirm:{self._minute()}", LetterKind.CONFIRM, {"at_desk": at_desk}, address
        )
        return address

    async def tell(self, due: Due) -> Sent:
        """Hand a notice for somebody without Telegram over to the mail; to who takes no letters it cannot be told."""
        if not self.is_on:
            return Sent(NoticeState.UNREACHABLE)
        async with self._database.read() as connection:
            account = await accounts.find(connection, due.telegram_id)
        if account is None or not account.takes_letters:
            return Sent(NoticeState.UNREACHABLE)
        await self._write(due.telegram_id, f"notice:{due.id}", LetterKind.NOTICE, {"notice": due.id})
        return Sent(NoticeState.SENT)

    async def takes_letters(self, actor: Actor) -> bool:
        """Say whether letters reach somebody."""
        async with self._database.read() as connection:
            account = await accounts.find(connection, actor.telegram_id)
        return self.is_on and account is not None and account.takes_letters

    async def listed(
        self, actor: Actor, states: Sequence[LetterState] = tuple(LetterState), page: int = 0, size: int = PAGE
    ) -> tuple[list[StoredLetter], bool]:
        """Letters with what became of them, the latest first, and whether there are more.

        They are one's own, or, for operators, everybody's.

        Errors: `NotAllowed` to residents.
        """
        require(actor, Action.ENTER_DESK)
        async with self._database.read() as connection:
            found = await letters.listed(connection, self._whose(actor), states, size + 1, page * size)
        return found[:size], len(found) > size

    async def trouble(self, actor: Actor) -> Trouble | None:
        """Say whether letters wait longer than a server usually needs; only to who can do something about it."""
        if not may(actor.role, Action.MANAGE_PEOPLE):
            return None
        async with self._database.read() as connection:
            return await letters.stuck(connection, self._clock() - PATIENCE)

    async def again(self, actor: Actor, key: int) -> None:
        """Send a letter that failed once more.

        Errors: `NotFound` for one that is not the actor's to see, or did not fail.
        """
        require(actor, Action.ENTER_DESK)
        async with self._database.read() as connection:
            found = await letters.find(connection, key)
        if found is None or found.state not in FAILED or self._whose(actor) not in (None, found.letter.account):
            raise NotFound("letters.not_here")
        self._require_mail()
        now = self._clock()
        await self._database.write(lambda connection: letters.send_again(connection, key, now))

    def _minute(self) -> str:
        """Name this minute: what is asked for by anybody at a door is sent once in it."""
        return self._clock().strftime("%Y-%m-%dT%H:%M")

    def _whose(self, actor: Actor) -> int | None:
        """Whose letters somebody sees; None for everybody's."""
        return None if may(actor.role, Action.MANAGE_PEOPLE) else actor.telegram_id

    async def _write(
        self,
        account: int,
        cause: str,
        kind: LetterKind,
        params: Mapping[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        self._require_mail()
        new = Letter(account, cause, kind, params or {}, self._clock(), email)
        await self._database.write(lambda connection: letters.add(connection, [new]))

    def _require_mail(self) -> None:
        if not self.is_on:
            raise NotAllowed("letters.off")
