"""Report how goals stand, follow them, and ask those who live there whether they see it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from bot.domain.audit import Act
from bot.domain.errors import NotAllowed, NotFound
from bot.domain.notices import ABOUT_FOLLOWED, Notice, NoticeKind, by_day
from bot.domain.people import Actor
from bot.domain.permissions import Action, agreed, may, require
from bot.domain.progress import Follow, FollowKind, Ledger, News, Report, Sight, sound
from bot.domain.time import Clock
from bot.services.briefly import Briefly
from bot.services.entries import Entries, Shelf
from bot.storage import audit, notices, progress
from bot.storage import entries as wordings
from bot.storage.database import Connection, Database
from knowledge.model import Entry

TOLD_AT = time(18, 0)
"""When followers hear of the day's changes: after work, once."""

ASKED_FOR = timedelta(days=90)
"""How long somebody who follows is offered to say whether they see what was done."""

T = TypeVar("T")

Said = Mapping[str, Any]
"""What a report says: some of `bot.domain.progress.FIELDS`."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a goal stands, for the one who looks.

    Shapes: `follows` and `seen` are about this person alone; `follows` is None where nobody is to be spoken of: in a
    group.
    """

    ledger: Ledger
    today: date
    follows: bool | None = None
    seen: Sight | None = None
    may_report: bool = False


@dataclass(frozen=True, slots=True)
class History:
    """All reports on a goal. `is_gone`: no published document has it any more, `entry` is how it read last."""

    entry: Entry
    ledger: Ledger
    is_gone: bool


class Progress:
    """Errors of every method about a goal: `NotFound` for one that is not published, or that no promise is made of."""

    def __init__(self, database: Database, clock: Clock, timezone: str, entries: Entries) -> None:
        self._database = database
        self._clock = clock
        self._zone = ZoneInfo(timezone)
        self._entries = entries
        self._ledgers: Briefly[int, Ledger] = Briefly(lambda ledger: ledger.done is None)
        self._late: Briefly[date, Sequence[tuple[int, date]]] = Briefly()
        self._follows: Briefly[int, Sequence[Follow]] = Briefly()

    @property
    def today(self) -> date:
        return self._clock().astimezone(self._zone).date()

    async def standing(self, actor: Actor, entry: int, *, in_group: bool = False) -> Standing | None:
        """How a goal stands; None for what no promise is made of, such as a party's programme."""
        if not is_promise(self._entries.shelf, entry):
            return None
        ledger = await self._ledgers.get(entry, partial(self._read, progress.ledger, entry))
        if in_group:
            return Standing(ledger, self.today)
        has_to_see = actor.id is not None and ledger.done is not None
        seen = await self._read(progress.seen_by, actor.id) if has_to_see else {}
        return Standing(
            ledger,
            self.today,
            Follow(FollowKind.ENTRY, str(entry)) in await self.followed(actor),
            seen.get(ledger.done.id) if ledger.done else None,
            may(actor.role, Action.REPORT_PROGRESS),
        )

    async def _read(self, query: Callable[[Connection, Any], Awaitable[T]], key: Any) -> T:
        async with self._database.read() as connection:
            return await query(connection, key)

    async def history(self, entry: int) -> History:
        """Everything that was ever reported on a goal, also on one that a new edition no longer has."""
        shelf = self._entries.shelf
        async with self._database.read() as connection:
            ledger = await progress.ledger(connection, entry)
            known = shelf.by_id.get(entry) or await wordings.last_wording(connection, entry)
        if known is None or not (ledger.reports or is_promise(shelf, entry)):
            raise NotFound("entries.gone")
        return History(known, ledger, is_gone=entry not in shelf.by_id)

    async def overdue(self, community: str) -> list[tuple[int, date]]:
        """The goals of a community whose deadline has passed, with that day, the longest overdue first."""
        late = await self._late.get(self.today, partial(self._read, progress.overdue, self.today))
        shelf = self._entries.shelf
        return [
            (entry, due_on)
            for entry, due_on in late
            if is_promise(shelf, entry) and shelf.library.community_of(shelf.entry(entry)).id == community
        ]

    async def preview(self, actor: Actor, entry: int, said: Said) -> tuple[Ledger, bool]:
        """The ledger as it would be after a report, and whether that says anything new.

        Errors: as `report`.
        """
        require(actor, Action.REPORT_PROGRESS)
        self._must_be_promise(entry)
        async with self._database.read() as connection:
            ledger = await progress.ledger(connection, entry)
        after = ledger.after(entry, _sound(said), self._clock())
        return after or ledger, after is not None

    async def report(
        self, actor: Actor, reports: Sequence[tuple[int, Said]], *, newest: Mapping[int, int] | None = None
    ) -> int:
        """Add reports on goals, all or none, but for those that say nothing new; return how many there were.

        Followers hear of it once that day, and after «done» are asked whether they see it.
        Shapes: `newest` is the newest report that was read of a goal, see `Ledger.newest`.
        Errors: as `bot.domain.progress.sound`; `NotAllowed` also when somebody reported meanwhile.
        """
        require(actor, Action.REPORT_PROGRESS)
        now = self._clock()
        for entry, _ in reports:
            self._must_be_promise(entry)
        sound_ = [(entry, _sound(said)) for entry, said in reports]

        async def work(connection: Connection) -> int:
            for entry, read in (newest or {}).items():
                if (await progress.ledger(connection, entry)).newest != read:
                    raise NotAllowed("progress.reported_meanwhile")
            return sum([await self._report(connection, actor, entry, said, now) for entry, said in sound_])

        n_new = await self._database.write(work)
        self._ledgers.forget()
        self._late.forget()
        return n_new

    async def _report(self, connection: Connection, actor: Actor, entry: int, said: Said, now: datetime) -> bool:
        before = await progress.ledger(connection, entry)
        after = before.after(entry, said, now, actor.id)
        if after is None:
            return False
        number = await progress.report(connection, after.reports[0])
        detail = "; ".join(f"{name}: {value}" for name, value in before.news(said).items())[:300]
        action, about = Action.REPORT_PROGRESS.value, f"entry:{entry}"
        await audit.add(connection, Act(now, actor.id, actor.role.value, action, about, detail))
        told = await progress.followers(connection, follows_of(self._entries.shelf, entry))
        await self._tell(connection, told, now)
        if before.done and not after.done:
            await notices.withdraw(connection, f"seen:{before.done.id}")
        if after.done and not before.done:
            await self._ask(connection, told, number, entry, now)
        return True

    async def _tell(self, connection: Connection, told: Sequence[int], now: datetime) -> None:
        """Queue one message a day; it collects what has changed by the time it is opened."""
        local = now.astimezone(self._zone)
        day = local.date() + timedelta(days=local.time() >= TOLD_AT)
        waiting = await notices.waiting(connection, NoticeKind.PROGRESS)
        told_late = await notices.told_since(connection, NoticeKind.PROGRESS, self._at(day, time.min))
        said = {"since": int(now.timestamp())}
        new = []
        for person in told:
            due_on = day + timedelta(days=person in told_late)
            due_at = self._at(due_on, TOLD_AT).astimezone(now.tzinfo)
            if person not in waiting:
                new.append(Notice(person, f"progress:{due_on.isoformat()}", NoticeKind.PROGRESS, said, due_at))
        await notices.add(connection, new)

    async def _ask(self, connection: Connection, told: Sequence[int], report: int, entry: int, now: datetime) -> None:
        """Ask a day later; who is about to be asked of another goal is asked of this one after their answer."""
        due_at = by_day(now + timedelta(days=1), self._zone)
        waiting = await notices.waiting(connection, NoticeKind.SEEN_ASKED)
        said = {"report": report, "entry": entry, "goal": self._entries.shelf.entry(entry).text}
        asked = [person for person in told if person not in waiting]
        cause = f"seen:{report}"
        await notices.add(connection, [Notice(one, cause, NoticeKind.SEEN_ASKED, said, due_at) for one in asked])

    def _at(self, day: date, hour: time) -> datetime:
        return datetime.combine(day, hour, tzinfo=self._zone)

    async def follow(self, actor: Actor, what: Follow) -> None:
        """Hear of changes, one message a day at most, also where a person had stopped all news before."""
        require(actor, Action.FOLLOW)
        person = agreed(actor)
        if what.kind is FollowKind.ENTRY:
            self._must_be_promise(int(what.key))
        elif what.key not in self._entries.shelf.library.communities:
            raise NotFound("entries.gone")

        async def work(connection: Connection) -> None:
            await progress.follow(connection, person, what)
            await notices.unmute(connection, person, NoticeKind.PROGRESS)

        await self._database.write(work)
        self._follows.forget()

    async def unfollow(self, actor: Actor, what: Follow) -> None:
        """Hear of it no longer, also not of what has changed today already."""
        person = agreed(actor)

        async def work(connection: Connection) -> None:
            await progress.unfollow(connection, person, what)
            followed = await progress.followed_by(connection, person)
            for key, notice in await notices.waiting_for(connection, person, ABOUT_FOLLOWED):
                if not await self._still_hears(connection, notice, followed):
                    await notices.drop(connection, key)

        await self._database.write(work)
        self._follows.forget()

    async def _still_hears(self, connection: Connection, notice: Notice, followed: Sequence[Follow]) -> bool:
        if notice.kind is NoticeKind.SEEN_ASKED:
            return self._heard_by(notice.params["entry"], followed) is not None
        made = await progress.reported_since(connection, datetime.fromtimestamp(notice.params["since"], UTC))
        return any(self._heard_by(entry, followed) for entry in made)

    async def followed(self, actor: Actor) -> Sequence[Follow]:
        """What a person follows."""
        if actor.id is None:
            return []
        return await self._follows.get(actor.id, partial(self._read, progress.followed_by, actor.id))

    async def wording(self, entry: int) -> Entry | None:
        """How a goal reads, or read before it went; None for a number that no goal ever had."""
        if found := self._entries.shelf.by_id.get(entry):
            return found
        async with self._database.read() as connection:
            return await wordings.last_wording(connection, entry)

    async def news(self, actor: Actor, since: datetime) -> list[News]:
        """What was reported since a moment on the goals that a person follows, the newest first."""
        followed = await self.followed(actor)
        async with self._database.read() as connection:
            made = await progress.reported_since(connection, since)
        found = []
        for entry, ledger in made.items():
            if heard_by := self._heard_by(entry, followed):
                n_new = sum(report.reported_at >= since for report in ledger.reports)
                found.append(News(entry, ledger, n_new, heard_by))
        return found

    def _heard_by(self, entry: int, followed: Sequence[Follow]) -> Follow | None:
        """Say by which follow a person hears of a goal; of one that has gone, only by following itself."""
        return next((one for one in follows_of(self._entries.shelf, entry) if one in followed), None)

    async def see(self, actor: Actor, report: int, seen: Sight) -> int:
        """Keep what a resident sees of a goal that is said to be done; return the goal's number.

        Errors: `NotFound` for a report that the hromada has taken back.
        """
        require(actor, Action.FOLLOW)
        person = agreed(actor)

        async def work(connection: Connection) -> int:
            found = await progress.find_report(connection, report)
            ledger = await progress.ledger(connection, found.entry) if found else Ledger()
            if found is None or ledger.done is None or ledger.done.id != report:
                raise NotFound("progress.gone")
            await progress.see(connection, report, person, seen)
            return found.entry

        return await self._database.write(work)

    async def to_see(self, actor: Actor) -> Report | None:
        """The newest «done» on a goal that a person follows of which they have not said whether they see it."""
        followed, now = await self.followed(actor), self._clock()
        if actor.id is None or not followed:
            return None
        async with self._database.read() as connection:
            made = await progress.reported_since(connection, now - ASKED_FOR)
            seen = await progress.seen_by(connection, actor.id)
        for entry, ledger in made.items():
            done = ledger.done
            if done and done.id not in seen and entry in self._entries.shelf.by_id and self._heard_by(entry, followed):
                return done
        return None

    def _must_be_promise(self, entry: int) -> None:
        self._entries.shelf.entry(entry)
        if not is_promise(self._entries.shelf, entry):
            raise NotAllowed("progress.no_promise")


def is_promise(shelf: Shelf, entry: int) -> bool:
    """Say whether the hromada promised it: not what a party or a newspaper says, nor what staff answered."""
    goal = shelf.by_id.get(entry)
    return goal is not None and shelf.library.document_of(goal).is_promise


def follows_of(shelf: Shelf, entry: int) -> list[Follow]:
    """What somebody may follow to hear of a goal, the nearest first: itself, what stands above it, its community."""
    goal = shelf.by_id.get(entry)
    above = shelf.library.ancestors(goal) if goal else ()
    numbers = [entry, *(shelf.number(one) for one in reversed(above))]
    community = [Follow(FollowKind.COMMUNITY, shelf.library.community_of(goal).id)] if goal else []
    return [*(Follow(FollowKind.ENTRY, str(number)) for number in numbers), *community]


def _sound(said: Said) -> Said:
    return {name: sound(name, value) for name, value in said.items()}
