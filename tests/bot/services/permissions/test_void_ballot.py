"""Ballots become void or count again while the round is open or checked, by two people."""

from bot.domain.people import Role
from tests.support.matrix import CHECKING, MOMENTS, OPEN, STAFF, at

DECIDED = at(*OPEN, *CHECKING, may=STAFF)


async def test_propose(stage):
    async def act(actor, key):
        await stage.services.disputes.propose(actor, key, "bought", via="zustrich")

    assert await stage.matrix(act) == DECIDED


async def test_decide_on_a_colleagues_proposal(stage):
    proposed = {}

    async def propose(key, ballot):
        proposed[key] = await stage.services.disputes.propose(stage.colleague, key, "bought", receipt=ballot.code)

    async def act(actor, key):
        assert await stage.services.disputes.decide(actor, proposed.get(key, 0), granted=True) == 1

    assert await stage.matrix(act, propose) == DECIDED


async def test_decide_on_ones_own(stage):
    proposed = {}

    async def propose(key, ballot):
        for actor in stage.actors.values():
            if actor.role in STAFF:
                number = await stage.services.disputes.propose(actor, key, "bought", receipt=ballot.code)
                proposed[key, actor.id] = number

    async def act(actor, key):
        await stage.services.disputes.decide(actor, proposed.get((key, actor.id), 0), granted=True)

    assert await stage.matrix(act, propose) == {}


async def test_decide_on_an_appeal(stage):
    receipts = {}

    async def void_and_appeal(key, ballot):
        disputes = stage.services.disputes
        receipts[key] = ballot.receipt
        number = await disputes.propose(stage.colleague, key, "bought", receipt=ballot.code)
        await disputes.decide(stage.actors[Role.OPERATOR], number, granted=True)
        await disputes.appeal(stage.voter, key, ballot.receipt, "Я мешкаю тут")

    async def act(actor, key):
        await stage.services.disputes.decide_appeal(actor, key, receipts.get(key, ""), granted=True)

    assert await stage.matrix(act, void_and_appeal) == DECIDED


async def test_read_what_is_doubtful(stage):
    async def act(actor, key):
        await stage.services.disputes.of(actor, key)

    assert await stage.matrix(act) == at(*MOMENTS, may=STAFF)
