"""Questions without an answer: what waits, what was settled, and how each community stands with its answers."""

from starlette.responses import Response

from bot.domain.gaps import GapItem, GapOrder, WantedGaps
from bot.domain.permissions import Action, may, require
from bot.reports import gaps as words
from bot.services.many import each
from bot.texts.naming import name_of
from bot.web.desk.visit import N_LISTED, Undo, Visit


async def listed(visit: Visit) -> Response:
    communities = visit.services.entries.shelf.library.communities
    wanted = WantedGaps(
        settled=visit.asked("which", ["settled"]) == "settled",
        community=visit.asked("community", list(communities)) or None,
        words=visit.asked("q"),
        order=GapOrder(visit.asked("order", list(GapOrder)) or GapOrder.WANTED),
    )
    items, is_more = await visit.services.gaps.listed(visit.actor, wanted, visit.page, N_LISTED)
    return visit.show(
        "questions.html",
        rows=[(item, words.asked_as(visit.texts, item), _about(visit, item)) for item in items],
        is_more=is_more,
        wanted=wanted,
        communities=visit.communities,
        orders=list(GapOrder),
        can_act=may(visit.actor.role, Action.ANSWER_QUESTION) and not wanted.settled,
    )


async def close(visit: Visit) -> Response:
    """Put many aside, after saying what people will read."""
    keys, back = visit.picked("pick"), visit.back("/desk/questions")
    require(visit.actor, Action.ANSWER_QUESTION)
    if not keys:
        return visit.done(back, "web.nothing_picked")
    if not visit.written("sure"):
        items = await visit.services.gaps.items(visit.actor, keys)
        return visit.show(
            "questions_close.html",
            rows=[(item, words.asked_as(visit.texts, item)) for item in items],
            n_told=sum(item.n_waiting for item in items),
            back=back,
        )
    done = await each(keys, lambda key: visit.services.answers.close(visit.actor, key))
    way_back = Undo("/desk/questions/open", {"pick": done, "back": [back]})
    return visit.done(back, "web.questions_closed", way_back, number=len(done), total=len(keys))


async def undo(visit: Visit) -> Response:
    done = await visit.services.answers.undo_all(visit.actor, visit.picked("pick"))
    return visit.done(visit.back("/desk/questions"), "web.questions_opened", number=len(done))


async def debt(visit: Visit) -> Response:
    """How many questions wait in each community, and how long an answer takes: what residents read in the bot too."""
    shelf = visit.services.entries.shelf
    owed = [(one, await visit.services.gaps.debt(one.id)) for one in shelf.library.communities.values()]
    return visit.show(
        "debt.html",
        communities=[
            (
                name_of(visit.texts, community),
                words.debt_lines(visit.texts, one),
                [(words.goal_named(visit.texts, shelf.by_id[key]), n) for key, n in one.entries if key in shelf.by_id],
            )
            for community, one in owed
        ],
    )


def _about(visit: Visit, item: GapItem) -> str:
    """What is said below a question in the list."""
    shelf = visit.services.entries.shelf
    if item.gap.answered_at is not None:
        return words.outcome(visit.texts, item, shelf.by_id.get(item.gap.entry or 0))
    return words.about(visit.texts, shelf.community(item.gap.community), item, visit.services.clock())
