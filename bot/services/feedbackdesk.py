"""What staff do with feedback: every act is in the trail, and what it changes for the authors is told to them once.

What was merged under a piece shares its answers and its state: each author hears of their own words.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.domain.audit import Act
from bot.domain.errors import NotAllowed, NotFound
from bot.domain.feedback import (
    LIVE,
    MAX_TURNS,
    TOPICS,
    UNSETTLED,
    Feedback,
    FeedbackFile,
    FeedbackItem,
    FeedbackState,
    Load,
    Turn,
    Wanted,
    fitting,
)
from bot.domain.notices import NoticeKind, by_day
from bot.domain.people import Actor
from bot.domain.permissions import PERMISSIONS, Action, agreed, may, require
from bot.domain.time import Clock
from bot.services.duplicates import Duplicates
from bot.services.entries import Entries
from bot.services.feedback import LOOK_BACK, N_COMPARED, N_LISTED
from bot.services.feedbacknews import tell, tell_assignee, together
from bot.storage import audit, feedback, feedbackdesk, notices, people
from bot.storage.database import Connection, Database

CLOSED = "feedback.closed_meanwhile"

N_GOALS = 50
"""Goals that a list can be narrowed to."""

Make = Callable[[Connection, Feedback, datetime], Awaitable[Feedback]]
"""What one act does to a piece of feedback."""


@dataclass(frozen=True, slots=True)
class DeskView:
    """A piece of feedback with all that staff need to settle it.

    Shapes: `n_told` people hear an answer; `n_unreached` authors did not get what was told last; `author` is the
    Telegram id of who wants to be known to staff.
    """

    feedback: Feedback
    turns: Sequence[Turn]
    files: Sequence[FeedbackFile]
    n_supports: int
    n_merged: int
    n_told: int
    n_unreached: int
    author: int | None
    now: datetime
    today: date

    @property
    def n_authors(self) -> int:
        """How many hear what becomes of it."""
        return self.n_told - (self.n_supports if self.feedback.is_shown else 0)

    @property
    def n_asked(self) -> int:
        return sum(turn.is_question for turn in self.turns)


class FeedbackDesk:
    """Errors of every act: `NotFound` for what is not there any more, `NotAllowed` for what its state forbids."""

    def __init__(
        self, database: Database, clock: Clock, timezone: str, entries: Entries, duplicates: Duplicates
    ) -> None:
        self._database = database
        self._clock = clock
        self._zone = ZoneInfo(timezone)
        self._entries = entries
        self._duplicates = duplicates

    @property
    def today(self) -> date:
        return self._clock().astimezone(self._zone).date()

    async def load(self, actor: Actor) -> Load:
        """How much waits, and since when the oldest does."""
        require(actor, Action.READ_FEEDBACK)
        async with self._database.read() as connection:
            return await feedbackdesk.load(connection, actor.id, self.today)

    async def listed(
        self, actor: Actor, wanted: Wanted, page: int = 0, size: int = N_LISTED
    ) -> tuple[list[FeedbackItem], bool]:
        """Return a page of what staff look for, and whether there is more."""
        require(actor, Action.READ_FEEDBACK)
        async with self._database.read() as connection:
            found = await feedbackdesk.listed(connection, wanted, actor.id, self.today, size + 1, max(page, 0) * size)
        return found[:size], len(found) > size

    async def subjects(self, actor: Actor) -> tuple[list[tuple[str, int]], list[tuple[int, int]]]:
        """Topics and goals of what waits, with how much of each, the most frequent first."""
        require(actor, Action.READ_FEEDBACK)
        async with self._database.read() as connection:
            return await feedbackdesk.topics(connection), await feedbackdesk.entries(connection)

    async def goals(self, actor: Actor) -> list[int]:
        """The goals that most of what waits is about."""
        require(actor, Action.READ_FEEDBACK)
        async with self._database.read() as connection:
            return [entry for entry, _ in await feedbackdesk.entries(connection, N_GOALS)]

    async def view(self, actor: Actor, key: int) -> DeskView:
        """Show a piece of feedback; a hidden one, or one that waits for a moderator, only to moderators."""
        require(actor, Action.READ_FEEDBACK)
        async with self._database.read() as connection:
            found = await self._find(connection, key)
            if not (found.is_visible or may(actor.role, Action.MODERATE)):
                raise NotFound("feedback.gone")
            merged = await feedbackdesk.merged_into(connection, key)
            authors = {one.person for one in (found, *merged) if one.person is not None}
            supporters = set(await feedback.supporters_of(connection, key)) - authors
            named = found.person if found.is_named and may(actor.role, Action.REPLY) else None
            return DeskView(
                found,
                await feedback.turns_of(connection, key),
                await feedback.files_of(connection, key),
                len(supporters),
                len(merged),
                len(authors) + (len(supporters) if found.is_shown else 0),
                await feedbackdesk.count_unreached(connection, key, list(authors)),
                await people.telegram_id_of(connection, named) if named is not None else None,
                self._clock(),
                self.today,
            )

    async def similar(self, actor: Actor, key: int) -> list[tuple[int, str]]:
        """Texts of the same community that may say the same, the most alike first, as (number, text)."""
        found = (await self.view(actor, key)).feedback
        async with self._database.read() as connection:
            known = await feedback.recent_texts(connection, found.community, self._clock() - LOOK_BACK, N_COMPARED)
        texts = {other: text for other, text, _ in known if other != key and text}
        return await self._duplicates.among(found.text, found.community, texts)

    async def colleagues(self, actor: Actor) -> list[tuple[int, int]]:
        """Those who may answer, as (number, Telegram id)."""
        require(actor, Action.REPLY)
        async with self._database.read() as connection:
            return await feedbackdesk.colleagues(connection, list(PERMISSIONS[Action.REPLY]))

    async def answer(self, actor: Actor, key: int, text: str, n_turns: int) -> None:
        """Answer everybody whose words it is, and those who support it.

        `n_turns`: how much had been said when the answer was written; who did not read the rest does not answer yet.
        """
        text = fitting(text)

        async def make(connection: Connection, found: Feedback, now: datetime) -> Feedback:
            _must_be(found, LIVE, CLOSED)
            await self._read_all(connection, key, n_turns)
            for one in await together(connection, found):
                await feedback.say(connection, one.id, Turn(by_staff=True, text=text, said_at=now))
            await tell(
                connection, found, NoticeKind.FEEDBACK_ANSWERED, {"text": text}, self._by_day(now), supporters=True
            )
            return await self._move(connection, found, FeedbackState.ANSWERED, now)

        await self._change(actor, key, "answered", make)

    async def ask_back(self, actor: Actor, key: int, text: str, n_turns: int) -> None:
        """Ask the author something, at most `MAX_TURNS` times; who asks hears the reply. `n_turns` as in `answer`."""
        text = fitting(text)

        async def make(connection: Connection, found: Feedback, now: datetime) -> Feedback:
            _must_be(found, LIVE, CLOSED)
            await self._read_all(connection, key, n_turns)
            if found.person is None:
                raise NotAllowed("feedback.author_gone")
            if sum(turn.is_question for turn in await feedback.turns_of(connection, key)) >= MAX_TURNS:
                raise NotAllowed("feedback.enough_turns", limit=MAX_TURNS)
            await feedback.say(connection, key, Turn(by_staff=True, text=text, said_at=now, is_question=True))
            await tell(connection, found, NoticeKind.FEEDBACK_ASKED, {"text": text}, self._by_day(now), merged=False)
            return replace(found, state=FeedbackState.IN_WORK, assignee=found.assignee or actor.id)

        await self._change(actor, key, "asked", make)

    async def close(self, actor: Actor, key: int) -> None:
        """Put it aside."""

        async def make(connection: Connection, found: Feedback, now: datetime) -> Feedback:
            _must_be(found, LIVE, CLOSED)
            return await self._move_and_tell(connection, found, FeedbackState.CLOSED, now)

        await self._change(actor, key, "closed", make)

    async def reopen(self, actor: Actor, key: int) -> None:
        """Take up again what was closed."""

        async def make(connection: Connection, found: Feedback, now: datetime) -> Feedback:
            _must_be(found, frozenset({FeedbackState.CLOSED}), "feedback.not_closed")
            return await self._move_and_tell(connection, found, FeedbackState.IN_WORK, now)

        await self._change(actor, key, "reopened", make)

    async def assign(self, actor: Actor, key: int, colleague: int, previous: int | None) -> None:
        """Give it to a colleague or take it (keys in `people`), from whom it had when that was decided.

        Errors: `NotAllowed` when somebody else took it meanwhile.
        """

        async def make(connection: Connection, found: Feedback, now: datetime) -> Feedback:
            _must_be(found, LIVE, CLOSED)
            if found.assignee != previous:
                raise NotAllowed("feedback.taken")
            if colleague not in await notices.staff(connection):
                raise NotFound("feedback.no_such_colleague")
            _must_differ(found.assignee, colleague)
            given = replace(found, assignee=colleague)
            await tell_assignee(connection, actor, given, NoticeKind.STAFF_ASSIGNED, now)
            if found.state is not FeedbackState.NEW:
                return given
            return await self._move_and_tell(connection, given, FeedbackState.IN_WORK, now)

        await self._change(actor, key, f"assigned: {colleague}", make)

    async def give_back(self, actor: Actor, key: int) -> None:
        """Take care of it no longer: it is nobody's until somebody takes it."""

        async def make(_connection: Connection, found: Feedback, _now: datetime) -> Feedback:
            _must_be(found, LIVE, CLOSED)
            if found.assignee != actor.id:
                raise NotAllowed("feedback.taken")
            return replace(found, assignee=None)

        await self._change(actor, key, "given_back", make)

    async def set_deadline(self, actor: Actor, key: int, due_on: date | None) -> date | None:
        """Say until when it is answered, None for no deadline, and return what stood there before.

        A colleague who takes care of it is told.
        """

        async def make(connection: Connection, found: Feedback, now: datetime) -> Feedback:
            _must_be(found, UNSETTLED, "feedback.answered_meanwhile")
            if due_on is not None and due_on < self.today:
                raise NotAllowed("feedback.due_in_the_past")
            _must_differ(found.due_on, due_on)
            changed = replace(found, due_on=due_on)
            await tell_assignee(connection, actor, changed, NoticeKind.STAFF_DEADLINE, now)
            return changed

        return (await self._change(actor, key, f"deadline: {due_on.isoformat() if due_on else ''}", make)).due_on

    async def set_topic(self, actor: Actor, key: int, topic: str | None) -> str | None:
        """Say what it is about, None for nothing in the list, and return what stood there before.

        Errors: `NotFound` also for what is no topic.
        """
        if topic is not None and topic not in TOPICS:
            raise NotFound("feedback.no_such_topic")

        async def make(_connection: Connection, found: Feedback, _now: datetime) -> Feedback:
            _must_differ(found.topic, topic)
            return replace(found, topic=topic)

        return (await self._change(actor, key, f"topic: {topic or ''}", make)).topic

    async def link(self, actor: Actor, key: int, entry: int | None) -> None:
        """Link it to a goal, or to none.

        Errors: `NotFound` also for a goal that no published document has.
        """
        if entry is not None:
            self._entries.shelf.entry(entry)

        async def make(_connection: Connection, found: Feedback, _now: datetime) -> Feedback:
            _must_differ(found.entry, entry)
            return replace(found, entry=entry)

        await self._change(actor, key, f"linked: {entry or ''}", make)

    async def show(self, actor: Actor, key: int, *, public: bool) -> None:
        """Show it to everybody, or keep it between the author and the hromada; only what its author agreed to show."""

        async def make(connection: Connection, found: Feedback, now: datetime) -> Feedback:
            if public and not found.is_offered:
                raise NotAllowed("feedback.not_offered")
            _must_differ(found.is_public, public)
            await tell(
                connection, found, NoticeKind.FEEDBACK_SHOWN, {"public": public}, self._by_day(now), merged=False
            )
            return replace(found, is_public=public)

        await self._change(actor, key, "shown" if public else "kept_private", make)

    async def merge(self, actor: Actor, key: int, into: int) -> None:
        """Put a piece under another that says the same: its authors hear what becomes of that, and of its answer."""

        async def make(connection: Connection, found: Feedback, now: datetime) -> Feedback:
            other = await feedback.find(connection, into)
            if other is None or not other.is_visible:
                raise NotFound("feedback.gone")
            if other.id == key or other.merged_into is not None or other.community != found.community:
                raise NotAllowed("feedback.cannot_merge")
            said = await feedback.turns_of(connection, into)
            answer = next((turn.text for turn in reversed(said) if turn.by_staff and not turn.is_question), None)
            if answer is None:
                await tell(connection, found, NoticeKind.FEEDBACK_MERGED, {}, self._by_day(now))
            else:
                for one in await together(connection, found):
                    await feedback.say(connection, one.id, Turn(by_staff=True, text=answer, said_at=now))
                await tell(connection, found, NoticeKind.FEEDBACK_ANSWERED, {"text": answer}, self._by_day(now))
            moved = await self._move(connection, found, other.state, now)
            await feedbackdesk.merge(connection, key, into)
            await audit.add(connection, self._act(actor, into, f"absorbed: {key}", now))
            return replace(moved, merged_into=into)

        await self._change(actor, key, f"merged: {into}", make)

    async def _change(self, actor: Actor, key: int, detail: str, make: Make) -> Feedback:
        """Do one act, all of it in one transaction; return what stood there before."""
        require(actor, Action.REPLY)
        agreed(actor)
        now = self._clock()

        async def work(connection: Connection) -> Feedback:
            found = await self._find(connection, key)
            if not found.is_visible:
                raise NotAllowed("feedback.hidden_meanwhile")
            if found.merged_into is not None:
                raise NotAllowed("feedback.merged_meanwhile")
            changed = await make(connection, found, now)
            await feedback.change(connection, replace(changed, changed_at=now))
            await audit.add(connection, self._act(actor, key, detail, now))
            return found

        return await self._database.write(work)

    async def _find(self, connection: Connection, key: int) -> Feedback:
        found = await feedback.find(connection, key)
        if found is None:
            raise NotFound("feedback.gone")
        return found

    async def _read_all(self, connection: Connection, key: int, n_turns: int) -> None:
        if len(await feedback.turns_of(connection, key)) != n_turns:
            raise NotAllowed("feedback.said_meanwhile")

    async def _move(self, connection: Connection, found: Feedback, state: FeedbackState, now: datetime) -> Feedback:
        """Give a piece, and what was merged under it, a new state."""
        for one in await feedbackdesk.merged_into(connection, found.id):
            await feedback.change(connection, replace(one, state=state, changed_at=now))
        return replace(found, state=state)

    async def _move_and_tell(
        self, connection: Connection, found: Feedback, state: FeedbackState, now: datetime
    ) -> Feedback:
        await tell(connection, found, NoticeKind.FEEDBACK_STATE, {"state": state.value}, self._by_day(now))
        return await self._move(connection, found, state, now)

    def _by_day(self, now: datetime) -> datetime:
        return by_day(now, self._zone)

    def _act(self, actor: Actor, key: int, detail: str, now: datetime) -> Act:
        return Act(now, actor.id, actor.role.value, Action.REPLY.value, f"feedback:{key}", detail)


def _must_be(found: Feedback, states: frozenset[FeedbackState], otherwise: str) -> None:
    """Refuse an act that the state does not allow: somebody was faster. `otherwise` is the key of the refusal."""
    if found.state not in states:
        raise NotAllowed(otherwise)


def _must_differ(is_now: object, wanted: object) -> None:
    """Refuse what was done already."""
    if is_now == wanted:
        raise NotAllowed("feedback.done_already")
