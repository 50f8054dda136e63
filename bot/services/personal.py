"""A copy of somebody's data, and their erasure, for who asks on paper: whose they are is made sure first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import partial
from typing import Any

from bot.domain.accounts import address_of
from bot.domain.audit import Act
from bot.domain.errors import NotAllowed, NotFound, Unavailable
from bot.domain.papercode import code_of, is_of, last_day_of
from bot.domain.people import Actor
from bot.domain.permissions import Action, require
from bot.domain.time import Clock
from bot.services.people import People
from bot.storage import accounts, audit
from bot.storage.database import Database


class Ground(StrEnum):
    """How it was made sure that it is they who ask."""

    CODE = "code"
    SEEN = "seen"
    COLLEAGUE = "colleague"
    COMMAND_LINE = "command_line"


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks, and how that was made sure. Shapes: `data` as `People.data_of` gives it."""

    person: Actor
    ground: Ground
    data: Mapping[str, Any]


class PersonalData:
    """Errors of acts: `NotAllowed` to all but operators, about themselves, and without a ground; `NotFound` for nobody.

    `secret` keys the codes on paper.
    """

    def __init__(self, database: Database, clock: Clock, people: People, secret: bytes | None) -> None:
        self._database = database
        self._clock = clock
        self._people = people
        self._secret = secret

    def code_for(self, actor: Actor) -> tuple[str, date]:
        """The code that somebody writes on paper beside their number, and the last day on which it is good."""
        now = self._clock()
        return code_of(self._key(), actor.telegram_id, now), last_day_of(now)

    async def find(self, actor: Actor, who: str, code: str, ground: Ground | None = None) -> Asked:
        """Find whom a paper names: by their number in Telegram, or by a colleague's address.

        A code on the paper is ground enough, and a wrong one is refused whatever else is said.
        """
        require(actor, Action.MANAGE_DATA)
        number, is_colleague = await self._number(who)
        if number == actor.telegram_id:
            raise NotAllowed("data.own")
        if code:
            if not is_of(self._key(), number, code, self._clock()):
                raise NotAllowed("data.wrong_code")
            ground = Ground.CODE
        if ground is None:
            raise NotAllowed("data.no_ground")
        if ground is Ground.COLLEAGUE and not is_colleague:
            raise NotAllowed("data.no_colleague")
        person = await self._people.recognise(number, None)
        try:
            return Asked(person, ground, await self._people.data_of(person))
        except NotFound as error:
            raise NotFound("data.nobody") from error

    async def hand_out(self, actor: Actor, asked: Asked) -> Mapping[str, Any]:
        """Give the copy, and note that it was given."""
        act = self._act(actor, asked, "exported")
        await self._database.write(partial(audit.add, act=act))
        return asked.data

    async def erase(self, actor: Actor, asked: Asked, *, withdraw: bool) -> None:
        """Erase as `/forget` does, and note it in the same transaction."""
        act = self._act(actor, asked, "withdrawn" if withdraw else "anonymised")
        await self._people.forget(asked.person, withdraw=withdraw, act=act)

    def _act(self, actor: Actor, asked: Asked, did: str) -> Act:
        """What the trail keeps: the number in `people`, which is nobody's once it is erased."""
        require(actor, Action.MANAGE_DATA)
        about = f"person:{asked.person.id}" if asked.person.id else "person"
        detail = f"{did}: {asked.ground.value}"
        return Act(self._clock(), actor.id, actor.role.value, Action.MANAGE_DATA.value, about, detail)

    async def _number(self, who: str) -> tuple[int, bool]:
        """The number that is meant, and whether it is that of somebody who works, or worked, for the hromada."""
        digits = who.removeprefix("-")
        is_number = digits.isascii() and digits.isdecimal() and len(digits) < 19
        async with self._database.read() as connection:
            if is_number:
                account = await accounts.find(connection, int(who))
                return int(who), account is not None
            account = await accounts.with_address(connection, address_of(who) or "")
        if account is None:
            raise NotFound("data.nobody")
        return account.telegram_id, True

    def _key(self) -> bytes:
        if self._secret is None:
            raise Unavailable("trust.no_key")
        return self._secret
