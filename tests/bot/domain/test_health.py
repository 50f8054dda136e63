"""When operators are told: not of a moment's trouble, once, not more than once an hour, and once when it is over."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.health import AT_MOST_EVERY, CLEAR_AFTER, RAISE_AFTER, Check, News, follow

NOON = datetime(2026, 11, 27, 10, tzinfo=UTC)
SECOND = timedelta(seconds=1)
BAD, WELL = Check("disk", "full"), Check("disk", "ok")


class Story:
    """One check over time."""

    def __init__(self):
        self.alarm, self.now = None, NOON

    def after(self, pause, check):
        self.now += pause
        self.alarm, news = follow(self.alarm, check, self.now)
        return news


@pytest.fixture
def story():
    return Story()


@pytest.fixture
def raised(story):
    story.after(SECOND, BAD)
    assert story.after(RAISE_AFTER, BAD) is News.RAISED
    return story


def test_what_is_well_is_no_news(story):
    assert story.after(SECOND, WELL) is None
    assert story.alarm is None


def test_trouble_is_told_once_it_lasts(story):
    assert story.after(SECOND, BAD) is None
    assert story.after(RAISE_AFTER - SECOND, BAD) is None
    assert story.after(SECOND, BAD) is News.RAISED
    assert story.after(timedelta(days=1), BAD) is None


def test_trouble_that_comes_and_goes_is_not_told(story):
    for _ in range(20):
        assert story.after(RAISE_AFTER - SECOND, BAD) is None
        assert story.after(SECOND, WELL) is None


def test_that_it_is_over_is_told_once_it_lasts(raised):
    assert raised.after(SECOND, WELL) is None
    assert raised.after(CLEAR_AFTER - SECOND, WELL) is None
    assert raised.after(SECOND, WELL) is News.CLEARED
    assert raised.after(timedelta(days=1), WELL) is None
    assert raised.alarm is None


def test_a_relapse_is_the_same_trouble(raised):
    raised.after(SECOND, WELL)
    assert raised.after(CLEAR_AFTER - SECOND, BAD) is None
    assert raised.after(SECOND, WELL) is None
    assert raised.after(CLEAR_AFTER, WELL) is News.CLEARED


def test_not_more_than_once_an_hour(raised):
    first = raised.now
    raised.after(SECOND, WELL)
    assert raised.after(CLEAR_AFTER, WELL) is News.CLEARED
    raised.after(SECOND, BAD)
    assert raised.after(RAISE_AFTER, BAD) is None
    assert raised.after(first + AT_MOST_EVERY - SECOND - raised.now, BAD) is None
    assert raised.after(SECOND, BAD) is News.RAISED


@pytest.mark.parametrize(
    ("check", "is_red"),
    [(Check("disk", "low"), False), (Check("disk", "full"), True), (Check("letters", "off"), False)],
)
def test_a_warning_is_not_red(check, is_red):
    assert check.is_red is is_red
