"""Every notice is sent once, whatever Telegram says of it and whenever the bot ends."""

import asyncio
from datetime import timedelta
from itertools import pairwise

import pytest

from bot.domain.errors import Unavailable
from bot.domain.notices import Notice, NoticeKind, NoticeState
from bot.domain.people import Role
from bot.services import outbox as outbox_module
from bot.services.noticequeue import MOST_ATTEMPTS, NoticeQueue
from bot.services.outbox import Outbox
from bot.services.pace import Pace
from bot.services.ports import Sent
from bot.storage import notices
from tests.support.polls import KYIV, open_polls

SENT = Sent(NoticeState.SENT)


@pytest.fixture
async def people(polls):
    return await polls.voters(701, 702, 703)


async def queue(polls, *actors, cause="c", kind=NoticeKind.ROUND_RESULTS, **params):
    said = {"round": 1, "title": "Т", **params}
    new = [Notice(actor.id, cause, kind, said, polls.clock.now) for actor in actors]
    await polls.database.write(lambda connection: notices.add(connection, new))


async def states(polls):
    async with polls.database.read() as connection:
        rows = await connection.exec_driver_sql("SELECT person, state, n_attempts FROM notices ORDER BY person")
        return [(row.state, row.n_attempts) for row in rows]


class Scripted:
    """Says of each notice in turn what it is told to say; an exception is raised."""

    def __init__(self, *says):
        self.says, self.seen = list(says), []

    async def __call__(self, due):
        self.seen.append(due.telegram_id)
        said = self.says.pop(0) if self.says else SENT
        if isinstance(said, Exception):
            raise said
        return said


def outbox(polls, *says):
    deliver = Scripted(*says)
    return polls.outbox_of(deliver), deliver


async def test_the_same_fact_is_told_once(polls, people):
    for _ in range(2):
        await queue(polls, *people)
    assert len(await polls.send()) == 3
    await queue(polls, *people)
    assert await polls.send() == []
    await queue(polls, people[0], cause="another")
    assert len(await polls.send()) == 1


async def test_who_blocked_the_bot_and_what_is_refused_is_not_tried_again(polls, people):
    box, deliver = outbox(polls, Sent(NoticeState.UNREACHABLE), Sent(NoticeState.REFUSED), Sent(NoticeState.UNSURE))
    await queue(polls, *people)
    assert await box.flush() == 3
    assert await box.flush() == 0
    assert [state for state, _ in await states(polls)] == ["unreachable", "refused", "unsure"]
    polls.clock.pass_(days=1)
    assert await box.flush() == 0
    assert deliver.seen == [701, 702, 703]


async def test_the_switch_stops_what_was_claimed_already(polls, people):
    operator, runs = await polls.staff(900, Role.OPERATOR), polls.services.broadcastruns
    notices_ = NoticeQueue(polls.database, polls.clock, KYIV, polls.deliver)

    class ThrownMeanwhile:
        async def claim(self, limit):
            claimed = await notices_.claim(limit)
            await runs.kill(operator)
            return claimed

    await queue(polls, *people)
    await Outbox(Pace(), [ThrownMeanwhile()], runs.is_killed).flush()
    assert polls.told == []
    await runs.revive(operator)
    assert len(await polls.send()) == 3


async def test_a_poison_notice_is_set_aside_and_stops_no_other(polls, people):
    box, _ = outbox(polls, KeyError("no words"))
    await queue(polls, *people)
    await box.flush()
    assert [state for state, _ in await states(polls)] == ["refused", "sent", "sent"]


async def test_a_notice_without_what_its_words_need_stops_no_other(house):
    """Through the real views: the title is missing."""
    olena, petro = await house.resident("Олена"), await house.resident("Петро")
    actors = [await house.app.services.people.recognise(one.person.id, "uk") for one in (olena, petro)]
    bad = Notice(actors[0].id, "bad", NoticeKind.ROUND_RESULTS, {"round": 1}, house.clock.now)
    good = Notice(actors[1].id, "good", NoticeKind.ROUND_RESULTS, {"round": 1, "title": "Двори"}, house.clock.now)
    await house.app.database.write(lambda connection: notices.add(connection, [bad, good]))
    await house.tick()
    assert "Двори" in petro.last.text
    assert "Двори" not in olena.last.text


async def test_trouble_is_retried_later_and_later_and_not_for_ever(polls, people, monkeypatch):
    monkeypatch.setattr(outbox_module, "TROUBLE_S", 0.001)
    box, deliver = outbox(polls, *[Sent(NoticeState.WAITING)] * 20)
    await queue(polls, people[0])
    tried_at = []
    began = polls.clock.now
    while (passed := polls.clock.now - began) < timedelta(days=1):
        if await box.flush():
            tried_at.append(passed / timedelta(minutes=1))
        polls.clock.pass_(minutes=1 if passed < timedelta(hours=1) else 15)
    assert len(deliver.seen) == MOST_ATTEMPTS
    gaps = [after - before for before, after in pairwise(tried_at)]
    assert gaps[:5] == sorted(gaps[:5])
    assert gaps[0] <= 1
    assert await states(polls) == [("unsure", MOST_ATTEMPTS)]


async def test_a_flood_makes_everybody_wait_and_loses_nobody(polls, people):
    box, deliver = outbox(polls, Sent(NoticeState.WAITING, 0.3))
    await queue(polls, *people)
    began = asyncio.get_running_loop().time()
    await box.flush()
    polls.clock.pass_(seconds=1)
    await box.flush()
    assert asyncio.get_running_loop().time() - began >= 0.3
    assert sorted(deliver.seen) == [701, 701, 702, 703]
    assert {state for state, _ in await states(polls)} == {"sent"}


async def test_a_restart_between_sending_and_noting_repeats_only_what_was_in_flight(polls, people, monkeypatch):
    box, deliver = outbox(polls)
    await queue(polls, *people)
    write, n_noted = polls.database.write, []

    async def power_cut(work):
        if n_noted:
            raise Unavailable("database.locked")
        n_noted.append(1)
        return await write(work)

    with monkeypatch.context() as cut:
        cut.setattr(polls.database, "write", power_cut)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(box.flush(), 0.3)
        await box.end(patience_s=0)
    assert deliver.seen == [701, 702, 703]
    async with open_polls(polls.path, polls.clock) as again:
        assert sorted(await again.send()) == [(702, "round_results"), (703, "round_results")]
        assert await again.send() == []


async def test_while_nothing_can_be_noted_nothing_is_sent_twice(polls, people, monkeypatch):
    box, deliver = outbox(polls)
    await queue(polls, *people)
    write, refusals = polls.database.write, iter([True] * 3)

    async def locked(work):
        if next(refusals, False):
            raise Unavailable("database.locked")
        return await write(work)

    monkeypatch.setattr(outbox_module, "EVERY_S", 0.01)
    monkeypatch.setattr(polls.database, "write", locked)
    assert await box.flush() == 3
    assert await box.flush() == 0
    assert deliver.seen == [701, 702, 703]
    assert {state for state, _ in await states(polls)} == {"sent"}


async def test_what_leads_to_a_ballot_is_forgotten_once_it_was_sent(polls, people):
    box, _ = outbox(polls, Sent(NoticeState.UNREACHABLE))
    await queue(polls, *people[:2], kind=NoticeKind.BALLOT_VOID, reason="bought")
    await queue(polls, people[2], kind=NoticeKind.BALLOT_RESTORED)
    await box.flush()
    assert await states(polls) == []


async def test_who_is_forgotten_is_told_nothing(polls, people):
    await queue(polls, *people)
    await polls.services.people.forget(people[0], withdraw=True)
    assert sorted(who for who, _ in await polls.send()) == [702, 703]


async def test_what_was_told_long_ago_is_dropped_and_what_waits_is_not(polls, people):
    await queue(polls, people[0])
    await polls.send()
    term = polls.services.retention.terms.notices
    new = [Notice(people[1].id, "later", NoticeKind.ROUND_RESULTS, {}, polls.clock.now + 2 * term)]
    await polls.database.write(lambda connection: notices.add(connection, new))
    polls.clock.now += term
    await polls.services.retention.sweep()
    assert len(await states(polls)) == 2
    polls.clock.now += timedelta(seconds=1)
    await polls.services.retention.sweep()
    assert await states(polls) == [("waiting", 0)]
