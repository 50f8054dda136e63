"""Report how goals stand, follow them, and ask those who live there whether they see it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from functools import partial
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from bot.domain.audit import Act
from bot.domain.errors import NotAllowed, NotFound
from bot.domain.notices import Notice, NoticeKind, by_day
from bot.domain.people import Actor
from bot.domain.permissions import Action, agreed, require
from bot.domain.progress import MAX_WORDS, Follow, FollowKind, Ledger, Promise, Report, Sight, Status
from bot.domain.time import Clock
from bot.services.entries import Entries
from bot.storage import audit, notices, progress
from bot.storage.database import Connection, Database

TOLD_AT = time(18, 0)
"""When followers hear of the day's changes: after work, once."""


class Progress:
    """Errors of every method about a goal: `NotFound` for one that is not published."""

    def __init__(self, database: Database, clock: Clock, timezone: str, entries: Entries) -> None:
        self._database = database
        self._clock = clock
        self._zone = ZoneInfo(timezone)
        self._entries = entries

    async def ledger(self, entry: int) -> Ledger:
        """Everything known about a goal's fulfilment."""
        self._entries.shelf.entry(entry)
        async with self._database.read() as connection:
            return await progress.ledger(connection, entry)

    async def promise(self, actor: Actor, promise: Promise) -> None:
        """Set who answers for a goal, until when and for how much."""
        require(actor, Action.REPORT_PROGRESS)
        agreed(actor)
        self._entries.shelf.entry(promise.entry)
        if any(money is not None and money < 0 for money in (promise.planned_kop, promise.spent_kop)):
            raise NotAllowed("progress.negative_money")

        async def work(connection: Connection) -> None:
            await progress.keep_promise(connection, promise)
            await audit.add(connection, self._act(actor, promise.entry, str(promise)))

        await self._database.write(work)

    async def report(self, actor: Actor, entry: int, status: Status, words: str, evidence_url: str | None) -> int:
        """Add a report; followers hear of it once that day, and after «done» are asked whether they see it.

        Errors: `NotAllowed` for words that are too long, or a link that is none.
        """
        require(actor, Action.REPORT_PROGRESS)
        by, now, words = agreed(actor), self._clock(), words.strip()
        self._entries.shelf.entry(entry)
        if len(words) > MAX_WORDS:
            raise NotAllowed("progress.too_long", limit=MAX_WORDS)
        if evidence_url is not None and not _is_link(evidence_url):
            raise NotAllowed("progress.no_link")

        async def work(connection: Connection) -> int:
            number = await progress.report(connection, Report(0, entry, status, words, evidence_url, now), by)
            await audit.add(connection, self._act(actor, entry, f"{status.value}: {words[:100]}"))
            await self._tell_followers(connection, entry, now)
            if status is Status.DONE:
                await self._ask_followers(connection, entry, number, now)
            return number

        return await self._database.write(work)

    async def _tell_followers(self, connection: Connection, entry: int, now: datetime) -> None:
        """Queue one message a day, which collects what has changed when it is sent."""
        local = now.astimezone(self._zone)
        due_at = datetime.combine(local.date() + timedelta(days=local.time() >= TOLD_AT), TOLD_AT, tzinfo=self._zone)
        cause = f"progress:{due_at.date().isoformat()}"
        said = {"since": (due_at - timedelta(days=1)).isoformat()}
        told = await progress.followers(connection, self._follows_of(entry))
        due_at = due_at.astimezone(now.tzinfo)
        await notices.add(connection, [Notice(one, cause, NoticeKind.PROGRESS, said, due_at) for one in told])

    async def _ask_followers(self, connection: Connection, entry: int, report: int, now: datetime) -> None:
        due_at = by_day(now + timedelta(days=1), self._zone)
        told = await progress.followers(connection, self._follows_of(entry))
        said = {"report": report, "entry": entry}
        await notices.add(
            connection, [Notice(one, f"seen:{report}", NoticeKind.SEEN_ASKED, said, due_at) for one in told]
        )

    def _follows_of(self, entry: int) -> list[Follow]:
        """What somebody may follow to hear of a goal: itself, what stands above it, its community."""
        shelf = self._entries.shelf
        goal = shelf.entry(entry)
        above = [shelf.number(one) for one in shelf.library.ancestors(goal)]
        community = shelf.library.community_of(goal).id
        return [
            *(Follow(FollowKind.ENTRY, str(key)) for key in (entry, *above)),
            Follow(FollowKind.COMMUNITY, community),
        ]

    async def news(self, actor: Actor, since: datetime) -> Sequence[Report]:
        """The newest report since a moment on each goal that a person follows."""
        followed = {(one.kind, one.key) for one in await self.followed(actor)}
        async with self._database.read() as connection:
            made = await progress.since(connection, since)
        newest: dict[int, Report] = {report.entry: report for report in made}
        shelf = self._entries.shelf
        return [
            report
            for entry, report in newest.items()
            if entry in shelf.by_id and any((one.kind, one.key) in followed for one in self._follows_of(entry))
        ]

    async def follow(self, actor: Actor, what: Follow) -> None:
        """Hear of changes, one message a day at most."""
        require(actor, Action.FOLLOW)
        person = agreed(actor)
        if what.kind is FollowKind.ENTRY:
            self._entries.shelf.entry(int(what.key))
        await self._database.write(partial(progress.follow, person=person, what=what))

    async def unfollow(self, actor: Actor, what: Follow) -> None:
        """Hear of it no longer."""
        await self._database.write(partial(progress.unfollow, person=agreed(actor), what=what))

    async def followed(self, actor: Actor) -> list[Follow]:
        """What a person follows."""
        if actor.id is None:
            return []
        async with self._database.read() as connection:
            return await progress.followed_by(connection, actor.id)

    async def see(self, actor: Actor, report: int, seen: Sight) -> int:
        """Keep what a resident sees of a goal that is said to be done; return the goal's number."""
        require(actor, Action.FOLLOW)
        person = agreed(actor)

        async def work(connection: Connection) -> int:
            found = await progress.find_report(connection, report)
            if found is None:
                raise NotFound("progress.gone")
            await progress.see(connection, report, person, seen)
            return found.entry

        return await self._database.write(work)

    async def overdue(self) -> Mapping[str, list[int]]:
        """Goals whose deadline has passed, by community."""
        today = self._clock().astimezone(self._zone).date()
        async with self._database.read() as connection:
            late = await progress.overdue(connection, today)
        shelf = self._entries.shelf
        found: dict[str, list[int]] = defaultdict(list)
        for entry, _ in late:
            if goal := shelf.by_id.get(entry):
                found[shelf.library.community_of(goal).id].append(entry)
        return found

    def _act(self, actor: Actor, entry: int, detail: str) -> Act:
        now = self._clock()
        return Act(now, actor.id, actor.role.value, Action.REPORT_PROGRESS.value, f"entry:{entry}", detail)


def _is_link(text: str) -> bool:
    parts = urlsplit(text)
    return parts.scheme in ("http", "https") and "." in parts.netloc and len(text) <= 500
