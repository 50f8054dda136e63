"""What waits for somebody's act this morning: how much of what, the most urgent by name, what is one's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.domain.broadcasts import Broadcast, BroadcastState
from bot.domain.digests import Overdue, Waiting, WaitingKind
from bot.domain.feedback import Feedback
from bot.domain.people import Actor
from bot.domain.permissions import Action, may, require
from bot.domain.time import Clock
from bot.services.digests import Digests
from bot.storage import broadcasts, rounds, today
from bot.storage.database import Connection, Database

N_URGENT, N_OWN = 5, 10

URGENCY = (
    WaitingKind.OVERDUE_FEEDBACK,
    WaitingKind.MODERATION,
    WaitingKind.VOIDS,
    WaitingKind.GAPS,
    WaitingKind.FEEDBACK,
)
"""As digests order what waits: first what somebody was promised, then what keeps others waiting."""


@dataclass(frozen=True, slots=True)
class Urgent:
    """One thing that waits. Shapes: `key` names it in its room; `due_on` is a deadline that has passed."""

    kind: WaitingKind
    key: int
    text: str
    since_at: datetime | None = None
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Morning:
    """All that waits.

    Shapes: `waiting` and `urgent` the most urgent first; `doubted` rounds with doubtful votes; `to_approve` what
    colleagues want to send.
    """

    waiting: Sequence[Waiting]
    urgent: Sequence[Urgent]
    overdue: Sequence[Overdue]
    own: Sequence[Feedback]
    doubted: Sequence[int]
    to_approve: Sequence[Broadcast]
    now: datetime


class Today:
    def __init__(self, database: Database, clock: Clock, timezone: str, digests: Digests) -> None:
        self._database = database
        self._clock = clock
        self._zone = ZoneInfo(timezone)
        self._digests = digests

    async def view(self, actor: Actor, community: str | None) -> Morning:
        """Say what waits in a community, or in all; what only others may settle is counted and not named.

        Errors: `NotAllowed` to residents.
        """
        require(actor, Action.ENTER_DESK)
        now = self._clock()
        waiting, overdue = await self._digests.waiting(actor, community)
        async with self._database.read() as connection:
            own_rounds = {one.id: one for one in await rounds.every(connection) if community in (None, one.community)}
            doubted = await today.doubted(connection, list(own_rounds))
            urgent = await self._urgent(connection, actor, community, now.astimezone(self._zone).date())
            to_approve = await self._to_approve(connection, actor)
            own = await today.own(connection, actor.id, N_OWN) if actor.id is not None else []
        if may(actor.role, Action.VOID_BALLOT):
            urgent += [Urgent(WaitingKind.VOIDS, key, own_rounds[key].title) for key in doubted]
        urgent.sort(key=lambda one: URGENCY.index(one.kind))
        return Morning(waiting, urgent[:N_URGENT], overdue, own, doubted, to_approve, now)

    async def _to_approve(self, connection: Connection, actor: Actor) -> list[Broadcast]:
        if not may(actor.role, Action.APPROVE_BROADCAST):
            return []
        found = await broadcasts.listed(connection, {BroadcastState.WAITING}, N_OWN, 0)
        return [one for one in found if one.author != actor.id]

    async def _urgent(self, connection: Connection, actor: Actor, community: str | None, day: date) -> list[Urgent]:
        found: list[Urgent] = []
        if may(actor.role, Action.REPLY):
            late = await today.late(connection, community, day, N_URGENT)
            found += [Urgent(WaitingKind.OVERDUE_FEEDBACK, one.id, one.text, one.sent_at, one.due_on) for one in late]
        if may(actor.role, Action.MODERATE):
            held = await today.held(connection, community, N_URGENT)
            found += [Urgent(WaitingKind.MODERATION, one.id, one.text, one.sent_at) for one in held]
        if may(actor.role, Action.ANSWER_QUESTION):
            asked = await today.asked(connection, community, N_URGENT)
            found += [Urgent(WaitingKind.GAPS, one.gap.id, one.text, one.first_at) for one in asked]
        if may(actor.role, Action.REPLY):
            known = {one.key for one in found}
            new = await today.new(connection, community, N_URGENT)
            found += [Urgent(WaitingKind.FEEDBACK, one.id, one.text, one.sent_at) for one in new if one.id not in known]
        return found
