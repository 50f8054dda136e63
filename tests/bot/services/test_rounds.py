"""Rounds: changed until they open, afterwards only their words; ended in public; each told once."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.errors import NotAllowed, NotFound
from bot.domain.people import Role
from bot.domain.rounds import EndingKind, Phase
from tests.support.house import NOON
from tests.support.polls import OPERATOR, option

SECOND = timedelta(seconds=1)


@pytest.fixture
async def key(polls):
    """A round that is open for three days, in which three people have voted."""
    key = await polls.round()
    first = (await polls.options(key))[0]
    for actor in await polls.voters(701, 702, 703):
        await polls.services.ballots.choose(actor, key, first, 1)
    return key


async def phase(polls, key):
    return (await polls.services.rounds.view(OPERATOR, key)).phase


@pytest.mark.parametrize(("at", "why"), [(-SECOND, "not_open_yet"), (timedelta(days=3), "closed")])
async def test_one_second_outside_nobody_votes(polls, at, why):
    key = await polls.round(opens_at=NOON + timedelta(hours=1), closes_at=NOON + timedelta(days=3, hours=1))
    olena, first = await polls.voter(701), (await polls.options(key))[0]
    polls.clock.now = NOON + timedelta(hours=1) + at
    with pytest.raises(NotAllowed, match=f"ballots.{why}"):
        await polls.services.ballots.choose(olena, key, first, 1)
    assert await polls.cast(key) == {}
    assert await polls.secret(key) is None


@pytest.mark.parametrize("at", [timedelta(), timedelta(days=3) - SECOND])
async def test_in_the_first_and_the_last_second_everybody_votes(polls, at):
    key = await polls.round(opens_at=NOON + timedelta(hours=1), closes_at=NOON + timedelta(days=3, hours=1))
    olena, first = await polls.voter(701), (await polls.options(key))[0]
    polls.clock.now = NOON + timedelta(hours=1) + at
    assert (await polls.services.ballots.choose(olena, key, first, 1)).is_saved


async def test_a_tap_for_an_option_of_another_round_is_refused(polls, key):
    other = await polls.round()
    with pytest.raises(NotFound, match="no_such_option"):
        await polls.services.ballots.choose(await polls.voter(701), key, (await polls.options(other))[0], 1)
    with pytest.raises(NotFound, match=r"rounds\.gone"):
        await polls.services.ballots.choose(await polls.voter(701), 10**9, 1, 1)


async def test_once_open_only_words_change_and_everybody_sees_it(polls, key):
    rounds, first = polls.services.rounds, (await polls.options(key))[0]
    for attempt in (
        rounds.change(OPERATOR, key, limit=5),
        rounds.change(OPERATOR, key, closes_at=NOON + timedelta(days=9)),
        rounds.add_options(OPERATOR, key, [option("Ще один")]),
        rounds.remove_option(OPERATOR, key, first),
        rounds.change_option(OPERATOR, key, first, cost_kop=1),
    ):
        with pytest.raises(NotAllowed, match="only_words"):
            await attempt
    await rounds.change_option(OPERATOR, key, first, title="Варіант 1 (двір)")
    (correction,) = (await rounds.view(await polls.voter(701), key)).corrections
    assert (correction.before, correction.after) == ("Варіант 1", "Варіант 1 (двір)")


async def test_an_extension_is_told_once_and_reopens_nothing_that_is_over(polls, key):
    later = NOON + timedelta(days=4)
    polls.clock.pass_(days=3, seconds=-1)
    await polls.services.rounds.extend(OPERATOR, key, later, "Не було світла")
    with pytest.raises(NotAllowed, match="not_later"):
        await polls.services.rounds.extend(OPERATOR, key, later, "Не було світла")
    await polls.tick()
    assert sorted(one for one in polls.told if one[1] == "round_extended") == [
        (number, "round_extended") for number in (701, 702, 703)
    ]
    polls.clock.now = later - SECOND
    paper = await polls.services.ballots.choose(await polls.voter(701), key, (await polls.options(key))[1], 1)
    assert len(paper.choices) == 2, "it is still the same ballot"
    polls.clock.now = later
    with pytest.raises(NotAllowed, match=r"rounds\.over"):
        await polls.services.rounds.extend(OPERATOR, key, later + timedelta(days=1), "Пізно")


async def test_an_extension_in_the_moment_of_the_close_keeps_the_key(polls, key, monkeypatch):
    """Staff extend in the last second while the timer has already seen that the round is over."""
    secret = await polls.secret(key)
    polls.clock.pass_(days=3)
    rebuild = polls.database.rebuild

    async def meanwhile():
        polls.clock.pass_(seconds=-1)
        await polls.services.rounds.extend(OPERATOR, key, NOON + timedelta(days=4), "Тривога")
        polls.clock.pass_(seconds=1)
        await rebuild()

    monkeypatch.setattr(polls.database, "rebuild", meanwhile)
    assert await polls.services.counting.close_rounds() == 0
    assert await polls.secret(key) == secret
    assert (await polls.services.ballots.open(await polls.voter(701), key)).choices


@pytest.mark.parametrize("how", list(EndingKind))
async def test_an_ending_fits_its_phase_is_told_once_and_stays(polls, key, how):
    end, wrong = polls.services.rounds.end, next(other for other in EndingKind if other is not how)
    if how is EndingKind.ANNULLED:
        polls.clock.pass_(days=3)
        await polls.tick()
    with pytest.raises(NotAllowed):
        await end(OPERATOR, key, wrong, "Помилка в переліку")
    done = await asyncio.gather(
        *(end(OPERATOR, key, how, "Помилка в переліку") for _ in range(2)), return_exceptions=True
    )
    assert [type(one) for one in done] == [type(None), NotAllowed]
    for _ in range(2):
        await polls.tick()
    kinds = [kind for _, kind in polls.told if kind != "round_results"]
    assert kinds == [f"round_{how.value}"] * 3
    assert await phase(polls, key) is Phase(how.value)
    with pytest.raises(NotAllowed, match=r"ballots\.ended"):
        await polls.services.ballots.choose(await polls.voter(701), key, (await polls.options(key))[1], 1)
    with pytest.raises(NotAllowed, match=r"ballots\.ended"):
        await polls.services.counting.results(key)


async def test_a_cancelled_round_reminds_nobody_and_promises_no_results(polls, key):
    polls.clock.pass_(days=2, hours=6)
    await polls.timers.tick()
    await polls.services.rounds.end(OPERATOR, key, EndingKind.CANCELLED, "Помилка в переліку")
    polls.clock.pass_(days=10)
    await polls.tick()
    assert {kind for _, kind in polls.told} == {"round_cancelled"}


async def test_moderators_prepare_and_staff_publish(polls):
    moderator, staff = await polls.staff(801, Role.MODERATOR), await polls.staff(901)
    key = await polls.services.rounds.create(moderator, "zhytomyr", "Чернетка")
    await polls.services.rounds.add_options(moderator, key, [option("Один"), option("Два"), option("Три")])
    await polls.services.rounds.change(
        moderator, key, question="Що?", opens_at=NOON + timedelta(hours=1), closes_at=NOON + timedelta(days=1)
    )
    for who, why in ((moderator, "not_allowed"), (await polls.voter(701), "not_allowed")):
        with pytest.raises(NotAllowed, match=why):
            await polls.services.rounds.publish(who, key)
    with pytest.raises(NotFound):
        await polls.services.rounds.view(await polls.voter(701), key)
    await polls.services.rounds.publish(staff, key)
    with pytest.raises(NotAllowed, match="published_before"):
        await polls.services.rounds.publish(staff, key)
    with pytest.raises(NotAllowed, match="not_allowed"):
        await polls.services.rounds.change(moderator, key, title="Інше")


async def test_hidden_results_are_in_no_output_before_their_time(polls):
    shows_at = NOON + timedelta(days=5)
    key = await polls.round(results_at=shows_at)
    first, olena = (await polls.options(key))[0], await polls.voter(701)
    await polls.services.ballots.choose(olena, key, first, 1)
    for at in (timedelta(days=1), timedelta(days=3), timedelta(days=5) - SECOND):
        polls.clock.now = NOON + at
        await polls.timers.tick()
        for output in (polls.services.counting.results, polls.services.counting.election):
            with pytest.raises(NotAllowed, match="hidden"):
                await output(key)
    assert await polls.send() == []
    polls.clock.now = shows_at
    with pytest.raises(NotAllowed, match="being_counted"):
        await polls.services.counting.results(key)
    await polls.tick()
    assert (await polls.services.counting.results(key)).binding.standings[0].n_votes == 1
    assert polls.told == [(701, "round_results")]


async def test_receipts_are_public_from_the_close_on(polls, key):
    polls.clock.pass_(days=3, seconds=-1)
    with pytest.raises(NotAllowed, match="after_the_close"):
        await polls.services.counting.receipts(key)
    polls.clock.pass_(seconds=1)
    before = await polls.services.counting.receipts(key)
    await polls.tick()
    assert await polls.services.counting.receipts(key) == before
    assert before.count(b" counted\n") == 3


async def test_who_acts_on_an_old_page_is_told(polls):
    rounds = polls.services.rounds
    key = await rounds.create(OPERATOR, "zhytomyr", "Пріоритети")
    seen = (await rounds.view(OPERATOR, key)).round.revision
    await rounds.seen(seen).add_options(OPERATOR, key, [option("Парк"), option("Дорога")])
    first = (await polls.options(key))[0]
    for attempt in (
        lambda old: old.change(OPERATOR, key, title="Інше"),
        lambda old: old.add_options(OPERATOR, key, [option("Школа")]),
        lambda old: old.change_option(OPERATOR, key, first, title="Сквер"),
        lambda old: old.move_option(OPERATOR, key, first, 1),
        lambda old: old.remove_option(OPERATOR, key, first),
        lambda old: old.publish(OPERATOR, key),
        lambda old: old.remove(OPERATOR, key),
    ):
        with pytest.raises(NotAllowed, match="changed_meanwhile"):
            await attempt(rounds.seen(seen))
    view = await rounds.view(OPERATOR, key)
    assert (view.round.title, [one.title for one in view.sheet.options]) == ("Пріоритети", ["Парк", "Дорога"])
    await rounds.seen(view.round.revision).change(OPERATOR, key, title="Інше")


async def test_extending_and_ending_on_an_old_page(polls, key):
    rounds = polls.services.rounds
    seen = (await rounds.view(OPERATOR, key)).round
    await rounds.seen(seen.revision).extend(OPERATOR, key, seen.closes_at + SECOND, "Не було світла")
    with pytest.raises(NotAllowed, match="changed_meanwhile"):
        await rounds.seen(seen.revision).end(OPERATOR, key, EndingKind.CANCELLED, "Помилка")
    assert await phase(polls, key) is Phase.OPEN
    assert await polls.services.counting.n_voters(key) == 3
