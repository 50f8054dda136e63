"""What a broadcast may say, when it may go, and how long it takes."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import markup
from bot.domain.audiences import Audience, Received, Vote, read, written
from bot.domain.broadcasts import (
    MAX_CAPTION,
    MAX_FILES,
    MAX_TEXT,
    Content,
    Lead,
    LeadKind,
    ends_at,
    sound,
)
from bot.domain.errors import NotAllowed
from bot.domain.feedback import FeedbackFile, FileKind
from bot.domain.people import Locale
from bot.domain.time import at_local, happens_twice
from bot.transport.local.html import parse_html, utf16_length
from bot.transport.local.refusals import Refused

KYIV = ZoneInfo("Europe/Kyiv")
TAGS = ("b", "i", "u", "s", "tg-spoiler", "code", "pre", "blockquote", "a", "span", "x", "blockquote expandable")
PIECE = st.one_of(
    st.sampled_from([f"<{tag}>" for tag in TAGS] + [f"</{tag.split()[0]}>" for tag in TAGS]),
    st.sampled_from(['<a href="https://rada.example">', "<a href='http://x.ua/?a=1&amp;b=2'>"]),
    st.sampled_from(['<span class="tg-spoiler">', "текст ", "😀", "a<b>", "&", ">", "<"]),
    st.sampled_from(["&lt;", "&gt;", "&amp;", "&quot;", "&laquo;", "&#128512;"]),
)


@given(st.lists(PIECE, max_size=12).map("".join))
def test_what_passes_is_taken_by_telegram_and_is_as_long_as_it_says(html):
    try:
        markup.check(html)
    except NotAllowed:
        return
    text, _ = parse_html(html)
    assert utf16_length(text) == markup.length(html)


@pytest.mark.parametrize(
    "html",
    [
        "без позначок > і &amp;",
        "<b>так <i>можна</i></b>",
        '<a href="https://zt-rada.gov.ua/?p=1&amp;q=2">сторінка</a>',
        '<blockquote expandable>довга цитата</blockquote><span class="tg-spoiler">ні</span>',
        '<pre><code class="language-python">print()</code></pre>',
    ],
)
def test_what_telegram_itself_writes_passes(html):
    markup.check(html)
    parse_html(html)


@pytest.mark.parametrize("html", ["<b>", "</b>", "<b><i></b></i>", "a < b", "<b", "<div>x</div>"])
def test_what_telegram_refuses_does_not_pass(html):
    with pytest.raises(NotAllowed):
        markup.check(html)
    with pytest.raises(Refused):
        parse_html(html)


@pytest.mark.parametrize("address", ["rada.gov.ua", "https://", "https://a@b.ua", "tg://user?id=1", "https://x y.ua"])
def test_links_that_lead_nowhere_or_elsewhere(address):
    with pytest.raises(NotAllowed, match="no_link"):
        markup.check(f'<a href="{address}">тут</a>')


PHOTO, PAPER = FeedbackFile(FileKind.PHOTO, "p"), FeedbackFile(FileKind.DOCUMENT, "d")


@pytest.mark.parametrize(
    ("n_files", "limit"), [(0, MAX_TEXT), (1, MAX_CAPTION), (2, MAX_TEXT)], ids=["text", "caption", "under an album"]
)
def test_the_longest_text_fits_and_one_more_sign_does_not(n_files, limit):
    files = (PHOTO,) * n_files
    assert sound(Content(f"<b>{'ю' * limit}</b>", files)).files == files
    with pytest.raises(NotAllowed, match="too_long") as refusal:
        sound(Content("ю" * (limit + 1), files))
    assert refusal.value.params["over"] == 1


def test_files_of_one_kind_as_many_as_an_album_takes():
    assert sound(Content("Так", (PAPER,) * MAX_FILES))
    for files in ((PAPER,) * (MAX_FILES + 1), (PHOTO, PAPER), (FeedbackFile(FileKind.VOICE, "v"),)):
        with pytest.raises(NotAllowed, match="files"):
            sound(Content("Так", files))


def test_buttons_lead_somewhere():
    leads = (Lead(LeadKind.ENTRY, "12", " До  цілі "), Lead(LeadKind.PAGE, "https://rada.example", "Сторінка"))
    assert [lead.label for lead in sound(Content("Так", leads=leads)).leads] == ["До цілі", "Сторінка"]
    with pytest.raises(NotAllowed, match="too_many_buttons"):
        sound(Content("Так", leads=leads * 4))


@pytest.mark.parametrize(
    "audience",
    [
        Audience(),
        Audience("zhytomyr", Locale.EN, wrote_about="Глибочиця", topic="social", entry=12, people=(1, 2)),
        Audience("zhytomyr", settlement="Глибочиця"),
        Audience(received=Received(7, is_first=True)),
        Audience(vote=Vote(3, has_voted=False)),
    ],
)
def test_an_audience_comes_back_as_it_was_written(audience):
    assert read(written(audience)) == audience


def kyiv(*when):
    return datetime(*when, tzinfo=KYIV).astimezone(UTC)


@pytest.mark.parametrize(
    ("begins", "hours", "ends"),
    [
        (kyiv(2026, 11, 22, 12), 1, kyiv(2026, 11, 22, 13)),
        (kyiv(2026, 11, 22, 20), 1, kyiv(2026, 11, 22, 21)),
        (kyiv(2026, 11, 22, 20), 2, kyiv(2026, 11, 23, 9)),
        (kyiv(2026, 11, 22, 22), 1, kyiv(2026, 11, 23, 9)),
        (kyiv(2026, 11, 22, 8), 30, kyiv(2026, 11, 24, 12)),
        (kyiv(2026, 10, 24, 20), 2, kyiv(2026, 10, 25, 9)),
        (kyiv(2027, 3, 27, 20), 2, kyiv(2027, 3, 28, 9)),
    ],
)
def test_nights_do_not_count_also_when_clocks_are_changed(begins, hours, ends):
    assert ends_at(begins, hours * 3600, KYIV, at_night=False) == ends
    assert ends_at(begins, hours * 3600, KYIV, at_night=True) == begins + timedelta(hours=hours)


def test_the_hour_that_is_skipped_and_the_one_that_happens_twice():
    with pytest.raises(NotAllowed, match="skipped"):
        at_local(date(2027, 3, 28), time(3, 30), KYIV)
    later = at_local(date(2026, 10, 25), time(3, 30), KYIV)
    assert later == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert happens_twice(later, KYIV)
    assert happens_twice(later - timedelta(hours=1), KYIV)
    for hour in (2, 4):
        assert not happens_twice(at_local(date(2026, 10, 25), time(hour, 30), KYIV), KYIV)
