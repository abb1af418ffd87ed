"""Spending and income of any period, by category and by month, from the roll-ups alone.

Whole months are read from the cells of months, the days of a part of a month from those of days, so a period of
years costs what its months cost.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet, Sum

from accounts.models import User
from config.kernel.ids import NIL
from config.kernel.money import ZERO, from_stored
from config.kernel.sql import db_date, db_uuid, from_db_uuid
from ledger.core.converting import Cell, Converter, rate_day
from ledger.core.exchange import Rate, RateBook, rates_for
from ledger.core.listing import TransactionFilter
from ledger.core.models import Rollup, Transaction
from ledger.core.models.rollups import BEGINNING
from ledger.core.queries import CategoryFigure, PeriodFigures, months_between, next_month

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
    """`income` is what was earned, `spent` (negative) what was paid less what was refunded; transfers are neither."""

    income: Decimal
    spent: Decimal


def in_and_out(accounts: Mapping[UUID, str], asked: TransactionFilter) -> InAndOut | None:
    """What the lines of a list come to, in full amounts as listed, not own parts. One query of the roll-ups.

    `accounts` are those the list reads, with their currencies. None where they differ, or where roll-ups cannot
    say: a text, an amount, the bin.
    """
    bounded = asked.amount_min is not None or asked.amount_max is not None
    if len(set(accounts.values())) != 1 or asked.search or asked.binned or bounded:
        return None
    if asked.booked_on_after is None and asked.booked_on_before is None:
        cells = Rollup.objects.filter(account__in=list(accounts), span=Span.ALL)
    else:
        cells = _cells(accounts, asked.booked_on_after or BEGINNING, asked.booked_on_before or LAST_DAY)
    if asked.category_ids:
        cells = cells.filter(category_key__in=asked.category_ids)
    if asked.uncategorised:
        cells = cells.filter(category_key=NIL)
    if asked.kinds:
        cells = cells.filter(kind__in=asked.kinds)
    sums = dict(cells.values_list("kind").annotate(moved=Sum("amount")))
    return InAndOut(sums.get(Kind.INCOME, ZERO), sum((sums.get(kind, ZERO) for kind in SPENDING), ZERO))


def month_end(day: date) -> date:
    return next_month(day.replace(day=1)) - timedelta(days=1)


def months_before(day: date, months: int) -> date:
    """First day of the month that lies `months` before that of `day`; not before year 1."""
    number = max(12, day.year * 12 + day.month - 1 - months)
    return date(number // 12, number % 12 + 1, 1)


def analyse(
    accounts: Mapping[UUID, str], *, first: date, last: date, branch_of: Mapping[UUID, UUID] | None = None
) -> list[Analysis]:
    """The days `first` to `last`, both included, per currency of `accounts`. Two queries for each currency.

    With `branch_of`, the figures of a category are added to those of the one it maps to.
    """
    return [
        _analyse([key for key, each in accounts.items() if each == currency], currency, first, last, branch_of or {})
        for currency in sorted(set(accounts.values()))
    ]


@dataclass(frozen=True, slots=True)
class Converted:
    """Several currencies as one: `used` are the rates it took, `apart` what has no rate for a month it moved in."""

    figures: Analysis
    used: tuple[Rate, ...]
    apart: tuple[str, ...]


def analyse_in(
    currency: str,
    accounts: Mapping[UUID, str],
    *,
    person: User,
    first: date,
    last: date,
    branch_of: Mapping[UUID, UUID] | None = None,
) -> Converted:
    """As `analyse`, of all currencies in one: each month's flows at the rate of its last day, or of today.

    A currency without a rate for one of its months is left out whole. One query for each currency, two for the rates.
    """
    flows = {
        code: _flows([key for key, each in accounts.items() if each == code], first, last, branch_of or {})
        for code in sorted(set(accounts.values()))
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


def _flows(accounts: Sequence[UUID], first: date, last: date, branch_of: Mapping[UUID, UUID]) -> list[_Flow]:
    """One query."""
    found = []
    for key, day, kind, own, lines in _sums("category_key, starts_on", accounts, first, last):
        leaf = from_db_uuid(key)
        category = None if leaf == NIL else branch_of.get(leaf, leaf)
        is_spent = kind != Kind.INCOME
        amount = -from_stored(own) if is_spent else from_stored(own)
        found.append(_Flow(category, _month_of(day), is_spent, amount, int(lines)))
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


def _analyse(
    accounts: Sequence[UUID], currency: str, first: date, last: date, branch_of: Mapping[UUID, UUID]
) -> Analysis:
    spending: dict[UUID, list[Decimal]] = {}
    earning: dict[UUID, list[Decimal]] = {}
    for key, kind, own, lines in _sums("category_key", accounts, first, last):
        leaf = from_db_uuid(key)
        side, sign = (earning, 1) if kind == Kind.INCOME else (spending, -1)
        figure = side.setdefault(branch_of.get(leaf, leaf), [ZERO, ZERO])
        figure[0] += sign * from_stored(own)
        figure[1] += lines
    months = _months(accounts, currency, first, last)
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


def _months(accounts: Sequence[UUID], currency: str, first: date, last: date) -> list[PeriodFigures]:
    sums: dict[tuple[date, str], Decimal] = defaultdict(lambda: ZERO)
    for day, kind, own, _lines in _sums("starts_on", accounts, first, last, of_months=Span.FLOW):
        sums[_month_of(day), kind] += from_stored(own)
    return [
        PeriodFigures(
            currency,
            month,
            income=sums[month, Kind.INCOME],
            spent=-sum((sums[month, kind] for kind in SPENDING), ZERO),
        )
        for month in months_between(first, last)
    ]


def _month_of(day: date | str) -> date:
    return (date.fromisoformat(day) if isinstance(day, str) else day).replace(day=1)


def _sums(
    column: str, accounts: Sequence[UUID], first: date, last: date, of_months: str = Span.MONTH
) -> list[tuple[Any, ...]]:
    """`column`, kind, own amount (stored units), lines; without transfers and cells that are empty.

    `of_months` names the cells that whole months are read from. By hand: through the ORM this page of figures costs
    twice as much, most of it spent on ids of accounts.
    """
    keys = [db_uuid(each) for each in accounts]
    marks = ", ".join(["%s"] * len(keys))
    wanted, parameters = [], keys
    for span, start, end in periods(first, last):
        wanted.append("span = %s AND starts_on BETWEEN %s AND %s")
        parameters += [str(of_months) if span == Span.MONTH else span, db_date(start), db_date(end)]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {column}, kind, SUM(own_amount), SUM(line_count) FROM ledger_rollup"
            f" WHERE account_id IN ({marks}) AND (({') OR ('.join(wanted)})) AND kind <> 'transfer'"
            f" GROUP BY {column}, kind HAVING SUM(line_count) <> 0 OR SUM(own_amount) <> 0",
            parameters,
        )
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def periods(first: date, last: date) -> list[tuple[str, date, date]]:
    """The spans whose cells cover each day from `first` to `last` once: whole months, and days at the ends."""
    day = timedelta(days=1)
    whole_first = first if first.day == 1 else next_month(first)
    whole_last = last if last == month_end(last) else last.replace(day=1) - day
    if whole_first > whole_last:
        return [(Span.DAY.value, first, last)]
    parts = [(Span.MONTH.value, whole_first, whole_last)]
    if first < whole_first:
        parts.append((Span.DAY.value, first, whole_first - day))
    if whole_last < last:
        parts.append((Span.DAY.value, whole_last + day, last))
    return parts


def _cells(accounts: Mapping[UUID, str], first: date, last: date) -> QuerySet[Rollup]:
    """Cells that cover each day of the period once."""
    wanted = Q()
    for span, start, end in periods(first, last):
        wanted |= Q(span=span, starts_on__gte=start, starts_on__lte=end)
    return Rollup.objects.filter(wanted, account__in=list(accounts))


def _figures(sums: Mapping[UUID, Sequence[Decimal]]) -> list[CategoryFigure]:
    figures = [CategoryFigure(None if key == NIL else key, own, int(lines)) for key, (own, lines) in sums.items()]
    return sorted(figures, key=lambda each: (-each.amount, str(each.category_id)))
