"""A document that was published: its goals, its editions, tried questions, rolled back, switched off and on."""

from starlette.responses import Response

from bot.domain.errors import DomainError, NotFound
from bot.reports import goals
from bot.reports.separated import write_csv
from bot.services.editions import Opened
from bot.services.questions import N_SHOWN
from bot.texts.naming import level_name, name_of
from bot.texts.uploads import hanging
from bot.web.desk.pages.documents import showing
from bot.web.desk.pages.documents.check import compared as differences
from bot.web.desk.visit import Visit


async def document(visit: Visit) -> Response:
    opened = await _opened(visit)
    document_, words, question = opened.shelved.document, visit.asked("words"), visit.asked("ask")
    tree = showing.rows(visit.texts, opened.goals, document_.kind)
    page, is_more = showing.paged(visit, showing.with_words(tree, words) if words else tree)
    names = await visit.names.by_person(visit.texts)
    return visit.show(
        "documents/document.html",
        shelved=opened.shelved,
        document=document_,
        opened=opened,
        place=name_of(visit.texts, visit.services.entries.library.communities[document_.community]),
        sections=[] if words else showing.sections(tree),
        rows=page,
        is_more=is_more,
        words=words,
        by={edition: names.get(person) for edition, person in opened.by.items()},
        question=question,
        answers=await _answers(visit, question, document_.community) if question else [],
        anchor=showing.anchor,
    )


async def compared(visit: Visit) -> Response:
    """What an edition changed against the one before it."""
    opened = await _opened(visit, _edition(visit))
    if opened.before is None:
        raise NotFound("documents.no_earlier", document=opened.shelved.document.id)
    changes = await visit.services.editions.between(visit.actor, opened.before.id, opened)
    return visit.show("documents/compared.html", opened=opened, **differences(visit, changes))


async def check_roll_back(visit: Visit, error: DomainError | None = None) -> Response:
    opened = await _opened(visit, visit.number("edition") or _edition(visit))
    changes = await visit.services.editions.between(visit.actor, opened.newest.id, opened)
    status, said = (403, visit.wrong(error)) if error else (200, "")
    return visit.show("documents/roll_back.html", status, opened=opened, error=said, **differences(visit, changes))


async def roll_back(visit: Visit) -> Response:
    document_ = _id(visit)
    try:
        first_at = await visit.services.editions.roll_back(
            visit.actor, document_, visit.number("edition") or 0, seen=visit.number("seen") or 0
        )
    except DomainError as error:
        return await check_roll_back(visit, error)
    moment = visit.texts.formats.moment(first_at)
    return visit.done(f"/desk/documents/shelf/{document_}", "uploads.rolled_back", moment=moment)


async def check_switch(visit: Visit) -> Response:
    """Say what residents would no longer see, or see again."""
    opened = await _opened(visit)
    what = await visit.services.editions.hanging(opened)
    return visit.show("documents/switch.html", opened=opened, hangs=hanging(visit.texts, what))


async def switch(visit: Visit) -> Response:
    on = visit.written("wanted") == "on"
    await visit.services.editions.switch(visit.actor, _id(visit), on=on)
    return visit.done(f"/desk/documents/shelf/{_id(visit)}", "uploads.is_on" if on else "uploads.is_off")


async def export(visit: Visit) -> Response:
    opened = await _opened(visit, _edition(visit))
    document_ = opened.shelved.document
    return showing.download(write_csv(goals.tree(opened.goals, document_.kind, visit.texts)), f"{document_.id}.csv")


async def _answers(visit: Visit, question: str, community: str) -> list[dict[str, str]]:
    """Ask as a resident of the community would; nothing is kept."""
    shelf = visit.services.entries.shelf
    answer = await shelf.ask(question, community=community, limit=N_SHOWN)
    if not answer.verdict.answered:
        return []
    found = [(hit.entry, shelf.library.document_of(hit.entry)) for hit in answer.hits]
    return [
        {
            "code": entry.code,
            "text": entry.text,
            "level": level_name(visit.texts, entry.level, document_.kind),
            "document": document_.title,
        }
        for entry, document_ in found
    ]


async def _opened(visit: Visit, edition: int | None = None) -> Opened:
    return await visit.services.editions.open(visit.actor, _id(visit), edition)


def _id(visit: Visit) -> str:
    return str(visit.request.path_params["document"])


def _edition(visit: Visit) -> int | None:
    asked = visit.asked("edition")
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 19 else None
