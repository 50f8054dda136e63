"""Ask, see more, say that it was not meant, pass it on."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.errors import NotAllowed, NotFound
from bot.domain.people import Actor
from bot.domain.permissions import Action, agreed, require
from bot.domain.questions import Question
from bot.domain.restrictions import QUESTIONS
from bot.domain.time import Clock
from bot.services.entries import Entries, Shelf
from bot.services.gaps import Gaps
from bot.services.people import People
from bot.storage import questions
from bot.storage.database import Connection, Database
from knowledge.model import Answer, Hit, Verdict

DAY = timedelta(days=1)

N_SHOWN = 4
"""Goals on one card: the best and up to three more."""


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
    def __init__(self, database: Database, clock: Clock, entries: Entries, people: People, gaps: Gaps) -> None:
        self._database = database
        self._clock = clock
        self._entries = entries
        self._people = people
        self._gaps = gaps

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
        if answer.verdict is Verdict.UNKNOWN:
            await self._gaps.note(question)
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
            await self._keep_gap(question)
        return Asked(answer, shelf, number, min(skipped, len(answer.hits)))

    async def pass_on(self, actor: Actor, number: int) -> bool:
        """Hand a question to staff, with its author so that they can be told; False if it was handed over before.

        Errors: `NotFound` when the question is not kept any more, `NotAllowed` without consent or for who is too fast.
        """
        require(actor, Action.PASS_QUESTION)
        person = agreed(actor)
        question, now = await self._find(number), self._clock()

        async def work(connection: Connection) -> bool:
            passed = await questions.passed_since(connection, person, now - DAY)
            if question.passed_at is None and (until := QUESTIONS.free_at(passed, now)):
                raise NotAllowed("questions.too_many", until=until)
            return await questions.pass_on(connection, number, now, person)

        new = await self._database.write(work)
        if new or question.gap is None:
            await self._keep_gap(question)
        return new

    async def _keep_gap(self, question: Question) -> None:
        """Count a question among those that wait for an answer, once; again if the answer did not satisfy."""
        if question.gap is None or not await self._gaps.is_open(question.gap):
            await self._gaps.note(question)

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
            subject=tuple(word for word in actor.subject if word in answer.subject and word not in text.casefold()),
        )
