"""What is said of a round's results, in sentences without markup: the same on the card, on the page and in files."""

from collections.abc import Sequence
from itertools import islice

from bot.domain.published import Published, ShownDistrict
from bot.domain.rounds import BallotKind, Option, Trust
from bot.domain.tally import Outcome, Rule, Tie
from bot.texts import Texts

N_TITLES = 5
"""Options named in one sentence; the others are only counted."""

POINTED = frozenset({BallotKind.POINTS, BallotKind.RANKING})
"""Ballots of which points are added up instead of votes."""

Rows = list[tuple[str, str]]


def who_voted(published: Published, texts: Texts) -> list[str]:
    said = [counted(texts, "results.n_ballots", published.results.n_ballots)]
    if published.results.n_void:
        said.append(texts.plain("results.n_void", number=texts.formats.number(published.results.n_void)))
    return said


def counted(texts: Texts, key: str, n: int) -> str:
    """Say a number of things, with spaces between thousands."""
    return texts.plain(key, n=n, number=texts.formats.number(n))


def support(published: Published, texts: Texts, option: Option) -> str:
    """Say how much support an option has: «84 голоси», «120 балів»."""
    key = "results.points" if published.round.ballot in POINTED else "results.votes"
    return counted(texts, key, published.standings[option.id].support)


def no_winner(published: Published, texts: Texts) -> str:
    return texts.plain("results.no_winners" if published.results.n_ballots else "results.no_votes")


def spent(outcome: Outcome, texts: Texts) -> list[str]:
    if outcome.budget is None:
        return []
    money = texts.formats.money
    return [texts.plain("results.spent", spent=money(outcome.spent), budget=money(outcome.budget))]


def comparison(published: Published, texts: Texts) -> list[str]:
    """Say whether the other count gives the same winners, and name those who win by one count alone."""
    other = published.other
    if other is None or not published.results.n_ballots:
        return []
    pairs = ((one.rule, published.only_by(one)) for one in (published.binding, other))
    alone = [
        texts.plain("results.only_by", rule=rule_name(texts, rule), titles=titles(texts, only))
        for rule, only in pairs
        if only
    ]
    key = "results.different" if alone else "results.same"
    return [texts.plain(key, rule=rule_name(texts, other.rule)), *alone]


def ties(published: Published, texts: Texts, outcome: Outcome) -> list[str]:
    """Say each tie and what decided it."""
    return [_tie(published, texts, tie) for tie in outcome.ties]


def _tie(published: Published, texts: Texts, tie: Tie) -> str:
    options = published.sheet.by_id
    named = titles(texts, [options[int(project)] for project in tie.among])
    return texts.plain(f"results.tie_{tie.by.value}", titles=named, first=options[int(tie.first)].title)


def titles(texts: Texts, options: Sequence[Option]) -> str:
    """Name options: «Парк», «Дорога» і ще 3 варіанти."""
    named = ", ".join(f"«{option.title}»" for option in islice(options, N_TITLES))
    n_more = len(options) - N_TITLES
    return f"{named} {counted(texts, 'results.n_more', n_more)}" if n_more > 0 else named


def rule_name(texts: Texts, rule: Rule) -> str:
    return texts.plain(f"results.rule_{rule.name.lower()}")


def levels(published: Published, texts: Texts) -> Rows:
    """How many voted at each level of trust."""
    return [(level_name(texts, one.trust), shown(texts, one.n_ballots)) for one in published.levels]


def level_name(texts: Texts, trust: Trust) -> str:
    return texts.plain(f"results.level_{trust.name.lower()}")


def districts(published: Published, texts: Texts) -> Rows:
    """How many voted in each district, against its inhabitants where their number is known."""
    return [
        (one.district.name if one.district else texts.plain("results.no_district"), _turnout(texts, one))
        for one in published.districts
    ]


def _turnout(texts: Texts, one: ShownDistrict) -> str:
    number = shown(texts, one.n_ballots)
    if one.turnout is None or one.district is None:
        return number
    population = texts.formats.number(one.district.population)
    percent = texts.formats.percent(one.turnout)
    return texts.plain("results.turnout", number=number, population=population, percent=percent)


def shown(texts: Texts, number: int | None) -> str:
    """Write a number, or that it is hidden."""
    return texts.plain("results.hidden_number") if number is None else texts.formats.number(number)


def why_hidden(published: Published, texts: Texts) -> list[str]:
    """Say why numbers are hidden, if any are."""
    numbers = [*(one.n_ballots for one in published.levels), *(one.n_ballots for one in published.districts)]
    return [texts.plain("results.why_hidden")] if None in numbers else []


def in_words(published: Published, texts: Texts, n_shown: int | None = None) -> str:
    """Say what the chart shows."""
    winners = set(published.winners(published.binding))
    return "; ".join(
        texts.plain(
            "results.described_winner" if option in winners else "results.described",
            title=option.title,
            votes=support(published, texts, option),
        )
        for option in published.ranked[:n_shown]
    )
