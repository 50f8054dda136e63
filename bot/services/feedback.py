"""Send feedback, support it, answer it: every change is told to everybody whose words it is, once."""

import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.audit import Act
from bot.domain.errors import NotAllowed, NotFound
from bot.domain.feedback import (
    MAX_FILES,
    MAX_TURNS,
    TOPICS,
    Draft,
    Feedback,
    FeedbackFile,
    FeedbackItem,
    FeedbackState,
    Turn,
    fitting,
)
from bot.domain.notices import Notice, NoticeKind, about_feedback, by_day, occurrence
from bot.domain.people import Actor
from bot.domain.permissions import Action, agreed, may, require
from bot.domain.restrictions import FEEDBACK, SUPPORT, must_wait, normalised
from bot.domain.time import Clock
from bot.domain.wording import tidy
from bot.storage import audit, drafts, feedback, notices
from bot.storage.database import Connection, Database

N_LISTED = 8
LOOK_BACK = timedelta(days=180)
N_COMPARED = 2000


Make = Callable[[Connection, Feedback, datetime], Awaitable[Feedback]]
"""What one act of staff does to a piece of feedback."""


@dataclass(frozen=True, slots=True)
class FeedbackView:
    """A piece of feedback with all that a card needs. `is_own`: the one who looks wrote it."""

    feedback: Feedback
    turns: Sequence[Turn]
    files: Sequence[FeedbackFile]
    n_supports: int
    n_authors: int
    is_own: bool
    supports: bool
    undelivered: bool = False


class FeedbackDesk:
    """Errors of every method: `NotFound` for what is not there, or not for the one who asks."""

    def __init__(self, database: Database, clock: Clock, timezone: str) -> None:
        self._database = database
        self._clock = clock
        self._zone = ZoneInfo(timezone)

    async def send(self, actor: Actor, draft: Draft) -> Feedback:
        """Keep a piece of feedback instead of its draft; on return it is on disk.

        Errors: `NotAllowed` without consent, for who is restricted or too fast, for a text that is empty or too long.
        """
        require(actor, Action.SEND_FEEDBACK)
        person, now = agreed(actor), self._clock()
        _free(actor)
        _check(draft)

        async def work(connection: Connection) -> Feedback:
            sent = await feedback.sent_since(connection, person, now - timedelta(days=1))
            if until := FEEDBACK.free_at(sent, now):
                raise NotAllowed("feedback.too_much", until=until)
            known = await feedback.texts_since(connection, draft.community, now - LOOK_BACK, N_COMPARED)
            repeats = normalised(draft.text) in {normalised(text) for text in known}
            new = Feedback(
                id=await _new_number(connection),
                community=draft.community,
                text=tidy(draft.text, one_line=False),
                sent_at=now,
                changed_at=now,
                person=person,
                topic=draft.topic,
                settlement=draft.settlement,
                entry=draft.entry,
                is_named=draft.is_named,
                is_offered=draft.is_offered,
                held=must_wait(draft.text, actor.consent_at, now, said_before=repeats and bool(draft.text.strip())),
                message=draft.message,
            )
            await feedback.add(connection, new, draft.files)
            await drafts.drop(connection, person)
            return new

        return await self._database.write(work)

    async def sent_as(self, actor: Actor, message: int) -> Feedback | None:
        """Find what a person sent with this message of theirs."""
        async with self._database.read() as connection:
            return await feedback.find_by_message(connection, agreed(actor), message)

    async def view(self, actor: Actor, key: int) -> FeedbackView:
        """Show a piece: to its author, to staff and moderators, and to everybody if it is public."""
        async with self._database.read() as connection:
            found = await feedback.find(connection, key)
            if found is None or not self._may_read(actor, found):
                raise NotFound("feedback.gone")
            authors = await feedback.authors_of(connection, key)
            supporters = await feedback.supporters_of(connection, key)
            is_own = actor.id is not None and found.person == actor.id
            return FeedbackView(
                found,
                await feedback.turns_of(connection, key),
                await feedback.files_of(connection, key),
                len(set(supporters) - set(authors)),
                len(authors),
                is_own,
                actor.id in supporters,
                may(actor.role, Action.READ_FEEDBACK) and await notices.is_undelivered(connection, about_feedback(key)),
            )

    def _may_read(self, actor: Actor, found: Feedback) -> bool:
        if found.is_shown or (actor.id is not None and found.person == actor.id):
            return True
        if may(actor.role, Action.MODERATE):
            return True
        return may(actor.role, Action.READ_FEEDBACK) and found.is_visible

    async def mine(self, actor: Actor, page: int = 0) -> tuple[list[FeedbackItem], bool]:
        """Return a page of what a person sent, and whether there is more."""
        if actor.id is None:
            return [], False
        async with self._database.read() as connection:
            found = await feedback.of_person(connection, actor.id, N_LISTED + 1, max(page, 0) * N_LISTED)
        return found[:N_LISTED], len(found) > N_LISTED

    async def shown(self, community: str, page: int = 0, entry: int | None = None) -> tuple[list[FeedbackItem], bool]:
        """Return a page of what everybody may read, the most supported first, and whether there is more."""
        async with self._database.read() as connection:
            found = await feedback.shown(connection, community, N_LISTED + 1, max(page, 0) * N_LISTED, entry)
        return found[:N_LISTED], len(found) > N_LISTED

    async def inbox(
        self, actor: Actor, state: FeedbackState, page: int = 0, *, own: bool = False
    ) -> tuple[list[FeedbackItem], bool]:
        """Return a page of what staff see of one state, the oldest first; `own`: assigned to the one who asks."""
        require(actor, Action.READ_FEEDBACK)
        async with self._database.read() as connection:
            found = await feedback.for_staff(
                connection, state, N_LISTED + 1, max(page, 0) * N_LISTED, actor.id if own else None
            )
        return found[:N_LISTED], len(found) > N_LISTED

    async def waiting(self, actor: Actor) -> tuple[int, datetime | None]:
        """How many pieces wait for a first word of staff, and since when the oldest does."""
        require(actor, Action.READ_FEEDBACK)
        async with self._database.read() as connection:
            return await feedback.count_waiting(connection)

    async def support(self, actor: Actor, key: int, *, wanted: bool = True) -> None:
        """Say that one wants the same, or take it back. Nobody supports their own.

        Errors: `NotAllowed` without consent, for who is restricted or too fast.
        """
        require(actor, Action.SEND_FEEDBACK)
        person, now = agreed(actor), self._clock()
        _free(actor)

        async def work(connection: Connection) -> None:
            found = await self._find(connection, key)
            if not found.is_shown:
                raise NotFound("feedback.gone")
            if found.person == person:
                raise NotAllowed("feedback.own")
            if wanted:
                supported = await feedback.supported_since(connection, person, now - timedelta(days=1))
                if until := SUPPORT.free_at(supported, now):
                    raise NotAllowed("feedback.too_much_support", until=until)
                await feedback.support(connection, key, person, now)
            else:
                await feedback.withdraw_support(connection, key, person)

        await self._database.write(work)

    async def add_words(self, actor: Actor, key: int, text: str) -> None:
        """Let the author say something more: an answer to staff, or up to `MAX_TURNS` things of their own accord.

        Told to whoever takes care of it, or spoke last. What was answered is in work again.
        Errors: `NotAllowed` once it is settled, for who is restricted, or for a text that is empty or too long.
        """
        require(actor, Action.SEND_FEEDBACK)
        person, now, text = agreed(actor), self._clock(), fitting(text)
        _free(actor)

        async def work(connection: Connection) -> None:
            found = await self._find(connection, key)
            if found.person != person:
                raise NotFound("feedback.gone")
            if found.state in (FeedbackState.CLOSED, FeedbackState.HIDDEN) or found.merged_into is not None:
                raise NotAllowed("feedback.settled")
            said = await feedback.turns_of(connection, key)
            is_asked = bool(said) and said[-1].by_staff
            if not is_asked and sum(not turn.by_staff for turn in said) >= MAX_TURNS:
                raise NotAllowed("feedback.enough_turns", limit=MAX_TURNS)
            await feedback.say(connection, key, Turn(by_staff=False, text=text, said_at=now))
            was_answered = found.state is FeedbackState.ANSWERED
            state = FeedbackState.IN_WORK if was_answered else found.state
            await feedback.change(connection, replace(found, state=state, changed_at=now))
            told = found.assignee if found.assignee is not None else await _who_spoke_last(connection, key)
            if told is not None:
                cause = occurrence(about_feedback(key))
                await notices.add(connection, [Notice(told, cause, NoticeKind.STAFF_REPLIED, {"feedback": key}, now)])

        await self._database.write(work)

    async def ask_back(self, actor: Actor, key: int, text: str) -> None:
        """Ask the author something, at most `MAX_TURNS` times."""
        text = fitting(text)

        async def change(connection: Connection, found: Feedback, now: datetime) -> Feedback:
            asked = [turn for turn in await feedback.turns_of(connection, key) if turn.by_staff]
            if len(asked) >= MAX_TURNS:
                raise NotAllowed("feedback.enough_turns", limit=MAX_TURNS)
            await feedback.say(connection, key, Turn(by_staff=True, text=text, said_at=now, is_question=True))
            await self._tell(connection, found, NoticeKind.FEEDBACK_ASKED, {"text": text}, now)
            return replace(found, state=FeedbackState.IN_WORK)

        await self._change(actor, key, "ask_back", change)

    async def answer(self, actor: Actor, key: int, text: str) -> None:
        """Answer everybody whose words it is, and those who support it."""
        text = fitting(text)

        async def change(connection: Connection, found: Feedback, now: datetime) -> Feedback:
            await feedback.say(connection, key, Turn(by_staff=True, text=text, said_at=now))
            await self._tell(connection, found, NoticeKind.FEEDBACK_ANSWERED, {"text": text}, now, supporters=True)
            return replace(found, state=FeedbackState.ANSWERED)

        await self._change(actor, key, "answer", change)

    async def set_state(self, actor: Actor, key: int, state: FeedbackState) -> None:
        """Take it up, or close it. Hiding is a moderator's act, answering has its own."""
        if state not in (FeedbackState.IN_WORK, FeedbackState.CLOSED):
            raise NotAllowed("feedback.no_such_state")

        async def change(connection: Connection, found: Feedback, now: datetime) -> Feedback:
            if found.state is not state:
                await self._tell(connection, found, NoticeKind.FEEDBACK_STATE, {"state": state.value}, now)
            return replace(found, state=state)

        await self._change(actor, key, f"state: {state.value}", change)

    async def assign(self, actor: Actor, key: int, colleague: int, due_on: date | None = None) -> None:
        """Give it to a colleague (a key in `people`), with a deadline if there is one."""

        async def change(connection: Connection, found: Feedback, now: datetime) -> Feedback:
            if colleague not in await notices.staff(connection):
                raise NotFound("feedback.no_such_colleague")
            if colleague != actor.id:
                said = {"feedback": key, "text": found.text, "due_on": due_on.isoformat() if due_on else None}
                cause = occurrence(about_feedback(key))
                await notices.add(connection, [Notice(colleague, cause, NoticeKind.STAFF_ASSIGNED, said, now)])
            return replace(found, assignee=colleague, due_on=due_on)

        await self._change(actor, key, f"assigned to {colleague}", change)

    async def link(self, actor: Actor, key: int, entry: int | None) -> None:
        """Link it to a goal."""

        async def change(_connection: Connection, found: Feedback, _now: datetime) -> Feedback:
            return replace(found, entry=entry)

        await self._change(actor, key, f"linked to {entry}", change)

    async def show(self, actor: Actor, key: int, *, public: bool) -> None:
        """Show it to everybody, or keep it between the author and the hromada. Only what its author agreed to show."""

        async def change(_connection: Connection, found: Feedback, _now: datetime) -> Feedback:
            if public and not found.is_offered:
                raise NotAllowed("feedback.not_offered")
            return replace(found, is_public=public)

        await self._change(actor, key, f"public: {public}", change)

    async def merge(self, actor: Actor, key: int, into: int) -> None:
        """Put a piece under another that says the same; its authors hear what becomes of that one."""

        async def change(connection: Connection, found: Feedback, now: datetime) -> Feedback:
            other = await self._find(connection, into)
            if other.id == key or other.merged_into is not None or other.community != found.community:
                raise NotAllowed("feedback.cannot_merge")
            await self._tell(connection, found, NoticeKind.FEEDBACK_MERGED, {"into": into}, now)
            await feedback.merge(connection, key, into)
            return replace(found, merged_into=into)

        await self._change(actor, key, f"merged into {into}", change)

    async def _change(self, actor: Actor, key: int, detail: str, make: Make) -> None:
        require(actor, Action.REPLY)
        agreed(actor)
        now = self._clock()

        async def work(connection: Connection) -> None:
            found = await self._find(connection, key)
            if not found.is_visible:
                raise NotFound("feedback.gone")
            changed = await make(connection, found, now)
            await feedback.change(connection, replace(changed, changed_at=now))
            act = Act(now, actor.id, actor.role.value, Action.REPLY.value, f"feedback:{key}", detail[:200])
            await audit.add(connection, act)

        await self._database.write(work)

    async def _tell(
        self,
        connection: Connection,
        found: Feedback,
        kind: NoticeKind,
        params: Mapping[str, Any],
        now: datetime,
        *,
        supporters: bool = False,
    ) -> None:
        """Tell everybody whose words it is."""
        told = set(await feedback.authors_of(connection, found.id))
        if supporters:
            told |= set(await feedback.supporters_of(connection, found.id))
        said = {"feedback": found.id, "about": found.text, **params}
        cause = occurrence(about_feedback(found.id))
        await notices.add(connection, [Notice(one, cause, kind, said, by_day(now, self._zone)) for one in told])

    async def _find(self, connection: Connection, key: int) -> Feedback:
        found = await feedback.find(connection, key)
        if found is None:
            raise NotFound("feedback.gone")
        return found


def _free(actor: Actor) -> None:
    """Let pass who may write.

    Errors: `NotAllowed` for who may not for a time.
    """
    if kept := actor.restriction:
        raise NotAllowed("feedback.restricted", until=kept.until_at, reason=kept.reason)


async def _new_number(connection: Connection) -> int:
    """Draw a number that nobody has: the one writer stands between the look and the insert."""
    while await feedback.find(connection, number := 10**7 + secrets.randbelow(9 * 10**7)):
        pass
    return number


async def _who_spoke_last(connection: Connection, key: int) -> int | None:
    """Find who of the staff worked on it last and is still staff."""
    staff = await notices.staff(connection)
    acts = await audit.of(connection, f"feedback:{key}")
    return next((act.actor for act in acts if act.action == Action.REPLY.value and act.actor in staff), None)


def _check(draft: Draft) -> None:
    if not draft.text.strip() and not draft.files:
        raise NotAllowed("feedback.empty")
    if draft.text.strip():
        fitting(draft.text)
    if len(draft.files) > MAX_FILES:
        raise NotAllowed("feedback.too_many_files", limit=MAX_FILES)
    if draft.topic is not None and draft.topic not in TOPICS:
        raise NotAllowed("feedback.no_such_topic")
