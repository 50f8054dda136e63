"""Confirm somebody whose papers were seen: at any time, and the ballots that can still rise do."""

from bot.domain.rounds import Trust
from tests.support.matrix import MOMENTS, OPEN, STAFF, at


async def test_confirm(stage):
    async def act(actor, _key):
        await stage.services.trusts.confirm(actor, stage.voter.telegram_id)

    assert await stage.matrix(act) == at(*MOMENTS, may=STAFF)


async def test_a_ballot_that_was_cast_rises(stage):
    key = await stage.round(OPEN[1])
    assert (await stage.services.ballots.open(stage.voter, key)).ballot.trust is Trust.ACCOUNT
    operator = next(actor for role, actor in stage.actors.items() if role.value == "operator")
    await stage.services.trusts.confirm(operator, stage.voter.telegram_id)
    assert (await stage.services.ballots.open(stage.voter, key)).ballot.trust is Trust.CONFIRMED
