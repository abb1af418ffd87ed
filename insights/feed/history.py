"""What a person's months were, by category, from the roll-ups: what 'usual' is held against."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from statistics import median
from typing import Final
from uuid import UUID

from accounts.models import User
from config.kernel.ids import NIL
from config.kernel.kept import Kept
from config.kernel.money import ZERO, from_stored, round_to_currency
from insights.figures.basis import basis
from ledger.core.access import Lens
from ledger.core.converting import Converter, apportioned, rate_day
from ledger.core.exchange import Rate, RateBook, rates_for, rounded
from ledger.core.models import Rollup, Transaction
from ledger.core.queries import months_between, next_month
from ledger.core.sums import CATEGORY, STARTS_ON, Sum, month_end, read, sums_by

USUAL_MONTHS: Final = 6
SEASON_MONTHS: Final = 36
YEAR: Final = 12
INCOME = Transaction.Kind.INCOME

ByCategory = Mapping[UUID | None, Decimal]
Spent = Mapping[date, ByCategory]


@dataclass(frozen=True)
class History:
    """In `currency`, at each month's own rate; `lacking` names by month the currencies that moved and have none, and
    are in no figure of it.

    `spent` is positive and net of refunds, by first day of month and category; `income` by month. `by_today` is what of
    `spent` fell on the first days of each of the last six whole months and this one, as many as this one has had.
    `month` runs; months after `today` are not there. What is usual is told of months in which nothing lacks.
    """

    currency: str
    today: date
    spent: Spent
    income: Mapping[date, Decimal]
    by_today: Spent
    lacking: Mapping[date, tuple[str, ...]] = field(default_factory=dict)

    @property
    def month(self) -> date:
        return self.today.replace(day=1)

    @cached_property
    def whole(self) -> list[date]:
        """The months that are over and of which nothing lacks, from the first in which anything moved, the earliest
        first."""
        first = min([*self.spent, *self.income], default=self.month)
        return [each for each in months_between(first, self.month) if each < self.month and each not in self.lacking]

    @property
    def recent(self) -> list[date]:
        """Of the last six those that are `whole`. None while something of this month lacks: nothing could be held
        against them."""
        return [] if self.month in self.lacking else self.usual_months()

    def usual_months(self, *, before: date | None = None) -> list[date]:
        """What is usual is told of these: of the six months before `before`, or this one, those that are `whole`."""
        month = before or self.month
        first = _months_before(month, USUAL_MONTHS)
        return [each for each in self.whole if first <= each < month]

    @cached_property
    def categories(self) -> set[UUID]:
        return {key for of in self.spent.values() for key in of if key is not None}

    def has_moved(self, month: date) -> bool:
        """Whether anything can be told of it."""
        return bool(self.spent_in(month) or self.income.get(month))

    def spent_in(self, month: date, keys: Collection[UUID] | None = None) -> Decimal:
        """Of all categories, or of some."""
        return _sum(self.spent, month, keys)

    def spent_by_today(self, month: date, keys: Collection[UUID] | None = None) -> Decimal:
        return _sum(self.by_today, month, keys)

    def usual(self, keys: Collection[UUID] | None = None, *, before: date | None = None) -> Decimal:
        """The median of `usual_months`; zero without any."""
        return self._median(self.spent_in(each, keys) for each in self.usual_months(before=before))

    def usual_by_today(self, keys: Collection[UUID] | None = None) -> Decimal:
        return self._median(self.spent_by_today(each, keys) for each in self.usual_months())

    def usual_income(self, *, before: date | None = None) -> Decimal:
        return self._median(self.income.get(each, ZERO) for each in self.usual_months(before=before))

    def season(self, month: date, keys: Collection[UUID] | None = None) -> Fraction | None:
        """How the same calendar month of earlier years was to the year around it: 1 as usual, 4/3 a third more.

        The mean over the years of (that month) / (mean of the twelve months that end with it). None without a whole
        such year, or where nothing was spent in it.
        """
        shares = []
        for each in self.whole:
            if each.month != month.month or each >= month:
                continue
            first = _months_before(each, YEAR - 1)
            year = [one for one in self.whole if first <= one <= each]
            whole = sum((self.spent_in(one, keys) for one in year), ZERO)
            if len(year) == YEAR and whole > 0:
                shares.append(Fraction(self.spent_in(each, keys)) * YEAR / Fraction(whole))
        return sum(shares, Fraction()) / len(shares) if shares else None

    def _median(self, amounts: Iterable[Decimal]) -> Decimal:
        found = list(amounts)
        return round_to_currency(median(found), self.currency) if found else ZERO


def _sum(spent: Spent, month: date, keys: Collection[UUID] | None) -> Decimal:
    of = spent.get(month, {})
    if keys is None:
        return sum(of.values(), ZERO)
    return sum((of[key] for key in keys if key in of), ZERO)


KEPT: Final = Kept[History](most=64)


def history_of(person: User, lens: Lens) -> History:
    """Three years and the running month. None but the queries of `basis` where it is kept; else two a currency, two
    for rates where there are several."""
    return KEPT.get(basis(person, lens, person.currency), lambda: _history_of(person, lens))


def _history_of(person: User, lens: Lens) -> History:
    today = person.today
    month = today.replace(day=1)
    first = _months_before(month, SEASON_MONTHS)
    spans = [
        (Rollup.Span.DAY.value, each, min(each + timedelta(days=today.day - 1), month_end(each)))
        for each in months_between(_months_before(month, USUAL_MONTHS), month)
    ]
    whole: dict[str, Sequence[Sum]] = {}
    days: dict[str, Sequence[Sum]] = {}
    for code in sorted(set(lens.sums.currencies.values())):
        of = lens.sums.of_currency(code)
        whole[code] = sums_by(CATEGORY, STARTS_ON, lens=of, first=first, last=month_end(month))
        days[code] = read((CATEGORY, STARTS_ON), of.lines, spans)
    others = {code for code in whole if whole[code]} - {person.currency}
    rate_days = {rate_day(each, today) for each in months_between(first, month)}
    book = rates_for(person, {*others, person.currency}, rate_days) if others else RateBook(())
    converter = Converter(book, person.currency, today)
    spent, income = _in_one(whole, converter)
    by_today, _income = _in_one(days, converter)
    lacking = {each: tuple(sorted(codes)) for each, codes in converter.apart.items()}
    return History(person.currency, today, spent, income, by_today, lacking)


def _in_one(found: Mapping[str, Sequence[Sum]], converter: Converter) -> tuple[Spent, dict[date, Decimal]]:
    """By month and category, and by month. What a currency comes to in a month is rounded once, as the analytics do,
    and its categories add up to it."""
    spent: dict[date, dict[UUID | None, Decimal]] = defaultdict(lambda: defaultdict(lambda: ZERO))
    income: dict[date, Decimal] = defaultdict(lambda: ZERO)
    for code, sums in found.items():
        for (month, is_income), own in _stored(sums).items():
            rate = converter.rate(code, month)
            if rate is None:
                continue
            amounts = _worth(own.values(), rate)
            if is_income:
                income[month] += sum(amounts, ZERO)
                continue
            for key, amount in zip(own, amounts, strict=True):
                spent[month][key] += amount
    return spent, income


def _worth(stored: Iterable[int], rate: Rate) -> list[Decimal]:
    amounts = [from_stored(each) for each in stored]
    if not rate.steps:
        return amounts
    exact = [Fraction(each) * rate.value for each in amounts]
    return apportioned(exact, rounded(sum(exact, Fraction()), rate.currency), rate.currency)


def _stored(sums: Iterable[Sum]) -> dict[tuple[date, bool], dict[UUID | None, int]]:
    """In stored units, days of a month together: by its first day and whether it came in, then by category."""
    found: dict[tuple[date, bool], dict[UUID | None, int]] = defaultdict(lambda: defaultdict(int))
    for each in sums:
        is_income = each.kind == INCOME
        key = None if each.category == NIL else each.category
        found[each.starts_on.replace(day=1), is_income][key] += each.own if is_income else -each.own
    return found


def _months_before(month: date, number: int) -> date:
    count = month.year * 12 + month.month - 1 - number
    return date(count // 12, count % 12 + 1, 1)


def days_left(today: date) -> int:
    """Of this month, today among them."""
    return (next_month(today.replace(day=1)) - today).days
