"""From months to days: the balance each day to come, and how far off it may be.

What is known is exact. The rest of a month goes evenly over its days; statistics end here, rounded to the currency.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from config.kernel.money import SCALE, ZERO
from insights.forecasting.combining import Outlook
from ledger.core.exchange import rounded
from ledger.core.sums import month_end

DAYS_A_MONTH = 365.25 / 12


@dataclass(frozen=True, slots=True)
class Day:
    """A balance at the end of a day, `low` to `high` in 8 of 10 cases; `known` is what of it is known to move it."""

    on: date
    expected: Decimal
    low: Decimal
    high: Decimal
    known: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Known:
    """A movement that is to come: `amount` signed, in the account's currency; `on` is today for what is late."""

    on: date
    amount: Decimal


def curve(
    balance: Decimal, known: Iterable[Known], found: Outlook, *, today: date, days: int, currency: str
) -> list[Day]:
    """Today, with what is still due today, and `days` days after it. `found` is in stored units, from this month on."""
    by_day: dict[date, Decimal] = defaultdict(lambda: ZERO)
    for each in known:
        by_day[each.on] += each.amount
    settled, rest, course = balance, 0.0, []
    for number in range(days + 1):
        on = today + timedelta(days=number)
        settled += by_day[on]
        if number:
            rest += found.expected[_months_on(today, on)] / month_end(on).day
        expected = settled + as_money(rest, currency)
        off = as_money(found.half_width(number / DAYS_A_MONTH), currency)
        course.append(Day(on, expected, expected - off, expected + off, by_day[on]))
    return course


def added(
    courses: Sequence[tuple[Sequence[Day], Fraction]], widths: Outlook, currency: str, *, plain: bool
) -> list[Day]:
    """Curves of several accounts as one in `currency`, each at its rate; its interval is that of their sum.

    `plain`: all are in `currency`, and nothing is rounded.
    """
    total = []
    for number, same_day in enumerate(zip(*(course for course, _rate in courses), strict=True)):
        rates = [rate for _course, rate in courses]
        expected = total_of((day.expected for day in same_day), rates, currency, plain=plain)
        known = total_of((day.known for day in same_day), rates, currency, plain=plain)
        off = as_money(widths.half_width(number / DAYS_A_MONTH), currency)
        total.append(Day(same_day[0].on, expected, expected - off, expected + off, known))
    return total


def lowest(course: Sequence[Day]) -> Day:
    """The first of the days with the lowest expected balance."""
    return min(course, key=lambda day: (day.expected, day.on))


def lowest_by_month(course: Sequence[Day]) -> list[Day]:
    """Of each calendar month that the curve touches."""
    months: dict[tuple[int, int], list[Day]] = defaultdict(list)
    for day in course:
        months[day.on.year, day.on.month].append(day)
    return [lowest(days) for days in months.values()]


def as_money(stored: float, currency: str) -> Decimal:
    """A statistic in stored units as an amount of its currency."""
    return rounded(Fraction(round(stored), SCALE), currency)


def months_needed(today: date, days: int) -> int:
    """How many months a curve of so many days touches, this one counted."""
    return _months_on(today, today + timedelta(days=days)) + 1


def summed(series: Mapping[UUID, Sequence[float]], rates: Mapping[UUID, Fraction]) -> list[float]:
    """Series of several accounts that end with the same month as one, each at its rate; what began later was 0."""
    rated = [(each, float(rates[key])) for key, each in series.items() if key in rates]
    longest = max((len(each) for each, _rate in rated), default=0)
    return [
        sum(each[len(each) - back] * rate for each, rate in rated if back <= len(each))
        for back in range(longest, 0, -1)
    ]


def _months_on(today: date, on: date) -> int:
    return (on.year - today.year) * 12 + on.month - today.month


def total_of(amounts: Iterable[Decimal], rates: Sequence[Fraction], currency: str, *, plain: bool) -> Decimal:
    """Amounts as one, each at its rate, rounded once; `plain` ones are in `currency` already."""
    if plain:
        return sum(amounts, ZERO)
    return rounded(
        sum((Fraction(amount) * rate for amount, rate in zip(amounts, rates, strict=True)), Fraction()), currency
    )
