"""Feedback as staff find it: the list with its filters, and acts on many pieces at once, each with a way back."""

from collections.abc import Awaitable, Callable
from datetime import date

from starlette.responses import Response

from bot.domain.errors import NotAllowed
from bot.domain.feedback import TOPICS, FeedbackItem, FeedbackOrder, Wanted, Which, Whose
from bot.domain.permissions import Action, agreed, may, require
from bot.domain.wording import shorten
from bot.reports import feedback as words
from bot.reports.gaps import goal_named
from bot.services.many import each
from bot.web.desk.visit import N_LISTED, Undo, Visit, read_iso

MAX_TEXT = 250
"""Of one text in the list, in characters."""


async def listed(visit: Visit) -> Response:
    desk, shelf = visit.services.feedbackdesk, visit.services.entries.shelf
    communities, places = shelf.library.communities, await visit.services.settlements.everywhere()
    goal = visit.asked("goal")
    wanted = Wanted(
        which=Which(visit.asked("which", list(Which)) or Which.UNSETTLED),
        whose=Whose(visit.asked("whose", list(Whose)) or Whose.ANYBODYS),
        topic=visit.asked("topic", TOPICS) or None,
        entry=int(goal) if goal.isascii() and goal.isdecimal() and int(goal) in shelf.by_id else None,
        community=visit.asked("community", list(communities)) or None,
        settlement=visit.asked("place", places) or None,
        words=visit.asked("q"),
        order=FeedbackOrder(visit.asked("order", list(FeedbackOrder)) or FeedbackOrder.OLDEST),
    )
    items, is_more = await desk.listed(visit.actor, wanted, visit.page, N_LISTED)
    goals = dict.fromkeys(await desk.goals(visit.actor) + ([wanted.entry] if wanted.entry else []))
    return visit.show(
        "feedback.html",
        rows=[(item, _text(visit, item), _about(visit, item)) for item in items],
        is_more=is_more,
        wanted=wanted,
        load=await desk.load(visit.actor),
        today=desk.today,
        names=await visit.names.by_person(visit.texts),
        communities=visit.communities,
        places=[(name, name) for name in places],
        topics=TOPICS,
        goals=[(key, shorten(goal_named(visit.texts, shelf.by_id[key]), 90)) for key in goals if key in shelf.by_id],
        whiches=list(Which),
        whoses=list(Whose),
        orders=list(FeedbackOrder),
        can_act=may(visit.actor.role, Action.REPLY),
    )


async def take(visit: Visit) -> Response:
    """Take what nobody takes care of."""
    me = agreed(visit.actor)
    return await _each(
        visit,
        "web.feedback_taken",
        lambda key: visit.services.feedbackdesk.assign(visit.actor, key, me, None),
        "/desk/feedback/give-back",
    )


async def give_back(visit: Visit) -> Response:
    desk = visit.services.feedbackdesk
    return await _each(visit, "web.feedback_given_back", lambda key: desk.give_back(visit.actor, key))


async def set_deadline(visit: Visit) -> Response:
    keys, back = visit.picked("pick"), visit.back("/desk/feedback")
    require(visit.actor, Action.REPLY)
    if not keys:
        return visit.done(back, "web.nothing_picked")
    due_on = visit.day("due_on")
    if due_on is None:
        return visit.done(back, "web.choose_day")
    before: dict[int, date | None] = {}

    async def act(key: int) -> None:
        before[key] = await visit.services.feedbackdesk.set_deadline(visit.actor, key, due_on)

    try:
        done = await each(keys, act)
    except NotAllowed as error:
        return visit.done(back, error.key, None, **error.params)
    was = [f"{key} {day.isoformat() if day else ''}" for key, day in before.items()]
    undo = Undo("/desk/feedback/deadline/undo", {"was": was, "back": [back]})
    return visit.done(
        back, "web.feedback_due", undo, number=len(done), total=len(keys), day=visit.texts.formats.day(due_on)
    )


async def put_deadlines_back(visit: Visit) -> Response:
    """Undo it; a day that passed meanwhile is no deadline any more."""
    desk, before = visit.services.feedbackdesk, _before(visit)

    async def act(key: int) -> None:
        await desk.set_deadline(visit.actor, key, read_iso(before[key]))

    done = await each(before, act)
    return visit.done(visit.back("/desk/feedback"), "web.feedback_due_undone", number=len(done), total=len(before))


async def set_topic(visit: Visit) -> Response:
    """Say of many what they are about; the bot learns from it, so it can be taken back as it was."""
    keys, back, topic = visit.picked("pick"), visit.back("/desk/feedback"), visit.written("set_topic")
    require(visit.actor, Action.REPLY)
    if not keys:
        return visit.done(back, "web.nothing_picked")
    if topic not in TOPICS:
        return visit.done(back, "web.choose_topic")
    before: dict[int, str | None] = {}

    async def act(key: int) -> None:
        before[key] = await visit.services.feedbackdesk.set_topic(visit.actor, key, topic)

    try:
        done = await each(keys, act)
    except NotAllowed as error:
        return visit.done(back, error.key, None, **error.params)
    undo = Undo(
        "/desk/feedback/topic/undo", {"was": [f"{key} {was or ''}" for key, was in before.items()], "back": [back]}
    )
    named = words.topic_of(visit.texts, topic)
    return visit.done(back, "web.topics_set", undo, number=len(done), total=len(keys), topic=named)


async def put_topics_back(visit: Visit) -> Response:
    desk, before = visit.services.feedbackdesk, _before(visit)

    async def act(key: int) -> None:
        await desk.set_topic(visit.actor, key, before[key] or None)

    done = await each(before, act)
    return visit.done(visit.back("/desk/feedback"), "web.topics_put_back", number=len(done), total=len(before))


async def close(visit: Visit) -> Response:
    """Close many, after saying who hears of it."""
    desk, keys, back = visit.services.feedbackdesk, visit.picked("pick"), visit.back("/desk/feedback")
    require(visit.actor, Action.REPLY)
    if not keys or visit.written("sure"):
        return await _each(
            visit, "web.feedback_closed", lambda key: desk.close(visit.actor, key), "/desk/feedback/reopen"
        )
    pieces = [(await desk.view(visit.actor, key)).feedback for key in keys]
    return visit.show(
        "feedback_close_many.html",
        rows=[(one, shorten(words.words_of(visit.texts, one), MAX_TEXT)) for one in pieces],
        back=back,
    )


async def reopen(visit: Visit) -> Response:
    desk = visit.services.feedbackdesk
    return await _each(visit, "web.feedback_reopened", lambda key: desk.reopen(visit.actor, key))


async def _each(visit: Visit, said: str, act: Callable[[int], Awaitable[object]], undo: str | None = None) -> Response:
    """Do one act with everything that was ticked, and say with how much it was done."""
    keys, back = visit.picked("pick"), visit.back("/desk/feedback")
    require(visit.actor, Action.REPLY)
    if not keys:
        return visit.done(back, "web.nothing_picked")
    try:
        done = await each(keys, act)
    except NotAllowed as error:
        return visit.done(back, error.key, None, **error.params)
    way_back = Undo(undo, {"pick": done, "back": [back]}) if undo else None
    return visit.done(back, said, way_back, number=len(done), total=len(keys))


def _before(visit: Visit) -> dict[int, str]:
    """What stood there before an act, as its undo button brings it: `12 2026-12-05`."""
    before = (str(one).partition(" ") for one in visit.form.getlist("was"))
    return {int(key): was for key, _, was in before if key.isascii() and key.isdecimal() and len(key) < 19}


def _text(visit: Visit, item: FeedbackItem) -> str:
    return shorten(words.words_of(visit.texts, item.feedback), MAX_TEXT)


def _about(visit: Visit, item: FeedbackItem) -> str:
    desk, communities = visit.services.feedbackdesk, visit.services.entries.shelf.library.communities
    return words.about(visit.texts, communities.get(item.feedback.community), item, visit.services.clock(), desk.today)
