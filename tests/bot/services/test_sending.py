"""A broadcast on its way: what Telegram says, what people stop, what a crash leaves, and the way back."""

import asyncio
from contextlib import suppress
from datetime import timedelta
from itertools import pairwise

import pytest

from bot.domain.broadcasts import BroadcastKind, BroadcastState
from bot.domain.deliveries import DeliveryState
from bot.domain.errors import NotAllowed, Unavailable
from bot.domain.notices import NoticeState
from bot.domain.people import Role
from bot.services import outbox as outbox_module
from bot.services import pace as pace_module
from bot.services.noticequeue import MOST_ATTEMPTS
from bot.services.pace import Pace
from bot.services.ports import Sent
from bot.storage import broadcasts, deliveries
from bot.storage.deliveries import LEASE

LATER = Sent(NoticeState.WAITING)


@pytest.fixture(autouse=True)
def _at_once(monkeypatch):
    monkeypatch.setattr(outbox_module, "TROUBLE_S", 0)


async def many(newsroom, n=100):
    await newsroom.residents(*range(1, n + 1))
    return list(range(1, n + 1))


async def until_over(newsroom, key, hours=24):
    """Let time pass until nothing is left to do."""
    for _ in range(60 * hours):
        await newsroom.send()
        if (await newsroom.view(key)).state not in ("sending", "undoing", "scheduled"):
            return
        newsroom.polls.clock.pass_(minutes=1)


async def test_everybody_gets_it_once_and_the_counts_say_so(newsroom):
    everybody = await many(newsroom)
    key = await newsroom.sending()
    assert await newsroom.send() == everybody
    found = await newsroom.runs.progress(newsroom.moderator, key)
    assert (found.broadcast.state, found.n_left, found.n_done) == ("done", 0, 100)
    assert await newsroom.states(key) == {"sent": 100}
    acts = await newsroom.desk.trail(newsroom.moderator, key)
    assert [(act.detail, act.role) for act in acts] == [
        ("ended", "bot"),
        ("began", "bot"),
        ("approve", "staff"),
        ("submit", "moderator"),
        ("write", "moderator"),
    ]


async def test_what_telegram_says_of_each_is_counted(newsroom):
    await many(newsroom, 6)
    newsroom.says += [Sent(NoticeState.UNREACHABLE), Sent(NoticeState.UNSURE), LATER, Sent(NoticeState.WAITING, 0.05)]
    key = await newsroom.sending()
    await until_over(newsroom, key)
    assert await newsroom.states(key) == {"sent": 4, "unsure": 1, "unreachable": 1}
    assert newsroom.twice() == []


async def test_who_blocked_the_bot_is_skipped_until_they_write(newsroom):
    await many(newsroom, 2)
    newsroom.says.append(Sent(NoticeState.UNREACHABLE))
    await newsroom.sending()
    [reached] = await newsroom.send()
    key = await newsroom.sending()
    assert await newsroom.send() == [reached]
    assert await newsroom.states(key) == {"sent": 1, "unreachable": 1}
    newsroom.polls.clock.pass_(seconds=10)
    await newsroom.polls.services.people.recognise(3 - reached, "uk")
    await newsroom.sending()
    assert await newsroom.send() == [1, 2]


async def test_a_malformed_message_stops_the_broadcast_at_once(newsroom):
    await many(newsroom)
    newsroom.says.append(Sent(NoticeState.REFUSED, reason="Bad Request: wrong file identifier"))
    key = await newsroom.sending()
    await newsroom.send()
    found = await newsroom.view(key)
    assert (found.state, found.reason) == ("failed", "broadcasts.refused: Bad Request: wrong file identifier")
    assert (await newsroom.states(key))["refused"] == 1
    assert (await newsroom.states(key))["waiting"] >= 100 - outbox_module.N_UNDER_WAY
    assert await newsroom.send() == []


async def test_what_nobody_can_put_into_words_stops_the_broadcast(newsroom):
    await many(newsroom, 3)
    newsroom.says.append(KeyError("no words"))
    key = await newsroom.sending()
    await newsroom.send()
    assert (await newsroom.view(key)).state == "failed"


async def test_trouble_is_retried_later_and_later_and_not_for_ever(newsroom):
    await many(newsroom, 1)
    newsroom.says += [LATER] * 20
    key = await newsroom.sending()
    await until_over(newsroom, key)
    assert len(newsroom.says) == 20 - MOST_ATTEMPTS
    assert await newsroom.states(key) == {"unsure": 1}
    assert (await newsroom.view(key)).state == "done"


async def test_a_flood_holds_everybody_and_no_try_is_lost(newsroom):
    everybody = await many(newsroom, 3)
    newsroom.says += [Sent(NoticeState.WAITING, 0.2)] * (MOST_ATTEMPTS + 2)
    key = await newsroom.sending()
    began = asyncio.get_running_loop().time()
    await until_over(newsroom, key)
    assert asyncio.get_running_loop().time() - began >= 0.2
    assert sorted(newsroom.got) == everybody
    assert await newsroom.states(key) == {"sent": 3}


async def test_pause_go_on_and_stop(newsroom):
    await many(newsroom)
    key = await newsroom.sending()
    for _ in range(2):
        await newsroom.outbox.flush()
    await newsroom.runs.pause(newsroom.staff, key)
    n_before = len(newsroom.got)
    assert 0 < n_before < 100
    assert await newsroom.send() == []
    await newsroom.runs.go_on(newsroom.staff, key)
    assert (await newsroom.view(key)).sender == newsroom.staff.id
    await newsroom.outbox.flush()
    await newsroom.runs.stop(newsroom.moderator, key)
    assert await newsroom.send() == []
    assert n_before < len(newsroom.got) < 100
    assert newsroom.twice() == []
    with pytest.raises(NotAllowed):
        await newsroom.runs.go_on(newsroom.moderator, key)
    assert await newsroom.states(key) == {"sent": len(newsroom.got), "waiting": 100 - len(newsroom.got)}


async def test_a_stop_during_the_last_batch_stays_a_stop(newsroom, monkeypatch):
    await many(newsroom, 3)
    key = await newsroom.sending()
    await newsroom.outbox.flush()
    monkeypatch.setattr(pace_module, "GAP_S", 0.6)
    newsroom.restart()
    sending = asyncio.create_task(newsroom.outbox.flush())
    await asyncio.sleep(0.3)
    await newsroom.runs.stop(newsroom.moderator, key)
    await sending
    await newsroom.send()
    assert (await newsroom.view(key)).state == "stopped"
    assert await newsroom.states(key) == {"sent": 1, "waiting": 2}


async def test_two_at_once_both_arrive(newsroom):
    everybody = await many(newsroom, 50)
    keys = [await newsroom.sending(), await newsroom.sending(kind=BroadcastKind.NEWS)]
    assert await newsroom.send() == sorted(everybody * 2)
    assert [await newsroom.states(key) for key in keys] == [{"sent": 50}] * 2


async def test_a_lost_role_pauses_it_and_a_colleague_goes_on(newsroom):
    everybody = await many(newsroom)
    key = await newsroom.sending()
    for _ in range(2):
        await newsroom.outbox.flush()
    await newsroom.polls.services.people.grant(newsroom.moderator.telegram_id, Role.RESIDENT)
    await newsroom.send()
    found = await newsroom.desk.view(newsroom.staff, key)
    assert (found.state, found.reason) == ("paused", "broadcasts.role_lost")
    assert len(newsroom.got) < 100
    await newsroom.runs.go_on(newsroom.staff, key)
    await newsroom.send()
    assert sorted(newsroom.got) == everybody


async def test_a_lost_role_before_the_beginning(newsroom):
    await many(newsroom, 1)
    key = await newsroom.sending()
    await newsroom.polls.services.people.grant(newsroom.moderator.telegram_id, Role.RESIDENT)
    assert await newsroom.send() == []
    await newsroom.runs.go_on(newsroom.staff, key)
    assert await newsroom.send() == [1]
    assert (await newsroom.desk.view(newsroom.staff, key)).began_at is not None


async def test_the_night_interrupts_it(newsroom):
    everybody = await many(newsroom)
    newsroom.polls.clock.pass_(hours=8, minutes=59)
    key = await newsroom.sending()
    for _ in range(2):
        await newsroom.outbox.flush()
    newsroom.polls.clock.pass_(minutes=1)
    n_before = len(newsroom.got)
    assert await newsroom.send() == []
    assert (await newsroom.view(key)).state == "sending"
    newsroom.polls.clock.pass_(hours=11)
    await newsroom.send()
    assert 0 < n_before < 100
    assert sorted(newsroom.got) == everybody


async def test_who_stops_the_kind_meanwhile_gets_it_no_more(newsroom):
    actors = await newsroom.residents(*range(1, 101))
    key = await newsroom.sending()
    await newsroom.outbox.flush()
    readers = newsroom.polls.services.broadcastreaders
    await readers.mute(actors[99], BroadcastKind.WORKS, key)
    await newsroom.send()
    assert 100 not in newsroom.got
    assert await newsroom.states(key) == {"sent": 99, "muted": 1}
    assert (await newsroom.runs.progress(newsroom.staff, key)).tally.n_muted == 1


async def test_whoever_muted_it_before_it_began_is_asked_again(newsroom):
    one, _ = await newsroom.residents(1, 2)
    readers = newsroom.polls.services.broadcastreaders
    await readers.mute(one, None)
    key = await newsroom.draft()
    await newsroom.desk.schedule(newsroom.moderator, key, newsroom.polls.clock.now + timedelta(hours=1))
    await newsroom.desk.submit(newsroom.moderator, key)
    assert await newsroom.states(key) == {"waiting": 1, "muted": 1}
    await readers.unmute(one, None)
    newsroom.polls.clock.pass_(hours=1)
    assert await newsroom.send() == [1, 2]


async def test_the_switch_stops_everything_and_outlasts_a_restart(newsroom):
    everybody = await many(newsroom)
    await newsroom.sending()
    for _ in range(2):
        await newsroom.outbox.flush()
    await newsroom.runs.kill(newsroom.operator)
    n_before = len(newsroom.got)
    newsroom.restart()
    assert await newsroom.send() == []
    assert await newsroom.runs.is_killed()
    await newsroom.runs.revive(newsroom.operator)
    newsroom.polls.clock.pass_(seconds=LEASE.total_seconds())
    await newsroom.send()
    assert 0 < n_before < 100
    assert sorted(newsroom.got) == everybody


async def test_a_crash_repeats_at_most_what_was_in_flight(newsroom, monkeypatch):
    everybody = await many(newsroom)
    key = await newsroom.sending()
    for _ in range(2):
        await newsroom.outbox.flush()
    write = newsroom.polls.database.write_with_others

    async def power_cut(work, item):
        return await (asyncio.sleep(60) if work is deliveries.settle else write(work, item))

    monkeypatch.setattr(newsroom.polls.database, "write_with_others", power_cut)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(newsroom.outbox.flush(), 0.3)
    await newsroom.outbox.end(patience_s=0)
    monkeypatch.setattr(newsroom.polls.database, "write_with_others", write)
    in_flight = len(newsroom.got) - (await newsroom.states(key))["sent"]
    assert in_flight == outbox_module.N_UNDER_WAY
    newsroom.restart()
    await newsroom.send()
    assert newsroom.twice() == [], "what is leased is left alone"
    newsroom.polls.clock.pass_(seconds=LEASE.total_seconds())
    await newsroom.send()
    assert sorted(set(newsroom.got)) == everybody
    assert len(newsroom.twice()) == in_flight
    assert await newsroom.states(key) == {"sent": 100}


@pytest.mark.parametrize("jump", [timedelta(days=-400), timedelta(hours=-3), timedelta(minutes=-5), timedelta(hours=3)])
async def test_a_clock_that_jumps_loses_and_repeats_nobody(newsroom, jump):
    everybody = await many(newsroom)
    newsroom.says += [LATER] * 3
    key = await newsroom.sending(is_emergency=True)
    for _ in range(2):
        await newsroom.outbox.flush()
    newsroom.polls.clock.now += jump
    newsroom.restart()
    await until_over(newsroom, key)
    assert sorted(newsroom.got) == everybody


async def test_undo_takes_back_what_arrived_and_says_what_stays(newsroom):
    await many(newsroom, 5)
    key = await newsroom.sending()
    await newsroom.send()
    newsroom.says += [Sent(NoticeState.REFUSED), LATER, Sent(NoticeState.UNREACHABLE)]
    await newsroom.runs.undo(newsroom.staff, key)
    await until_over(newsroom, key)
    assert await newsroom.states(key) == {"undone": 3, "stays": 2}
    assert len(newsroom.gone) == 3
    assert (await newsroom.view(key)).state == "undone"
    with pytest.raises(NotAllowed, match=r"broadcasts\.nothing_to_undo"):
        await newsroom.runs.undo(newsroom.staff, key)


async def test_undo_goes_on_after_a_restart_and_reaches_who_got_it_only(newsroom):
    await many(newsroom)
    key = await newsroom.sending()
    for _ in range(2):
        await newsroom.outbox.flush()
    await newsroom.runs.pause(newsroom.staff, key)
    await newsroom.runs.undo(newsroom.staff, key)
    await newsroom.outbox.flush()
    newsroom.restart()
    await until_over(newsroom, key)
    assert sorted(newsroom.gone) == list(range(1, len(newsroom.got) + 1))
    assert (await newsroom.view(key)).state == BroadcastState.UNDONE
    assert await newsroom.states(key) == {"undone": len(newsroom.got), "waiting": 100 - len(newsroom.got)}


async def test_opened_and_replied_are_counted_by_people(newsroom):
    one, two = await newsroom.residents(1, 2)
    key = await newsroom.sending()
    await newsroom.send()
    readers = newsroom.polls.services.broadcastreaders
    for _ in range(2):
        await readers.opened(one, key)
    assert await readers.replied(two, newsroom.got.index(2) + 1) == key
    assert await readers.replied(two, 99) is None
    tally = (await newsroom.runs.progress(newsroom.staff, key)).tally
    assert (tally.n_opened, tally.n_replied, tally.n(DeliveryState.SENT)) == (1, 1, 2)


async def test_the_pace_keeps_its_gap_and_makes_up_for_little(monkeypatch):
    monkeypatch.setattr(pace_module, "GAP_S", 0.01)
    pace, loop, begun = Pace(), asyncio.get_running_loop(), []
    for number in range(60):
        await pace.turn()
        begun.append(loop.time())
        if number == 20:
            await asyncio.sleep(0.2)
    assert begun[20] - begun[0] >= 0.2 - 0.011
    assert min(after - before for before, after in pairwise(begun[22:])) > 0
    assert begun[-1] - begun[21] >= (59 - 21 - 1) * 0.01


async def test_a_flood_makes_the_pace_wait_and_slower_for_a_while():
    pace, loop = Pace(), asyncio.get_running_loop()
    await pace.turn()
    pace.flood(0.1)
    began = loop.time()
    await pace.turn()
    await pace.turn()
    assert loop.time() - began >= 0.1 + pace_module.GAP_S
    assert pace._gap_s > pace_module.GAP_S
    assert pace.per_second == 0.3


async def test_a_database_that_fails_in_the_middle_of_a_batch_loses_nobody(newsroom, monkeypatch):
    everybody = await many(newsroom)
    key = await newsroom.sending()
    await newsroom.outbox.flush()
    state_of, n_asked = broadcasts.state_of, []

    async def failing(connection, number):
        n_asked.append(number)
        if len(n_asked) in (5, 6, 40):
            raise Unavailable("database.locked")
        return await state_of(connection, number)

    monkeypatch.setattr(broadcasts, "state_of", failing)
    for _ in range(3):
        with suppress(Unavailable):
            await newsroom.send()
    await newsroom.send()
    assert sorted(newsroom.got) == everybody
    assert (await newsroom.view(key)).state == "done"
