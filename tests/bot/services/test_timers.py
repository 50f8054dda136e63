"""What happens because time has come: once, to the right people, by day, and also when the bot comes late."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.notices import QUIET_FROM, QUIET_UNTIL, NoticeKind
from bot.domain.rounds import BallotKind
from bot.storage import notices
from tests.support.house import NOON, FakeClock
from tests.support.polls import KYIV, OPERATOR, open_polls

REMINDER = NoticeKind.ROUND_REMINDER.value
RESULTS = NoticeKind.ROUND_RESULTS.value


async def fill(polls, key, actor, n):
    for one in (await polls.options(key))[:n]:
        await polls.services.ballots.choose(actor, key, one, 1)


@pytest.fixture
async def key(polls):
    """Of three choices Olena has made one, Petro all, Ivan none, though he was invited; Maria took hers back.

    A reminder is due a day before the close.
    """
    key = await polls.round(days=4)
    olena, petro, ivan, maria = await polls.voters(701, 702, 703, 704)
    await fill(polls, key, olena, 1)
    await fill(polls, key, petro, 3)
    await polls.services.ballots.open(ivan, key, "flyer")
    await fill(polls, key, maria, 3)
    await polls.services.ballots.withdraw(maria, key)
    return key


async def test_reminded_are_those_with_something_left_and_once(polls, key):
    polls.clock.pass_(days=3, seconds=-1)
    await polls.tick()
    assert polls.told == []
    polls.clock.pass_(seconds=1)
    for _ in range(3):
        await polls.tick()
        polls.clock.pass_(hours=1)
    assert sorted(polls.told) == [(701, REMINDER), (703, REMINDER), (704, REMINDER)]


async def test_a_restart_reminds_nobody_again(polls, key):
    polls.clock.pass_(days=3)
    await polls.timers.tick()
    async with open_polls(polls.path, polls.clock) as again:
        await again.tick()
        await again.tick()
        assert len(again.told) == 3
        assert await polls.send() == []


async def test_an_extension_reminds_those_who_were_not_reminded_yet(polls, key):
    polls.clock.pass_(days=3)
    await polls.tick()
    await polls.services.rounds.extend(OPERATOR, key, NOON + timedelta(days=6), "Не було світла")
    await fill(polls, key, await polls.voter(705), 1)
    polls.clock.now = NOON + timedelta(days=5)
    await polls.tick()
    assert sorted(who for who, kind in polls.told if kind == REMINDER) == [701, 703, 704, 705]


async def test_a_full_knapsack_is_not_reminded(polls):
    key = await polls.round(4, days=4, ballot=BallotKind.KNAPSACK, budget_kop=400)
    dear, cheap = await polls.voters(701, 702)
    options = await polls.options(key)
    await polls.services.ballots.choose(dear, key, options[3], 1)
    await polls.services.ballots.choose(cheap, key, options[0], 1)
    polls.clock.pass_(days=3)
    await polls.tick()
    assert polls.told == [(702, REMINDER)]


@pytest.mark.parametrize("hour", range(0, 24, 3))
async def test_nobody_is_reminded_at_night(tmp_path, hour):
    """Whatever the hour of the close, and whenever the timer looks, the reminder comes by day and before the close."""
    clock = FakeClock(datetime(2026, 11, 22, 12, tzinfo=ZoneInfo(KYIV)).astimezone(UTC))
    async with open_polls(tmp_path / "viche.sqlite3", clock) as polls:
        key = await polls.round(closes_at=clock.now + timedelta(days=3, hours=hour - 12), results_at=None)
        await fill(polls, key, await polls.voter(701), 1)
        sent_at = []
        while clock.now < NOON + timedelta(days=5):
            await polls.tick()
            sent_at += [clock.now] * (len(polls.told) - len(sent_at))
            clock.pass_(hours=1)
        assert [kind for _, kind in polls.told] == [REMINDER, RESULTS]
        round_ = (await polls.services.rounds.view(OPERATOR, key)).round
        assert sent_at[0] < round_.closes_at <= sent_at[1]
        assert all(QUIET_UNTIL <= at.astimezone(ZoneInfo(KYIV)).time() < QUIET_FROM for at in sent_at)


async def test_what_was_held_up_waits_for_the_morning_and_staff_are_told_at_night(polls, key):
    staff = await polls.staff(901)
    polls.clock.pass_(days=3)
    await polls.timers.tick()
    polls.clock.now = datetime(2026, 11, 25, 23, tzinfo=ZoneInfo(KYIV)).astimezone(UTC)
    await polls.services.ballots.tell_of_coercion(await polls.voter(701), key)
    assert await polls.send() == [(staff.telegram_id, "staff_flag")]
    polls.clock.pass_(hours=9)
    assert {kind for _, kind in await polls.send()} == {REMINDER}


async def test_a_bot_that_was_down_for_days_closes_counts_and_tells_once(polls, key):
    polls.clock.pass_(days=3)
    await polls.timers.tick()
    polls.clock.pass_(days=9)
    assert await polls.send() == [], "a reminder of what is over helps nobody"
    for _ in range(2):
        await polls.tick()
    assert sorted(polls.told) == [(number, RESULTS) for number in (701, 702, 703, 704)]
    assert await polls.secret(key) is None
    assert (await polls.services.counting.results(key)).results.n_ballots == 2


async def test_word_of_results_is_not_lost_when_the_close_comes_between_two_looks_at_the_clock(polls, key, monkeypatch):
    """The round is open when the timer looks for rounds to close, and over when it looks for rounds to count."""
    close_rounds = polls.services.counting.close_rounds

    async def just_before():
        polls.clock.now = NOON + timedelta(days=4, microseconds=-1)
        await close_rounds()
        polls.clock.now = NOON + timedelta(days=4)

    with monkeypatch.context() as once:
        once.setattr(polls.services.counting, "close_rounds", just_before)
        await polls.timers.tick()
    await polls.tick()
    assert sorted(who for who, kind in polls.told if kind == RESULTS) == [701, 702, 703, 704]


async def test_who_stopped_a_kind_is_told_no_more_of_it(polls, key):
    olena, _ = await polls.voters(701, 702)
    await polls.database.write(lambda c: notices.mute(c, olena.id, NoticeKind.ROUND_REMINDER))
    polls.clock.pass_(days=3)
    await polls.timers.tick()
    ivan = await polls.voter(703)
    await polls.database.write(lambda c: notices.mute(c, ivan.id, NoticeKind.ROUND_REMINDER))
    await polls.send()
    assert polls.told == [(704, REMINDER)]
    polls.clock.pass_(days=1)
    await polls.tick()
    assert sorted(who for who, kind in polls.told if kind == RESULTS) == [701, 702, 703, 704]


async def test_an_empty_round_is_counted(polls):
    key = await polls.round()
    polls.clock.pass_(days=3)
    await polls.tick()
    results = (await polls.services.counting.results(key)).results
    assert (results.n_ballots, results.n_void, results.levels) == (0, 0, ())
    assert await polls.services.counting.receipts(key) == b""
