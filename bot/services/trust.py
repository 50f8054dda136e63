"""What is known of a voter: their own phone, a code from the hromada's office, a check by staff."""

import hashlib
import hmac
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.audit import Act
from bot.domain.ballots import RECEIPT_SIGNS, signs_of, voter_of
from bot.domain.errors import NotAllowed, NotFound, Unavailable
from bot.domain.people import Actor
from bot.domain.permissions import Action, agreed, require
from bot.domain.rounds import Phase
from bot.domain.time import Clock
from bot.storage import audit, ballots, people, rounds, trust
from bot.storage.ballots import Voter
from bot.storage.database import Connection, Database

CODE_LENGTH = 10
MAX_CODES = 1000
"""Codes printed at once: twenty sheets of paper."""


@dataclass(frozen=True, slots=True)
class Codes:
    """New codes as they are printed. They are known only now: the database keeps their hashes."""

    round: int
    first_serial: int
    codes: Sequence[str]


class Trusts:
    """`secret` keys the hashes of phones and codes: without it nobody can try out numbers.

    Errors: `Unavailable` from whatever hashes, without a secret.
    """

    def __init__(self, database: Database, clock: Clock, secret: bytes | None) -> None:
        self._database = database
        self._clock = clock
        self._secret = secret

    async def share_phone(self, actor: Actor, phone: str, owner: int | None) -> None:
        """Keep that a person has a phone. `owner` is the Telegram id that the shared contact names.

        Errors: `NotAllowed` for another's contact, for a phone that another account has shared, and without consent.
        """
        require(actor, Action.VOTE)
        person = agreed(actor)
        if owner != actor.telegram_id:
            raise NotAllowed("trust.not_your_phone")
        digits = re.sub(r"\D", "", phone)
        hashed = self._hash("phone", digits)

        async def work(connection: Connection) -> bool:
            kept = await trust.keep_phone(connection, person, hashed)
            if kept:
                await self._raise(connection, person, actor.telegram_id)
            return kept

        if not await self._database.write(work):
            raise NotAllowed("trust.phone_is_taken")

    async def redeem(self, actor: Actor, code: str) -> int:
        """Spend a code from the office and return its round.

        Errors: `NotAllowed` for a code that is unknown or used, or whose round is over; `NotAllowed` without consent.
        """
        require(actor, Action.VOTE)
        person = agreed(actor)
        hashed = self._hash("code", signs_of(code))
        now = self._clock()

        async def work(connection: Connection) -> int:
            key = await trust.use_code(connection, hashed)
            found = await rounds.find(connection, key) if key is not None else None
            if key is None or found is None:
                raise NotAllowed("trust.unknown_code")
            if found.phase(now) not in (Phase.ANNOUNCED, Phase.OPEN):
                raise NotAllowed("rounds.over")
            voter = await ballots.find_voter(connection, key, person) or Voter()
            if voter.by_code:
                raise NotAllowed("trust.has_a_code")
            await ballots.keep_voter(connection, key, person, replace(voter, by_code=True))
            await self._raise(connection, person, actor.telegram_id)
            return key

        return await self._database.write(work)

    async def give_codes(self, actor: Actor, key: int, n: int, *, expected: int | None = None) -> Codes:
        """Make codes for the office to hand out, one each. `expected` is the serial number that comes next.

        Errors: `NotAllowed` for too many, when the round is over, or when others were made meanwhile: a button pressed
        twice makes one sheet.
        """
        require(actor, Action.GIVE_CODES)
        if not 1 <= n <= MAX_CODES:
            raise NotAllowed("trust.too_many_codes", limit=MAX_CODES)
        made = ["".join(secrets.choice(RECEIPT_SIGNS) for _ in range(CODE_LENGTH)) for _ in range(n)]
        hashes = [self._hash("code", code) for code in made]
        now = self._clock()

        async def work(connection: Connection) -> int:
            found = await rounds.find(connection, key)
            if found is None:
                raise NotFound("rounds.gone")
            if found.phase(now) not in (Phase.DRAFT, Phase.ANNOUNCED, Phase.OPEN):
                raise NotAllowed("rounds.over")
            first = await trust.add_codes(connection, key, hashes)
            if expected not in (None, first):
                raise NotAllowed("trust.codes_made_before")
            act = Act(now, actor.id, actor.role.value, Action.GIVE_CODES.value, f"round:{key}", f"codes: {n}")
            await audit.add(connection, act)
            return first

        return Codes(key, await self._database.write(work), made)

    async def codes_of(self, actor: Actor, key: int) -> tuple[int, int]:
        """How many codes a round has, and how many are used."""
        require(actor, Action.GIVE_CODES)
        async with self._database.read() as connection:
            return await trust.count_codes(connection, key)

    async def confirm(self, actor: Actor, telegram_id: int) -> bool:
        """Keep that staff have seen a person's papers; False when somebody had before.

        Errors: `NotFound` for who has not agreed to be kept.
        """
        require(actor, Action.CONFIRM_PERSON)
        now = self._clock()

        async def work(connection: Connection) -> bool:
            person = await people.id_of(connection, telegram_id)
            if person is None:
                raise NotFound("trust.no_such_person")
            new = await trust.confirm(connection, person, now)
            await self._raise(connection, person, telegram_id)
            act = Act(now, actor.id, actor.role.value, Action.CONFIRM_PERSON.value, f"person:{person}")
            await audit.add(connection, act)
            return new

        return await self._database.write(work)

    async def _raise(self, connection: Connection, person: int, telegram_id: int) -> None:
        """Let the ballots that a person has cast already count at their new level."""
        for key in await ballots.rounds_of(connection, person):
            secret = await rounds.key_of(connection, key)
            if secret is not None:
                level = await trust.level(connection, person, key)
                await ballots.set_trust(connection, key, voter_of(secret, telegram_id), level)

    def _hash(self, what: str, value: str) -> bytes:
        if self._secret is None:
            raise Unavailable("trust.no_key")
        return hmac.new(self._secret, f"{what}:{value}".encode(), hashlib.sha256).digest()
