"""Commands that ask: one question, or a graded file of them."""

import asyncio
import json
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from rich.console import Console
from rich.progress import track

from bot.app import open_search
from bot.cli import tables
from bot.domain.errors import DomainError
from bot.domain.people import Locale
from bot.services.questions import Asked
from bot.settings import read_settings
from bot.texts import Languages
from handlers.views import in_plain_text
from handlers.views import questions as views
from knowledge import quality
from knowledge.index import SearchIndex
from knowledge.model import Answer

JsonFlag = Annotated[bool, Parameter(name="--json", negative="")]


def ask(question: str, /, *, community: str | None = None, json_: JsonFlag = False, explain: bool = False) -> None:
    """Answer one question, as the card in plain text.

    Parameters
    ----------
    question
        In free words, in Ukrainian.
    community
        Whose goals are meant, such as `zhytomyr`; all communities if it is left out.
    json_
        Print one JSON object instead.
    explain
        Say what the verdict rests on, and for every goal which words met which, and how.
    """
    asyncio.run(_ask(question, community, as_json=json_, explain=explain))


async def _ask(question: str, community: str | None, *, as_json: bool, explain: bool) -> None:
    settings = read_settings()
    async with open_search(settings) as services:
        shelf = services.entries.shelf
        known(community, list(shelf.library.communities))
        answer = await shelf.ask(question, community=community)
        if as_json:
            print(json.dumps(as_dict(answer), ensure_ascii=False))
        elif explain:
            index = await shelf.index
            for text in [part.asked for part in answer.parts] or [question]:
                tables.explain(Console(), await asyncio.to_thread(index.study, text, community=community))
        else:
            texts = Languages(settings.timezone)[Locale.UK]
            print(in_plain_text(views.answer(texts, Asked(answer, shelf, None))))


def as_dict(answer: Answer) -> dict[str, object]:
    """Shape an answer for machines; results also stand there when they are too weak to be shown."""
    return {
        "answered": answer.verdict.answered,
        "verdict": answer.verdict.value,
        "confidence": round(answer.confidence, 4),
        "corrections": [{"typed": c.typed, "read": c.read} for c in answer.corrections],
        "results": [
            {
                "document": hit.entry.document,
                "code": hit.entry.code,
                "level": hit.entry.level.value,
                "score": round(hit.score, 4),
                "text": hit.entry.text,
            }
            for hit in answer.hits
        ],
    }


def evaluate(questions: Path, /, *, results: Path | None = None) -> None:
    """Measure the answers on graded questions, by kind, and say why the failures failed.

    Parameters
    ----------
    questions
        JSON lines with `id, query, community, kind, answerable, gold`; `community: null` means all.
    results
        Write one row per question there, in the form that a scorer reads.
    """
    try:
        graded = quality.read_questions(questions)
    except ValueError as error:
        raise DomainError("questions.unreadable", detail=error) from error
    outcomes, index = asyncio.run(_evaluate(graded))
    if results:
        results.write_text("".join(json.dumps(_row(o), ensure_ascii=False) + "\n" for o in outcomes), encoding="utf-8")
    tables.evaluation(Console(), outcomes, lambda one: index.study(one.text, community=one.community))


async def _evaluate(graded: list[quality.Question]) -> tuple[list[quality.Outcome], SearchIndex]:
    async with open_search(read_settings()) as services:
        index = await services.entries.shelf.index
        return await asyncio.to_thread(_run, graded, index), index


def _run(graded: list[quality.Question], index: SearchIndex) -> list[quality.Outcome]:
    shown = track(graded, description="asking", console=Console(stderr=True), transient=True)
    return quality.run(shown, lambda question: index.ask(question.text, community=question.community))


def _row(outcome: quality.Outcome) -> dict[str, object]:
    return {"id": outcome.question.id, **as_dict(outcome.answer)}


def known(community: str | None, communities: list[str]) -> None:
    """Let a known community pass, or none.

    Errors: `documents.unknown_community` names the known ones.
    """
    if community is not None and community not in communities:
        raise DomainError("documents.unknown_community", community=community, known=", ".join(communities))
