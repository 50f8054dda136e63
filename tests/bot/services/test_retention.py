"""What is over is deleted by itself, a little at a time, and nothing a day too early."""

import asyncio
import sqlite3
import time
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.feedback import Feedback
from bot.domain.gaps import WantedGaps
from bot.domain.notices import Notice, NoticeKind
from bot.domain.people import Actor, Locale
from bot.domain.terms import Terms
from bot.services import retention
from bot.settings import LEAST_DAYS, MOST_DAYS, WrongSetting, read_settings
from bot.storage import feedback as rows_of_feedback
from bot.storage import notices
from bot.texts import Languages
from handlers.views.people import privacy
from tests.support.asking import passed, rows
from tests.support.databases import look, on_sqlite
from tests.support.house import NOON, open_house
from tests.support.rounds import vote
from tests.support.writing import actor

DAY = timedelta(days=1)
TERMS = Terms(*(n * DAY for n in (3, 90, 1095, 1095, 90, 365, 30, 90)))


def n_rows(house, table):
    return len(rows(house, table))


async def passes(house, term):
    """Let time pass until a term is just reached, sweep, and then a second more; return a second sweep to do."""
    house.clock.now += term
    await house.app.services.retention.sweep()


async def test_questions_go_when_their_term_is_over(house):
    olena = await house.resident()
    await passed(olena, "коли буде телепортація")
    n_before = n_rows(house, "questions")
    await passes(house, TERMS.questions)
    assert n_rows(house, "questions") == n_before
    await passes(house, timedelta(seconds=1))
    assert n_rows(house, "questions") == 0
    iryna = await actor(await house.staff())
    assert (await house.app.services.gaps.listed(iryna, WantedGaps()))[0] == []


def piece(key, moment, merged_into=None):
    said = f"Ліхтар {key}"
    return Feedback(key, "zhytomyr", said, moment, moment, person=1, merged_into=merged_into)


async def test_feedback_goes_and_what_was_put_together_with_it_never_comes_up_again(house):
    """A piece into which others were merged stays until the last of these is over."""
    await house.resident()
    now = house.clock.now
    pieces = [piece(1, now), piece(2, now + DAY, merged_into=1), piece(3, now + 5 * DAY)]
    for one in pieces:
        await house.app.database.write(lambda connection, one=one: rows_of_feedback.add(connection, one, []))
    left = []
    for term in (TERMS.feedback + timedelta(seconds=1), DAY, 4 * DAY):
        await passes(house, term)
        left.append([(row["id"], row["merged_into"]) for row in rows(house, "feedback")])
    assert left == [[(1, None), (2, 1), (3, None)], [(3, None)], []]


async def test_who_voted_is_forgotten_long_after_the_results(house):
    key = await house.vote_round()
    olena = await house.resident()
    await vote(olena, key, "Парк")
    await passes(house, TERMS.voters + 10 * DAY)
    assert n_rows(house, "voters") == 1, "the round was not counted"
    await house.tick()
    await passes(house, TERMS.voters)
    assert n_rows(house, "voters") == 1
    await passes(house, timedelta(seconds=1))
    assert n_rows(house, "voters") == 0
    assert (await house.app.services.counting.results(key)).results.n_ballots == 1
    assert n_rows(house, "ballots") == 1


async def test_more_rows_than_one_write_takes_all_go(house, monkeypatch):
    monkeypatch.setattr(retention, "BATCH", 7)
    olena = await actor(await house.resident())
    old = [Notice(olena.id, f"c{n}", NoticeKind.ROUND_RESULTS, {}, house.clock.now) for n in range(40)]
    await house.app.database.write(lambda connection: notices.add(connection, old))
    look(house.path, "UPDATE notices SET state = 'sent', done_at = '2020-01-01 00:00:00.000000'")
    look(house.path, "UPDATE notices SET state = 'waiting' WHERE cause = 'c3'")
    await house.app.services.retention.sweep()
    assert [row["cause"] for row in rows(house, "notices")] == ["c3"]


@on_sqlite
@pytest.mark.long
async def test_a_million_old_rows_hold_up_nobody(tmp_path):
    """Others write meanwhile, and wait no longer than for one small write.

    Source: on two busy cores a sweep of 1,000,000 notices took half a minute, the slowest of 853 other writes 0.12 s.
    """
    async with open_house(tmp_path / "viche.sqlite3") as house:
        olena = await actor(await house.resident())
        with sqlite3.connect(house.path) as connection:
            connection.executemany(
                "INSERT INTO notices (person, cause, kind, params, due_at, state, n_attempts, done_at) "
                "VALUES (?, ?, 'round_results', '{}', '2020-01-01 00:00:00', 'sent', 1, '2020-01-01 00:00:00.000000')",
                ((olena.id, f"c{n}") for n in range(1_000_000)),
            )
        sweeping = asyncio.create_task(house.app.services.retention.sweep())
        waits = []
        while not sweeping.done():
            began = time.perf_counter()
            await house.app.services.people.settle(olena, "zhytomyr")
            waits.append(time.perf_counter() - began)
            await asyncio.sleep(0.01)
        await sweeping
        assert n_rows(house, "notices") == 0
        assert max(waits) < 1


@pytest.mark.parametrize(
    ("locale", "n_days", "said"),
    [
        (Locale.UK, 1095, "3 роки"),
        (Locale.UK, 365, "1 рік"),
        (Locale.UK, 1825, "5 років"),
        (Locale.UK, 7665, "21 рік"),
        (Locale.UK, 91, "91 день"),
        (Locale.UK, 112, "112 днів"),
        (Locale.UK, 104, "104 дні"),
        (Locale.EN, 365, "1 year"),
        (Locale.EN, 730, "2 years"),
        (Locale.EN, 101, "101 days"),
    ],
)
def test_terms_are_said_in_whole_years_or_in_days(locale, n_days, said):
    """Each form of the plural, and each term where it belongs."""
    card = privacy(Languages("Europe/Kyiv")[locale], Actor(1, locale), "", replace(TERMS, questions=n_days * DAY))
    [line] = [line for line in card.text.splitlines() if line.startswith(("• запитання —", "• a question:"))]
    assert line in (f"• запитання — {said};", f"• a question: {said};")


async def test_privacy_names_the_terms_of_the_settings(tmp_path):
    days = dict(zip(LEAST_DAYS, (4, 8, 401, 403, 104, 181, 31, 91), strict=True))
    async with open_house(tmp_path / "viche.sqlite3", **days) as house:
        said = (await (await house.resident()).say("/privacy")).text
    assert len(said) < 3600, "the name of who is responsible has room"
    for line in (
        "• запитання — 401 день;",
        "• відгук — 403 дні після останньої відповіді чи зміни;",
        "• ненадісланий відгук — 8 днів після останньої зміни;",
        "• що бот вам надсилав — 104 дні;",
        "• що ви брали участь в опитуванні — 181 день після оголошення результатів;",
        "порядковий номер зберігається 4 дні,",
    ):
        assert line in said


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"retention_feedback_days": 364}, "RETENTION_FEEDBACK_DAYS: must be at least 365: a restriction lasts a year"),
        ({"retention_updates_days": -5}, "RETENTION_UPDATES_DAYS: must be at least 2: Telegram may repeat"),
        ({"retention_questions_days": 10**12}, "RETENTION_QUESTIONS_DAYS: must be at most 36500: personal data"),
        (
            {"retention_questions_days": 90, "retention_notices_days": 91},
            "RETENTION_NOTICES_DAYS: must not be more than RETENTION_QUESTIONS_DAYS: notices quote",
        ),
    ],
)
def test_a_term_that_breaks_a_promise_is_refused(given, said):
    with pytest.raises(WrongSetting, match=f"^{said}"):
        read_settings(_env_file=None, **given)


def test_the_longest_terms_can_be_reckoned_with():
    days = dict.fromkeys(LEAST_DAYS, MOST_DAYS)
    assert NOON - Terms.of(read_settings(_env_file=None, **days).retention).questions < NOON
