"""Ask, see more, say that it was not meant, pass it on."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.errors import NotFound
from bot.domain.people import Actor
from bot.domain.permissions import Action, agreed, require
from bot.domain.questions import InboxItem, Question
from bot.domain.time import Clock
from bot.services.entries import Entries, Shelf
from bot.services.people import People
from bot.storage import questions
from bot.storage.database import Database
from knowledge.model import Answer, Hit

N_SHOWN = 4
"""Goals on one card: the best and up to three more."""

N_INBOX = 10


@dataclass(frozen=True, slots=True)
class Asked:
    """An answer with what is needed to show it. `number` is None when nothing was kept."""

    answer: Answer
    shelf: Shelf
    number: int | None
    skipped: int = 0

    @property
    def hits(self) -> tuple[Hit, ...]:
        """The goals to show, those waved away left out."""
        return self.answer.hits[self.skipped :]


class Questions:
    def __init__(self, database: Database, clock: Clock, entries: Entries, people: People) -> None:
        self._database = database
        self._clock = clock
        self._entries = entries
        self._people = people

    async def ask(self, actor: Actor, text: str) -> Asked:
        """Answer a question in free words.

        The text is kept, without its author, only after consent; the row is on disk before the update is finished.
        """
        require(actor, Action.ASK)
        shelf = self._entries.shelf
        answer = await shelf.ask(text, community=actor.community, subject=actor.subject, limit=N_SHOWN)
        if not actor.consented:
            return Asked(answer, shelf, None)
        question = self._question(actor, text, answer)
        self._database.write_soon(questions.add, question)
        if answer.verdict.answered:
            self._people.keep_subject(actor, answer.subject)
        return Asked(answer, shelf, question.id)

    async def again(self, actor: Actor, number: int, skipped: int, *, rejected: bool = False) -> Asked:
        """Answer a kept question anew without its first `skipped` goals; `rejected` counts that they were not meant.

        Errors: `NotFound` when the question is not kept any more.
        """
        require(actor, Action.ASK)
        question = await self._find(number)
        shelf = self._entries.shelf
        answer = await shelf.ask(question.text, community=question.community, subject=question.subject)
        if rejected:
            await self._database.write(lambda connection: questions.reject(connection, number))
        return Asked(answer, shelf, number, min(skipped, len(answer.hits)))

    async def pass_on(self, actor: Actor, number: int) -> bool:
        """Hand a question to staff, with its author so that they can be told; False if it was handed over before.

        Errors: `NotFound` when the question is not kept any more, `NotAllowed` without consent.
        """
        require(actor, Action.PASS_QUESTION)
        person = agreed(actor)
        await self._find(number)
        now = self._clock()
        return await self._database.write(lambda connection: questions.pass_on(connection, number, now, person))

    async def inbox(self, actor: Actor, page: int = 0) -> tuple[Sequence[InboxItem], bool]:
        """Return a page of questions that wait for staff, and whether there are more.

        Errors: `NotAllowed` to residents.
        """
        require(actor, Action.READ_INBOX)
        async with self._database.read() as connection:
            found = await questions.inbox(connection, N_INBOX + 1, max(page, 0) * N_INBOX)
        return found[:N_INBOX], len(found) > N_INBOX

    async def _find(self, number: int) -> Question:
        async with self._database.read() as connection:
            question = await questions.find(connection, number)
        if question is None:
            raise NotFound("questions.gone")
        return question

    def _question(self, actor: Actor, text: str, answer: Answer) -> Question:
        best = answer.hits[0].entry if answer.hits and answer.verdict.answered else None
        return Question(
            id=secrets.randbits(53),
            text=text,
            verdict=answer.verdict.value,
            confidence=answer.confidence,
            asked_at=self._clock(),
            community=actor.community,
            document=best.document if best else None,
            code=best.code if best else None,
            subject=actor.subject if set(actor.subject) & set(answer.subject) else (),
        )
