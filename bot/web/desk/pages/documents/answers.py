"""Answers of staff as a list: written without waiting for a question, changed, withdrawn."""

from starlette.responses import Response

from bot.domain.errors import DomainError
from bot.domain.gaps import MAX_ANSWER, MAX_SOURCE
from bot.domain.permissions import Action, may, require
from bot.services.faq import MAX_WAYS, FaqItem
from bot.texts.naming import name_of
from bot.web.desk.visit import N_LISTED, Visit

HERE = "/desk/documents/answers"


async def listed(visit: Visit) -> Response:
    communities = visit.communities
    community, words = visit.asked("community", [key for key, _ in communities]), visit.asked("words")
    found = await visit.services.faq.listed(visit.actor, community or None, words)
    begin = visit.page * N_LISTED
    return visit.show(
        "documents/answers.html",
        items=[(item, name_of(visit.texts, item.community)) for item in found[begin : begin + N_LISTED]],
        n_found=len(found),
        is_more=len(found) > begin + N_LISTED,
        communities=communities,
        community=community,
        words=words,
        may_write=may(visit.actor.role, Action.ANSWER_QUESTION),
    )


async def new(visit: Visit) -> Response:
    require(visit.actor, Action.ANSWER_QUESTION)
    return _form(visit, None, {"community": visit.actor.community or "", "ways": "", "answer": "", "source": ""})


async def answer(visit: Visit) -> Response:
    require(visit.actor, Action.ANSWER_QUESTION)
    item = await visit.services.faq.find(visit.actor, visit.key)
    source = item.entry.source.publisher if item.entry.source else ""
    now = {"community": item.community.id, "ways": "\n".join(item.ways), "answer": item.entry.text, "source": source}
    return _form(visit, item, now)


async def check(visit: Visit) -> Response:
    """Show the answer as it will be given, and what else would be answered so."""
    require(visit.actor, Action.ANSWER_QUESTION)
    now, number = _written(visit), visit.number("number")
    item = await visit.services.faq.find(visit.actor, number) if number is not None else None
    if visit.written("again"):
        return _form(visit, item, now)
    try:
        changes = await visit.services.faq.would_change(visit.actor, now["community"], _ways(now), number)
    except DomainError as error:
        return _form(visit, item, now, error)
    place = dict(visit.communities).get(now["community"], "")
    return visit.show("documents/answer_check.html", item=item, now=now, ways=_ways(now), place=place, changes=changes)


async def save(visit: Visit) -> Response:
    require(visit.actor, Action.ANSWER_QUESTION)
    now, number = _written(visit), visit.number("number")
    item = await visit.services.faq.find(visit.actor, number) if number is not None else None
    given = (_ways(now), now["answer"], now["source"])
    try:
        if number is None:
            await visit.services.faq.add(visit.actor, now["community"], *given)
        else:
            await visit.services.faq.change(visit.actor, number, *given, seen=visit.written("seen"))
    except DomainError as error:
        return _form(visit, item, now, error)
    return visit.done(HERE, "web.saved")


async def check_withdraw(visit: Visit) -> Response:
    require(visit.actor, Action.ANSWER_QUESTION)
    item = await visit.services.faq.find(visit.actor, visit.key)
    return visit.show("documents/answer_withdraw.html", item=item, place=name_of(visit.texts, item.community))


async def withdraw(visit: Visit) -> Response:
    await visit.services.faq.withdraw(visit.actor, visit.key)
    return visit.done(HERE, "web.documents_withdrawn")


def _form(visit: Visit, item: FaqItem | None, now: dict[str, str], error: DomainError | None = None) -> Response:
    return visit.show(
        "documents/answer.html",
        200 if error is None else 403,
        item=item,
        now=now,
        communities=visit.communities,
        limits={"ways": MAX_WAYS, "answer": MAX_ANSWER, "source": MAX_SOURCE},
        error=visit.wrong(error) if error else "",
    )


def _written(visit: Visit) -> dict[str, str]:
    return {name: visit.written(name) for name in ("community", "ways", "answer", "source")}


def _ways(now: dict[str, str]) -> list[str]:
    return [line for line in now["ways"].split("\n") if line.strip()]
