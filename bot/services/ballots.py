"""Vote: open a sheet, tap, take back. Every tap is a counted ballot, on disk before the person is told."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from bot.domain.ballots import (
    RECEIPT_LENGTH,
    RECEIPT_SIGNS,
    Ballot,
    Choices,
    began,
    choose,
    shuffled,
    voter_of,
)
from bot.domain.disputes import Flag
from bot.domain.errors import NotAllowed, NotFound
from bot.domain.notices import Notice, NoticeKind
from bot.domain.people import Actor
from bot.domain.permissions import Action, agreed, require
from bot.domain.rounds import Option, Phase, Round, Sheet, Trust
from bot.domain.time import Clock
from bot.storage import ballots, disputes, notices, rounds
from bot.storage.ballots import Voter
from bot.storage.database import Connection, Database

COERCION = "coercion"

Change = Callable[[Sheet, Choices], Mapping[int, int]]
"""What a tap does to choices."""


@dataclass(frozen=True)
class Paper:
    """A sheet in a voter's hands.

    Shapes: `telegram_id` is the voter's; `ballot` None before the first tap and after the close.
    """

    sheet: Sheet
    now: datetime
    telegram_id: int
    voter: Voter | None = None
    ballot: Ballot | None = None
    trust: Trust = Trust.ACCOUNT
    is_saved: bool = False

    @property
    def round(self) -> Round:
        return self.sheet.round

    @property
    def phase(self) -> Phase:
        return self.round.phase(self.now)

    @cached_property
    def order(self) -> tuple[Option, ...]:
        """The options in the voter's own order."""
        return shuffled(self.sheet, self.telegram_id)

    @property
    def choices(self) -> Choices:
        return self.ballot.choices if self.ballot else {}

    @property
    def needs_district(self) -> bool:
        return bool(self.round.districts) and (self.voter is None or self.voter.district is None)

    @property
    def needs_trust(self) -> bool:
        return self.trust < self.round.least_trust


class Ballots:
    """Errors of every method: `NotFound` for a round that residents do not see."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._sheets: dict[int, Sheet] = {}

    async def open(self, actor: Actor, key: int, via: str | None = None) -> Paper:
        """Show the sheet with what was chosen. `via` is the invitation that was followed; kept for who agreed."""
        require(actor, Action.VOTE)
        now = self._clock()
        async with self._database.read() as connection:
            paper, _ = await self._paper(connection, actor, key, now)
        self._sheets[key] = paper.sheet
        if via and actor.id is not None and actor.consented and paper.phase is Phase.OPEN and paper.voter is None:
            person, voter = actor.id, Voter(via=via[:32])
            await self._database.write(lambda connection: ballots.add_voter(connection, key, person, voter))
            paper = replace(paper, voter=voter)
        return paper

    async def choose(self, actor: Actor, key: int, option: int, value: int) -> Paper:
        """Set an option to a value (see `bot.domain.ballots.choose`); on return it is counted.

        Errors: `NotAllowed` when the ballot has no room, the round is not open, or the voter may not vote in it.
        """
        return await self._change(actor, key, lambda sheet, choices: choose(sheet, choices, option, value))

    async def withdraw(self, actor: Actor, key: int) -> Paper:
        """Take the whole ballot back; it can be filled again until the close."""
        return await self._change(actor, key, lambda _sheet, _choices: {})

    async def live_in(self, actor: Actor, key: int, district: int) -> Paper:
        """Keep in which district a voter says they live.

        Errors: `NotFound` for a district that the round does not have.
        """
        person = agreed(actor)
        now = self._clock()

        async def work(connection: Connection) -> Paper:
            paper, secret = await self._paper(connection, actor, key, now)
            _must_be_open(paper.round, now)
            if district not in range(len(paper.round.districts)):
                raise NotFound("ballots.no_such_district")
            voter = replace(paper.voter or Voter(), district=district)
            await ballots.keep_voter(connection, key, person, voter)
            if paper.ballot is not None:
                assert secret is not None, "a ballot has a key"
                await ballots.change(connection, key, voter_of(secret, actor.telegram_id), paper.ballot, voter)
            return replace(paper, voter=voter)

        return await self._database.write(work)

    async def tell_of_coercion(self, actor: Actor, key: int) -> None:
        """Tell staff that somebody is made to vote, without saying who."""
        require(actor, Action.VOTE)
        now = self._clock()
        secret = secrets.token_bytes(32)

        async def work(connection: Connection) -> None:
            found = await rounds.find(connection, key)
            if found is None or found.announced_at is None:
                raise NotFound("rounds.gone")
            if found.phase(now) is not Phase.OPEN:
                raise NotAllowed(_why_not_open(found.phase(now)))
            named = voter_of(await _key(connection, key, secret), actor.telegram_id, COERCION).hex()
            if await disputes.flag(connection, Flag(key, COERCION, named, 1, now)):
                said = {"round": key, "title": found.title, "flag": COERCION}
                told = [
                    Notice(person, f"round:{key}:{COERCION}:{named}", NoticeKind.STAFF_FLAG, said, now)
                    for person in await notices.staff(connection)
                ]
                await notices.add(connection, told)

        await self._database.write(work)

    async def mine(self, actor: Actor) -> Sequence[tuple[Round, Phase]]:
        """The rounds in which a person takes part, the newest first."""
        if actor.id is None:
            return ()
        now = self._clock()
        async with self._database.read() as connection:
            keys = await ballots.rounds_of(connection, actor.id)
            found = [await rounds.find(connection, key) for key in sorted(keys, reverse=True)]
        return [(round_, round_.phase(now)) for round_ in found if round_ is not None]

    async def _change(self, actor: Actor, key: int, make: Change) -> Paper:
        person = agreed(actor)
        require(actor, Action.VOTE)
        now = self._clock()
        new_key, receipt = secrets.token_bytes(32), _new_receipt()

        async def work(connection: Connection) -> Paper:
            paper, secret = await self._paper(connection, actor, key, now)
            _may_vote(paper)
            choices = make(paper.sheet, paper.choices)
            if choices == paper.choices:
                return replace(paper, is_saved=True)
            if secret is None:
                secret = new_key
                await rounds.keep_key(connection, key, secret)
            name, voter = voter_of(secret, actor.telegram_id), paper.voter or Voter()
            if paper.ballot is None:
                ballot = Ballot(choices, 1, receipt, paper.trust)
                await ballots.add(connection, key, name, ballot, voter, began(now))
                await ballots.add_voter(connection, key, person, voter)
            else:
                ballot = replace(paper.ballot, choices=choices, version=paper.ballot.version + 1, trust=paper.trust)
                await ballots.change(connection, key, name, ballot, voter)
            return replace(paper, ballot=ballot, voter=voter, is_saved=True)

        saved = await self._database.write(work)
        self._sheets[key] = saved.sheet
        return saved

    async def _paper(self, connection: Connection, actor: Actor, key: int, now: datetime) -> tuple[Paper, bytes | None]:
        """Hand out a sheet, with the secret of its round.

        A sheet is read once for each of its revisions, and kept by who has seen it committed. The revision is read
        every time: another process may have changed the round.
        """
        revision, secret = await rounds.stand(connection, key)
        sheet = self._sheets.get(key)
        if sheet is None or sheet.round.revision != revision:
            sheet = await rounds.sheet(connection, key)
        if sheet is None or sheet.round.phase(now) is Phase.DRAFT:
            raise NotFound("rounds.gone")
        if actor.id is None:
            return Paper(sheet, now, actor.telegram_id), secret
        name = voter_of(secret, actor.telegram_id) if secret else b""
        voter, ballot, level = await ballots.standing(connection, key, actor.id, name)
        return Paper(sheet, now, actor.telegram_id, voter, ballot, level), secret


def _may_vote(paper: Paper) -> None:
    """Let a voter pass.

    Errors: `NotAllowed` outside the open phase, below the level of trust, and without the district.
    """
    _must_be_open(paper.round, paper.now)
    if paper.needs_trust:
        raise NotAllowed(f"trust.needs_{paper.round.least_trust.name.lower()}")
    if paper.needs_district:
        raise NotAllowed("ballots.needs_district")


def _must_be_open(round_: Round, now: datetime) -> None:
    if round_.phase(now) is not Phase.OPEN:
        raise NotAllowed(_why_not_open(round_.phase(now)))


def _why_not_open(phase: Phase) -> str:
    match phase:
        case Phase.ANNOUNCED:
            return "ballots.not_open_yet"
        case Phase.CANCELLED | Phase.ANNULLED:
            return "ballots.ended"
        case _:
            return "ballots.closed"


async def _key(connection: Connection, key: int, new: bytes) -> bytes:
    """The round's secret; the first voter makes it."""
    secret = await rounds.key_of(connection, key)
    if secret is None:
        await rounds.keep_key(connection, key, new)
        return new
    return secret


def _new_receipt() -> str:
    return "".join(secrets.choice(RECEIPT_SIGNS) for _ in range(RECEIPT_LENGTH))
