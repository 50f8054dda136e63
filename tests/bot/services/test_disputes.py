"""Voids are decided by two, told to whom they touch, and can be appealed once."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.errors import NotAllowed, NotFound
from bot.domain.rounds import Phase

REASON = "bought"


@pytest.fixture
async def key(polls):
    """Olena votes on her own; Petro and Ivan by the flyer."""
    key = await polls.round(results_at=polls.clock.now + timedelta(days=5))
    first = (await polls.options(key))[0]
    for actor, via in zip(await polls.voters(701, 702, 703), (None, "flyer", "flyer"), strict=True):
        await polls.services.ballots.open(actor, key, via)
        await polls.services.ballots.choose(actor, key, first, 1)
    return key


@pytest.fixture
async def staff(polls):
    return [await polls.staff(901), await polls.staff(902)]


async def receipt_of(polls, key, number):
    return (await polls.ballot_of(key, number)).code


async def test_two_people_make_a_ballot_void_and_its_voter_is_told(polls, key, staff):
    one, other = staff
    code = await receipt_of(polls, key, 701)
    number = await polls.services.disputes.propose(one, key, REASON, receipt=code.lower())
    assert await polls.send() == [(902, "staff_void")]
    assert await polls.services.counting.n_ballots(key) == 3, "a proposal changes nothing"
    with pytest.raises(NotAllowed, match="needs_another"):
        await polls.services.disputes.decide(one, number, granted=True)
    assert await polls.services.disputes.decide(other, number, granted=True) == 1
    with pytest.raises(NotAllowed, match="decided"):
        await polls.services.disputes.decide(other, number, granted=False)
    assert await polls.services.counting.n_ballots(key) == 2
    assert await polls.send() == [(701, "ballot_void")]
    assert (await polls.services.disputes.verify(one, code)).void == REASON


async def test_two_who_decide_at_once_decide_once(polls, key, staff):
    one, other = staff
    third = await polls.staff(903)
    number = await polls.services.disputes.propose(one, key, REASON, via="flyer")
    done = await asyncio.gather(
        polls.services.disputes.decide(other, number, granted=True),
        polls.services.disputes.decide(third, number, granted=False),
        return_exceptions=True,
    )
    assert [getattr(one, "key", one) for one in done] == [2, "voids.decided"]


async def test_an_invitation_voids_all_that_came_over_it(polls, key, staff):
    one, other = staff
    number = await polls.services.disputes.propose(one, key, "many_accounts", via="flyer")
    assert await polls.services.disputes.decide(other, number, granted=True) == 2
    await polls.send()
    assert sorted(who for who, kind in polls.told if kind == "ballot_void") == [702, 703]


async def test_a_rejected_proposal_touches_nobody(polls, key, staff):
    one, other = staff
    number = await polls.services.disputes.propose(one, key, REASON, via="flyer")
    assert await polls.services.disputes.decide(other, number, granted=False) == 0
    assert await polls.services.counting.n_ballots(key) == 3
    assert [kind for _, kind in await polls.send()] == ["staff_void"]


@pytest.mark.parametrize("which", [{}, {"via": ""}, {"receipt": "дякую"}, {"receipt": "00000-00000-1"}])
async def test_a_proposal_that_names_no_ballot_is_refused(polls, key, staff, which):
    with pytest.raises(NotFound, match="receipts"):
        await polls.services.disputes.propose(staff[0], key, REASON, **which)


async def test_a_void_ballot_that_is_changed_stays_void(polls, key, staff):
    one, other = staff
    number = await polls.services.disputes.propose(one, key, REASON, receipt=await receipt_of(polls, key, 701))
    await polls.services.disputes.decide(other, number, granted=True)
    olena = await polls.voter(701)
    paper = await polls.services.ballots.choose(olena, key, (await polls.options(key))[2], 1)
    assert paper.ballot.void == REASON
    assert await polls.services.counting.n_ballots(key) == 2


async def test_an_appeal_gives_a_ballot_back_once(polls, key, staff):
    one, other = staff
    number = await polls.services.disputes.propose(one, key, REASON, receipt=await receipt_of(polls, key, 701))
    await polls.services.disputes.decide(other, number, granted=True)
    olena, petro = await polls.voters(701, 702)
    receipt = (await polls.ballot_of(key, 701)).receipt
    with pytest.raises(NotAllowed, match="not_void"):
        await polls.services.disputes.appeal(petro, key, (await polls.ballot_of(key, 702)).receipt, "Чому?")
    await polls.send()
    await polls.services.disputes.appeal(olena, key, receipt, "Я голосувала сама.")
    assert sorted(await polls.send()) == [(901, "staff_appeal"), (902, "staff_appeal")]
    with pytest.raises(NotAllowed, match="once"):
        await polls.services.disputes.appeal(olena, key, receipt, "Ще раз")
    await polls.services.disputes.decide_appeal(other, key, receipt, granted=True)
    with pytest.raises(NotAllowed, match="decided"):
        await polls.services.disputes.decide_appeal(one, key, receipt, granted=False)
    assert await polls.services.counting.n_ballots(key) == 3
    assert await polls.send() == [(701, "ballot_restored")]


async def test_after_the_close_all_who_took_part_are_told_since_nobody_knows_whose_it_is(polls, key, staff):
    one, other = staff
    number = await polls.services.disputes.propose(one, key, REASON, receipt=await receipt_of(polls, key, 701))
    polls.clock.pass_(days=3)
    await polls.tick()
    n_before = len(polls.told)
    assert await polls.services.disputes.decide(other, number, granted=True) == 1
    await polls.send()
    assert sorted(polls.told[n_before:]) == [(number, "ballots_void") for number in (701, 702, 703)]


async def test_once_results_show_nothing_is_disputed_any_more(polls, key, staff):
    one, other = staff
    code = await receipt_of(polls, key, 701)
    number = await polls.services.disputes.propose(one, key, REASON, receipt=code)
    polls.clock.pass_(days=5, seconds=-1)
    assert (await polls.services.disputes.of(one, key)).phase is Phase.CHECKING
    polls.clock.pass_(seconds=1)
    for attempt in (
        polls.services.disputes.decide(other, number, granted=True),
        polls.services.disputes.propose(one, key, REASON, receipt=code),
        polls.services.disputes.appeal(await polls.voter(701), key, code[:5] + code[6:11], "Чому?"),
    ):
        with pytest.raises(NotAllowed, match="too_late"):
            await attempt
    await polls.tick()
    results = (await polls.services.counting.results(key)).results
    assert (results.n_ballots, results.n_void) == (3, 0)


async def test_a_burst_raises_one_flag_and_deletes_nothing(polls, staff):
    key = await polls.round()
    first = (await polls.options(key))[0]
    for actor in await polls.voters(*range(1001, 1026)):
        await polls.services.ballots.open(actor, key, "flyer")
        await polls.services.ballots.choose(actor, key, first, 1)
    for _ in range(3):
        await polls.tick()
    assert sorted(polls.told) == [(901, "staff_flag"), (902, "staff_flag")]
    (flag,) = (await polls.services.disputes.of(staff[0], key)).flags
    assert (flag.kind, flag.source, flag.n_times) == ("burst", "flyer", 25)
    assert await polls.services.counting.n_ballots(key) == 25


async def test_a_word_of_coercion_reaches_staff_once_and_names_nobody(polls, key, staff):
    olena = await polls.voter(701)
    for _ in range(2):
        await polls.services.ballots.tell_of_coercion(olena, key)
    assert sorted(await polls.send()) == [(901, "staff_flag"), (902, "staff_flag")]
    seen = repr(await polls.services.disputes.of(staff[0], key))
    assert "701" not in seen.replace(str(polls.clock.now), "")
