"""Results as a page shows them: rows of tables, in words."""

from dataclasses import dataclass

from markupsafe import Markup

from bot.domain.published import Published
from bot.domain.rounds import Option
from bot.reports import words
from bot.reports.chart import with_words
from bot.services import Services
from bot.texts import Texts


@dataclass(frozen=True, slots=True)
class OptionRow:
    """`won` by each rule that was counted, in their order; `by_level` as `levels` of the outcome."""

    option: Option
    support: str
    won: tuple[int | None, ...]
    by_level: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything of an outcome that a page says."""

    who_voted: list[str]
    spent: list[tuple[str, str]]
    said: list[str]
    rules: list[str]
    support_name: str
    rows: list[OptionRow]
    levels: words.Rows
    level_names: list[str]
    districts: words.Rows
    why_hidden: list[str]


def shown(published: Published, texts: Texts) -> Shown:
    outcomes = published.results.outcomes
    ties = [line for outcome in outcomes.values() for line in words.ties(published, texts, outcome)]
    won = [] if published.binding.winners else [words.no_winner(published, texts)]
    has_levels = len(published.levels) > 1
    pointed = published.round.ballot in words.POINTED
    return Shown(
        who_voted=words.who_voted(published, texts),
        spent=[
            (words.rule_name(texts, rule), line) for rule, one in outcomes.items() for line in words.spent(one, texts)
        ],
        said=[*won, *words.comparison(published, texts), *dict.fromkeys(ties)],
        rules=[texts.plain(f"public.won_{rule.name.lower()}") for rule in outcomes],
        support_name=texts.plain("public.points" if pointed else "public.votes"),
        rows=[_row(published, texts, option, has_levels=has_levels) for option in published.ranked],
        levels=words.levels(published, texts),
        level_names=[words.level_name(texts, one.trust) for one in published.levels] if has_levels else [],
        districts=words.districts(published, texts),
        why_hidden=words.why_hidden(published, texts),
    )


async def chart_of(services: Services, texts: Texts, published: Published) -> Markup | None:
    """Draw the chart, with the words for who cannot see it; None if it cannot be drawn."""
    drawn = await services.reports.drawing(published, texts.locale)
    if drawn is None:
        return None
    # Its texts were escaped by whoever drew it, and by `with_words`.
    return Markup(with_words(drawn, texts.plain("public.chart"), words.in_words(published, texts)))  # noqa: S704


def _row(published: Published, texts: Texts, option: Option, *, has_levels: bool) -> OptionRow:
    number = texts.formats.number
    return OptionRow(
        option,
        number(published.standings[option.id].support),
        tuple(published.places(rule).get(option.id) for rule in published.results.outcomes),
        tuple(words.shown(texts, one.n_votes[option.id]) for one in published.levels) if has_levels else (),
    )
