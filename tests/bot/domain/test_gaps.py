"""How the hromada stands with its answers."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.gaps import MAX_ANSWER, Gap, GapState, debt, is_answer

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)


def gap(state: GapState, opened_days_ago: float, took_days: float | None = None, **rest) -> Gap:
    opened_at = NOW - timedelta(days=opened_days_ago)
    answered_at = None if took_days is None else opened_at + timedelta(days=took_days)
    return Gap(1, "zhytomyr", state, opened_at, answered_at=answered_at, **rest)


def test_debt_counts_waits_and_names_the_goals_that_answer():
    found = debt(
        [
            gap(GapState.OPEN, 2),
            gap(GapState.OPEN, 9.5),
            gap(GapState.ANSWERED, 20, 1, entry=7),
            gap(GapState.ANSWERED, 20, 3, entry=5),
            gap(GapState.ANSWERED, 20, 8, entry=5),
            gap(GapState.ANSWERED, 20, 4, entry=9, answer="staff's words are no goal"),
            gap(GapState.CLOSED, 20, 1),
        ],
        NOW,
        1,
    )
    assert (found.n_open, found.n_answered, found.n_closed) == (2, 4, 1)
    assert found.median_days == 3.5
    assert found.oldest_days == 9
    assert found.entries == ((5, 2),)


def test_without_gaps_there_is_no_debt():
    found = debt([], NOW, 5)
    assert (found.n_open, found.n_answered, found.median_days, found.oldest_days) == (0, 0, None, None)


@pytest.mark.parametrize(
    ("text", "fits"),
    [("", False), ("🙂", False), ("12.", False), ("Так", True), ("а" * MAX_ANSWER, True), ("а" * 20_000, False)],
)
def test_an_answer_is_words_that_fit_a_message(text, fits):
    assert is_answer(text) == fits
