"""A digest as tables with typed cells, for whoever counts further."""

from bot.domain.digests import AskedGoal, Change, Digest
from bot.reports.digest.sections import topic_of
from bot.reports.tables import Cell, Table
from bot.texts import Texts


def tables(digest: Digest, texts: Texts) -> tuple[Table, ...]:
    """Everything that a digest counts, a sheet for each kind."""
    return (
        summary(digest, texts),
        _days(digest, texts),
        _goals("digest.asked", digest.goals, texts),
        _gaps(digest, texts),
        _themes(digest, texts),
        _goals("digest.linked", digest.feedback.goals, texts),
        _rounds(digest, texts),
    )


def summary(digest: Digest, texts: Texts) -> Table:
    """The numbers beside those of the period before, and what waits."""
    name = texts.plain
    changes: tuple[tuple[str, Change], ...] = (
        ("digest.n_asked", digest.asked.asked),
        ("digest.n_answered", digest.asked.answered),
        ("digest.n_unknown", digest.asked.unknown),
        ("digest.n_rejected", digest.asked.rejected),
        ("digest.n_feedback", digest.feedback.sent),
    )
    rows: list[tuple[Cell, ...]] = [(name(key), change.now, change.before) for key, change in changes]
    rows += [(name(f"digest.waits_{one.kind.value}", n=one.n), one.n, None) for one in digest.waiting]
    return Table(name("digest.brief"), _header(texts, "what", "now", "before"), rows)


def _days(digest: Digest, texts: Texts) -> Table:
    days = zip(digest.period.days, digest.asked.by_day, strict=False)
    rows: list[tuple[Cell, ...]] = [(day.isoformat(), n) for day, n in days]
    return Table(texts.plain("digest.by_day"), _header(texts, "day", "now"), rows)


def _goals(title: str, goals: tuple[AskedGoal, ...], texts: Texts) -> Table:
    rows: list[tuple[Cell, ...]] = [(goal.code, goal.text, goal.asked.now, goal.asked.before) for goal in goals]
    return Table(texts.plain(title), _header(texts, "code", "goal", "now", "before"), rows)


def _gaps(digest: Digest, texts: Texts) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (gap.text, gap.n_asked, gap.n_waiting, texts.formats.local(gap.first_at)) for gap in digest.gaps
    ]
    return Table(texts.plain("digest.unknown"), _header(texts, "question", "now", "waiting", "since"), rows)


def _themes(digest: Digest, texts: Texts) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (
            topic_of(theme.topic, texts),
            theme.sent.now,
            theme.sent.before,
            ", ".join(theme.words),
            "\n".join(theme.quotes),
        )
        for theme in digest.feedback.themes
    ]
    rows += [("", None, None, "", quote) for quote in digest.feedback.quotes]
    return Table(texts.plain("digest.feedback"), _header(texts, "topic", "now", "before", "words", "quotes"), rows)


def _rounds(digest: Digest, texts: Texts) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (one.title, one.n_ballots, one.turnout, texts.formats.local(one.closes_at)) for one in digest.rounds
    ]
    return Table(texts.plain("digest.rounds"), _header(texts, "round", "voted", "turnout", "until"), rows)


def _header(texts: Texts, *names: str) -> tuple[str, ...]:
    return tuple(texts.plain(f"digest.column_{name}") for name in names)
