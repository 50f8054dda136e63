"""What staff may do with feedback in which state: the table of docs/roles-and-permissions.md, tried act by act."""

from datetime import timedelta

import pytest

from bot.domain.errors import DomainError, NotAllowed
from bot.domain.feedback import Draft, HideReason
from bot.domain.people import Role

STATES = ("new", "in_work", "answered", "closed", "hidden", "merged")
UNSETTLED, LIVE = {"new", "in_work"}, {"new", "in_work", "answered"}
KEPT = LIVE | {"closed"}

ACTS = {
    "answer": (LIVE, lambda desk, actor, key, stage, n: desk.answer(actor, key, "Так.", n)),
    "ask_back": (LIVE, lambda desk, actor, key, stage, n: desk.ask_back(actor, key, "Де саме?", n)),
    "assign": (LIVE, lambda desk, actor, key, stage, n: desk.assign(actor, key, stage.colleague.id, None)),
    "set_deadline": (UNSETTLED, lambda desk, actor, key, stage, n: desk.set_deadline(actor, key, desk.today)),
    "link": (KEPT, lambda desk, actor, key, stage, n: desk.link(actor, key, 1)),
    "show": (KEPT, lambda desk, actor, key, stage, n: desk.show(actor, key, public=True)),
    "close": (LIVE, lambda desk, actor, key, stage, n: desk.close(actor, key)),
    "reopen": ({"closed"}, lambda desk, actor, key, stage, n: desk.reopen(actor, key)),
}


async def piece(stage, state):
    """Send a piece and bring it into a state; return its number and how much was said about it."""
    services, staff = stage.services, stage.actors[Role.STAFF]
    desk, send = services.feedbackdesk, services.feedback.send
    stage.clock.pass_(days=1)
    key = (await send(stage.voter, Draft("zhytomyr", f"Ями, {stage.clock.now}", is_offered=True))).id
    match state:
        case "in_work":
            await desk.close(staff, key)
            await desk.reopen(staff, key)
        case "answered":
            await desk.answer(staff, key, "Буде.", 0)
        case "closed":
            await desk.close(staff, key)
        case "hidden":
            await services.moderation.hide(stage.actors[Role.MODERATOR], key, HideReason.INSULT)
        case "merged":
            other = (await send(stage.voter, Draft("zhytomyr", f"Ями ще, {stage.clock.now}"))).id
            await desk.merge(staff, key, other)
    return key, int(state == "answered")


@pytest.mark.parametrize("name", ACTS)
async def test_each_act_in_each_state_by_each_role(stage, name):
    await stage.services.entries.load()
    allowed, act = ACTS[name]
    could = set()
    for state in STATES:
        for role, actor in stage.actors.items():
            key, n_turns = await piece(stage, state)
            try:
                await act(stage.services.feedbackdesk, actor, key, stage, n_turns)
            except DomainError:
                continue
            could.add((state, role))
    assert could == {(state, role) for state in allowed for role in (Role.STAFF, Role.OPERATOR)}


async def test_a_deadline_may_be_today_and_not_yesterday(stage):
    desk, staff = stage.services.feedbackdesk, stage.actors[Role.STAFF]
    key, _ = await piece(stage, "new")
    with pytest.raises(NotAllowed, match="due_in_the_past"):
        await desk.set_deadline(staff, key, desk.today - timedelta(days=1))
    await desk.set_deadline(staff, key, desk.today)
    assert not (await desk.view(staff, key)).feedback.is_overdue(desk.today)
    assert (await desk.view(staff, key)).feedback.is_overdue(desk.today + timedelta(days=1))
