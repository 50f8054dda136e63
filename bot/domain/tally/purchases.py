"""One run of Equal Shares with a given share: who buys what together, in which order, for how much.

Amounts are kept twice. Floats find what matters quickly. Whatever is so close that rounding could turn it (who goes
first, whether the money suffices, whether somebody can pay) is decided by fractions. They are cheap because what
a voter has left is the share less the prices of what they helped to buy: a sum over thousands of voters has one term
per winner.
"""

import hashlib
from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from bot.domain.tally.model import Tie, break_tie
from bot.domain.tally.supporters import Candidate, Electorate, Floats, Rows

NEAR = 1e-9
"""Relative. In elections of 100,000 voters and 60 projects the floats of a run err by less than 1e-12."""
NEVER = 10**6

Mask = npt.NDArray[np.bool_]


class Purchases:
    """The run. `buy_all`, then read it.

    A supporter is poor for a project if all they have is less than their part of its price; then they give that.
    """

    def __init__(self, electorate: Electorate, share: Fraction) -> None:
        self.share = share
        self.winners: list[Candidate] = []
        self._electorate = electorate
        self._equals: list[tuple[int, ...]] = []
        self._money: Floats = np.full(len(electorate.times), float(share))
        self._broke_at = np.full(len(electorate.times), NEVER)  # how many had won when a voter's last money went
        self._prices: list[Fraction] = []
        self._trace = hashlib.blake2b(digest_size=16)

    @property
    def spent(self) -> int:
        return sum(one.cost for one in self.winners)

    @property
    def trace(self) -> bytes:
        """What was compared, and how it turned out."""
        return self._trace.digest()

    def buy_all(self) -> "Purchases":
        """Buy until nobody can afford anything more."""
        waiting = {one.place: one for one in self._electorate.candidates}
        rates = {one.place: one.cost / one.total / (one.gain or 1) for one in self._electorate.candidates}
        while offers := self._best_offers(waiting, rates):
            place = min(offers, key=self._electorate.keys.__getitem__)
            if len(offers) > 1:
                self._equals.append(tuple(sorted(offers)))
            self._buy(waiting.pop(place), offers[place])
        return self

    def _best_offers(self, waiting: dict[int, Candidate], rates: dict[int, float]) -> dict[int, Mask]:
        """Find the equals who ask least for what they give, with their poor. What nobody can afford leaves for good.

        Rates only rise during a run, so that an old one says who need not be asked again.
        """
        best, poor_of = float("inf"), dict[int, Mask]()
        for place in sorted(waiting, key=lambda one: (rates[one], one)):
            if rates[place] > best * (1 + NEAR):
                break
            poor = self._poor(waiting[place])
            self._note(place, poor)
            if poor is None:
                del waiting[place]
                continue
            rates[place] = self._price(waiting[place], poor) / (waiting[place].gain or 1)
            best = min(best, rates[place])
            poor_of[place] = poor
        near = [place for place in poor_of if rates[place] <= best * (1 + NEAR)]
        if len(near) > 1:
            exact = {one: self._exact_price(waiting[one], poor_of[one]) / (waiting[one].gain or 1) for one in near}
            near = [place for place in near if exact[place] == min(exact.values())]
        return {place: poor_of[place] for place in near}

    def _note(self, place: int, poor: Mask | None) -> None:
        self._trace.update(place.to_bytes(4, "big"))
        self._trace.update(b"-" if poor is None else np.packbits(poor).tobytes())

    def _poor(self, one: Candidate) -> Mask | None:
        """Say which supporters are poor; None if all of them together cannot pay."""
        money = self._money[one.rows]
        behind = float(one.times @ money)
        if behind < one.cost * (1 - NEAR) or (behind < one.cost * (1 + NEAR) and self.money_behind(one) < one.cost):
            return None
        poor = np.zeros(len(money), dtype=bool)
        price = one.cost / one.total
        while (poorer := money < price * one.marks).sum() > poor.sum() and not poorer.all():
            poor = poorer
            price = self._price(one, poor)
        return poor

    def _price(self, one: Candidate, poor: Mask) -> float:
        """Share what the poor leave open equally among the marks of the others."""
        if not poor.any():
            return one.cost / one.total
        return float((one.cost - one.times[poor] @ self._money[one.rows[poor]]) / one.weight[~poor].sum())

    def _buy(self, one: Candidate, poor: Mask) -> None:
        money, price = self._money[one.rows], self._price(one, poor)
        if self._close(one, price).any():
            price = float(self._exact_price(one, poor))
        self._money[one.rows] = np.where(poor, 0.0, np.maximum(money - price * one.marks, 0.0))
        broke = one.rows[poor]
        self._broke_at[broke] = np.minimum(self._broke_at[broke], len(self.winners))
        self._trace.update(b"!" + one.place.to_bytes(4, "big"))
        self.winners.append(one)

    # Exactly

    def prices(self) -> list[Fraction]:
        """Tell for each winner what a mark paid, unless its voter had less."""
        while (number := len(self._prices)) < len(self.winners):
            one = self.winners[number]
            broke_at = self._broke_at[one.rows]
            self._prices.append(self._share_out(one, broke_at <= number, one.rows[broke_at == number]))
        return self._prices

    def money_behind(self, one: Candidate) -> Fraction:
        """Tell how much all supporters of a project together have left."""
        self.prices()
        return self._money_of(one.rows[self._broke_at[one.rows] == NEVER])

    def ties_met(self, ids: Sequence[str]) -> list[Tie]:
        """List who was equal when somebody had to go first."""
        met = []
        for equals in self._equals:
            first, by = break_tie(self._electorate.keys, self._electorate.ties, equals)
            met.append(Tie(ids[first], tuple(ids[place] for place in equals), by))
        return met

    def _exact_price(self, one: Candidate, poor: Mask) -> Fraction:
        """Price exactly, and set right in `poor` whom rounding put on the wrong side."""
        self.prices()
        while True:
            price = self._share_out(one, poor, one.rows[poor & (self._broke_at[one.rows] == NEVER)])
            right, known = poor.copy(), dict[bytes, bool]()
            for at in np.flatnonzero(self._close(one, float(price))).tolist():
                right[at] = self._cannot_pay(one, at, price, known)
            if (right == poor).all():
                return price
            poor[:] = right

    def _close(self, one: Candidate, price: float) -> Mask:
        return np.abs(self._money[one.rows] - price * one.marks) <= NEAR * float(self.share)

    def _cannot_pay(self, one: Candidate, at: int, price: Fraction, known: dict[bytes, bool]) -> bool:
        """Say whether a supporter is poor; voters who marked the winners and this project alike are asked once."""
        row = one.rows[at : at + 1]
        if self._broke_at[row[0]] < NEVER:
            return True
        marked = self._electorate.points[row[0], [*(winner.place for winner in self.winners), one.place]].tobytes()
        if marked not in known:
            money = self._money_of(row) / int(self._electorate.times[row[0]])
            known[marked] = money < price * int(one.marks[at])
        return known[marked]

    def _share_out(self, one: Candidate, poor: Mask, paying: Rows) -> Fraction:
        """Share the cost among those who are not poor. Shapes: `paying` are the rows of the poor who have anything."""
        return (one.cost - self._money_of(paying)) / int(one.weight[~poor].sum())

    def _money_of(self, rows: Rows) -> Fraction:
        """Add up what voters who are not broke had left after the purchases that have a price by now."""
        times = self._electorate.times[rows]
        bought = np.array([one.place for one in self.winners[: len(self._prices)]], dtype=np.intp)
        marks = np.maximum(self._electorate.points[np.ix_(rows, bought)], 0).astype(np.int64)
        paid = sum((p * int(n) for p, n in zip(self._prices, times @ marks, strict=True) if n), Fraction(0))
        return self.share * int(times.sum()) - paid
