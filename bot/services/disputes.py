"""Check a receipt, make ballots void, appeal: in the open, by two of the staff, and never by looking at choices."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.audit import Act
from bot.domain.ballots import VOID_REASONS, WITHDRAWN, code_of, read_receipt, voter_of
from bot.domain.disputes import Appeal, Flag, Void
from bot.domain.errors import NotAllowed, NotFound
from bot.domain.notices import Notice, NoticeKind, by_day
from bot.domain.people import Actor
from bot.domain.permissions import Action, agreed, require
from bot.domain.rounds import Phase, Round
from bot.domain.time import Clock
from bot.storage import audit, ballots, disputes, notices, rounds
from bot.storage.database import Connection, Database

MAX_APPEAL = 1000
"""Longest appeal in characters."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What can be said of a receipt: `version` is the present one, `asked` the one shown; `void` a reason or None."""

    round: Round
    phase: Phase
    receipt: str
    asked: int
    version: int
    void: str | None
    is_withdrawn: bool
    has_appealed: bool

    @property
    def code(self) -> str:
        """The receipt as it was shown."""
        return code_of(self.receipt, self.asked)

    @property
    def is_current(self) -> bool:
        return self.asked == self.version

    @property
    def standing(self) -> str:
        """The text that says what became of the ballot; it takes `reason` and `version`."""
        if self.phase in (Phase.CANCELLED, Phase.ANNULLED):
            return "receipts.round_ended"
        if self.void is not None:
            return "receipts.void"
        if self.is_withdrawn:
            return "receipts.withdrawn"
        if not self.is_current:
            return "receipts.replaced"
        return "receipts.counted_so_far" if self.phase is Phase.OPEN else "receipts.counted"

    @property
    def may_be_appealed(self) -> bool:
        """Say whether the owner can still speak up: until the ballots are sealed."""
        is_reviewed = self.phase in (Phase.OPEN, Phase.CHECKING) and self.round.sealed_at is None
        return self.void is not None and is_reviewed and not self.has_appealed


@dataclass(frozen=True, slots=True)
class Disputed:
    """Everything doubtful about a round, for staff. `bursts` and coercion are `flags`."""

    round: Round
    phase: Phase
    flags: Sequence[Flag]
    voids: Sequence[Void]
    appeals: Sequence[Appeal]

    @property
    def can_be_decided(self) -> bool:
        """Say whether ballots can still change their weight."""
        return self.phase in (Phase.OPEN, Phase.CHECKING) and self.round.sealed_at is None


class Disputes:
    def __init__(self, database: Database, clock: Clock, timezone: str) -> None:
        self._database = database
        self._clock = clock
        self._zone = ZoneInfo(timezone)

    async def verify(self, actor: Actor, written: str) -> Verified:
        """Say whether the ballot with this receipt counts; never what was chosen.

        Errors: `NotFound` for a receipt that no round knows.
        """
        require(actor, Action.VERIFY)
        read = read_receipt(written)
        if read is None:
            raise NotFound("receipts.unreadable")
        receipt, asked = read
        now = self._clock()
        async with self._database.read() as connection:
            for key in await ballots.rounds_with_receipt(connection, receipt):
                known, round_ = await ballots.by_receipt(connection, key, receipt), await rounds.find(connection, key)
                if known and round_ and asked <= known[0]:
                    version, why = known
                    withdrawn, void = why == WITHDRAWN, why if why in VOID_REASONS else None
                    appealed = await disputes.find_appeal(connection, key, receipt) is not None
                    return Verified(round_, round_.phase(now), receipt, asked, version, void, withdrawn, appealed)
        raise NotFound("receipts.unknown")

    async def propose(
        self, actor: Actor, key: int, reason: str, *, receipt: str | None = None, via: str | None = None
    ) -> int:
        """Propose to make void the ballot with a receipt, or all that came over an invitation.

        Errors: `NotAllowed` once the results are sealed; `NotFound` for a receipt that the round does not know.
        """
        require(actor, Action.VOID_BALLOT)
        by = agreed(actor)
        if reason not in VOID_REASONS:
            raise NotAllowed("voids.no_such_reason")
        signs = read_receipt(receipt) if receipt is not None else None
        if signs is None and (receipt is not None or not via):
            raise NotFound("receipts.unreadable")
        now = self._clock()

        async def work(connection: Connection) -> int:
            round_ = await self._round(connection, key, now)
            if signs is not None and await ballots.by_receipt(connection, key, signs[0]) is None:
                raise NotFound("receipts.unknown")
            void = Void(0, key, signs[0] if signs else None, via, reason, by, now)
            number = await disputes.propose(connection, void)
            await audit.add(connection, self._act(actor, key, f"proposed: {number}"))
            said = {"round": key, "title": round_.title, "void": number}
            await self._tell_staff(connection, by, f"void:{number}", NoticeKind.STAFF_VOID, said)
            return number

        return await self._database.write(work)

    async def decide(self, actor: Actor, number: int, *, granted: bool) -> int:
        """Confirm or reject a proposal of somebody else; return how many ballots became void.

        Errors: `NotAllowed` to the one who proposed it, and when it was decided before.
        """
        require(actor, Action.VOID_BALLOT)
        by = agreed(actor)
        now = self._clock()

        async def work(connection: Connection) -> int:
            void = await disputes.find_void(connection, number)
            if void is None:
                raise NotFound("voids.gone")
            if void.granted is not None:
                raise NotAllowed("voids.decided")
            if void.proposed_by == by:
                raise NotAllowed("voids.needs_another")
            round_ = await self._round(connection, void.round, now)
            await disputes.decide_void(connection, number, by, now, granted=granted)
            await audit.add(
                connection, self._act(actor, void.round, f"{'granted' if granted else 'rejected'}: {number}")
            )
            if not granted:
                return 0
            touched = await ballots.void(connection, void.round, receipt=void.receipt, via=void.via, reason=void.reason)
            await self._tell_voters(connection, round_, touched, f"void:{number}", void.reason, now)
            return len(touched)

        return await self._database.write(work)

    async def appeal(self, actor: Actor, key: int, receipt: str, text: str) -> None:
        """Say a word against a void, once. Who holds the receipt may; who it is stays unknown.

        Errors: `NotAllowed` for a ballot that is not void, or when there was an appeal before.
        """
        require(actor, Action.VERIFY)
        text = text.strip()
        if not text or len(text) > MAX_APPEAL:
            raise NotAllowed("appeals.wrong_length", limit=MAX_APPEAL)
        now = self._clock()

        async def work(connection: Connection) -> None:
            round_ = await self._round(connection, key, now)
            known = await ballots.by_receipt(connection, key, receipt)
            if known is None or known[1] not in VOID_REASONS:
                raise NotAllowed("appeals.not_void")
            if not await disputes.appeal(connection, Appeal(key, receipt, text, now)):
                raise NotAllowed("appeals.once")
            said = {"round": key, "title": round_.title}
            await self._tell_staff(connection, None, f"appeal:{key}:{receipt}", NoticeKind.STAFF_APPEAL, said)

        await self._database.write(work)

    async def decide_appeal(self, actor: Actor, key: int, receipt: str, *, granted: bool) -> None:
        """Give a ballot back its weight, or let the void stand.

        Errors: `NotAllowed` when the appeal was decided before.
        """
        require(actor, Action.VOID_BALLOT)
        by = agreed(actor)
        now = self._clock()

        async def work(connection: Connection) -> None:
            round_ = await self._round(connection, key, now)
            made = await disputes.find_appeal(connection, key, receipt)
            if made is None or made.granted is not None:
                raise NotAllowed("appeals.decided")
            await disputes.decide_appeal(connection, key, receipt, by, granted=granted)
            did = f"appeal_{'granted' if granted else 'rejected'}: {receipt[:5]}-{receipt[5:]}"
            await audit.add(connection, self._act(actor, key, did))
            if granted:
                touched = await ballots.void(connection, key, receipt=receipt, via=None, reason=None)
                await self._tell_voters(connection, round_, touched, f"appeal:{receipt}", None, now)

        await self._database.write(work)

    async def of(self, actor: Actor, key: int) -> Disputed:
        """Everything doubtful about a round."""
        require(actor, Action.VOID_BALLOT)
        now = self._clock()
        async with self._database.read() as connection:
            round_ = await rounds.find(connection, key)
            if round_ is None:
                raise NotFound("rounds.gone")
            return Disputed(
                round_,
                round_.phase(now),
                await disputes.flags_of(connection, key),
                await disputes.voids_of(connection, key),
                await disputes.appeals_of(connection, key),
            )

    async def _round(self, connection: Connection, key: int, now: datetime) -> Round:
        """Find a round whose ballots can still change their weight."""
        found = await rounds.find(connection, key)
        if found is None:
            raise NotFound("rounds.gone")
        if found.phase(now) not in (Phase.OPEN, Phase.CHECKING) or found.sealed_at is not None:
            raise NotAllowed("voids.too_late")
        return found

    async def _tell_staff(
        self, connection: Connection, but: int | None, fact: str, kind: NoticeKind, params: Mapping[str, Any]
    ) -> None:
        now = self._clock()
        told = [person for person in await notices.staff(connection) if person != but]
        await notices.add(connection, [Notice(person, fact, kind, params, now) for person in told])

    async def _tell_voters(
        self,
        connection: Connection,
        round_: Round,
        touched: Sequence[bytes],
        fact: str,
        reason: str | None,
        now: datetime,
    ) -> None:
        """Tell those whose ballots these are while that can be known; afterwards all who took part, to check theirs."""
        if not touched:
            return
        said: dict[str, Any] = {"round": round_.id, "title": round_.title}
        secret = await rounds.key_of(connection, round_.id)
        people = await ballots.voters_of(connection, round_.id)
        if secret is None:
            kind, told, said = NoticeKind.BALLOTS_VOID, people, said | {"n": len(touched)}
        else:
            kind, named, said = NoticeKind.BALLOT_VOID, set(touched), said | {"reason": reason}
            told = [(person, number) for person, number in people if voter_of(secret, number) in named]
        if reason is None:
            kind = NoticeKind.BALLOT_RESTORED
        cause, due_at = f"round:{round_.id}:{fact}", by_day(now, self._zone)
        await notices.add(connection, [Notice(person, cause, kind, said, due_at) for person, _ in told])

    def _act(self, actor: Actor, key: int, detail: str) -> Act:
        return Act(self._clock(), actor.id, actor.role.value, Action.VOID_BALLOT.value, f"round:{key}", detail)
