"""Every act can be taken back, only once, and nothing of a text is lost by it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import NotAllowed
from bot.domain.feedback import Feedback, FeedbackState, HideReason, Hold
from bot.domain.moderation import Deed, Done, decide, hide, release, undo
from bot.domain.restrictions import LINK, Limit, mark_of, must_wait, normalised

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)

visible = st.builds(
    Feedback,
    id=st.just(1),
    community=st.just("zhytomyr"),
    text=st.text(max_size=20),
    sent_at=st.just(NOW),
    changed_at=st.just(NOW),
    state=st.sampled_from([state for state in FeedbackState if state is not FeedbackState.HIDDEN]),
    held=st.sampled_from([None, *Hold]),
    is_public=st.booleans(),
)


@given(found=visible, reason=st.sampled_from(HideReason))
def test_hiding_is_taken_back_to_where_it_stood(found, reason):
    gone = hide(found, reason)
    assert (gone.is_visible, gone.is_shown, gone.reason) == (False, False, reason)
    assert undo(gone, Done(Deed.HIDDEN, reason)) == found
    with pytest.raises(NotAllowed):
        hide(gone, reason)


@given(found=visible)
def test_letting_through_is_taken_back_with_its_cause(found):
    if found.held is None:
        with pytest.raises(NotAllowed):
            release(found)
    else:
        assert undo(release(found), Done(Deed.RELEASED, found.held)) == found


@given(found=visible, reason=st.sampled_from(HideReason), granted=st.booleans(), is_hidden=st.booleans())
def test_a_decided_appeal_is_taken_back(found, reason, granted, is_hidden):
    appealed = replace(hide(found, reason) if is_hidden else found, appeal="Ні")
    decided = decide(appealed, granted=granted)
    assert (decided.state is FeedbackState.HIDDEN) == (is_hidden and not granted)
    if granted:
        assert decided.state is found.state
    deed = Deed.APPEAL_GRANTED if granted else Deed.APPEAL_REJECTED
    assert undo(decided, Done(deed)) == appealed
    with pytest.raises(NotAllowed):
        decide(decided, granted=not granted)
    with pytest.raises(NotAllowed):
        decide(replace(decided, appeal=None), granted=True)


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org",
        "HTTP://x",
        "www.example.org",
        "пишіть на t.me/bot",
        "@spammer",
        "example.com.",
        "zt.gov.ua",
    ],
)
def test_links_are_seen(text):
    assert LINK.search(text)


@pytest.mark.parametrize("text", ["вул. Садова", "о 12.30", "5.12.2026", "т.п.", "№ 5.", "пошта@", "ями,бруд", "А.Б."])
def test_what_only_looks_like_a_link_is_none(text):
    assert not LINK.search(text)


def test_why_a_text_waits():
    new, long_ago = NOW - timedelta(hours=23), NOW - timedelta(hours=24)
    assert must_wait("https://x", new, NOW, said_before=False) is Hold.LINK
    assert must_wait("https://x", None, NOW, said_before=False) is Hold.LINK
    assert must_wait("https://x", long_ago, NOW, said_before=False) is None
    assert must_wait("Ями", new, NOW, said_before=False) is None
    assert must_wait("Ями", long_ago, NOW, said_before=True) is Hold.REPEATED
    assert normalised(" Ями, ями — усюди. ") == normalised("ЯМИ ямиУСЮДИ")


def test_a_limit_says_when_one_may_go_on():
    limit, minute, hour = Limit(2, 4), timedelta(minutes=1), timedelta(hours=1)
    assert limit.free_at([], NOW) is None
    assert limit.free_at([NOW - minute], NOW) is None
    assert limit.free_at([NOW - minute, NOW - 2 * minute], NOW) == NOW - 2 * minute + hour
    assert limit.free_at([NOW - minute, NOW - 2 * minute, NOW - 3 * minute], NOW) == NOW - 2 * minute + hour
    assert limit.free_at([NOW - minute, NOW - hour], NOW) is None
    day = [NOW - n * hour for n in (2, 3, 4, 23)]
    assert limit.free_at(day, NOW) == NOW + hour
    assert limit.free_at([*day, NOW - 24 * hour], NOW) == NOW + hour


@given(n=st.integers(1, 2**52), other=st.integers(1, 2**52))
def test_a_mark_is_one_persons_and_needs_the_secret(n, other):
    assert (mark_of(b"secret", n) == mark_of(b"secret", other)) == (n == other)
    assert mark_of(b"secret", n) != mark_of(b"another", n)
    assert len(mark_of(b"secret", n)) == 16
