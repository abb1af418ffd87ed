"""Spending and income of any period, by category and by month, from the roll-ups alone.

Whole months are read from the cells of months, the days of a part of a month from those of days, so a period of
years costs what its months cost.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from accounts.models import User
from config.kernel.ids import NIL
from config.kernel.money import ZERO, from_stored
from ledger.core.access import Lens
from ledger.core.converting import Cell, Converter, rate_day
from ledger.core.exchange import Rate, RateBook, rates_for
from ledger.core.listing import TransactionFilter
from ledger.core.models import Rollup, Transaction
from ledger.core.models.rollups import BEGINNING
from ledger.core.queries import CategoryFigure, PeriodFigures, months_between
from ledger.core.sums import CATEGORY, STARTS_ON, month_end, periods, read, sums_by

__all__ = ["Analysis", "Converted", "InAndOut", "analyse", "analyse_in", "in_and_out", "month_end", "months_before"]
Kind = Transaction.Kind
Span = Rollup.Span
SPENDING = (Kind.EXPENSE, Kind.REFUND)
LAST_DAY = date(9998, 12, 31)


@dataclass(frozen=True, slots=True)
class Analysis:
    """One currency over a period. `spent` is positive and net of refunds; figures are most first.

    `month_count` counts the months the period touches, `day_count` its days.
    """

    currency: str
    income: Decimal
    spent: Decimal
    months: list[PeriodFigures]
    spending: list[CategoryFigure]
    earning: list[CategoryFigure]
    month_count: int
    day_count: int


@dataclass(frozen=True, slots=True)
class InAndOut:
    """`income` is what was earned, `spent` (negative) what was paid less what was refunded; transfers are neither.

    Both are whole amounts as listed; `own_income` and `own_spent` the part that counts through the lens.
    """

    income: Decimal
    spent: Decimal
    own_income: Decimal
    own_spent: Decimal

    @property
    def is_part(self) -> bool:
        return (self.income, self.spent) != (self.own_income, self.own_spent)


def in_and_out(lens: Lens, asked: TransactionFilter) -> InAndOut | None:
    """What the lines of a list come to. One query of the roll-ups.

    None where currencies differ, or where roll-ups cannot say: a text, an amount, the bin.
    """
    lens = lens.only(asked.account_ids)
    bounded = asked.amount_min is not None or asked.amount_max is not None
    if len(set(lens.currencies.values())) != 1 or asked.search or asked.binned or bounded:
        return None
    if asked.booked_on_after is None and asked.booked_on_before is None:
        spans = [(Span.ALL.value, BEGINNING, BEGINNING)]
    else:
        spans = periods(asked.booked_on_after or BEGINNING, asked.booked_on_before or LAST_DAY)
    found: dict[bool, list[int]] = {True: [0, 0], False: [0, 0]}
    for each in read((CATEGORY,), lens.lines, spans):
        in_category = not asked.category_ids or each.category in asked.category_ids
        of_kind = not asked.kinds or each.kind in asked.kinds
        if in_category and of_kind and (not asked.uncategorised or each.category == NIL):
            side = found[each.kind == Kind.INCOME]
            side[0] += each.whole
            side[1] += each.own
    (income, own_income), (spent, own_spent) = found[True], found[False]
    return InAndOut(*map(from_stored, (income, spent, own_income, own_spent)))


def months_before(day: date, months: int) -> date:
    """First day of the month that lies `months` before that of `day`; not before year 1."""
    number = max(12, day.year * 12 + day.month - 1 - months)
    return date(number // 12, number % 12 + 1, 1)


def analyse(lens: Lens, *, first: date, last: date, branch_of: Mapping[UUID, UUID] | None = None) -> list[Analysis]:
    """The days `first` to `last`, both included, per currency of `lens.sums`. Two queries for each currency, two more
    where there are accounts of which only sums are seen.

    With `branch_of`, the figures of a category are added to those of the one it maps to.
    """
    seen = lens.sums
    return [
        _analyse(seen.of_currency(currency), currency, first, last, branch_of or {})
        for currency in sorted(set(seen.currencies.values()))
    ]


@dataclass(frozen=True, slots=True)
class Converted:
    """Several currencies as one: `used` are the rates it took, `apart` what has no rate for a month it moved in."""

    figures: Analysis
    used: tuple[Rate, ...]
    apart: tuple[str, ...]


def analyse_in(
    currency: str,
    lens: Lens,
    *,
    person: User,
    first: date,
    last: date,
    branch_of: Mapping[UUID, UUID] | None = None,
) -> Converted:
    """As `analyse`, of all currencies in one: each month's flows at the rate of its last day, or of today.

    A currency without a rate for one of its months is left out whole. One query for each currency, two for the rates.
    """
    seen = lens.sums
    flows = {
        code: _flows(seen.of_currency(code), first, last, branch_of or {})
        for code in sorted(set(seen.currencies.values()))
    }
    moved = {code for code in flows if flows[code]}
    months = months_between(first, last)
    days = {rate_day(month, person.today) for month in months}
    book = rates_for(person, {*moved, currency}, days) if moved - {currency} else RateBook(())
    apart = {
        code
        for code in moved
        for month in {each.month for each in flows[code]}
        if book.rate(code, currency, rate_day(month, person.today)) is None
    }
    converter = Converter(book, currency, person.today)
    kept = {code: flows[code] for code in sorted(moved - apart)}
    by_month = converter.months(_by_month(currency, kept, months))
    figures = Analysis(
        currency=currency,
        income=sum((each.income for each in by_month), ZERO),
        spent=sum((each.spent for each in by_month), ZERO),
        months=by_month,
        spending=converter.by_category(_of_side(kept, spent=True)),
        earning=converter.by_category(_of_side(kept, spent=False)),
        month_count=len(months),
        day_count=(last - first).days + 1,
    )
    used = tuple(rate for month in months for rate in converter.used[month].values())
    return Converted(figures, used, tuple(sorted(apart)))


class _Flow(NamedTuple):
    """`amount` is positive on its side: what was earned, or what was paid less what was refunded."""

    category: UUID | None
    month: date
    is_spent: bool
    amount: Decimal
    lines: int


def _flows(lens: Lens, first: date, last: date, branch_of: Mapping[UUID, UUID]) -> list[_Flow]:
    """Queries as `sums_by`."""
    found = []
    for each in sums_by(CATEGORY, STARTS_ON, lens=lens, first=first, last=last):
        category = None if each.category == NIL else branch_of.get(each.category, each.category)
        is_spent = each.kind != Kind.INCOME
        amount = from_stored(-each.own if is_spent else each.own)
        found.append(_Flow(category, each.starts_on.replace(day=1), is_spent, amount, each.lines))
    return found


def _by_month(currency: str, flows: Mapping[str, Sequence[_Flow]], months: Sequence[date]) -> Iterator[PeriodFigures]:
    """Each currency's figures of each month, and nothing of `currency` itself, so that no month is missing."""
    sums: dict[tuple[str, date, bool], Decimal] = defaultdict(lambda: ZERO)
    for code in flows:
        for each in flows[code]:
            sums[code, each.month, each.is_spent] += each.amount
    for month in months:
        yield PeriodFigures(currency, month, ZERO, ZERO)
        for code in flows:
            yield PeriodFigures(code, month, income=sums[code, month, False], spent=sums[code, month, True])


def _of_side(flows: Mapping[str, Sequence[_Flow]], *, spent: bool) -> Iterator[Cell]:
    for code in flows:
        for each in flows[code]:
            if each.is_spent == spent:
                yield each.category, code, each.month, each.amount, each.lines


def _analyse(lens: Lens, currency: str, first: date, last: date, branch_of: Mapping[UUID, UUID]) -> Analysis:
    spending: dict[UUID, list[int]] = {}
    earning: dict[UUID, list[int]] = {}
    for each in sums_by(CATEGORY, lens=lens, first=first, last=last):
        side, sign = (earning, 1) if each.kind == Kind.INCOME else (spending, -1)
        figure = side.setdefault(branch_of.get(each.category, each.category), [0, 0])
        figure[0] += sign * each.own
        figure[1] += each.lines
    months = _months(lens, currency, first, last)
    return Analysis(
        currency=currency,
        income=sum((each.income for each in months), ZERO),
        spent=sum((each.spent for each in months), ZERO),
        months=months,
        spending=_figures(spending),
        earning=_figures(earning),
        month_count=len(months),
        day_count=(last - first).days + 1,
    )


def _months(lens: Lens, currency: str, first: date, last: date) -> list[PeriodFigures]:
    found: dict[tuple[date, str], int] = defaultdict(int)
    for each in sums_by(STARTS_ON, lens=lens, first=first, last=last, of_months=Span.FLOW.value):
        found[each.starts_on.replace(day=1), each.kind] += each.own
    return [
        PeriodFigures(
            currency,
            month,
            income=from_stored(found[month, Kind.INCOME]),
            spent=from_stored(-sum(found[month, kind] for kind in SPENDING)),
        )
        for month in months_between(first, last)
    ]


def _figures(found: Mapping[UUID, Sequence[int]]) -> list[CategoryFigure]:
    figures = [
        CategoryFigure(None if key == NIL else key, from_stored(own), lines) for key, (own, lines) in found.items()
    ]
    return sorted(figures, key=lambda each: (-each.amount, str(each.category_id)))
