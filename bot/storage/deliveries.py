"""Rows of deliveries: one for each person of a broadcast's audience, frozen when it is approved."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    case,
    delete,
    false,
    func,
    insert,
    literal,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.audiences import Audience, Vote, is_free
from bot.domain.broadcasts import ALL_BROADCASTS, MONTH, Broadcast, muted_as
from bot.domain.deliveries import GOT, TOLD, DeliveryState, Tally
from bot.domain.notices import MUTABLE, NoticeState
from bot.domain.people import Locale
from bot.domain.progress import Follow
from bot.storage.schema import broadcasts, deliveries, feedback, follows, mutes, notices, people, rounds, voters

CHUNK = 50_000
"""People in one write, so that others' writes need not wait for a million: about 0.1 s."""

LEASE = timedelta(seconds=30)
"""How long a row belongs to whoever claimed it; what a crash left unnoted is sent again afterwards."""

UPLOAD_LEASE = timedelta(minutes=5)
"""The same for a message that brings files."""

LONGEST = timedelta(hours=12)
"""Nothing waits longer for another try. What seems to has been claimed under a clock that was set back since."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """A person to whom a broadcast is to be sent, or from whom it is taken back."""

    broadcast: int
    person: int
    telegram_id: int
    locale: Locale
    n_attempts: int
    messages: tuple[int, ...]
    is_muted: bool
    is_unreachable: bool


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of one try."""

    broadcast: int
    person: int
    state: DeliveryState
    n_attempts: int = 0
    until_at: datetime | None = None
    messages: tuple[int, ...] = ()


def _fits(audience: Audience, followed: Collection[Follow]) -> list[ColumnElement[bool]]:
    """The conditions of an audience; `followed` are the ways in which one follows its goal."""
    found = [people.c.telegram_id > 0]  # the others read in a browser only
    if audience.community:
        found.append(people.c.community == audience.community)
    if audience.locale:
        found.append(people.c.locale == audience.locale.value)
    if audience.settlement:
        found.append(people.c.settlement == audience.settlement)
    if audience.wrote_about or audience.topic:
        found.append(_wrote(audience))
    if audience.entry:
        ways = [and_(follows.c.kind == one.kind.value, follows.c.key == one.key) for one in followed]
        found.append(people.c.id.in_(select(follows.c.person).where(or_(false(), *ways))))
    if audience.vote:
        found.append(_in_question(audience.vote))
    if audience.received:
        got = select(deliveries.c.person).where(deliveries.c.broadcast == audience.received.broadcast)
        found.append(people.c.id.in_(got.where(deliveries.c.state.in_(GOT))))
    if audience.people:
        found.append(people.c.id.in_(audience.people))
    return found


def _wrote(audience: Audience) -> ColumnElement[bool]:
    """Those who sent feedback about a place or a topic, or about both at once."""
    wrote = select(feedback.c.person).where(feedback.c.person.is_not(None))
    if audience.wrote_about:
        wrote = wrote.where(feedback.c.settlement == audience.wrote_about)
    if audience.topic:
        wrote = wrote.where(feedback.c.topic == audience.topic)
    return people.c.id.in_(wrote)


def _in_question(vote: Vote) -> ColumnElement[bool]:
    """Those of whom it is asked whether they voted."""
    if vote.has_voted:
        return people.c.id.in_(select(voters.c.person).where(voters.c.round == vote.round))
    where = select(rounds.c.community).where(rounds.c.id == vote.round).scalar_subquery()
    return people.c.community == where


def _state(broadcast: Broadcast, now: datetime, cap: int) -> ColumnElement[str]:
    """In which state a person of `people` would be: whether they want it, can be reached, and had not enough."""
    kinds = [ALL_BROADCASTS, muted_as(broadcast.kind)]
    muted = select(mutes.c.person).where(mutes.c.person == people.c.id, mutes.c.kind.in_(kinds)).exists()
    whens = [
        (people.c.unreachable_at.is_not(None), DeliveryState.UNREACHABLE.value),
        (muted, DeliveryState.MUTED.value),
    ]
    if not broadcast.is_emergency and not is_free(broadcast.audience):
        whens.append((_told(broadcast.id, now) >= cap, DeliveryState.CAPPED.value))
    return case(*whens, else_=DeliveryState.WAITING.value)


def _told(but: int, now: datetime) -> ColumnElement[int]:
    """How often a person of `people` was told something unasked within a month, `but` by this broadcast.

    What corrects another broadcast for the first time does not count.
    """
    free = broadcasts.c.audience["received"]["is_first"].as_boolean()
    recent = select(broadcasts.c.id).where(
        broadcasts.c.began_at >= now - MONTH, broadcasts.c.id != but, free.is_not(true())
    )
    by_broadcasts = (
        select(func.count())
        .select_from(deliveries)
        .where(deliveries.c.broadcast.in_(recent), deliveries.c.person == people.c.id, deliveries.c.state.in_(TOLD))
        .scalar_subquery()
    )
    sent = [NoticeState.SENT.value, NoticeState.UNSURE.value]
    by_notices = (
        select(func.count())
        .select_from(notices)
        .where(notices.c.person == people.c.id, notices.c.kind.in_(MUTABLE))
        .where(notices.c.state.in_(sent), notices.c.done_at >= now - MONTH)
        .scalar_subquery()
    )
    return by_broadcasts + by_notices


@dataclass(frozen=True, slots=True)
class Aim:
    """Everything that decides who gets a broadcast.

    Shapes: `followed` are the ways in which one follows the goal of the audience; `left_out` people who do not belong
    to it by their ballots; `cap` is the most pushes in a month.
    """

    broadcast: Broadcast
    now: datetime
    cap: int
    followed: Collection[Follow] = ()
    left_out: frozenset[int] = frozenset()


async def estimate(connection: AsyncConnection, aim: Aim) -> Tally:
    """How many people a broadcast would have in which state."""
    fits, state = _fits(aim.broadcast.audience, aim.followed), _state(aim.broadcast, aim.now, aim.cap)
    if not aim.left_out:
        rows = await connection.execute(select(state.label("state"), func.count()).where(*fits).group_by("state"))
        return Tally({DeliveryState(state): n for state, n in rows})
    found: dict[DeliveryState, int] = {}
    for person, name in await connection.execute(select(people.c.id, state).where(*fits)):
        if person not in aim.left_out:
            found[DeliveryState(name)] = found.get(DeliveryState(name), 0) + 1
    return Tally(found)


async def last_person(connection: AsyncConnection) -> int:
    """The highest number in `people`."""
    return await connection.scalar(select(func.max(people.c.id))) or 0


async def freeze(connection: AsyncConnection, aim: Aim, first: int) -> None:
    """Make rows for those of the audience whose numbers begin at `first`, a chunk of them."""
    nothing = (literal(0), false(), false(), false())
    chosen: Select[Any] = select(
        literal(aim.broadcast.id), people.c.id, _state(aim.broadcast, aim.now, aim.cap), *nothing
    ).where(people.c.id >= first, people.c.id < first + CHUNK, *_fits(aim.broadcast.audience, aim.followed))
    columns = ["broadcast", "person", "state", "n_attempts", "is_opened", "is_replied", "is_muted"]
    await connection.execute(insert(deliveries).from_select(columns, chosen))
    await leave_out(connection, aim.broadcast.id, [one for one in aim.left_out if first <= one < first + CHUNK])


async def leave_out(connection: AsyncConnection, key: int, persons: Collection[int]) -> None:
    """Delete the rows of those who do not belong to the audience after all."""
    if persons:
        await connection.execute(_LEAVE_OUT, [{"key": key, "who": person} for person in persons])


_LEAVE_OUT = delete(deliveries).where(
    deliveries.c.broadcast == bindparam("key"), deliveries.c.person == bindparam("who")
)


async def look_again(connection: AsyncConnection, aim: Aim, first: int) -> None:
    """Ask of a chunk of the frozen audience anew who wants it, can be reached and had not enough."""
    state = select(_state(aim.broadcast, aim.now, aim.cap)).where(people.c.id == deliveries.c.person)
    which = (
        deliveries.c.broadcast == aim.broadcast.id,
        deliveries.c.person >= first,
        deliveries.c.person < first + CHUNK,
    )
    await connection.execute(
        update(deliveries).where(*which).values(state=state.correlate(deliveries).scalar_subquery())
    )


async def claim(
    connection: AsyncConnection,
    broadcast: Broadcast,
    state: DeliveryState,
    after: int,
    now: datetime,
    limit: int,
    locales: Collection[Locale] = tuple(Locale),
    lease: timedelta = LEASE,
) -> list[Recipient]:
    """Lease the next rows in a state, of people behind `after` who read one of these languages."""
    is_free = or_(deliveries.c.until_at.is_(None), deliveries.c.until_at <= now, deliveries.c.until_at > now + LONGEST)
    kinds = [ALL_BROADCASTS, muted_as(broadcast.kind)]
    muted = select(mutes.c.person).where(mutes.c.person == people.c.id, mutes.c.kind.in_(kinds)).exists()
    asked = (
        select(deliveries, people.c.telegram_id, people.c.locale, people.c.unreachable_at, muted.label("is_against"))
        .join(people, people.c.id == deliveries.c.person)
        .where(deliveries.c.broadcast == broadcast.id, deliveries.c.person > after)
        .where(deliveries.c.state == state.value, is_free, people.c.locale.in_(locales))
        .order_by(deliveries.c.person)
        .limit(limit)
    )
    rows = (await connection.execute(asked)).all()
    which = (deliveries.c.broadcast == broadcast.id, deliveries.c.person.in_([row.person for row in rows]))
    await connection.execute(update(deliveries).where(*which).values(until_at=now + lease))
    return [
        Recipient(
            row.broadcast,
            row.person,
            row.telegram_id,
            Locale(row.locale),
            row.n_attempts,
            () if row.message is None else (row.message, *(row.others or ())),
            bool(row.is_against),
            row.unreachable_at is not None,
        )
        for row in rows
    ]


_SETTLE = (
    update(deliveries)
    .where(deliveries.c.broadcast == bindparam("key"), deliveries.c.person == bindparam("who"))
    .values(
        state=bindparam("what"),
        n_attempts=bindparam("n"),
        until_at=bindparam("until"),
        message=bindparam("first"),
        others=bindparam("rest"),
    )
)


async def settle(connection: AsyncConnection, settled: Sequence[Settled]) -> None:
    """Note what became of tries, of all that wait to be noted at once."""
    await connection.execute(
        _SETTLE,
        [
            {
                "key": one.broadcast,
                "who": one.person,
                "what": one.state.value,
                "n": one.n_attempts,
                "until": one.until_at,
                "first": one.messages[0] if one.messages else None,
                "rest": list(one.messages[1:]) or None,
            }
            for one in settled
        ],
    )


async def are_left(connection: AsyncConnection, key: int, state: DeliveryState) -> bool:
    """Say whether rows in this state are left, leased or put off ones included."""
    which = (deliveries.c.broadcast == key, deliveries.c.state == state.value)
    return await connection.scalar(select(deliveries.c.person).where(*which).limit(1)) is not None


async def tally(connection: AsyncConnection, key: int) -> Tally:
    """Count what became of a broadcast."""
    did = [func.count().filter(column) for column in _DONE.values()]
    asked = select(deliveries.c.state, func.count(), *did).where(deliveries.c.broadcast == key)
    rows = (await connection.execute(asked.group_by(deliveries.c.state))).all()
    by_state = {DeliveryState(state): n for state, n, *_ in rows}
    return Tally(by_state, *(sum(row[2 + number] for row in rows) for number in range(len(did))))


_DONE = {"opened": deliveries.c.is_opened, "replied": deliveries.c.is_replied, "muted": deliveries.c.is_muted}


async def note(connection: AsyncConnection, key: int, person: int, what: str) -> None:
    """Note that a person `opened` a button, `replied` or `muted` with it."""
    which = (deliveries.c.broadcast == key, deliveries.c.person == person)
    await connection.execute(update(deliveries).where(*which).values({_DONE[what]: True}))


async def by_message(connection: AsyncConnection, person: int, message: int, since: datetime) -> int | None:
    """Which of the broadcasts since a moment a message in a person's chat was."""
    recent = select(broadcasts.c.id).where(broadcasts.c.began_at >= since)
    mine = and_(deliveries.c.broadcast.in_(recent), deliveries.c.person == person)
    return await connection.scalar(select(deliveries.c.broadcast).where(mine, deliveries.c.message == message))


async def of_person(connection: AsyncConnection, person: int) -> list[dict[str, Any]]:
    """Everything that was to be sent to a person, as JSON values."""
    every = select(broadcasts.c.id)
    rows = await connection.execute(
        select(
            deliveries.c.broadcast,
            deliveries.c.state,
            deliveries.c.is_opened,
            deliveries.c.is_replied,
            deliveries.c.is_muted,
        ).where(deliveries.c.broadcast.in_(every), deliveries.c.person == person)
    )
    return [dict(row._mapping) for row in rows]  # noqa: SLF001  (SQLAlchemy's documented name)


async def forget(connection: AsyncConnection, key: int) -> int:
    """Delete a chunk of what became of a broadcast; return how many rows there were."""
    some = select(deliveries.c.person).where(deliveries.c.broadcast == key).limit(CHUNK).scalar_subquery()
    which = (deliveries.c.broadcast == key, deliveries.c.person.in_(some))
    return (await connection.execute(delete(deliveries).where(*which))).rowcount


async def count_of(connection: AsyncConnection, keys: Collection[int]) -> int:
    """How many people these broadcasts reached, or tried to."""
    which = deliveries.c.broadcast.in_(keys)
    return await connection.scalar(select(func.count()).select_from(deliveries).where(which)) or 0
