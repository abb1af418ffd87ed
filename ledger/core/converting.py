"""Figures of several currencies as one: whole sums are converted and rounded, their parts then add up to them.

A month is converted at the rate of its last day, the running one at today's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import floor
from uuid import UUID

from accounts.models import User
from config.kernel.money import ZERO, decimals_of
from ledger.core.exchange import Rate, RateBook, rates_for, rounded
from ledger.core.queries import CategoryFigure, CurrencyTotal, PeriodFigures, Point, next_month

# Which category, in which currency and month, how much, how many lines.
Cell = tuple[UUID | None, str, date, Decimal, int]


def rate_day(month: date, today: date) -> date:
    """The day whose rate the flows of a month are converted at."""
    return min(next_month(month.replace(day=1)) - timedelta(days=1), today)


def apportioned(parts: Sequence[Fraction], whole: Decimal, currency: str) -> list[Decimal]:
    """Each part rounded so that all add up to `whole`: largest remainder, ties to the earlier."""
    if not parts:
        return []
    scale = 10 ** decimals_of(currency)
    exact = [part * scale for part in parts]
    units = [floor(each) for each in exact]
    every, more = divmod(int(whole * scale) - sum(units), len(units))
    by_remainder = sorted(range(len(units)), key=lambda place: (units[place] - exact[place], place))
    for rank, place in enumerate(by_remainder):
        units[place] += every + (rank < more)
    return [rounded(Fraction(each, scale), currency) for each in units]


@dataclass
class Converter:
    """Turns figures into `currency`, and remembers for each month the rates it took and the currencies left apart."""

    book: RateBook
    currency: str
    today: date
    used: dict[date, dict[str, Rate]] = field(default_factory=lambda: defaultdict(dict))
    apart: dict[date, set[str]] = field(default_factory=lambda: defaultdict(set))

    def rate(self, currency: str, month: date) -> Rate | None:
        rate = self.book.rate(currency, self.currency, rate_day(month, self.today))
        if rate is None:
            self.apart[month].add(currency)
        elif rate.steps:
            self.used[month][currency] = rate
        return rate

    def months(self, figures: Iterable[PeriodFigures]) -> list[PeriodFigures]:
        """`figures` of all currencies and months as one a month, in their order."""
        sums: dict[date, list[Decimal]] = {}
        for each in figures:
            sides = sums.setdefault(each.starts_on, [ZERO, ZERO])
            if not each.income and not each.spent:
                continue
            rate = self.rate(each.currency, each.starts_on)
            if rate is not None:
                sides[0] += rounded(Fraction(each.income) * rate.value, self.currency)
                sides[1] += rounded(Fraction(each.spent) * rate.value, self.currency)
        return [PeriodFigures(self.currency, month, income, spent) for month, (income, spent) in sums.items()]

    def by_category(self, cells: Iterable[Cell]) -> list[CategoryFigure]:
        """Most first; together they are what `months` makes of the same cells."""
        parts: dict[UUID | None, Fraction] = defaultdict(Fraction)
        counts: dict[UUID | None, int] = defaultdict(int)
        wholes: dict[tuple[str, date], Fraction] = defaultdict(Fraction)
        for category, currency, month, amount, count in cells:
            rate = self.rate(currency, month)
            if rate is None:
                continue
            worth = Fraction(amount) * rate.value
            parts[category] += worth
            counts[category] += count
            wholes[currency, month] += worth
        whole = sum((rounded(each, self.currency) for each in wholes.values()), ZERO)
        amounts = apportioned(list(parts.values()), whole, self.currency)
        figures = [CategoryFigure(key, amount, counts[key]) for key, amount in zip(parts, amounts, strict=True)]
        return sorted(figures, key=lambda each: (-each.amount, str(each.category_id)))

    def course(self, courses: Mapping[str, Sequence[Point]], month: date, *, backwards: bool = False) -> list[Point]:
        """The sum of one course a currency, at the rate of `month`, on every day that any of them has.

        Between two points a course stands where it stood; `backwards`, where it will stand.
        """
        moving = {each: points for each, points in courses.items() if any(point.amount for point in points)}
        rated = [(rate, points) for each, points in moving.items() if (rate := self.rate(each, month)) is not None]
        days = sorted({point.on for points in courses.values() for point in points})
        sums = [
            sum((Fraction(_standing(points, day, backwards)) * rate.value for rate, points in rated), Fraction())
            for day in days
        ]
        return [Point(day, rounded(worth, self.currency)) for day, worth in zip(days, sums, strict=True)]


def _standing(points: Sequence[Point], day: date, backwards: bool) -> Decimal:
    if backwards:
        return next((each.amount for each in points if each.on >= day), points[-1].amount)
    return next((each.amount for each in reversed(points) if each.on <= day), points[0].amount)


@dataclass(frozen=True, slots=True)
class WholeTotal:
    """What a person has and owes in all currencies, in one; `apart` is the net of those without a rate."""

    currency: str
    have: Decimal
    owe: Decimal
    used: tuple[Rate, ...]
    apart: dict[str, Decimal]

    @property
    def net(self) -> Decimal:
        return self.have + self.owe


def whole_total(person: User, totals: Iterable[CurrencyTotal], currency: str) -> WholeTotal:
    """At today's rates, each side converted and rounded. Two queries, none where all of it is in `currency`."""
    today = person.today
    given = [each for each in totals if each.have or each.owe]
    others = {each.currency for each in given} - {currency}
    book = rates_for(person, {*others, currency}, [today]) if others else RateBook(())
    have = owe = ZERO
    used: list[Rate] = []
    apart: dict[str, Decimal] = {}
    for each in sorted(given, key=lambda total: total.currency):
        sides = [book.convert(side, each.currency, currency, today) for side in (each.have, each.owe)]
        if sides[0] is None or sides[1] is None:
            apart[each.currency] = each.net
            continue
        have, owe = have + sides[0].amount, owe + sides[1].amount
        if sides[0].at.steps:
            used.append(sides[0].at)
    return WholeTotal(currency, have, owe, tuple(used), apart)
