"""What a person's months were, by category, from the roll-ups: what 'usual' is held against."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from statistics import median
from typing import Final
from uuid import UUID

from accounts.models import User
from config.kernel.ids import NIL
from config.kernel.money import ZERO, from_stored, round_to_currency
from ledger.core.access import Lens
from ledger.core.converting import Converter, rate_day
from ledger.core.exchange import RateBook, rates_for, rounded
from ledger.core.models import Rollup, Transaction
from ledger.core.queries import months_between, next_month
from ledger.core.sums import CATEGORY, STARTS_ON, Sum, month_end, read, sums_by

USUAL_MONTHS: Final = 6
SEASON_MONTHS: Final = 36
INCOME = Transaction.Kind.INCOME

Spent = Mapping[tuple[UUID | None, date], Decimal]


@dataclass(frozen=True)
class History:
    """In `currency`, at each month's own rate; what has no rate is left out, named in `apart`.

    `spent` is positive and net of refunds, by category and first day of month; `income` by month. `by_today` is what of
    `spent` fell on the first days of each of the last six whole months and this one, as many as this one has had.
    `month` runs; months after `today` are not there.
    """

    currency: str
    today: date
    spent: Spent
    income: Mapping[date, Decimal]
    by_today: Spent
    apart: tuple[str, ...]

    @property
    def month(self) -> date:
        return self.today.replace(day=1)

    @cached_property
    def whole(self) -> list[date]:
        """The months that are over, from the first in which anything moved, the earliest first."""
        moved = {month for _key, month in self.spent} | set(self.income)
        first = min(moved, default=self.month)
        return [each for each in months_between(first, self.month) if each < self.month]

    @property
    def recent(self) -> list[date]:
        return self.whole[-USUAL_MONTHS:]

    @cached_property
    def categories(self) -> set[UUID]:
        return {key for key, _month in self.spent if key is not None}

    def spent_in(self, month: date, keys: Collection[UUID] | None = None) -> Decimal:
        """Of all categories, or of some."""
        return _sum(self.spent, month, keys)

    def spent_by_today(self, month: date, keys: Collection[UUID] | None = None) -> Decimal:
        return _sum(self.by_today, month, keys)

    def usual(self, keys: Collection[UUID] | None = None, *, before: date | None = None) -> Decimal:
        """The median of the last six whole months (before `before`); zero without any."""
        months = self.recent if before is None else [each for each in self.whole if each < before][-USUAL_MONTHS:]
        return self._median(self.spent_in(each, keys) for each in months)

    def usual_by_today(self, keys: Collection[UUID] | None = None) -> Decimal:
        return self._median(self.spent_by_today(each, keys) for each in self.recent)

    def usual_income(self, *, before: date | None = None) -> Decimal:
        months = self.recent if before is None else [each for each in self.whole if each < before][-USUAL_MONTHS:]
        return self._median(self.income.get(each, ZERO) for each in months)

    def season(self, month: date, keys: Collection[UUID] | None = None) -> Fraction | None:
        """How the same calendar month of earlier years was to the year around it: 1 as usual, 4/3 a third more.

        The mean over the years of (that month) / (mean of the twelve months that end with it). None without a whole
        such year, or where nothing was spent in it.
        """
        shares = []
        for each in self.whole:
            if each.month != month.month or each >= month:
                continue
            year = [one for one in self.whole if one <= each][-12:]
            whole = sum((self.spent_in(one, keys) for one in year), ZERO)
            if len(year) == 12 and whole > 0:
                shares.append(Fraction(self.spent_in(each, keys)) * 12 / Fraction(whole))
        return sum(shares, Fraction()) / len(shares) if shares else None

    def _median(self, amounts: Iterable[Decimal]) -> Decimal:
        found = list(amounts)
        return round_to_currency(median(found), self.currency) if found else ZERO


def _sum(spent: Spent, month: date, keys: Collection[UUID] | None) -> Decimal:
    if keys is not None:
        return sum((spent.get((key, month), ZERO) for key in keys), ZERO)
    return sum((amount for (_key, each), amount in spent.items() if each == month), ZERO)


def history_of(person: User, lens: Lens) -> History:
    """Three years and the running month. Two queries a currency, two for rates where there are several."""
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
    moved = {code for code in whole if whole[code]}
    months = months_between(first, month)
    others = moved - {person.currency}
    rate_days = {rate_day(each, today) for each in months}
    book = rates_for(person, {*others, person.currency}, rate_days) if others else RateBook(())
    converter = Converter(book, person.currency, today)
    # A currency without a rate for one of its months would make that month look poor: it is left out whole.
    apart = {code for code in others for each in whole[code] if converter.rate(code, each.starts_on) is None}
    kept = {code: whole[code] for code in sorted(moved - apart)}
    spent, income = _in_one(kept, converter)
    by_today, _income = _in_one({code: days[code] for code in kept}, converter)
    return History(person.currency, today, spent, income, by_today, tuple(sorted(apart)))


def _in_one(
    found: Mapping[str, Sequence[Sum]], converter: Converter
) -> tuple[dict[tuple[UUID | None, date], Decimal], dict[date, Decimal]]:
    spent: dict[tuple[UUID | None, date], Decimal] = defaultdict(lambda: ZERO)
    income: dict[date, Decimal] = defaultdict(lambda: ZERO)
    for code, sums in found.items():
        for each in sums:
            month = each.starts_on.replace(day=1)
            rate = converter.rate(code, month)
            assert rate is not None, "what has no rate was left out"
            value = from_stored(each.own)
            if rate.value != 1:
                value = rounded(Fraction(value) * rate.value, converter.currency)
            if each.kind == INCOME:
                income[month] += value
            else:
                spent[None if each.category == NIL else each.category, month] -= value
    return dict(spent), dict(income)


def _months_before(month: date, number: int) -> date:
    count = month.year * 12 + month.month - 1 - number
    return date(count // 12, count % 12 + 1, 1)


def days_left(today: date) -> int:
    """Of this month, today among them."""
    return (next_month(today.replace(day=1)) - today).days
