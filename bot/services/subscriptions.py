"""Digests that come by themselves: who wants which, and telling them, once, that it is there."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from bot.domain.accounts import digest_of, has_telegram, new_token
from bot.domain.digests import Period, PeriodKind
from bot.domain.errors import NotAllowed, NotFound
from bot.domain.letters import Letter, LetterKind
from bot.domain.notices import Notice, NoticeKind
from bot.domain.people import Actor
from bot.domain.permissions import Action, agreed, require
from bot.domain.subscriptions import HOURS, Subscription, Way
from bot.domain.time import Clock
from bot.services.letters import Letters
from bot.storage import letters, notices, people, sessions, subscriptions
from bot.storage.database import Connection, Database
from bot.storage.subscriptions import Reader

WAY_OUT_LASTS = timedelta(days=60)
"""How long a letter can be answered by «no more of these»; the desk can always be asked."""


class Subscriptions:
    def __init__(self, database: Database, clock: Clock, timezone: str, mail: Letters) -> None:
        self._database = database
        self._clock = clock
        self._zone = ZoneInfo(timezone)
        self._mail = mail

    async def of(self, actor: Actor) -> list[Subscription]:
        """The digests that come to a person by themselves."""
        if actor.id is None:
            return []
        async with self._database.read() as connection:
            return await subscriptions.of_person(connection, actor.id)

    async def find(self, actor: Actor, kind: PeriodKind) -> Subscription:
        """What a person wants of a kind.

        Errors: `NotFound` when they want none.
        """
        for one in await self.of(actor):
            if one.kind is kind:
                return one
        raise NotFound("subscriptions.none")

    async def begin(self, actor: Actor, kind: PeriodKind) -> Subscription:
        """Want a digest of a kind from now on, as is usual; what was chosen before stays.

        Errors: as `choose`.
        """
        found = next((one for one in await self.of(actor) if one.kind is kind), None)
        if found is None:
            found = Subscription(kind, way=Way.TELEGRAM if has_telegram(actor.telegram_id) else Way.EMAIL)
            await self.choose(actor, found)
        return found

    async def choose(self, actor: Actor, wish: Subscription) -> None:
        """Send a person the digests of a kind at a time and in a way of their choice, from the next one on.

        Errors: `NotAllowed` to residents, without consent, for letters to who takes none, for Telegram to who has
        none; `NotFound` for an hour or a day that there is not.
        """
        require(actor, Action.READ_DIGEST)
        person = agreed(actor)
        if not wish.is_possible:
            raise NotFound("subscriptions.no_such_time")
        if wish.way is not Way.EMAIL and not has_telegram(actor.telegram_id):
            raise NotAllowed("subscriptions.only_letters")
        if wish.way is not Way.TELEGRAM and not await self._mail.takes_letters(actor):
            raise NotAllowed("subscriptions.address_first" if self._mail.is_on else "letters.off")
        last_on = wish.newest(self._clock(), self._zone).last_on
        await self._database.write(partial(subscriptions.keep, person=person, wish=wish, announced_on=last_on))

    async def change(self, actor: Actor, kind: PeriodKind, **fields: object) -> Subscription:
        """Change a part of what a person wants, such as `hour`.

        Errors: as `find` and `choose`.
        """
        wish = replace(await self.find(actor, kind), **fields)  # type: ignore[arg-type]
        await self.choose(actor, wish)
        return wish

    async def stop(self, actor: Actor, kind: PeriodKind) -> None:
        """Send a person no more digests of a kind.

        Errors: `NotAllowed` without consent.
        """
        person = agreed(actor)
        await self._database.write(partial(subscriptions.remove, person=person, kind=kind))

    async def way_out(self, telegram_id: int, kind: PeriodKind) -> str:
        """Make what stops the digests of one kind for one person, without coming in and only that; return its token."""
        token, until_at = new_token(), self._clock() + WAY_OUT_LASTS
        digest = _digest(token, kind)
        await self._database.write(
            lambda connection: sessions.add_link(connection, digest, telegram_id, None, until_at)
        )
        return token

    async def is_way_out(self, token: str, kind: PeriodKind) -> bool:
        async with self._database.read() as connection:
            return await sessions.is_link(connection, _digest(token, kind), self._clock())

    async def stop_by(self, token: str, kind: PeriodKind) -> None:
        """Stop the digests for which a token was made.

        Errors: `NotFound` for a token that was used, is over, or is for others.
        """

        async def work(connection: Connection) -> None:
            taken = await sessions.take_link(connection, _digest(token, kind), self._clock())
            person = await people.id_of(connection, taken[0]) if taken else None
            if person is None:
                raise NotFound("subscriptions.stopped_already")
            await subscriptions.remove(connection, person, kind)

        await self._database.write(work)

    async def announce(self) -> None:
        """Tell everybody of the newest digest that has come due for them; what was missed before it is no news."""
        now = self._clock()
        if now.astimezone(self._zone).hour not in HOURS:
            return
        async with self._database.read() as connection:
            found = await subscriptions.readers(connection)
        due = [(one, one.subscription.newest(now, self._zone)) for one in found]
        if due := [(one, period) for one, period in due if period.last_on > one.announced_on]:
            await self._database.write(partial(self._tell, due=due, now=now))

    async def _tell(self, connection: Connection, due: list[tuple[Reader, Period]], now: datetime) -> None:
        for reader, period in due:
            wish = reader.subscription
            if not await subscriptions.announce(connection, reader.person, wish.kind, period.last_on):
                continue
            cause = f"digest:{wish.kind.value}:{period.last_on.isoformat()}"
            if reader.by_telegram:
                said = {"period": wish.kind.value}
                await notices.add(connection, [Notice(reader.person, cause, NoticeKind.STAFF_DIGEST, said, now)])
            if reader.by_letter:
                days = {"first_on": period.first_on.isoformat(), "last_on": period.last_on.isoformat()}
                about = {"period": wish.kind.value, **days, "xlsx": wish.with_xlsx}
                await letters.add(connection, [Letter(reader.telegram_id, cause, LetterKind.DIGEST, about, now)])


def _digest(token: str, kind: PeriodKind) -> bytes:
    """Its own kind of digest: what stops letters opens no door, and stops no others."""
    return digest_of(f"stop {kind.value} {token}")
