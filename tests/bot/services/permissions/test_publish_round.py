"""Announce a draft."""

from datetime import timedelta

from bot.domain.people import Role
from bot.domain.rounds import Phase
from tests.support.matrix import NOON, STAFF, at


async def test_publish(stage):
    async def act(actor, key):
        await stage.services.rounds.publish(actor, key)

    assert await stage.matrix(act) == at("draft", may=STAFF)


async def test_whose_opening_is_past_opens_with_the_announcement(stage):
    staff = stage.actors[Role.STAFF]
    key = await stage.round("draft")
    await stage.services.rounds.change(staff, key, opens_at=NOON - timedelta(days=1))
    await stage.services.rounds.publish(staff, key)
    view = await stage.services.rounds.view(staff, key)
    assert (view.phase, view.round.opens_at) == (Phase.OPEN, NOON)
