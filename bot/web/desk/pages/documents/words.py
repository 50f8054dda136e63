"""Words of the hromada's own: what people there call a subject or a goal."""

from starlette.responses import Response

from bot.domain.errors import DomainError, NotFound
from bot.domain.permissions import Action, require
from bot.domain.words import MAX_WORD
from bot.services.entries import searched
from bot.services.words import Target
from bot.texts.naming import label
from bot.web.desk.visit import Visit
from knowledge.language.letters import folded
from knowledge.model import Entry

N_FOUND = 15
"""Subjects, and goals, among which one is chosen; more are found by other words."""

HERE = "/desk/documents/words"


async def listed(visit: Visit) -> Response:
    return visit.show("documents/words.html", items=await visit.services.words.listed(visit.actor))


async def find(visit: Visit, error: DomainError | None = None) -> Response:
    """Look for what a word means: a subject of the lexicon, or one goal."""
    require(visit.actor, Action.ANSWER_QUESTION)
    asked = {"word": visit.written("word") or visit.asked("word"), "find": visit.written("find") or visit.asked("find")}
    concepts = visit.services.words.concepts(visit.actor, asked["find"])[:N_FOUND] if asked["find"] else []
    return visit.show(
        "documents/word_new.html",
        200 if error is None else 403,
        asked=asked,
        concepts=concepts,
        library=visit.services.entries.library,
        goals=await _goals(visit, asked["find"]),
        max_word=MAX_WORD,
        error=visit.wrong(error) if error else "",
    )


async def check(visit: Visit) -> Response:
    """Say what would be answered otherwise, before it is."""
    word, target = visit.written("word"), visit.written("target")
    try:
        turns = await visit.services.words.would_change(visit.actor, word, _target(target))
    except DomainError as error:
        return await find(visit, error)
    return visit.show("documents/word_check.html", word=word, target=target, means=_meaning(visit, target), turns=turns)


async def add(visit: Visit) -> Response:
    word = visit.written("word")
    try:
        await visit.services.words.add(visit.actor, word, _target(visit.written("target")))
    except DomainError as error:
        return await find(visit, error)
    return visit.done(HERE, "web.documents_word_added", word=word)


async def remove(visit: Visit) -> Response:
    await visit.services.words.remove(visit.actor, visit.number("key") or 0)
    return visit.done(HERE, "web.documents_word_removed", word=visit.written("word"))


async def _goals(visit: Visit, looked_for: str) -> list[tuple[int, Entry]]:
    """The goal with such a code, then goals that may be meant, as a resident would find them."""
    shelf = visit.services.entries.shelf
    if not looked_for:
        return []
    goals = searched(shelf.library).entries
    by_code = [entry for entry in goals if folded(entry.code) == folded(looked_for).rstrip(".")]
    meant = [hit.entry for hit in await shelf.nearest(looked_for, None, N_FOUND)]
    return [(shelf.number(entry), entry) for entry in dict.fromkeys([*by_code, *meant])][:N_FOUND]


def _target(written: str) -> Target:
    """Read what was chosen: `goal:12`, or a subject's id. Errors: `NotFound`."""
    if not written:
        raise NotFound("ownwords.no_concept")
    number = written.removeprefix("goal:")
    is_number = number.isascii() and number.isdecimal() and len(number) < 19
    return int(number) if written.startswith("goal:") and is_number else written


def _meaning(visit: Visit, target: str) -> str:
    what = _target(target)
    if isinstance(what, int):
        entry = visit.services.entries.shelf.entry(what)
        return f"{label(entry)} {entry.text}".strip()
    return next(concept.name for concept in visit.services.words.concepts(visit.actor) if concept.id == what)
