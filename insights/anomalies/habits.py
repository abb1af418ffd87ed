"""What is usual for somebody who pays: of each payee, of each category, of new payees. Pure arithmetic, no database.

Amounts are positive, of one currency, and compared by their logarithms: that a bill doubled means the same for a small
one and a large one. Spreads are medians of absolute deviations times 1.4826, which for a normal distribution is its
standard deviation and which a few odd amounts do not move (Hampel 1974).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import log, sqrt
from operator import attrgetter
from statistics import median
from typing import Final
from uuid import UUID

MAD_TO_DEVIATION: Final = 1.4826
# A payee's own spread counts as many payments as it has, what is usual of payees in general as so many more.
PRIOR_PAYMENTS: Final = 4.0
LEAST_SPREAD, USUAL_SPREAD, WIDEST_SPREAD = 0.12, 0.45, 1.2
# For so long everybody is new: first payments of that time say nothing of how new payees are paid.
WARM_UP: Final = timedelta(days=90)
NEAR: Final = timedelta(days=3)
LEAST_NEW: Final = 5
# What is paid to somebody for the first time differs more than a few such payments tell.
LEAST_SPREAD_OF_NEW: Final = 0.55


@dataclass(frozen=True, slots=True)
class Payment:
    """`amount` is above 0; `category` None where there is none. `size` is the amount's logarithm."""

    key: UUID
    on: date
    payee: str
    category: UUID | None
    amount: float
    size: float = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "size", log(self.amount))


@dataclass(frozen=True, slots=True)
class Norm:
    """Where logarithms of amounts lie, by how much they spread, and how many it was told from."""

    middle: float
    spread: float
    count: int


@dataclass(slots=True)
class Habits:
    """Of `payments`, in the order of their days. Built in one pass and asked per payment."""

    payments: Sequence[Payment]
    by_payee: dict[str, list[Payment]] = field(init=False)
    by_category: dict[UUID | None, list[Payment]] = field(init=False)
    spread_of: dict[UUID | None, float] = field(init=False)
    firsts: list[Payment] = field(init=False)
    middle: float = field(init=False)
    repeats: float = field(init=False)
    _places: dict[UUID, int] = field(init=False, default_factory=dict)
    _before: dict[date, Norm | None] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.by_payee, self.by_category = defaultdict(list), defaultdict(list)
        for each in self.payments:
            self._places[each.key] = len(self.by_payee[each.payee])
            self.by_payee[each.payee].append(each)
            self.by_category[each.category].append(each)
        since = self.payments[0].on + WARM_UP if self.payments else date.max
        self.firsts = [paid[0] for paid in self.by_payee.values() if paid[0].on >= since]
        self.middle = median(each.size for each in self.payments) if self.payments else 0.0
        self.spread_of = self._spreads()
        self.repeats = self._repeats()

    def others(self, payment: Payment) -> list[Payment]:
        """What its payee was paid besides, that day and before: what came later explains nothing."""
        paid, place = self.by_payee[payment.payee], self._places[payment.key]
        last = bisect_right(paid, payment.on, lo=place, key=attrgetter("on"))
        return paid[:place] + paid[place + 1 : last]

    def usual_of_payee(self, payment: Payment, others: Sequence[Payment]) -> Norm:
        """The payee's middle, and a spread between its own and that of payees of the category, by how much is known."""
        sizes = [each.size for each in others]
        middle, own, count = median(sizes), _deviation(sizes), len(sizes)
        prior = self.spread_of.get(payment.category, self.spread_of[None])
        shrunk = sqrt((count * own**2 + PRIOR_PAYMENTS * prior**2) / (count + PRIOR_PAYMENTS))
        return Norm(middle, max(LEAST_SPREAD, shrunk) * sqrt(1 + 1 / count), count)

    def usual_of_new(self, payment: Payment) -> Norm | None:
        """First payments to payees until that day, of the category where there are enough. None where too little."""
        firsts = [each for each in self.firsts if each.on <= payment.on and each.payee != payment.payee]
        same = [each.size for each in firsts if each.category == payment.category]
        of_all = _norm_of_new([each.size for each in firsts]) or self._usual_before(payment.on)
        if of_all is None or not same:
            return of_all
        weight = len(same) / (len(same) + PRIOR_PAYMENTS)
        own = _of_new(same) if len(same) >= LEAST_NEW else of_all.spread
        return Norm(
            weight * median(same) + (1 - weight) * of_all.middle,
            weight * own + (1 - weight) * of_all.spread,
            len(same),
        )

    def _usual_before(self, day: date) -> Norm | None:
        """Of all payments before a day; asked for each payment of it, and worked out once."""
        if day not in self._before:
            self._before[day] = _norm_of_new([each.size for each in self.payments if each.on < day])
        return self._before[day]

    def _spreads(self) -> dict[UUID | None, float]:
        """By category the median spread of its payees with three payments or more; under None that of all."""
        found: dict[UUID | None, list[float]] = defaultdict(list)
        for paid in self.by_payee.values():
            if len(paid) >= 3:
                spread = _deviation([each.size for each in paid])
                found[paid[-1].category].append(spread)
        every = [spread for spreads in found.values() for spread in spreads]
        general = _bounded(median([*every, USUAL_SPREAD, USUAL_SPREAD]))
        spreads = {
            key: _bounded((len(each) * median(each) + 2 * general) / (len(each) + 2)) for key, each in found.items()
        }
        return {**spreads, None: general}

    def _repeats(self) -> float:
        """Of all payments the share that repeats an amount of its payee within three days."""
        again = sum(_again(paid) for paid in self.by_payee.values())
        return (again + 0.5) / (len(self.payments) + 50)


def repeats_of(paid: Sequence[Payment]) -> int:
    """How often an amount came again within three days among payments to one payee, in the order of days."""
    return _again(paid)


def _again(paid: Sequence[Payment]) -> int:
    last: dict[float, date] = {}
    again = 0
    for each in paid:
        before = last.get(each.amount)
        again += before is not None and each.on - before <= NEAR
        last[each.amount] = each.on
    return again


def _deviation(sizes: Sequence[float]) -> float:
    """0 of fewer than two."""
    if len(sizes) < 2:
        return 0.0
    middle = median(sizes)
    return MAD_TO_DEVIATION * median([abs(each - middle) for each in sizes])


def _norm_of_new(sizes: Sequence[float]) -> Norm | None:
    """None of too few."""
    return Norm(median(sizes), _of_new(sizes), len(sizes)) if len(sizes) >= LEAST_NEW else None


def _of_new(sizes: Sequence[float]) -> float:
    return min(WIDEST_SPREAD, max(LEAST_SPREAD_OF_NEW, _deviation(sizes)))


def _bounded(spread: float) -> float:
    return min(WIDEST_SPREAD, max(0.2, spread))
