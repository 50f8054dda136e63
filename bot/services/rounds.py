"""Prepare a round, publish it, correct its words, extend it, end it."""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.audit import Act
from bot.domain.changes import CONDITIONS, CORRECTABLE, OPTION_FIELDS, changed, option_of, sound, sound_option
from bot.domain.errors import NotAllowed, NotFound
from bot.domain.notices import Notice, NoticeKind, by_day
from bot.domain.people import Actor
from bot.domain.permissions import Action, may, require
from bot.domain.rounds import (
    MAX_OPTIONS,
    Correction,
    Ending,
    EndingKind,
    Option,
    Phase,
    Round,
    Sheet,
    problems,
)
from bot.domain.time import Clock
from bot.domain.wording import fitting
from bot.storage import audit, ballots, notices, rounds
from bot.storage.database import Connection, Database


@dataclass(frozen=True, slots=True)
class RoundView:
    """A round with all that a card needs."""

    sheet: Sheet
    now: datetime
    corrections: Sequence[Correction] = ()
    problems: Sequence[str] = ()

    @property
    def round(self) -> Round:
        return self.sheet.round

    @property
    def phase(self) -> Phase:
        return self.sheet.round.phase(self.now)


class Rounds:
    """Errors of every method: `NotAllowed` for who may not, `NotFound` for a round that is not there."""

    def __init__(self, database: Database, clock: Clock, timezone: str) -> None:
        self._database = database
        self._clock = clock
        self._zone = ZoneInfo(timezone)
        self._seen: int | None = None

    def seen(self, revision: int | None) -> "Rounds":
        """Act only while a round is as somebody saw it; every act then raises `NotAllowed` if it was changed since."""
        bound = copy(self)
        bound._seen = revision  # noqa: SLF001  (one's own)
        return bound

    async def view(self, actor: Actor, key: int) -> RoundView:
        """Show a round; drafts only to those who prepare them."""
        now = self._clock()
        async with self._database.read() as connection:
            sheet = await rounds.sheet(connection, key)
            corrections = await rounds.corrections_of(connection, key) if sheet else ()
        if sheet is None or (sheet.round.phase(now) is Phase.DRAFT and not may(actor.role, Action.PREPARE_ROUND)):
            raise NotFound("rounds.gone")
        return RoundView(sheet, now, corrections, problems(sheet, now))

    async def manage(self, actor: Actor, key: int) -> RoundView:
        """Show a round to those who prepare rounds."""
        require(actor, Action.PREPARE_ROUND)
        return await self.view(actor, key)

    async def announced(self, community: str | None) -> list[tuple[Round, Phase]]:
        """The rounds that residents of a community see, the newest first."""
        now = self._clock()
        async with self._database.read() as connection:
            return [(round_, round_.phase(now)) for round_ in await rounds.announced(connection, now, community)]

    async def every(self, actor: Actor) -> list[tuple[Round, Phase]]:
        """All rounds for those who prepare them, the newest first."""
        require(actor, Action.PREPARE_ROUND)
        now = self._clock()
        async with self._database.read() as connection:
            return [(round_, round_.phase(now)) for round_ in await rounds.every(connection)]

    async def create(self, actor: Actor, community: str, title: str) -> int:
        """Begin a draft and return its number."""
        return await self.store(actor, Round(0, community, title), ())

    async def store(self, actor: Actor, written: Round, options: Sequence[Option]) -> int:
        """Keep a whole draft at once, or nothing of it, and return its number.

        Errors: `NotAllowed` for a text or a number that does not fit, and beyond `MAX_OPTIONS`.
        """
        require(actor, Action.PREPARE_ROUND)
        fields = {name: sound(name, getattr(written, name)) for name in CONDITIONS}
        new = [sound_option(option) for option in options]
        if len(new) > MAX_OPTIONS:
            raise NotAllowed("rounds.too_many_options")

        async def work(connection: Connection) -> int:
            key = await rounds.create(connection, written.community, fields["title"])
            await rounds.change(connection, replace(Round(key, written.community, ""), **fields))
            if new:
                await rounds.add_options(connection, key, new)
            await audit.add(connection, self._act(actor, Action.PREPARE_ROUND, key, f"created: {fields['title']}"))
            return key

        return await self._database.write(work)

    async def change(self, actor: Actor, key: int, **fields: Any) -> None:
        """Set fields of a round: anything until it opens, afterwards only words, which is logged and shown.

        Errors: `NotAllowed` for what can no longer be changed, does not fit, or would spoil an announced round.
        """
        require(actor, Action.PREPARE_ROUND)
        assert fields.keys() <= CONDITIONS, f"{fields.keys() - CONDITIONS} are not conditions"
        fitted = {name: sound(name, value) for name, value in fields.items()}
        now = self._clock()

        async def work(connection: Connection) -> None:
            before = (await self._sheet(connection, key)).round
            after = replace(before, **fitted)
            if after == before:
                return
            differing = changed(before, fitted)
            await self._may_change(connection, actor, before, None, differing, now)
            await rounds.change(connection, after)
            await self._must_stay_sound(connection, before, now)
            for name, (_, value) in differing.items():
                did = f"changed: {name} {value}"
                await audit.add(connection, self._act(actor, Action.PREPARE_ROUND, key, did))

        await self._database.write(work)

    async def add_options(self, actor: Actor, key: int, new: Sequence[Option]) -> int:
        """Put options at the end of a round that is not open yet; return how many were not there before.

        Errors: `NotAllowed` beyond `MAX_OPTIONS`, and once the round is open.
        """
        fitted = [sound_option(option) for option in new]
        now = self._clock()

        async def work(connection: Connection) -> int:
            sheet = await self._unopened(connection, actor, key, now)
            known = {option.title.casefold() for option in sheet.options}
            fresh = {o.title.casefold(): o for o in reversed(fitted) if o.title.casefold() not in known}
            if len(sheet.options) + len(fresh) > MAX_OPTIONS:
                raise NotAllowed("rounds.too_many_options")
            if fresh:
                await rounds.add_options(connection, key, list(reversed(fresh.values())))
                await self._must_stay_sound(connection, sheet.round, now)
                await audit.add(connection, self._act(actor, Action.PREPARE_ROUND, key, f"options_added: {len(fresh)}"))
            return len(fresh)

        return await self._database.write(work)

    async def change_option(self, actor: Actor, key: int, option: int, **fields: Any) -> None:
        """Set fields of an option: anything until the round opens, afterwards only title and details.

        Errors: `NotAllowed` for what can no longer be changed, does not fit, or is another option's title; `NotFound`
        for an option of another round.
        """
        require(actor, Action.PREPARE_ROUND)
        assert fields.keys() <= OPTION_FIELDS, f"{fields.keys() - OPTION_FIELDS} are not an option's"
        fitted = {name: sound(name, value) for name, value in fields.items()}
        now = self._clock()

        async def work(connection: Connection) -> None:
            sheet = await self._sheet(connection, key)
            before = option_of(sheet, option)
            after = replace(before, **fitted)
            if after == before:
                return
            if any(o.title.casefold() == after.title.casefold() for o in sheet.options if o.id != option):
                raise NotAllowed("rounds.option_twice")
            differing = changed(before, fitted)
            await self._may_change(connection, actor, sheet.round, option, differing, now)
            await rounds.change_option(connection, after)
            await self._must_stay_sound(connection, sheet.round, now)
            for name, (_, value) in differing.items():
                did = f"option_changed: {name} {after.title} → {value}"
                await audit.add(connection, self._act(actor, Action.PREPARE_ROUND, key, did))

        await self._database.write(work)

    async def move_option(self, actor: Actor, key: int, option: int, position: int) -> None:
        """Put an option at a place from 0 among those of a round that is not open yet.

        Voters see each their own order; this one decides the last tie and is the order of lists.
        """
        now = self._clock()

        async def work(connection: Connection) -> None:
            sheet = await self._unopened(connection, actor, key, now)
            moved = option_of(sheet, option)
            order = [one for one in sheet.options if one is not moved]
            order.insert(position, moved)
            await rounds.reorder(connection, key, [one.id for one in order])

        await self._database.write(work)

    async def remove_option(self, actor: Actor, key: int, option: int) -> None:
        """Take an option out of a round that is not open yet; one that is gone already is fine."""
        now = self._clock()

        async def work(connection: Connection) -> None:
            sheet = await self._unopened(connection, actor, key, now)
            gone = sheet.by_id.get(option)
            if gone is None:
                return
            await rounds.remove_option(connection, key, option)
            await self._must_stay_sound(connection, sheet.round, now)
            await audit.add(connection, self._act(actor, Action.PREPARE_ROUND, key, f"option_removed: {gone.title}"))

        await self._database.write(work)

    async def remove(self, actor: Actor, key: int) -> None:
        """Throw a draft away."""
        require(actor, Action.PREPARE_ROUND)
        now = self._clock()

        async def work(connection: Connection) -> None:
            found = (await self._sheet(connection, key)).round
            if found.phase(now) is not Phase.DRAFT:
                raise NotAllowed("rounds.only_drafts_vanish")
            await rounds.remove(connection, key)
            await audit.add(connection, self._act(actor, Action.PREPARE_ROUND, key, f"removed: {found.title}"))

        await self._database.write(work)

    async def publish(self, actor: Actor, key: int) -> None:
        """Announce a draft; it opens by itself when its time comes, at once if that is past.

        Errors: `NotAllowed` with the first of its problems.
        """
        require(actor, Action.PUBLISH_ROUND)
        now = self._clock()

        async def work(connection: Connection) -> None:
            sheet = await self._sheet(connection, key)
            if sheet.round.phase(now) is not Phase.DRAFT:
                raise NotAllowed("rounds.published_before")
            if found := problems(sheet, now):
                raise NotAllowed(found[0])
            assert sheet.round.opens_at is not None, "else it is among the problems"
            opens_at = max(sheet.round.opens_at, now)
            await rounds.change(connection, replace(sheet.round, announced_at=now, opens_at=opens_at))
            await audit.add(connection, self._act(actor, Action.PUBLISH_ROUND, key, "published"))

        await self._database.write(work)

    async def extend(self, actor: Actor, key: int, closes_at: datetime, reason: str) -> None:
        """Close later than announced, with a public reason; those who took part are told.

        Errors: `NotAllowed` when voting is over, and for a moment that is not later.
        """
        require(actor, Action.END_ROUND)
        reason = fitting("reason", reason)
        now = self._clock()

        async def work(connection: Connection) -> None:
            found = (await self._sheet(connection, key)).round
            if found.phase(now) not in (Phase.ANNOUNCED, Phase.OPEN) or found.closes_at is None:
                raise NotAllowed("rounds.over")
            if closes_at <= found.closes_at:
                raise NotAllowed("rounds.not_later")
            later = closes_at - found.closes_at
            shows_at = found.results_at + later if found.results_at else None
            await rounds.change(connection, replace(found, closes_at=closes_at, results_at=shows_at))
            await rounds.correct(
                connection,
                key,
                Correction(None, "closes_at", found.closes_at.isoformat(), f"{closes_at.isoformat()} {reason}", now),
            )
            await audit.add(connection, self._act(actor, Action.END_ROUND, key, f"extended: {reason}"))
            said = {"round": key, "title": found.title, "reason": reason, "closes_at": closes_at.isoformat()}
            await notices.withdraw(connection, f"round:{key}:reminder")
            await self._tell_voters(
                connection, key, f"extended:{closes_at.timestamp():.0f}", NoticeKind.ROUND_EXTENDED, said, now
            )

        await self._database.write(work)

    async def end(self, actor: Actor, key: int, how: EndingKind, reason: str) -> None:
        """Cancel a round before its close, or annul it afterwards, with a public reason; those who took part are told.

        Errors: `NotAllowed` for an ending that does not fit the phase.
        """
        require(actor, Action.END_ROUND)
        reason = fitting("reason", reason)
        now = self._clock()
        fits = {
            EndingKind.CANCELLED: (Phase.ANNOUNCED, Phase.OPEN),
            EndingKind.ANNULLED: (Phase.CHECKING, Phase.RESULTS, Phase.ARCHIVED),
        }

        async def work(connection: Connection) -> None:
            found = (await self._sheet(connection, key)).round
            if found.phase(now) not in fits[how]:
                raise NotAllowed("rounds.over" if how is EndingKind.CANCELLED else "rounds.not_closed_yet")
            await rounds.change(connection, replace(found, ending=Ending(how, reason, now)))
            await audit.add(connection, self._act(actor, Action.END_ROUND, key, f"{how.value}: {reason}"))
            kind = NoticeKind.ROUND_CANCELLED if how is EndingKind.CANCELLED else NoticeKind.ROUND_ANNULLED
            for cause in ("reminder", "results"):
                await notices.withdraw(connection, f"round:{key}:{cause}")
            said = {"round": key, "title": found.title, "reason": reason}
            await self._tell_voters(connection, key, how.value, kind, said, now)

        await self._database.write(work)

    async def trail(self, actor: Actor, key: int) -> list[Act]:
        """What staff did with a round, the newest first."""
        require(actor, Action.PREPARE_ROUND)
        async with self._database.read() as connection:
            return await audit.of(connection, f"round:{key}")

    async def _tell_voters(
        self,
        connection: Connection,
        key: int,
        fact: str,
        kind: NoticeKind,
        params: Mapping[str, Any],
        now: datetime,
    ) -> None:
        due_at = by_day(now, self._zone)
        people = await ballots.voters_of(connection, key)
        await notices.add(
            connection, [Notice(person, f"round:{key}:{fact}", kind, params, due_at) for person, _ in people]
        )

    async def _may_change(
        self,
        connection: Connection,
        actor: Actor,
        round_: Round,
        option: int | None,
        texts: Mapping[str, tuple[str, str]],
        now: datetime,
    ) -> None:
        """Let a change pass, and keep what the words were if people may have read them."""
        phase = round_.phase(now)
        if phase is not Phase.DRAFT:
            require(actor, Action.PUBLISH_ROUND)
        if phase not in (Phase.DRAFT, Phase.ANNOUNCED) and (phase is not Phase.OPEN or not texts.keys() <= CORRECTABLE):
            raise NotAllowed("rounds.only_words")
        if phase is Phase.OPEN:
            for name, (before, after) in texts.items():
                await rounds.correct(connection, round_.id, Correction(option, name, before, after, now))

    async def _must_stay_sound(self, connection: Connection, before: Round, now: datetime) -> None:
        """Refuse a change that an announced round could not be announced with."""
        sheet = await rounds.sheet(connection, before.id)
        if sheet and before.phase(now) is Phase.ANNOUNCED and (found := problems(sheet, now)):
            raise NotAllowed(found[0])

    async def _unopened(self, connection: Connection, actor: Actor, key: int, now: datetime) -> Sheet:
        """Find a round whose options may still come and go, for somebody who may do that."""
        require(actor, Action.PREPARE_ROUND)
        sheet = await self._sheet(connection, key)
        phase = sheet.round.phase(now)
        if phase is not Phase.DRAFT:
            require(actor, Action.PUBLISH_ROUND)
        if phase not in (Phase.DRAFT, Phase.ANNOUNCED):
            raise NotAllowed("rounds.only_words")
        return sheet

    async def _sheet(self, connection: Connection, key: int) -> Sheet:
        sheet = await rounds.sheet(connection, key)
        if sheet is None:
            raise NotFound("rounds.gone")
        if self._seen not in (None, sheet.round.revision):
            raise NotAllowed("rounds.changed_meanwhile")
        return sheet

    def _act(self, actor: Actor, action: Action, key: int, detail: str) -> Act:
        return Act(self._clock(), actor.id, actor.role.value, action.value, f"round:{key}", detail)
