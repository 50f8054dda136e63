"""Keep somebody from writing, or from the bot, for a time: the author of a text, whoever that is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.domain.errors import NotAllowed, NotFound, Unavailable
from bot.domain.feedback import Feedback, HideReason
from bot.domain.moderation import Deed, Done
from bot.domain.notices import Notice, NoticeKind, occurrence
from bot.domain.people import Actor
from bot.domain.permissions import Action, agreed, may_restrict, require
from bot.domain.restrictions import Restriction, RestrictionKind, check_end
from bot.domain.time import Clock
from bot.services.moderation import act_of, find
from bot.services.people import People
from bot.storage import audit, feedback, notices, people, restrictions
from bot.storage.database import Connection, Database

DEEDS = {RestrictionKind.MUTE: Deed.MUTED, RestrictionKind.BAN: Deed.BANNED}


@dataclass(frozen=True, slots=True)
class Restricted:
    """A restriction and the text for which it was given, None once its author has been forgotten."""

    restriction: Restriction
    text: str | None


class Restrictions:
    """Errors of acts: `NotAllowed` against oneself, colleagues and operators; `NotFound` for what is not there."""

    def __init__(self, database: Database, clock: Clock, people: People) -> None:
        self._database = database
        self._clock = clock
        self._people = people

    async def listed(self, actor: Actor) -> tuple[list[Restricted], datetime]:
        """Everybody who is restricted, nobody by name, as it stands at the moment that is returned."""
        require(actor, Action.MODERATE)
        now = self._clock()
        async with self._database.read() as connection:
            found = await restrictions.listed(connection, now)
            texts = {one.id: await feedback.find(connection, one.feedback) for one in found if one.feedback is not None}
        return [Restricted(one, text.text if (text := texts.get(one.id)) else None) for one in found], now

    async def restrict(
        self, actor: Actor, key: int, kind: RestrictionKind, reason: HideReason, until_at: datetime
    ) -> None:
        """Mute or ban the author of a text until a moment; they are told.

        Errors: besides those of the class `NotAllowed` for an end in the past or further than a year away, for an
        author who was forgotten, and when somebody was faster.
        """
        require(actor, Action.MODERATE)
        agreed(actor)
        now = self._clock()
        check_end(until_at, now)

        async def work(connection: Connection) -> int:
            found = await find(connection, key)
            telegram_id = await _author(connection, found)
            if telegram_id is None:
                raise NotAllowed("restrictions.no_author")
            await _check(connection, actor, telegram_id)
            if await restrictions.given_for(connection, key, now):
                raise NotAllowed("restrictions.already")
            new = Restriction(0, kind, until_at, reason, key)
            await restrictions.keep(connection, self._mark(telegram_id), new)
            said = {"kind": kind.value, "until_at": until_at.isoformat(), "reason": reason.value, "feedback": key}
            await _tell(connection, found, NoticeKind.RESTRICTED, said | {"can_appeal": found.appeal is None}, now)
            done = Done(DEEDS[kind], f"{until_at.isoformat()} {reason.value}")
            await audit.add(connection, act_of(actor, now, key, done))
            return telegram_id

        self._people.look_again(await self._database.write(work))

    async def lift(self, actor: Actor, restriction: int) -> None:
        """End a restriction now; the person is told unless another one goes on."""
        require(actor, Action.MODERATE)
        agreed(actor)
        now = self._clock()

        async def work(connection: Connection) -> int | None:
            kept = await restrictions.find(connection, restriction, now)
            mark = await restrictions.mark_of(connection, restriction)
            if kept is None or mark is None:
                raise NotFound("restrictions.gone")
            if mark == self._people.mark_of(actor.telegram_id):
                raise NotAllowed("restrictions.self")
            found = await feedback.find(connection, kept.feedback) if kept.feedback is not None else None
            telegram_id = await _author(connection, found) if found else None
            if telegram_id is not None:
                await _check(connection, actor, telegram_id)
            await restrictions.lift(connection, restriction)
            await audit.add(connection, act_of(actor, now, kept.feedback or 0, Done(Deed.LIFTED)))
            if found and not await restrictions.of_person(connection, mark, now):
                await _tell(connection, found, NoticeKind.UNRESTRICTED, {}, now)
            return telegram_id

        if (telegram_id := await self._database.write(work)) is not None:
            self._people.look_again(telegram_id)

    def _mark(self, telegram_id: int) -> bytes:
        mark = self._people.mark_of(telegram_id)
        if mark is None:
            raise Unavailable("trust.no_key")
        return mark


async def _author(connection: Connection, found: Feedback) -> int | None:
    """The number in Telegram of who wrote a text; None once they have been forgotten."""
    return await people.telegram_id_of(connection, found.person) if found.person is not None else None


async def _check(connection: Connection, actor: Actor, telegram_id: int) -> None:
    if telegram_id == actor.telegram_id:
        raise NotAllowed("restrictions.self")
    if not may_restrict(actor.role, await people.role_of(connection, telegram_id)):
        raise NotAllowed("restrictions.colleague")


async def _tell(
    connection: Connection, found: Feedback, kind: NoticeKind, said: Mapping[str, object], now: datetime
) -> None:
    if found.person is not None:
        await notices.add(connection, [Notice(found.person, occurrence("restriction"), kind, said, now)])
