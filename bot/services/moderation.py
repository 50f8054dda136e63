"""Let through, hide, decide appeals, undo: by the text, never by the name; told to the author, kept in the trail."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.audit import Act
from bot.domain.errors import NotAllowed, NotFound
from bot.domain.feedback import (
    MAX_APPEAL,
    Feedback,
    FeedbackFile,
    FeedbackItem,
    FeedbackState,
    HideReason,
    Turn,
    Waiting,
)
from bot.domain.moderation import CAN_BE_UNDONE, Deed, Done, decide, deed_of, hide, release, undo
from bot.domain.notices import Notice, NoticeKind, about_feedback, by_day, occurrence
from bot.domain.people import Actor
from bot.domain.permissions import Action, agreed, require
from bot.domain.restrictions import Restriction
from bot.domain.time import Clock
from bot.domain.wording import has_words, tidy
from bot.services.people import People
from bot.storage import audit, feedback, notices, people, restrictions
from bot.storage.database import Connection, Database

N_LISTED = 8
N_ACTS = 10

Make = Callable[[Feedback, Done | None], tuple[Feedback, Done]]
"""What an act makes of a text after the last deed with it, and how the trail calls that."""

TOLD = {Deed.HIDDEN: "hidden", Deed.APPEAL_GRANTED: "granted", Deed.APPEAL_REJECTED: "rejected"}
TOLD_UNDONE = {Deed.HIDDEN: "shown", Deed.APPEAL_GRANTED: "again", Deed.APPEAL_REJECTED: "again"}
"""What the author hears of a deed, and of its being undone."""


@dataclass(frozen=True, slots=True)
class Heap:
    """What waits, and since when the oldest does."""

    n: int
    since_at: datetime | None


@dataclass(frozen=True, slots=True)
class Heaps:
    """Everything there is for moderators, as it stands at `now`."""

    by_kind: Mapping[Waiting, Heap]
    n_restricted: int
    now: datetime


@dataclass(frozen=True, slots=True)
class ModerationView:
    """A text with all that a moderator needs, but for who wrote it.

    Shapes: `can_undo` is the last deed with the text, if it can be undone; `is_own`: the one who looks wrote it.
    """

    feedback: Feedback
    files: Sequence[FeedbackFile]
    turns: Sequence[Turn]
    acts: Sequence[Act]
    can_undo: Deed | None
    restriction: Restriction | None
    is_own: bool
    now: datetime


class Moderation:
    """Errors of acts: `NotFound` for no text, `NotAllowed` for one's own and when somebody was faster."""

    def __init__(self, database: Database, clock: Clock, timezone: str, people: People) -> None:
        self._database = database
        self._clock = clock
        self._zone = ZoneInfo(timezone)
        self._people = people

    async def heaps(self, actor: Actor) -> Heaps:
        """Count what waits; staff may see that too."""
        require(actor, Action.READ_FEEDBACK)
        now = self._clock()
        async with self._database.read() as connection:
            counted = {what: Heap(*await feedback.count_for_moderators(connection, what)) for what in Waiting}
            return Heaps(counted, len(await restrictions.listed(connection, now)), now)

    async def listed(
        self, actor: Actor, what: Waiting, page: int = 0, n: int = N_LISTED
    ) -> tuple[list[FeedbackItem], bool]:
        """Return a page of one heap, `n` texts long, and whether there is more."""
        require(actor, Action.MODERATE)
        async with self._database.read() as connection:
            found = await feedback.for_moderators(connection, what, n + 1, max(page, 0) * n)
        return found[:n], len(found) > n

    async def view(self, actor: Actor, key: int) -> ModerationView:
        """Show a text to a moderator."""
        require(actor, Action.MODERATE)
        now = self._clock()
        async with self._database.read() as connection:
            found = await find(connection, key)
            acts = await acts_with(connection, key)
            last = last_of(acts)
            return ModerationView(
                found,
                await feedback.files_of(connection, key),
                await feedback.turns_of(connection, key),
                acts,
                last.deed if last and last.deed in CAN_BE_UNDONE else None,
                await restrictions.given_for(connection, key, now),
                found.person is not None and found.person == actor.id,
                now,
            )

    async def release(self, actor: Actor, key: int) -> None:
        """Let a held text through."""
        await self._act(actor, key, lambda found, _: (release(found), Done(Deed.RELEASED, found.held or "")))

    async def hide(self, actor: Actor, key: int, reason: HideReason) -> None:
        """Hide a text from everybody, with what was said of it to others; its author is told why."""
        await self._act(actor, key, lambda found, _: (hide(found, reason), Done(Deed.HIDDEN, reason)))

    async def decide_appeal(self, actor: Actor, key: int, *, granted: bool) -> None:
        """Decide an appeal. What is granted shows the text where it stood, and lifts what its author got for it."""
        done = Done(Deed.APPEAL_GRANTED if granted else Deed.APPEAL_REJECTED)
        await self._act(actor, key, lambda found, _: (decide(found, granted=granted), done))

    async def undo(self, actor: Actor, key: int, deed: Deed) -> None:
        """Undo the last deed, if it is still this one."""

        def make(found: Feedback, last: Done | None) -> tuple[Feedback, Done]:
            if last is None or last.deed is not deed or deed not in CAN_BE_UNDONE:
                raise NotAllowed("moderation.decided")
            return undo(found, last), Done(Deed.UNDONE, deed)

        await self._act(actor, key, make)

    async def release_all(self, actor: Actor, keys: Sequence[int]) -> list[int]:
        """Let texts through; what is one's own, or decided by now, is passed over. Return those that were not."""
        return await self._each(actor, keys, lambda key: self.release(actor, key))

    async def hide_all(self, actor: Actor, keys: Sequence[int], reason: HideReason) -> list[int]:
        """Hide texts for one reason, as `release_all`."""
        return await self._each(actor, keys, lambda key: self.hide(actor, key, reason))

    async def undo_all(self, actor: Actor, keys: Sequence[int], deed: Deed) -> list[int]:
        """Undo one deed with each of these texts where it is the last, as `release_all`."""
        return await self._each(actor, keys, lambda key: self.undo(actor, key, deed))

    async def _each(self, actor: Actor, keys: Sequence[int], act: Callable[[int], Awaitable[None]]) -> list[int]:
        require(actor, Action.MODERATE)
        agreed(actor)
        done = []
        for key in dict.fromkeys(keys):
            with suppress(NotAllowed, NotFound):
                await act(key)
                done.append(key)
        return done

    async def may_appeal(self, actor: Actor, key: int) -> bool:
        """Say whether somebody asks for a text of their own that is hidden, or for which they are restricted, once."""
        async with self._database.read() as connection:
            found = await find(connection, key)
            return found.person == agreed(actor) and await _can_be_appealed(connection, found, self._clock())

    async def appeal(self, actor: Actor, key: int, text: str) -> None:
        """Let the author say a word against hiding, or against what they got for the text, once.

        Errors: `NotFound` for who did not write the text, `NotAllowed` for a second appeal, where there is nothing to
        appeal against, and for what is no text.
        """
        person, now, text = agreed(actor), self._clock(), tidy(text, one_line=False)
        if not has_words(text):
            raise NotAllowed("flows.words_wanted")
        if len(text) > MAX_APPEAL:
            raise NotAllowed("feedback.too_long", limit=MAX_APPEAL)

        async def work(connection: Connection) -> None:
            found = await find(connection, key)
            if found.person != person:
                raise NotFound("feedback.gone")
            if not await _can_be_appealed(connection, found, now):
                raise NotAllowed("feedback.appeal_once")
            await feedback.change(connection, replace(found, appeal=text, changed_at=now))

        await self._database.write(work)

    async def trail(self, actor: Actor, key: int) -> list[Act]:
        """What was done with a piece of feedback, by moderators and by staff, the newest first."""
        require(actor, Action.READ_FEEDBACK)
        async with self._database.read() as connection:
            return await audit.of(connection, f"feedback:{key}")

    async def deeds(self, actor: Actor, page: int = 0) -> tuple[list[Act], bool]:
        """Return a page of everything that moderators did, the newest first, and whether there is more."""
        require(actor, Action.READ_FEEDBACK)
        async with self._database.read() as connection:
            acts = await audit.by_action(connection, Action.MODERATE.value, N_ACTS + 1, max(page, 0) * N_ACTS)
        return acts[:N_ACTS], len(acts) > N_ACTS

    async def _act(self, actor: Actor, key: int, make: Make) -> None:
        """Do something with a text, with all that follows from it, in one transaction."""
        require(actor, Action.MODERATE)
        person, now = agreed(actor), self._clock()

        async def work(connection: Connection) -> int | None:
            found = await find(connection, key)
            if found.person == person:
                raise NotAllowed("moderation.own")
            changed, done = make(found, last_of(await acts_with(connection, key)))
            await feedback.change(connection, replace(changed, changed_at=now))
            await audit.add(connection, act_of(actor, now, key, done))
            if changed.state is FeedbackState.HIDDEN:
                await notices.drop_about(connection, about_feedback(key), but=found.person)
                await feedback.part(connection, key)
            if done.deed is Deed.APPEAL_GRANTED and (given := await restrictions.given_for(connection, key, now)):
                await restrictions.lift(connection, given.id)
            await self._tell(connection, changed, done, now)
            return await people.telegram_id_of(connection, found.person) if found.person is not None else None

        if (author := await self._database.write(work)) is not None:
            self._people.look_again(author)

    async def _tell(self, connection: Connection, changed: Feedback, done: Done, now: datetime) -> None:
        """Tell the author; what is undone before they heard of it is not told at all."""
        how = TOLD_UNDONE.get(Deed(done.more)) if done.deed is Deed.UNDONE else TOLD.get(done.deed)
        if changed.person is None or how is None:
            return
        if done.deed is Deed.HIDDEN and changed.appeal is not None:
            how = "hidden_again"
        about = about_feedback(changed.id)
        if done.deed is Deed.UNDONE and await notices.take_back(
            connection, changed.person, NoticeKind.FEEDBACK_HIDDEN, about
        ):
            return
        said = {
            "feedback": changed.id,
            "about": changed.text,
            "how": how,
            "reason": done.more if done.deed is Deed.HIDDEN else None,
            "can_appeal": done.deed is Deed.HIDDEN and changed.appeal is None,
        }
        due_at = by_day(now, self._zone)
        told = Notice(changed.person, occurrence(about), NoticeKind.FEEDBACK_HIDDEN, said, due_at)
        await notices.add(connection, [told])


async def find(connection: Connection, key: int) -> Feedback:
    """Find a text.

    Errors: `NotFound`.
    """
    found = await feedback.find(connection, key)
    if found is None:
        raise NotFound("feedback.gone")
    return found


async def _can_be_appealed(connection: Connection, found: Feedback, now: datetime) -> bool:
    if found.appeal is not None:
        return False
    return found.state is FeedbackState.HIDDEN or bool(await restrictions.given_for(connection, found.id, now))


async def acts_with(connection: Connection, key: int) -> list[Act]:
    """What moderators did with a text, the newest first."""
    acts = await audit.of(connection, f"feedback:{key}")
    return [act for act in acts if act.action == Action.MODERATE.value]


def last_of(acts: Sequence[Act]) -> Done | None:
    """The last deed with the text itself; what its author got for it has an opposite of its own."""
    deeds = map(deed_of, acts)
    return next((done for done in deeds if done.deed in CAN_BE_UNDONE or done.deed is Deed.UNDONE), None)


def act_of(actor: Actor, now: datetime, key: int, done: Done) -> Act:
    """Write a deed down for the trail, which names texts and never residents."""
    return Act(now, actor.id, actor.role.value, Action.MODERATE.value, f"feedback:{key}", str(done))
