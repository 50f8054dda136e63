"""Send feedback, support it, say more about one's own."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

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
from bot.domain.notices import Notice, NoticeKind, about_feedback, occurrence
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


class FeedbackBox:
    """Errors of every method: `NotFound` for what is not there, or not for the one who asks."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

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
            if said and not said[-1].by_staff and said[-1].text == text:
                return  # kept already, when a crash kept that from being noted
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
    if unopened := next((file for file in draft.files if not file.is_opened), None):
        raise NotAllowed("feedback.file_unopened", name=unopened.name)
    if draft.topic is not None and draft.topic not in TOPICS:
        raise NotAllowed("feedback.no_such_topic")
