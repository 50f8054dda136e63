"""A correction for exactly those who got a broadcast; what is told to colleagues; what is approved is what was seen."""

from bot.domain.audiences import Audience, Received, Vote
from bot.domain.deliveries import DeliveryState
from bot.domain.notices import ABOUT_BROADCASTS, NoticeState
from bot.domain.people import Locale
from bot.services.ports import Sent
from bot.storage import notices
from tests.support.broadcasting import HELLO, refused, voting


async def test_a_correction_reaches_exactly_those_who_got_it_even_if_it_was_withdrawn(newsroom):
    await newsroom.residents(1, 2, 3)
    key = await newsroom.sending()
    newsroom.says = [Sent(NoticeState.SENT, messages=(1,)), Sent(NoticeState.UNREACHABLE)]
    await newsroom.send()
    await newsroom.residents(4)
    await newsroom.runs.undo(newsroom.moderator, key)
    await newsroom.send()
    correction = await newsroom.desk.correct(newsroom.moderator, key)
    assert (await newsroom.view(correction)).contents == {Locale.UK: HELLO}
    await newsroom.desk.submit(newsroom.moderator, correction)
    assert await newsroom.send() == [1, 3]
    with refused("broadcasts.received_alone"):
        Audience(community="zhytomyr", received=Received(key))


async def test_only_what_has_begun_and_rests_can_be_corrected(newsroom):
    await newsroom.residents(1)
    key = await newsroom.sending()
    with refused("broadcasts.not_now"):
        await newsroom.desk.correct(newsroom.moderator, key)


async def test_a_correction_hides_who_voted_as_its_original_does(newsroom):
    _, round_, _ = await voting(newsroom, 6)
    key = await newsroom.sending(Audience(vote=Vote(round_, has_voted=True)))
    await newsroom.send()
    correction = await newsroom.desk.correct(newsroom.moderator, key)
    assert (await newsroom.view(correction)).audience == Audience(
        received=Received(key, tells_votes=True, is_first=True)
    )
    await newsroom.desk.submit(newsroom.moderator, correction)
    assert len(await newsroom.send()) == 6
    newsroom.polls.clock.pass_(days=2, seconds=1)
    await newsroom.polls.services.retention.sweep()
    assert await newsroom.states(correction) == {}


async def test_what_somebody_else_does_is_told_to_staff_and_to_the_author(newsroom):
    await newsroom.residents(1)
    key = await newsroom.draft(is_emergency=True)
    await newsroom.desk.submit(newsroom.moderator, key)
    await newsroom.desk.approve(newsroom.staff, key)
    async with newsroom.polls.database.read() as connection:
        told = {
            who: [one.params["what"] for _, one in await notices.waiting_for(connection, who.id, ABOUT_BROADCASTS)]
            for who in (newsroom.moderator, newsroom.staff, newsroom.operator)
        }
    assert list(told.values()) == [["approve"], ["submit"], ["submit"]]


async def test_what_was_touched_since_one_looked_is_not_approved(newsroom):
    await newsroom.residents(1)
    key = await newsroom.draft(is_emergency=True)
    await newsroom.desk.submit(newsroom.moderator, key)
    seen = (await newsroom.view(key)).stamp
    newsroom.polls.clock.pass_(seconds=1)
    await newsroom.desk.take_back(newsroom.moderator, key)
    await newsroom.desk.submit(newsroom.moderator, key)
    with refused("broadcasts.not_now"):
        await newsroom.desk.approve(newsroom.staff, key, seen)
    await newsroom.desk.approve(newsroom.staff, key, (await newsroom.view(key)).stamp)


async def test_the_first_correction_passes_the_month_and_does_not_count(newsroom):
    await newsroom.residents(1)
    keys = []
    for _ in range(8):
        keys.append(await newsroom.sending())
        assert await newsroom.send() == [1]
    for key in keys[:2]:
        await newsroom.desk.submit(newsroom.moderator, await newsroom.desk.correct(newsroom.moderator, key))
        assert await newsroom.send() == [1]
    second = await newsroom.desk.correct(newsroom.moderator, keys[0])
    of_correction = await newsroom.desk.correct(newsroom.moderator, keys[-1] + 1)
    copied = await newsroom.desk.copy(newsroom.moderator, keys[-1] + 1)
    for key in (second, of_correction, copied):
        found = await newsroom.desk.estimate(newsroom.moderator, key)
        assert found.tally.by_state == {DeliveryState.CAPPED: 1}
    newsroom.polls.clock.pass_(days=31)
    for _ in range(7):
        await newsroom.sending()
        assert await newsroom.send() == [1]
    await newsroom.desk.submit(newsroom.moderator, await newsroom.desk.correct(newsroom.moderator, keys[2]))
    assert await newsroom.send() == [1]
    await newsroom.sending()
    assert await newsroom.send() == [1]
