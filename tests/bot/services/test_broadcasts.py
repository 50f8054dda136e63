"""From a draft to an approved broadcast: what may be said, whom it is for, who may let it go, and when."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.audiences import Audience, Vote
from bot.domain.broadcasts import BroadcastKind, BroadcastState, Content, Lead, LeadKind
from bot.domain.deliveries import DeliveryState
from bot.domain.errors import NotAllowed, NotFound
from bot.domain.feedback import Draft
from bot.domain.notices import Notice, NoticeKind
from bot.domain.people import Locale, Role
from bot.domain.progress import Follow, FollowKind
from bot.storage import notices
from tests.support.broadcasting import EVERYBODY, HELLO, refused, voting

WAITING, MUTED, UNREACHABLE, CAPPED = (
    DeliveryState.WAITING,
    DeliveryState.MUTED,
    DeliveryState.UNREACHABLE,
    DeliveryState.CAPPED,
)


async def n_of(newsroom, audience):
    key = await newsroom.desk.draft(newsroom.moderator, BroadcastKind.NEWS, audience)
    return (await newsroom.desk.estimate(newsroom.moderator, key)).tally.n_people


async def test_everybody_of_a_community_in_their_language(newsroom):
    await newsroom.residents(1, 2, 3)
    [english] = await newsroom.residents(4)
    await newsroom.polls.services.people.speak(english, Locale.EN)
    await newsroom.residents(5, community="luhansk")
    assert await n_of(newsroom, EVERYBODY) == 4
    assert await n_of(newsroom, Audience(community="zhytomyr", locale=Locale.EN)) == 1
    assert await n_of(newsroom, Audience()) == 5 + 3


async def test_who_follows_a_goal_or_wrote_about_a_place(newsroom):
    await newsroom.polls.services.entries.load()
    shelf = newsroom.polls.services.entries.shelf
    goal = next(n for n, entry in shelf.by_id.items() if shelf.library.ancestors(entry))
    above = shelf.number(shelf.library.ancestors(shelf.by_id[goal])[-1])
    one, two, three, _ = await newsroom.residents(1, 2, 3, 4)
    follow = newsroom.polls.services.progress.follow
    await follow(one, Follow(FollowKind.ENTRY, str(goal)))
    await follow(two, Follow(FollowKind.ENTRY, str(above)))
    await follow(three, Follow(FollowKind.COMMUNITY, "luhansk"))
    assert await n_of(newsroom, Audience(entry=goal)) == 2
    assert await n_of(newsroom, Audience(entry=above)) == 1
    box = newsroom.polls.services.feedback
    await box.send(three, Draft("zhytomyr", "На вулиці Садовій темно", topic="infrastructure", settlement="Глибочиця"))
    assert await n_of(newsroom, Audience(wrote_about="Глибочиця")) == 1
    assert await n_of(newsroom, Audience(wrote_about="Глибочиця", topic="economy")) == 0


async def test_a_list_of_people_whom_the_bot_knows(newsroom):
    await newsroom.residents(1, 2)
    known = await newsroom.desk.known(newsroom.moderator, [2, 1, 1])
    assert await n_of(newsroom, Audience(people=known)) == 2
    with refused("broadcasts.unknown_people"):
        await newsroom.desk.known(newsroom.moderator, [1, 77])
    with refused("broadcasts.list_too_long"):
        await newsroom.desk.known(newsroom.moderator, range(101))


async def test_nothing_is_sent_to_who_has_no_telegram(newsroom):
    await newsroom.residents(1, -5)
    assert await n_of(newsroom, EVERYBODY) == 1


async def test_who_does_not_want_it_has_left_or_had_enough_is_counted_before(newsroom):
    polls = newsroom.polls
    one, two, three, four, _ = await newsroom.residents(1, 2, 3, 4, 5)
    readers = polls.services.broadcastreaders
    await readers.mute(one, BroadcastKind.WORKS)
    await readers.mute(two, None)
    await polls.database.write(
        lambda c: c.exec_driver_sql(f"UPDATE people SET unreachable_at='2026-11-01' WHERE id={three.id}")
    )
    told = [Notice(four.id, f"c{n}", NoticeKind.PROGRESS, {}, polls.clock.now) for n in range(8)]
    await polls.database.write(lambda connection: notices.add(connection, told))
    await polls.send()
    key = await newsroom.draft()
    found = await newsroom.desk.estimate(newsroom.moderator, key)
    assert found.tally.by_state == {WAITING: 1, MUTED: 2, UNREACHABLE: 1, CAPPED: 1}
    assert found.n_recipients == 1
    await newsroom.desk.change(newsroom.moderator, key, is_emergency=True)
    found = await newsroom.desk.estimate(newsroom.moderator, key)
    assert found.tally.by_state == {WAITING: 2, MUTED: 2, UNREACHABLE: 1}
    await newsroom.desk.change(newsroom.moderator, key, kind=BroadcastKind.EVENTS, is_emergency=False)
    assert (await newsroom.desk.estimate(newsroom.moderator, key)).n_recipients == 2
    await readers.unmute(two, None)
    assert await readers.muted(one) == {BroadcastKind.WORKS}
    assert (await newsroom.desk.estimate(newsroom.moderator, key)).n_recipients == 3
    polls.clock.pass_(days=31)
    assert (await newsroom.desk.estimate(newsroom.moderator, key)).tally.n(CAPPED) == 0


async def test_broadcasts_count_against_the_month(newsroom):
    await newsroom.residents(1)
    for _ in range(8):
        await newsroom.sending()
        assert await newsroom.send() == [1]
    key = await newsroom.draft()
    with refused("broadcasts.nobody"):
        await newsroom.desk.submit(newsroom.moderator, key)


async def test_a_stamp_tells_two_acts_in_one_second_apart(newsroom):
    await newsroom.residents(1)
    key = await newsroom.draft()
    before = (await newsroom.view(key)).stamp
    newsroom.polls.clock.pass_(microseconds=1)
    await newsroom.desk.schedule(newsroom.moderator, key, newsroom.polls.clock.now + timedelta(hours=1))
    assert (await newsroom.view(key)).stamp == before + 1


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (Content("<b>Увага"), "broadcasts.open_markup"),
        (Content("<b>Увага</i>"), "broadcasts.broken_markup"),
        (Content("Більше < менше"), "broadcasts.broken_markup"),
        (Content("<script>x</script>"), "broadcasts.broken_markup"),
        (Content('<a href="javascript:alert(1)">тут</a>'), "broadcasts.no_link"),
        (Content("ю" * 4097), "broadcasts.too_long"),
        (Content(" … "), "broadcasts.no_words"),
        (Content("Так", leads=(Lead(LeadKind.PAGE, "rada.example", "Тут"),)), "broadcasts.lead"),
        (Content("Так", leads=(Lead(LeadKind.ROUND, "1", "…"),)), "broadcasts.label"),
    ],
)
async def test_what_telegram_would_refuse_is_refused_while_writing(newsroom, content, key):
    draft = await newsroom.draft()
    with refused(key):
        await newsroom.desk.say(newsroom.moderator, draft, Locale.UK, content)
    assert (await newsroom.view(draft)).contents == {Locale.UK: HELLO}


async def test_only_its_author_writes_a_draft_and_colleagues_copy_it(newsroom):
    await newsroom.residents(1)
    key = await newsroom.draft()
    for act in (
        newsroom.desk.say(newsroom.staff, key, Locale.UK, HELLO),
        newsroom.desk.change(newsroom.staff, key, kind=BroadcastKind.NEWS),
        newsroom.desk.submit(newsroom.staff, key),
        newsroom.desk.drop(newsroom.staff, key),
    ):
        with refused("broadcasts.not_yours"):
            await act
    copy = await newsroom.view(await newsroom.desk.copy(newsroom.staff, key))
    assert (copy.author, copy.contents, copy.state) == (newsroom.staff.id, {Locale.UK: HELLO}, BroadcastState.DRAFT)
    await newsroom.desk.drop(newsroom.moderator, key)
    with pytest.raises(NotFound):
        await newsroom.view(key)


async def test_a_small_one_goes_at_once_and_a_large_one_waits_for_a_second_person(newsroom):
    newsroom.desk._approval_from = 3
    await newsroom.residents(1, 2)
    assert await newsroom.desk.submit(newsroom.moderator, await newsroom.draft()) == "scheduled"
    await newsroom.residents(3)
    key = await newsroom.draft(by=newsroom.staff)
    assert await newsroom.desk.submit(newsroom.staff, key) == "waiting"
    with refused("broadcasts.own"):
        await newsroom.desk.approve(newsroom.staff, key)
    with refused("errors.not_allowed"):
        await newsroom.desk.approve(newsroom.moderator, key)
    await newsroom.desk.approve(newsroom.operator, key)
    with refused("broadcasts.not_now"):
        await newsroom.desk.approve(newsroom.operator, key)
    found = await newsroom.view(key)
    assert (found.state, found.author, found.approver) == ("scheduled", newsroom.staff.id, newsroom.operator.id)
    acts = await newsroom.desk.trail(newsroom.moderator, key)
    assert [act.detail for act in acts] == ["approve", "submit", "write"]


async def test_an_emergency_is_always_approved_and_goes_by_night(newsroom):
    await newsroom.residents(1)
    newsroom.polls.clock.pass_(hours=14)
    key = await newsroom.draft(is_emergency=True)
    assert await newsroom.desk.submit(newsroom.moderator, key) == "waiting"
    assert await newsroom.send() == []
    await newsroom.desk.approve(newsroom.staff, key)
    assert await newsroom.send() == [1]


async def test_what_was_given_back_has_to_be_approved_anew(newsroom):
    newsroom.desk._approval_from = 1
    await newsroom.residents(1)
    key = await newsroom.sending()
    await newsroom.desk.take_back(newsroom.moderator, key)
    assert await newsroom.states(key) == {}
    await newsroom.desk.say(newsroom.moderator, key, Locale.UK, Content("Інше"))
    assert await newsroom.desk.submit(newsroom.moderator, key) == "waiting"
    assert (await newsroom.view(key)).approver is None
    assert await newsroom.send() == []
    await newsroom.desk.take_back(newsroom.staff, key)
    assert (await newsroom.view(key)).state == "draft"


async def test_whoever_joins_after_the_approval_gets_nothing(newsroom):
    await newsroom.residents(1)
    await newsroom.sending()
    await newsroom.residents(2)
    assert await newsroom.send() == [1]


async def test_an_approval_that_was_interrupted_is_begun_anew(newsroom, monkeypatch):
    """A crash between the rows and the last write."""
    newsroom.desk._approval_from = 1
    await newsroom.residents(1)
    key = await newsroom.draft()
    await newsroom.desk.submit(newsroom.moderator, key)
    await newsroom.desk.audiences.freeze(await newsroom.view(key))
    assert await newsroom.send() == []
    await newsroom.residents(2)
    await newsroom.desk.approve(newsroom.staff, key)
    assert await newsroom.send() == [1, 2]


def kyiv(*when):
    return datetime(*when, tzinfo=UTC) - timedelta(hours=2)


@pytest.mark.parametrize(
    ("due_at", "key"),
    [
        (kyiv(2026, 11, 22, 12), "broadcasts.past"),
        (kyiv(2026, 11, 22, 21), "broadcasts.night"),
        (kyiv(2026, 11, 23, 7, 59, 59), "broadcasts.night"),
        (kyiv(2027, 11, 24, 12), "broadcasts.too_far"),
    ],
)
async def test_when_a_broadcast_cannot_begin(newsroom, due_at, key):
    draft = await newsroom.draft()
    with refused(key):
        await newsroom.desk.schedule(newsroom.moderator, draft, due_at)


async def test_a_broadcast_begins_when_it_is_due_and_not_a_second_sooner(newsroom):
    await newsroom.residents(1)
    key, clock = await newsroom.draft(), newsroom.polls.clock
    await newsroom.desk.schedule(newsroom.moderator, key, clock.now + timedelta(hours=3))
    await newsroom.desk.submit(newsroom.moderator, key)
    clock.pass_(hours=2, minutes=59, seconds=59)
    assert await newsroom.send() == []
    await newsroom.desk.schedule(newsroom.moderator, key, clock.now + timedelta(hours=1))
    clock.pass_(minutes=59, seconds=59)
    assert await newsroom.send() == []
    clock.pass_(seconds=1)
    assert await newsroom.send() == [1]


async def test_a_time_that_went_by_while_it_waited_is_refused_at_the_approval(newsroom):
    newsroom.desk._approval_from = 1
    await newsroom.residents(1)
    key, clock = await newsroom.draft(), newsroom.polls.clock
    await newsroom.desk.schedule(newsroom.moderator, key, clock.now + timedelta(hours=3))
    await newsroom.desk.submit(newsroom.moderator, key)
    clock.pass_(hours=3)
    with refused("broadcasts.past"):
        await newsroom.desk.approve(newsroom.staff, key)
    await newsroom.desk.schedule(newsroom.moderator, key, None)
    await newsroom.desk.approve(newsroom.staff, key)
    assert await newsroom.send() == [1]


async def test_who_voted_and_who_did_not(newsroom):
    residents, round_, option = await voting(newsroom, 6)
    ballots = newsroom.polls.services.ballots
    await ballots.choose(residents[5], round_, option, 0)  # a ballot that was taken back is none
    await newsroom.sending(Audience(vote=Vote(round_, has_voted=True)))
    assert await newsroom.send() == [1, 2, 3, 4, 5]
    key = await newsroom.sending(Audience(vote=Vote(round_, has_voted=False)))
    await ballots.choose(residents[11], round_, option, 1)  # since then
    assert await newsroom.send() == [6, 7, 8, 9, 10, 11]
    assert await newsroom.states(key) == {"sent": 6}


async def test_nobody_can_ask_of_one_person_whether_they_voted(newsroom):
    residents, round_, _ = await voting(newsroom, 4)
    for more in ({"people": (residents[0].id,)}, {"community": "zhytomyr"}, {"locale": Locale.EN}, {"entry": 1}):
        with refused("broadcasts.vote_alone"):
            Audience(vote=Vote(round_, has_voted=True), **more)
    key = await newsroom.draft(Audience(vote=Vote(round_, has_voted=True)))
    for act in (newsroom.desk.estimate, newsroom.desk.submit):
        with refused("broadcasts.too_few_to_hide"):
            await act(newsroom.moderator, key)


async def test_after_the_close_nobody_knows_who_voted(newsroom):
    _, round_, _ = await voting(newsroom, 6)
    key = await newsroom.draft(Audience(vote=Vote(round_, has_voted=True)))
    late = await newsroom.draft(Audience(vote=Vote(round_, has_voted=False)))
    await newsroom.desk.schedule(newsroom.moderator, late, newsroom.polls.clock.now + timedelta(days=4))
    await newsroom.desk.submit(newsroom.moderator, late)
    newsroom.polls.clock.pass_(days=4)
    with refused("broadcasts.round_not_open"):
        await newsroom.desk.submit(newsroom.moderator, key)
    assert await newsroom.send() == []
    found = await newsroom.view(late)
    assert (found.state, found.reason) == ("failed", "broadcasts.round_not_open")


async def test_a_list_of_people_is_forgotten_with_whom_it_reached(newsroom):
    people = await newsroom.residents(801, 802, 803)
    key = await newsroom.sending(Audience(people=tuple(one.id for one in people)))
    await newsroom.send()
    newsroom.polls.clock.pass_(days=90, seconds=1)
    await newsroom.polls.services.retention.sweep()
    assert (await newsroom.view(key)).audience.people == (0, 0, 0)
    assert (await newsroom.runs.progress(newsroom.staff, key)).tally.n(DeliveryState.SENT) == 3


async def test_whom_a_broadcast_by_votes_reached_is_forgotten_in_two_days(newsroom):
    _, round_, _ = await voting(newsroom, 6)
    keys = [await newsroom.sending(Audience(vote=Vote(round_, has_voted=True))), await newsroom.sending()]
    await newsroom.send()
    retention = newsroom.polls.services.retention
    newsroom.polls.clock.pass_(days=2)
    await retention.sweep()
    assert [sum((await newsroom.states(key)).values()) for key in keys] == [6, 12]
    newsroom.polls.clock.pass_(seconds=1)
    await retention.sweep()
    assert [sum((await newsroom.states(key)).values()) for key in keys] == [0, 12]
    newsroom.polls.clock.pass_(days=88)
    await retention.sweep()
    assert await newsroom.states(keys[1]) == {}
    tallies = [(await newsroom.runs.progress(newsroom.staff, key)).tally for key in keys]
    assert [tally.n(DeliveryState.SENT) for tally in tallies] == [6, 12]


async def test_who_is_forgotten_is_in_no_audience_any_more(newsroom):
    one, _ = await newsroom.residents(1, 2)
    key = await newsroom.sending()
    assert (await newsroom.polls.services.people.data_of(one))["broadcasts"][0]["state"] == "waiting"
    await newsroom.polls.services.people.forget(one, withdraw=True)
    assert await newsroom.send() == [2]
    assert await newsroom.states(key) == {"sent": 1}


@pytest.mark.parametrize("role", Role)
async def test_who_may_do_what(newsroom, role):
    """Each act by a person of each role; what they may is as the table says, and residents may nothing."""
    await newsroom.residents(1)
    actor = await newsroom.polls.staff(950, role)
    newsroom.desk._approval_from = 1
    desk, runs = newsroom.desk, newsroom.runs
    key, waits, sends = await newsroom.draft(), await newsroom.draft(), await newsroom.sending()
    await desk.submit(newsroom.moderator, waits)
    await newsroom.outbox.flush()
    acts = {
        "draft": lambda: desk.draft(actor, BroadcastKind.NEWS, EVERYBODY),
        "copy": lambda: desk.copy(actor, key),
        "view": lambda: desk.view(actor, key),
        "listed": lambda: desk.listed(actor, BroadcastState),
        "estimate": lambda: desk.estimate(actor, key),
        "trail": lambda: desk.trail(actor, key),
        "known": lambda: desk.known(actor, [1]),
        "approve": lambda: desk.approve(actor, waits),
        "pause": lambda: runs.pause(actor, sends),
        "go_on": lambda: runs.go_on(actor, sends),
        "stop": lambda: runs.stop(actor, sends),
        "progress": lambda: runs.progress(actor, sends),
        "kill": lambda: runs.kill(actor),
        "revive": lambda: runs.revive(actor),
    }
    able = set()
    for name, act in acts.items():
        try:
            await act()
            able.add(name)
        except NotAllowed:
            continue
    nothing, switch = set(), {"kill", "revive"}
    expected = {
        Role.RESIDENT: nothing,
        Role.MODERATOR: set(acts) - switch - {"approve"},
        Role.STAFF: set(acts) - switch,
        Role.OPERATOR: set(acts),
    }
    assert able == expected[role]
