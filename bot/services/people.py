"""Recognise a person, keep what they agreed to, give it back, erase it."""

from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Any

from bot.domain.audit import Act
from bot.domain.backups import Erasure
from bot.domain.backups import mark_of as erased_mark_of
from bot.domain.ballots import in_order, voter_of
from bot.domain.errors import NotFound
from bot.domain.notices import about_feedback
from bot.domain.people import CONSENT_VERSION, Actor, Locale, Role
from bot.domain.permissions import agreed
from bot.domain.restrictions import mark_of
from bot.domain.time import Clock
from bot.storage import (
    accounts,
    audit,
    ballots,
    deliveries,
    disputes,
    drafts,
    erasures,
    feedback,
    invitations,
    letters,
    notices,
    people,
    personal,
    phrasings,
    progress,
    questions,
    restrictions,
    rounds,
    sessions,
    subscriptions,
    trust,
    updates,
)
from bot.storage.database import Connection, Database
from bot.storage.people import Subject

REMEMBER = timedelta(seconds=5)
"""How long a resident is taken for who they were: a role given on the command line works after this."""

N_REMEMBERED = 10_000

SUBJECT_LASTS = timedelta(minutes=10)
"""How long a follow-up question ("а для молоді?") leans on the one before it."""


class People:
    """Errors: `Unavailable` from every method when the database is."""

    def __init__(self, database: Database, clock: Clock, secret: bytes | None) -> None:
        self._database = database
        self._clock = clock
        self._secret = secret
        self._recent: dict[int, tuple[datetime, Actor]] = {}

    async def recognise(self, telegram_id: int, language_code: str | None) -> Actor:
        """Say who this is. Nothing is stored by asking.

        Only residents are remembered for a moment: another role is read afresh each time, since it may be taken away.
        """
        now = self._clock()
        seen_at, actor = self._recent.get(telegram_id, (now - REMEMBER, None))
        if actor is None or now - seen_at >= REMEMBER:
            async with self._database.read() as connection:
                actor = await people.find(
                    connection, telegram_id, now, Locale.of(language_code), self.mark_of(telegram_id)
                )
            if actor.is_unreachable and actor.id is not None:
                self._database.write_soon(people.reach, (actor.id, None))
                actor = replace(actor, is_unreachable=False)
            self.remember(actor)
        if actor.flow is not None and actor.flow.until_at <= now:
            actor = replace(actor, flow=None)
        if actor.restriction is not None and actor.restriction.until_at <= now:
            actor = replace(actor, restriction=None)
        return actor

    def mark_of(self, telegram_id: int) -> bytes | None:
        """The name under which a person may be restricted; None without a secret: a command line restricts nobody."""
        return mark_of(self._secret, telegram_id) if self._secret else None

    def remember(self, actor: Actor) -> Actor:
        """Take a resident for who they are now, for a moment, unless another process may change them; return them."""
        if len(self._recent) >= N_REMEMBERED:
            self._recent.clear()
        if actor.role is Role.RESIDENT and not self._database.is_shared:
            self._recent[actor.telegram_id] = (self._clock(), actor)
        return actor

    def look_again(self, telegram_id: int) -> None:
        """Recognise a person afresh next time: something about them has changed."""
        self._recent.pop(telegram_id, None)

    async def consent(self, actor: Actor, locale: Locale) -> Actor:
        """Begin to keep a person who agreed to the present text; agreeing again changes nothing."""
        if actor.consented:
            return actor
        now = self._clock()
        await self._database.write(
            lambda connection: people.consent(connection, actor.telegram_id, locale, CONSENT_VERSION, now)
        )
        return await self._afresh(actor)

    async def speak(self, actor: Actor, locale: Locale) -> Actor:
        """Change the language; of a person who is not kept, only for this reply."""
        return await self._change(actor, locale=locale)

    async def settle(self, actor: Actor, community: str | None) -> Actor:
        """Choose the community whose goals are meant; None means all of them. A place in another one is forgotten."""
        if community == actor.community:
            return actor
        return await self._change(actor, community=community, settlement=None)

    async def settle_in(self, actor: Actor, community: str | None, settlement: str | None) -> Actor:
        """Say where in a community one lives, for news of that place; None takes it away.

        Nothing that knows ballots may read it (docs/adr/0017-files-and-places.md).
        Errors: `NotAllowed` before consent.
        """
        agreed(actor)
        return await self._change(actor, community=community, settlement=settlement)

    def keep_subject(self, actor: Actor, words: tuple[str, ...]) -> None:
        """Let the next question lean on this one."""
        person = actor.id
        if person is None or words == actor.subject:
            return
        self._database.write_soon(people.keep_subjects, Subject(person, words, self._clock() + SUBJECT_LASTS))
        self.remember(replace(actor, subject=words))

    async def data_of(self, actor: Actor) -> dict[str, Any]:
        """Everything kept about a person, ready for JSON.

        Errors: `NotFound` when nothing is.
        """
        actor = await self._afresh(actor)
        async with self._database.read() as connection:
            stored = await personal.everything(connection, actor.telegram_id, actor.id)
            if not actor.kept and not stored:
                raise NotFound("people.nothing_kept")
            asked = await questions.of_person(connection, actor.id) if actor.id is not None else []
            votes = await _votes(connection, actor)
            told = await notices.of_person(connection, actor.id) if actor.id is not None else []
            sent = await feedback.everything_of(connection, actor.id) if actor.id is not None else []
            supported = await feedback.supported_by(connection, actor.id) if actor.id is not None else []
            draft = await drafts.find(connection, actor.id) if actor.id is not None else None
            followed = await progress.followed_by(connection, actor.id) if actor.id is not None else []
            seen = await progress.seen_by(connection, actor.id) if actor.id is not None else {}
            received = await deliveries.of_person(connection, actor.id) if actor.id is not None else []
            digests = await subscriptions.of_person(connection, actor.id) if actor.id is not None else []
            account = await accounts.find(connection, actor.telegram_id)
            browsers = await sessions.of(connection, actor.telegram_id)
            invited = await invitations.of(connection, actor.id) if actor.id is not None else []
            written = await letters.of_account(connection, actor.telegram_id)
            mark = self.mark_of(actor.telegram_id)
            kept_from = await restrictions.of_person(connection, mark, self._clock()) if mark else []
        return {
            "telegram_id": actor.telegram_id,
            "language": actor.locale.value,
            "community": actor.community,
            "settlement": actor.settlement,
            "role": actor.role.value,
            "consent": {"version": actor.consent_version, "at": actor.consent_at},
            "last_subject": list(actor.subject),
            "asked_by_the_bot": {"kind": actor.flow.kind, **actor.flow.data} if actor.flow else None,
            "feedback": sent,
            "supports": supported,
            "restrictions": [
                {"kind": one.kind.value, "until": one.until_at, "reason": one.reason.value} for one in kept_from
            ],
            "feedback_not_sent": asdict(draft) if draft else None,
            "follows": [f"{one.kind.value}:{one.key}" for one in followed],
            "seen_done": [{"report": report, "seen": how.value} for report, how in seen.items()],
            "digests": [asdict(one) for one in digests],
            "account": {"name": account.name, "email": account.email} if account else None,
            "letters": written,
            "invitations": [asdict(one) for one in invited],
            "browsers": [
                {"device": one.device, "opened_at": one.opened_at, "seen_at": one.seen_at} for one in browsers
            ],
            "rounds": votes,
            "notices": told,
            "broadcasts": received,
            "questions_to_staff": [
                {
                    "text": q.text,
                    "after": list(q.subject),
                    "community": q.community,
                    "asked_at": q.asked_at,
                    "passed_at": q.passed_at,
                }
                for q in asked
            ],
            "as_stored": stored,
        }

    async def forget(self, actor: Actor, *, withdraw: bool, act: Act | None = None) -> None:
        """Erase a person. `withdraw` also deletes their feedback and questions passed on; else these stay unsigned.

        `act` is noted in the same transaction: somebody else did it for them.
        """
        person, mark, now = actor.id, self.mark_of(actor.telegram_id), self._clock()

        async def erase(connection: Connection) -> None:
            if act is not None:
                await audit.add(connection, act)
            if person is not None:
                await _erase_ballots(connection, actor.telegram_id, person)
            if withdraw and person is not None:
                await phrasings.erase_of_person(connection, person)
                await questions.erase_of_person(connection, person)
                for key in await feedback.keys_of_person(connection, person):
                    await notices.drop_about(connection, about_feedback(key), but=None)
                await feedback.erase_of_person(connection, person)
            elif person is not None:
                await feedback.unname(connection, person)
            if mark is not None:
                await restrictions.unlink(connection, mark)
            await sessions.close_all(connection, actor.telegram_id)
            await accounts.erase(connection, actor.telegram_id)
            await letters.erase(connection, actor.telegram_id)
            await people.erase(connection, actor.telegram_id)
            await updates.erase_sender(connection, actor.telegram_id)
            if self._secret is not None:
                erased = Erasure(erased_mark_of(self._secret, actor.telegram_id), withdraw, now)
                await erasures.add(connection, erased)

        await self._database.write(erase)
        self.look_again(actor.telegram_id)
        await self._database.scrub()

    async def grant(self, telegram_id: int, role: Role) -> None:
        """Give a role; the resident's takes any other away, and ends the sessions at the desk."""
        now = self._clock()
        await self._database.write(lambda connection: people.grant(connection, telegram_id, role, now))
        self.look_again(telegram_id)

    async def holders(self) -> list[tuple[int, Role]]:
        """Everybody with a role other than the resident's, by Telegram id."""
        async with self._database.read() as connection:
            return await people.holders(connection)

    async def _change(self, actor: Actor, **columns: Any) -> Actor:
        person = actor.id
        if person is None:
            return replace(actor, **columns)
        await self._database.write(lambda connection: people.change(connection, person, **columns))
        return await self._afresh(actor)

    async def _afresh(self, actor: Actor) -> Actor:
        self.look_again(actor.telegram_id)
        return await self.recognise(actor.telegram_id, actor.locale)


async def _erase_ballots(connection: Connection, telegram_id: int, person: int) -> None:
    """Delete the ballots of rounds that are open. Those of closed ones are nobody's any more."""
    for key in await ballots.rounds_of(connection, person):
        if secret := await rounds.key_of(connection, key):
            await ballots.erase(connection, key, voter_of(secret, telegram_id))


async def _votes(connection: Connection, actor: Actor) -> list[dict[str, Any]]:
    """The rounds in which a person takes part, with their choices as long as these can be known."""
    found = []
    for key in await ballots.rounds_of(connection, actor.id) if actor.id is not None else ():
        sheet, secret = await rounds.sheet(connection, key), await rounds.key_of(connection, key)
        assert sheet is not None, "the schema keeps no voter without a round"
        assert actor.id is not None
        ballot = await ballots.find(connection, key, voter_of(secret, actor.telegram_id)) if secret else None
        voter = await ballots.find_voter(connection, key, actor.id)
        objection = await disputes.find_appeal(connection, key, ballot.receipt) if ballot else None
        level = await trust.level(connection, actor.id, key)
        district = voter.district if voter else None
        found.append(
            {
                "round": sheet.round.title,
                "district": sheet.round.districts[district].name if district is not None else None,
                "invitation": voter.via if voter else None,
                "trust": level.name.lower(),
                "receipt": ballot.code if ballot else None,
                "objection": objection.text if objection else None,
                "choices": [option.title for option in in_order(sheet, ballot.choices)] if ballot else None,
            }
        )
    return found
