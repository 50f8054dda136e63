"""What is known of a voter: kept once, spent once, and counted for what was voted before."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.errors import NotAllowed
from bot.domain.people import Actor, Locale
from bot.domain.rounds import Trust
from tests.support.databases import stored
from tests.support.polls import OPERATOR, open_polls


async def trust_of(polls, key, telegram_id):
    ballot = await polls.ballot_of(key, telegram_id)
    return ballot.trust if ballot else None


async def codes(polls, key, n=1):
    return (await polls.services.trusts.give_codes(OPERATOR, key, n)).codes


async def vote(polls, key, actor):
    return await polls.services.ballots.choose(actor, key, (await polls.options(key))[0], 1)


async def test_a_phone_is_one_persons(polls):
    olena, petro = await polls.voters(701, 702)
    await polls.services.trusts.share_phone(olena, "+380 (50) 111-22-33", 701)
    await polls.services.trusts.share_phone(olena, "380501112233", 701)
    with pytest.raises(NotAllowed, match="phone_is_taken"):
        await polls.services.trusts.share_phone(petro, "380501112233", 702)
    with pytest.raises(NotAllowed, match="not_your_phone"):
        await polls.services.trusts.share_phone(petro, "380509998877", 701)
    with pytest.raises(NotAllowed, match="not_your_phone"):
        await polls.services.trusts.share_phone(petro, "380509998877", None)
    assert b"380501112233" not in b"".join(stored(polls.path).values())


async def test_two_who_share_one_phone_at_once(polls):
    olena, petro = await polls.voters(701, 702)
    done = await asyncio.gather(
        *(polls.services.trusts.share_phone(one, "380501112233", one.telegram_id) for one in (olena, petro)),
        return_exceptions=True,
    )
    assert [getattr(one, "key", None) for one in done] == [None, "trust.phone_is_taken"]


async def test_a_code_is_spent_once_by_two_at_once(polls):
    key = await polls.round()
    people = await polls.voters(*range(701, 711))
    (code,) = await codes(polls, key)
    async with open_polls(polls.path, polls.clock) as other:
        doors = [polls.services.trusts, other.services.trusts] * 5
        done = await asyncio.gather(
            *(door.redeem(one, code) for door, one in zip(doors, people, strict=True)), return_exceptions=True
        )
    assert sorted(str(getattr(one, "key", one)) for one in done) == [str(key), *["trust.unknown_code"] * 9]


async def test_who_has_a_code_spends_no_other(polls):
    key = await polls.round()
    olena, petro = await polls.voters(701, 702)
    first, second = await codes(polls, key, 2)
    await polls.services.trusts.redeem(olena, f" {first[:5].lower()}-{first[5:].lower()} ")
    with pytest.raises(NotAllowed, match="has_a_code"):
        await polls.services.trusts.redeem(olena, second)
    assert await polls.services.trusts.redeem(petro, second) == key


async def test_a_code_of_a_round_that_is_over_is_not_spent(polls):
    key = await polls.round(days=1)
    olena = await polls.voter(701)
    (code,) = await codes(polls, key)
    polls.clock.pass_(days=1)
    with pytest.raises(NotAllowed, match=r"rounds\.over"):
        await polls.services.trusts.redeem(olena, code)
    polls.clock.pass_(seconds=-1)
    assert await polls.services.trusts.redeem(olena, code) == key


async def test_what_is_learned_later_counts_for_the_ballot_that_was_cast(polls):
    key, other = await polls.round(), await polls.round()
    olena, _ = await polls.voters(701, 702)
    for round_ in (key, other):
        await vote(polls, round_, olena)
    assert await trust_of(polls, key, 701) is Trust.ACCOUNT
    await polls.services.trusts.share_phone(olena, "380501112233", 701)
    assert [await trust_of(polls, one, 701) for one in (key, other)] == [Trust.PHONE, Trust.PHONE]
    await polls.services.trusts.redeem(olena, (await codes(polls, key))[0])
    assert [await trust_of(polls, one, 701) for one in (key, other)] == [Trust.CODE, Trust.PHONE]
    staff = await polls.staff(901)
    assert await polls.services.trusts.confirm(staff, 701)
    assert not await polls.services.trusts.confirm(staff, 701)
    assert [await trust_of(polls, one, 701) for one in (key, other)] == [Trust.CONFIRMED, Trust.CONFIRMED]
    assert (await polls.ballot_of(key, 701)).version == 1, "nothing was chosen anew"


@pytest.mark.parametrize("least", [Trust.PHONE, Trust.CODE, Trust.CONFIRMED])
async def test_below_the_least_level_nobody_votes(polls, least):
    key = await polls.round(least_trust=least)
    olena, staff = await polls.voter(701), await polls.staff(901)
    steps = {
        Trust.PHONE: lambda: polls.services.trusts.share_phone(olena, "380501112233", 701),
        Trust.CODE: lambda: _redeem(polls, key, olena),
        Trust.CONFIRMED: lambda: polls.services.trusts.confirm(staff, 701),
    }
    for level, step in steps.items():
        with pytest.raises(NotAllowed, match=f"trust.needs_{least.name.lower()}"):
            await vote(polls, key, olena)
        await step()
        if level is least:
            break
    assert (await vote(polls, key, olena)).ballot.trust is least


async def _redeem(polls, key, actor):
    await polls.services.trusts.redeem(actor, (await codes(polls, key))[0])


async def test_without_consent_nothing_is_kept(polls):
    key = await polls.round()
    (code,) = await codes(polls, key)
    stranger = Actor(777, Locale.UK)
    for attempt in (
        polls.services.trusts.share_phone(stranger, "380501112233", 777),
        polls.services.trusts.redeem(stranger, code),
        vote(polls, key, stranger),
        polls.services.ballots.live_in(stranger, key, 0),
    ):
        with pytest.raises(NotAllowed, match="consent_first"):
            await attempt
    olena = await polls.voter(701)
    assert await polls.services.trusts.redeem(olena, code) == key


async def test_one_second_before_the_close_a_code_still_raises_a_ballot(polls):
    key = await polls.round(days=1)
    olena = await polls.voter(701)
    await vote(polls, key, olena)
    (code,) = await codes(polls, key)
    polls.clock.now += timedelta(days=1, seconds=-1)
    await polls.services.trusts.redeem(olena, code)
    assert await trust_of(polls, key, 701) is Trust.CODE
