"""What may be shown of a round that was counted. Every output takes its numbers from here, hidden ones hidden."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from bot.domain.hiding import hide_small
from bot.domain.results import Results
from bot.domain.rounds import District, Option, Phase, Round, Sheet, Trust
from bot.domain.tally import Outcome, Rule, Standing


@dataclass(frozen=True, slots=True)
class ShownLevel:
    """The voters of one level of trust; None for a number that is hidden. `n_votes` by option."""

    trust: Trust
    n_ballots: int | None
    n_votes: Mapping[int, int | None]


@dataclass(frozen=True, slots=True)
class ShownDistrict:
    """The voters of one district. `district` is None for those of no known one, `n_ballots` for a hidden number."""

    district: District | None
    n_ballots: int | None

    @property
    def turnout(self) -> float | None:
        """Voters to inhabitants, from 0 up; None when either is not known."""
        if self.district is None or not self.district.population or self.n_ballots is None:
            return None
        return self.n_ballots / self.district.population


@dataclass(frozen=True)
class Published:
    """A round whose results are out."""

    sheet: Sheet
    phase: Phase
    results: Results
    counted_at: datetime
    receipts_hash: str

    @property
    def round(self) -> Round:
        return self.sheet.round

    @property
    def binding(self) -> Outcome:
        """The outcome by the rule that the round announced."""
        return self.results.outcomes[self.round.rule]

    @property
    def other(self) -> Outcome | None:
        """The outcome by the other rule, for comparison; only where there is a budget."""
        return next((one for rule, one in self.results.outcomes.items() if rule is not self.round.rule), None)

    @cached_property
    def standings(self) -> Mapping[int, Standing]:
        """How each option did, by its number."""
        return {int(one.project): one for one in self.binding.standings}

    @cached_property
    def ranked(self) -> tuple[Option, ...]:
        """All options: the winners in the order in which they won, then the others, most support first."""
        place = {option.id: at for at, option in enumerate(self.winners(self.binding))}
        return tuple(
            sorted(
                self.sheet.options,
                key=lambda option: (place.get(option.id, len(place)), -self.standings[option.id].support),
            )
        )

    def winners(self, outcome: Outcome) -> tuple[Option, ...]:
        return tuple(self.sheet.by_id[int(project)] for project in outcome.winners)

    def places(self, rule: Rule) -> Mapping[int, int]:
        """The places of the winners by a rule, from 1, by option; empty for a rule that was not counted."""
        outcome = self.results.outcomes.get(rule)
        return {int(project): at for at, project in enumerate(outcome.winners, start=1)} if outcome else {}

    def only_by(self, outcome: Outcome) -> tuple[Option, ...]:
        """The options that win by this rule and not by the other one."""
        elsewhere = {project for one in self.results.outcomes.values() if one is not outcome for project in one.winners}
        return tuple(option for option in self.winners(outcome) if str(option.id) not in elsewhere)

    @cached_property
    def levels(self) -> tuple[ShownLevel, ...]:
        """The voters by level of trust; what a small level chose is hidden altogether."""
        levels = self.results.levels
        n_ballots = hide_small([one.n_ballots for one in levels])
        small = {place for place, one in enumerate(levels) if n_ballots[place] is None or one.n_votes is None}
        rows = {
            option.id: hide_small([(one.n_votes or {}).get(option.id, 0) for one in levels], small)
            for option in self.sheet.options
        }
        return tuple(
            ShownLevel(one.trust, n_ballots[place], {option: row[place] for option, row in rows.items()})
            for place, one in enumerate(levels)
        )

    @cached_property
    def districts(self) -> tuple[ShownDistrict, ...]:
        """The voters by district, and those of no known one if there are any; empty for a round without districts."""
        known, by_district = self.round.districts, self.results.by_district
        n_others = self.results.n_ballots - sum(by_district)
        shown = hide_small([*by_district, n_others])
        named: list[District | None] = [*known, *([None] if n_others and known else [])]
        return tuple(ShownDistrict(district, n) for district, n in zip(named, shown, strict=False))
