"""Hide, restrict, undo: with a reason from a list, told to the person, and written into the trail."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.audit import Act
from bot.domain.errors import NotAllowed, NotFound
from bot.domain.feedback import Feedback, FeedbackItem, FeedbackState, HideReason, fitting
from bot.domain.notices import Notice, NoticeKind, occurrence
from bot.domain.people import Actor
from bot.domain.permissions import Action, agreed, require
from bot.domain.restrictions import Restriction, RestrictionKind
from bot.domain.time import Clock
from bot.storage import audit, feedback, notices, restrictions
from bot.storage.database import Connection, Database

N_LISTED = 8
LONGEST = timedelta(days=365)
"""No restriction is for ever."""


class Moderation:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def queue(self, actor: Actor, page: int = 0) -> tuple[list[FeedbackItem], bool]:
        """Return a page of what waits for a moderator, the oldest first, and whether there is more."""
        require(actor, Action.MODERATE)
        async with self._database.read() as connection:
            found = await feedback.for_moderators(connection, N_LISTED + 1, max(page, 0) * N_LISTED)
        return found[:N_LISTED], len(found) > N_LISTED

    async def release(self, actor: Actor, key: int) -> None:
        """Let a held text pass."""
        await self._change(actor, key, "released", is_held=False)

    async def hide(self, actor: Actor, key: int, reason: HideReason) -> None:
        """Hide a text from everybody; its author is told why and may appeal once."""
        await self._change(
            actor, key, f"hidden: {reason.value}", state=FeedbackState.HIDDEN, reason=reason, appeal=None
        )

    async def unhide(self, actor: Actor, key: int) -> None:
        """Undo hiding: the text stands where it stood."""
        await self._change(actor, key, "shown again", state=FeedbackState.NEW, reason=None)

    async def keep_hidden(self, actor: Actor, key: int) -> None:
        """Reject an appeal."""
        await self._change(actor, key, "appeal rejected", appeal=None)

    async def appeal(self, actor: Actor, key: int, text: str) -> None:
        """Let the author of a hidden text say a word against it, once.

        Errors: `NotAllowed` for a second appeal, or for a text that is not hidden.
        """
        person, now, text = agreed(actor), self._clock(), fitting(text)

        async def work(connection: Connection) -> None:
            found = await self._find(connection, key)
            if found.person != person:
                raise NotFound("feedback.gone")
            if not await _may_appeal(connection, found):
                raise NotAllowed("feedback.appeal_once")
            await feedback.change(connection, replace(found, appeal=text, changed_at=now))
            await audit.add(connection, Act(now, None, "author", APPEAL, f"feedback:{key}"))

        await self._database.write(work)

    async def may_appeal(self, actor: Actor, key: int) -> bool:
        """Say whether a text is hidden, its author asks, and did not appeal before."""
        async with self._database.read() as connection:
            found = await self._find(connection, key)
            return found.person == agreed(actor) and await _may_appeal(connection, found)

    async def restrict(self, actor: Actor, person: int, kind: RestrictionKind, until_at: datetime, reason: str) -> None:
        """Mute or ban the author of a text until a moment; they are told.

        Errors: `NotAllowed` for an end in the past or further than a year away, and for colleagues.
        """
        require(actor, Action.MODERATE)
        agreed(actor)
        now, reason = self._clock(), reason.strip()[:200]
        if not now < until_at <= now + LONGEST or not reason:
            raise NotAllowed("restrictions.wrong_end")

        async def work(connection: Connection) -> None:
            if person in await notices.staff(connection):
                raise NotAllowed("restrictions.colleague")
            await restrictions.keep(connection, Restriction(person, kind, until_at, reason))
            said = {"kind": kind.value, "until_at": until_at.isoformat(), "reason": reason}
            cause = occurrence("restriction")
            await notices.add(connection, [Notice(person, cause, NoticeKind.RESTRICTED, said, now)])
            await audit.add(
                connection, self._act(actor, f"person:{person}", f"{kind.value} until {until_at}: {reason}")
            )

        await self._database.write(work)

    async def lift(self, actor: Actor, person: int) -> None:
        """Undo a restriction."""
        require(actor, Action.MODERATE)
        agreed(actor)

        async def work(connection: Connection) -> None:
            await restrictions.lift(connection, person)
            await audit.add(connection, self._act(actor, f"person:{person}", "lifted"))

        await self._database.write(work)

    async def restricted(self, actor: Actor) -> list[Restriction]:
        """Everybody who is restricted now."""
        require(actor, Action.MODERATE)
        async with self._database.read() as connection:
            return await restrictions.listed(connection, self._clock())

    async def trail(self, actor: Actor, key: int) -> list[Act]:
        """What was done with a piece of feedback, the newest first."""
        require(actor, Action.READ_FEEDBACK)
        async with self._database.read() as connection:
            return await audit.of(connection, f"feedback:{key}")

    async def _change(self, actor: Actor, key: int, detail: str, **fields: object) -> None:
        require(actor, Action.MODERATE)
        agreed(actor)
        now = self._clock()

        async def work(connection: Connection) -> None:
            found = await self._find(connection, key)
            await feedback.change(connection, replace(found, changed_at=now, **fields))  # type: ignore[arg-type]
            await audit.add(connection, self._act(actor, f"feedback:{key}", detail))
            if found.person is not None and not detail.startswith("released"):
                reason = fields.get("reason")
                said = {
                    "feedback": key,
                    "about": found.text,
                    "reason": reason.value if isinstance(reason, HideReason) else None,
                    "how": detail.split(":", maxsplit=1)[0],
                }
                cause = occurrence(f"feedback:{key}")
                await notices.add(connection, [Notice(found.person, cause, NoticeKind.FEEDBACK_HIDDEN, said, now)])

        await self._database.write(work)

    async def _find(self, connection: Connection, key: int) -> Feedback:
        found = await feedback.find(connection, key)
        if found is None:
            raise NotFound("feedback.gone")
        return found

    def _act(self, actor: Actor, about: str, detail: str) -> Act:
        return Act(self._clock(), actor.id, actor.role.value, Action.MODERATE.value, about, detail)


async def _may_appeal(connection: Connection, found: Feedback) -> bool:
    acts = await audit.of(connection, f"feedback:{found.id}")
    return found.state is FeedbackState.HIDDEN and not any(act.action == APPEAL for act in acts)


APPEAL = "appeal"
