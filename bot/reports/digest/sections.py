"""A digest in sentences without markup: the page, the letter and the card say the same."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.domain.digests import AskedGoal, Change, Digest, OpenGap, Period, RoundStanding, Theme, Waiting
from bot.reports.digest.leads import list_of
from bot.texts import Texts

LONGEST_GOAL = 110


@dataclass(frozen=True, slots=True)
class Line:
    """One thing said.

    Shapes: `value` a number beside it, in words; `more` what belongs to it, such as quotes; `opens` what it is about,
    as deep links name it (`g12`, `r3`), or None; `page` where it stands at the desk (`goals/12`), or None.
    """

    text: str
    value: str = ""
    more: tuple[str, ...] = ()
    opens: str | None = None
    page: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    key: str
    title: str
    lines: tuple[Line, ...]
    note: str = ""


def title_of(texts: Texts, place: str) -> str:
    return texts.plain("digest.title", place=place)


def span_of(period: Period, texts: Texts) -> str:
    """Name a period: «16–22 листопада 2026 року»."""
    if period.n_days == 1:
        return texts.formats.day(period.first_on)
    return texts.formats.days(period.first_on, period.last_on)


def sections(digest: Digest, texts: Texts) -> tuple[Section, ...]:
    """Everything there is to say, what asks for an act first; what is empty is left out."""
    made = (
        Section("todo", texts.plain("digest.todo"), tuple(_todo(digest, texts))),
        Section("brief", texts.plain("digest.brief"), tuple(_brief(digest, texts)), _compared(digest, texts)),
        Section("unknown", texts.plain("digest.unknown"), tuple(_gap(one, texts) for one in digest.gaps)),
        Section("asked", texts.plain("digest.asked"), tuple(_goal(one, texts) for one in digest.goals)),
        _feedback(digest, texts),
        Section("linked", texts.plain("digest.linked"), tuple(_goal(one, texts) for one in digest.feedback.goals)),
        Section("rounds", texts.plain("digest.rounds"), tuple(_round(one, texts) for one in digest.rounds)),
        Section("overdue", texts.plain("digest.overdue"), tuple(_overdue(digest, texts))),
        Section("delivery", texts.plain("digest.delivery"), tuple(_delivery(digest, texts)), _of_all(digest, texts)),
    )
    return tuple(one for one in made if one.lines)


def _todo(digest: Digest, texts: Texts) -> Iterator[Line]:
    for one in digest.waiting:
        said = texts.plain(f"digest.waits_{one.kind.value}", n=one.n)
        yield Line(said, age_of(one, digest.made_at, texts), page=list_of(one.kind, digest.community))


def age_of(waiting: Waiting, now: datetime, texts: Texts) -> str:
    """Say how long the oldest waits."""
    if waiting.oldest_at is None:
        return ""
    n_days = (now - waiting.oldest_at).days
    return texts.plain("digest.oldest", n=n_days) if n_days else texts.plain("digest.oldest_today")


def _brief(digest: Digest, texts: Texts) -> Iterator[Line]:
    asked = digest.asked
    rows = (
        ("digest.n_asked", asked.asked),
        ("digest.n_answered", asked.answered),
        ("digest.n_unknown", asked.unknown),
        ("digest.n_rejected", asked.rejected),
        ("digest.n_feedback", digest.feedback.sent),
    )
    for key, change in rows:
        yield Line(texts.plain(key), changed(change, texts))


def changed(change: Change, texts: Texts) -> str:
    """Say a number and what it was: «142 (було 118)»."""
    now, before = texts.formats.number(change.now), texts.formats.number(change.before)
    return texts.plain("digest.changed", now=now, before=before)


def _compared(digest: Digest, texts: Texts) -> str:
    return texts.plain("digest.compared", span=span_of(digest.period.before, texts))


def _gap(gap: OpenGap, texts: Texts) -> Line:
    asked = texts.plain("digest.times", n=gap.n_asked)
    waiting = (
        texts.plain("digest.people_wait", n=gap.n_waiting) if gap.n_waiting else texts.plain("digest.nobody_waits")
    )
    return Line(f"«{gap.text}»", f"{asked}, {waiting}", page=f"questions/{gap.gap}")


def _goal(goal: AskedGoal, texts: Texts) -> Line:
    named = _named(goal.code, goal.text)
    opens, page = (f"g{goal.entry}", f"goals/{goal.entry}") if goal.entry is not None else (None, None)
    return Line(_cut(named, LONGEST_GOAL), changed(goal.asked, texts), opens=opens, page=page)


def _named(code: str, text: str) -> str:
    """Name a goal: with its code where the document has codes of its own, such as `1.2`; the bot's are no help here."""
    return f"{code} {text}".strip() if code[:1].isdigit() or not text else text


def _feedback(digest: Digest, texts: Texts) -> Section:
    sent = digest.feedback
    title = texts.plain("digest.feedback")
    if not sent.themes:
        return Section("feedback", title, tuple(Line(f"«{quote}»") for quote in sent.quotes))
    notes = []
    if sent.n_alike:
        notes.append(texts.plain("digest.alike", n=sent.n_alike))
    if sent.accuracy is not None:
        notes.append(texts.plain("digest.accuracy", share=texts.formats.percent(round(sent.accuracy, 2))))
    lines = tuple(_theme(one, digest.community, texts) for one in sent.themes)
    return Section("feedback", title, lines, " ".join(notes))


def topic_of(topic: str | None, texts: Texts) -> str:
    return texts.plain(f"feedback.topic_{topic}") if topic else texts.plain("digest.no_topic")


def _theme(theme: Theme, community: str | None, texts: Texts) -> Line:
    named = topic_of(theme.topic, texts)
    words = f": {', '.join(theme.words)}" if theme.words else ""
    quotes = tuple(f"«{quote}»" for quote in theme.quotes)
    page = f"feedback?which=all&topic={theme.topic}&community={community or ''}" if theme.topic else None
    return Line(named + words, changed(theme.sent, texts), quotes, page=page)


def _round(one: RoundStanding, texts: Texts) -> Line:
    voted = texts.plain("digest.voted", n=one.n_ballots, number=texts.formats.number(one.n_ballots))
    turnout = f" ({texts.formats.percent(one.turnout)})" if one.turnout is not None else ""
    until = texts.plain(f"digest.round_{one.phase.value}", until=texts.formats.moment(one.closes_at))
    return Line(f"{one.title}. {until}", voted + turnout, opens=f"r{one.round}", page=f"rounds/{one.round}")


def _overdue(digest: Digest, texts: Texts) -> Iterator[Line]:
    for one in digest.overdue:
        said = texts.plain("digest.due", day=texts.formats.day(one.due_on))
        named = _cut(_named(one.code, one.text), LONGEST_GOAL)
        yield Line(named, said, opens=f"g{one.entry}", page=f"goals/{one.entry}")


def _delivery(digest: Digest, texts: Texts) -> Iterator[Line]:
    n_sent, n_lost = sum(d.n_sent for d in digest.deliveries), sum(d.n_lost for d in digest.deliveries)
    if n_sent or n_lost:
        yield Line(texts.plain("digest.delivered"), texts.formats.number(n_sent))
        yield Line(texts.plain("digest.undelivered"), texts.formats.number(n_lost))


def _of_all(digest: Digest, texts: Texts) -> str:
    return texts.plain("digest.delivery_of_all") if digest.community is not None else ""


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1].rsplit(" ", 1)[0] + "…"
