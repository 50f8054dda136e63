"""Write to many: draft, reckon whom it reaches, submit, approve. What happens afterwards is in `broadcastruns`."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.audiences import MAX_PEOPLE, SMALLEST, Audience, Received
from bot.domain.audit import Act
from bot.domain.broadcasts import (
    Broadcast,
    BroadcastKind,
    BroadcastState,
    Content,
    Deed,
    check,
    check_due,
    ends_at,
    needs_approval,
    sound,
)
from bot.domain.deliveries import DeliveryState, Tally
from bot.domain.errors import NotAllowed
from bot.domain.finding import find_broadcasts
from bot.domain.notices import by_day
from bot.domain.people import Actor, Locale
from bot.domain.permissions import Action, agreed, may, require
from bot.domain.time import Clock
from bot.services.audiences import Audiences
from bot.services.broadcastacts import act_of, carry_out, found_in, mine, say
from bot.services.pace import GAP_S
from bot.storage import audit, broadcasts, people
from bot.storage.database import Connection, Database

N_LISTED = 8
MOST_LOOKED_THROUGH = 2000


@dataclass(frozen=True, slots=True)
class Estimate:
    """Whom a broadcast would reach if it began now, or when it is due.

    Shapes: `tally` counts the audience by what would become of each. Units: `seconds` of sending, nights not counted.
    """

    tally: Tally
    seconds: float
    ends_at: datetime
    needs_approval: bool

    @property
    def n_recipients(self) -> int:
        return self.tally.n(DeliveryState.WAITING)


class Broadcasts:
    """From `approval_from` recipients on, a second person approves.

    Errors of acts: `NotAllowed` by role, and for what is not possible now; `NotFound` for no broadcast.
    """

    def __init__(
        self, database: Database, clock: Clock, timezone: str, audiences: Audiences, approval_from: int
    ) -> None:
        self._database = database
        self._clock = clock
        self._zone = ZoneInfo(timezone)
        self.audiences = audiences
        self._approval_from = approval_from
        self._one_freeze = asyncio.Lock()

    async def draft(self, actor: Actor, kind: BroadcastKind, audience: Audience, *, is_emergency: bool = False) -> int:
        """Begin a broadcast that says nothing yet; return its number."""
        return await self._add(actor, Broadcast(0, 0, kind, audience, self._clock(), is_emergency=is_emergency))

    async def copy(self, actor: Actor, key: int) -> int:
        """Begin a broadcast that is like another one; return its number."""
        found = await self.view(actor, key)
        received = found.audience.received
        again = replace(found.audience, received=received and replace(received, is_first=False))
        return await self._add(actor, self._like(found, again))

    async def correct(self, actor: Actor, key: int) -> int:
        """Begin a broadcast to exactly those who got another one, which says the same for a start.

        The first one reaches them beyond the monthly cap; one that corrects a correction does not.

        Errors: besides those of the class `NotAllowed` while that one goes on, or has not begun.
        """
        found = await self.view(actor, key)
        if found.began_at is None or found.state in (BroadcastState.SENDING, BroadcastState.UNDOING):
            raise NotAllowed("broadcasts.not_now")
        async with self._database.read() as connection:
            is_first = found.audience.received is None and not await broadcasts.is_corrected(connection, key)
        received = Received(key, found.audience.tells_votes, is_first)
        return await self._add(actor, self._like(found, Audience(received=received)))

    def _like(self, other: Broadcast, audience: Audience) -> Broadcast:
        contents = {locale: replace(content, message=None) for locale, content in other.contents.items()}
        new = Broadcast(0, 0, other.kind, audience, self._clock(), contents)
        return replace(new, is_emergency=other.is_emergency)

    async def said_in(self, actor: Actor, message: int) -> tuple[Broadcast, Locale] | None:
        """Find the broadcast of one's own that says, in a language, what one wrote in a message."""
        if actor.id is None or not may(actor.role, Action.WRITE_BROADCAST):
            return None
        async with self._database.read() as connection:
            found = await broadcasts.said_in(connection, actor.id, message)
            return (await found_in(connection, found[0]), found[1]) if found else None

    async def say(self, actor: Actor, key: int, locale: Locale, content: Content | None) -> None:
        """Set what a draft says in a language, or that it says nothing in that one.

        Errors: besides those of the class `NotAllowed` that says what is wrong with the content.
        """
        await self.say_all(actor, key, {locale: content})

    async def say_all(self, actor: Actor, key: int, contents: Mapping[Locale, Content | None]) -> None:
        """Set what a draft says in several languages at once. Errors: as `say`."""
        checked = {locale: sound(content) if content else None for locale, content in contents.items()}

        async def work(connection: Connection) -> None:
            await say(connection, await mine(connection, actor, key), checked)

        await self._database.write(work)

    async def change(
        self,
        actor: Actor,
        key: int,
        *,
        kind: BroadcastKind | None = None,
        audience: Audience | None = None,
        is_emergency: bool | None = None,
    ) -> None:
        """Set what a draft is about, whom it is for, whether it is an emergency; what is None stays."""

        async def work(connection: Connection) -> None:
            found = await mine(connection, actor, key)
            new = replace(
                found,
                kind=kind or found.kind,
                audience=audience or found.audience,
                is_emergency=found.is_emergency if is_emergency is None else is_emergency,
            )
            await broadcasts.keep(connection, new)

        await self._database.write(work)

    async def drop(self, actor: Actor, key: int) -> None:
        """Delete a draft of one's own."""

        async def work(connection: Connection) -> None:
            await mine(connection, actor, key)
            await broadcasts.drop(connection, key)
            await audit.add(connection, act_of(actor, Action.WRITE_BROADCAST, key, Deed.DROP, self._clock()))

        await self._database.write(work)

    async def view(self, actor: Actor, key: int) -> Broadcast:
        require(actor, Action.WRITE_BROADCAST)
        async with self._database.read() as connection:
            return await found_in(connection, key)

    async def listed(self, actor: Actor, states: Collection[BroadcastState], page: int = 0) -> list[Broadcast]:
        """Those in these states, the newest first, `N_LISTED` on a page and one more if there is another page."""
        require(actor, Action.WRITE_BROADCAST)
        async with self._database.read() as connection:
            return await broadcasts.listed(connection, states, N_LISTED + 1, page * N_LISTED)

    async def found(self, actor: Actor, states: Collection[BroadcastState], written: str = "") -> list[Broadcast]:
        """Those in these states that have every word, the newest first, of the last `MOST_LOOKED_THROUGH`."""
        require(actor, Action.WRITE_BROADCAST)
        async with self._database.read() as connection:
            every = await broadcasts.listed(connection, states, MOST_LOOKED_THROUGH, 0)
        return find_broadcasts(every, written)

    async def trail(self, actor: Actor, key: int) -> Sequence[Act]:
        """Who did what with a broadcast, the newest first."""
        require(actor, Action.WRITE_BROADCAST)
        async with self._database.read() as connection:
            return await audit.of(connection, f"broadcast:{key}")

    async def known(self, actor: Actor, telegram_ids: Collection[int]) -> tuple[int, ...]:
        """Take a list of numbers in Telegram for an audience.

        Errors: besides those of the class `NotAllowed` for a list that is too long, or when the bot does not know
        somebody: it says how many.
        """
        require(actor, Action.WRITE_BROADCAST)
        numbers = set(telegram_ids)
        if len(numbers) > MAX_PEOPLE:
            raise NotAllowed("broadcasts.list_too_long", limit=MAX_PEOPLE)
        async with self._database.read() as connection:
            found = await people.ids_of(connection, numbers)
        if n_unknown := len(numbers) - len(found):
            raise NotAllowed("broadcasts.unknown_people", n=n_unknown)
        return tuple(found)

    async def estimate(self, actor: Actor, key: int) -> Estimate:
        """Say whom a broadcast would reach, how long that takes, and whether somebody has to approve.

        Errors: besides those of the class `NotAllowed` for an audience by votes or by a place that is too small to be
        named, or of a round that is not open.
        """
        return await self._estimate(await self.view(actor, key))

    async def submit(self, actor: Actor, key: int) -> BroadcastState:
        """Hand a draft in: it waits for a second person, or begins when it is due, at once if no time was set.

        Errors: besides those of the class `NotAllowed` for one that says nothing, is for nobody, or is due in the past.
        """
        async with self._one_freeze:
            async with self._database.read() as connection:
                found = await mine(connection, actor, key, Deed.SUBMIT)
            if not found.contents:
                raise NotAllowed("broadcasts.no_words")
            self._check_due(found)
            estimate = await self._estimate(found)
            if not estimate.n_recipients:
                raise NotAllowed("broadcasts.nobody")
            if estimate.needs_approval:
                waits = {"state": BroadcastState.WAITING}
                await self._carry_out(actor, Action.WRITE_BROADCAST, found, Deed.SUBMIT, waits)
                return BroadcastState.WAITING
            await self._freeze(actor, Action.WRITE_BROADCAST, found, Deed.SUBMIT, {})
            return BroadcastState.SCHEDULED

    async def approve(self, actor: Actor, key: int, stamp: int | None = None) -> None:
        """Let a colleague's broadcast go; its audience is frozen now. `stamp` is its own when it was looked at.

        Errors: besides those of the class `NotAllowed` for one's own, for one that is due in the past, and for one
        that is not as it was looked at.
        """
        require(actor, Action.APPROVE_BROADCAST)
        approver = agreed(actor)
        async with self._one_freeze:
            async with self._database.read() as connection:
                found = await found_in(connection, key)
            check(found, Deed.APPROVE)
            if approver == found.author:
                raise NotAllowed("broadcasts.own")
            if stamp not in (None, found.stamp):
                raise NotAllowed("broadcasts.not_now")
            self._check_due(found)
            await self._freeze(actor, Action.APPROVE_BROADCAST, found, Deed.APPROVE, {"approver": approver})

    async def take_back(self, actor: Actor, key: int) -> None:
        """Make one that waits, or has not begun, a draft again: by its author, or by whoever may approve and does not.

        What was approved has to be approved anew.
        """
        found = await self.view(actor, key)
        if agreed(actor) != found.author:
            require(actor, Action.APPROVE_BROADCAST)
        draft = dict.fromkeys(("approver", "sender", "frozen_at", "due_at")) | {"state": BroadcastState.DRAFT}
        async with self._one_freeze:  # else it would thaw what is frozen anew meanwhile
            await self._carry_out(actor, Action.WRITE_BROADCAST, found, Deed.TAKE_BACK, draft)
            await self.audiences.thaw(key)

    async def schedule(self, actor: Actor, key: int, due_at: datetime | None) -> None:
        """Set when a broadcast begins; None for at once. One that was approved keeps its approval.

        Errors: besides those of the class `NotAllowed` for the past, the night, and what is too far away.
        """
        found = await self.view(actor, key)
        if agreed(actor) != found.author:
            require(actor, Action.APPROVE_BROADCAST)
        now = self._clock()
        if due_at is not None:
            check_due(found, due_at, now, self._zone)
        elif found.state is BroadcastState.SCHEDULED:
            due_at = now
        said = {"due_at": due_at}
        detail = due_at.isoformat() if due_at else "at once"
        await self._carry_out(actor, Action.WRITE_BROADCAST, found, Deed.SCHEDULE, said, detail)

    def _check_due(self, found: Broadcast) -> None:
        if found.due_at is not None:
            check_due(found, found.due_at, self._clock(), self._zone)

    async def _estimate(self, found: Broadcast) -> Estimate:
        tally = await self.audiences.estimate(found)
        if 0 < tally.n_people < SMALLEST and found.audience.tells_votes:
            raise NotAllowed("broadcasts.too_few_to_hide", limit=SMALLEST)
        if 0 < tally.n_people < SMALLEST and found.audience.settlement:
            raise NotAllowed("broadcasts.too_few_neighbours", limit=SMALLEST)
        n = tally.n(DeliveryState.WAITING)
        seconds = n * found.n_messages * GAP_S
        begins_at = max(self._clock(), found.due_at or self._clock())
        over_at = ends_at(begins_at, seconds, self._zone, at_night=found.is_emergency)
        return Estimate(tally, seconds, over_at, needs_approval(found, n, self._approval_from))

    async def _freeze(
        self, actor: Actor, action: Action, found: Broadcast, deed: Deed, more: Mapping[str, Any]
    ) -> None:
        """Freeze the audience, then let the broadcast begin when it is due.

        Until the last write it waits as it did before; whatever ends the bot meanwhile leaves rows that the next
        freeze deletes.
        """
        await self.audiences.freeze(found)
        now = self._clock()
        due_at = found.due_at or (now if found.is_emergency else by_day(now, self._zone))
        goes = {"state": BroadcastState.SCHEDULED, "sender": found.author, "frozen_at": now, "due_at": due_at}
        await self._carry_out(actor, action, found, deed, goes | dict(more))

    async def _add(self, actor: Actor, new: Broadcast) -> int:
        require(actor, Action.WRITE_BROADCAST)
        author = agreed(actor)

        async def work(connection: Connection) -> int:
            key = await broadcasts.add(connection, replace(new, author=author))
            await audit.add(connection, act_of(actor, Action.WRITE_BROADCAST, key, Deed.WRITE, self._clock()))
            return key

        return await self._database.write(work)

    async def _carry_out(
        self,
        actor: Actor,
        action: Action,
        found: Broadcast,
        deed: Deed,
        columns: Mapping[str, Any],
        detail: str = "",
    ) -> None:
        now = self._clock()
        await self._database.write(
            partial(carry_out, actor=actor, action=action, seen=found, deed=deed, now=now, columns=columns, more=detail)
        )
