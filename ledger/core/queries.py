"""What pages and the API report about money: read from balances and roll-ups, never from the history.

Every figure is per currency: amounts of two currencies are never added. Whose accounts and which part of them a figure
is about is said by its Lens; what others withhold is in none.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from config.kernel.ids import NIL
from config.kernel.money import ZERO, from_stored
from ledger.core import sums
from ledger.core.access import Lens, seen_balances
from ledger.core.coarsening import PRIVATE
from ledger.core.models import MoneyAccount, Rollup, Transaction
from ledger.core.sums import latest_month, month_end, next_month

__all__ = [
    "CategoryFigure", "CurrencyTotal", "PeriodFigures", "Point", "by_category", "latest_month", "lines_by_currency",
    "monthly_figures", "months_between", "net_worth_course", "next_month", "previous_month", "seen_accounts",
    "spending_course", "totals",
]  # fmt: skip
Kind = Transaction.Kind
Span = Rollup.Span


@dataclass(frozen=True, slots=True)
class CurrencyTotal:
    """`have` is positive, `owe` is what is below zero on accounts that are debts; `net` is their sum."""

    currency: str
    have: Decimal
    owe: Decimal

    @property
    def net(self) -> Decimal:
        return self.have + self.owe


@dataclass(frozen=True, slots=True)
class PeriodFigures:
    """One currency's movements over a period: `income` and `spent` are positive; refunds lower `spent`."""

    currency: str
    starts_on: date
    income: Decimal
    spent: Decimal

    @property
    def saved(self) -> Decimal:
        return self.income - self.spent


@dataclass(frozen=True, slots=True)
class CategoryFigure:
    """`amount` is positive spending (or income); `category_id` is None for what has no category, and PRIVATE for what
    is not told apart (see ledger.core.coarsening)."""

    category_id: UUID | None
    amount: Decimal
    count: int

    @property
    def is_private(self) -> bool:
        return self.category_id == PRIVATE


@dataclass(frozen=True, slots=True)
class Point:
    on: date
    amount: Decimal


def seen_accounts(lens: Lens) -> list[MoneyAccount]:
    """Accounts whose balance is seen, closed ones too, in a stable order, each with the balance the person may see.

    One query, and one as `withheld_from`.
    """
    seen = lens.totals
    accounts = list(
        MoneyAccount.objects.filter(pk__in=list(seen.sights)).order_by("is_liability", "type", "name", "pk")
    )
    balances = seen_balances(accounts, seen.sights)
    for each in accounts:
        # For showing: services read the row anew, and no balance is ever stored by hand.
        each.balance = balances[each.pk]
    return accounts


def totals(accounts: Iterable[MoneyAccount]) -> list[CurrencyTotal]:
    """What we have and owe per currency, most first."""
    have: dict[str, Decimal] = defaultdict(lambda: ZERO)
    owe: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for account in accounts:
        side = owe if account.is_liability else have
        side[account.currency] += account.balance
    found = [CurrencyTotal(each, have[each], owe[each]) for each in {*have, *owe}]
    return sorted(found, key=lambda each: (-abs(each.net), each.currency))


def lines_by_currency(lens: Lens) -> Counter[str]:
    """How many lines there are in each currency of `lens.sums`; one query of the cells of all time.

    Of an account of which only sums are seen it is told that it is there: it counts as one line.
    """
    counted: Counter[str] = Counter(dict.fromkeys(lens.sums.currencies.values(), 0))
    for account_id, lines in sums.count_lines(lens).items():
        counted[lens.sights[account_id].currency] += lines
    for sight in lens.coarse:
        counted[sight.currency] += 1
    return counted


def months_between(first: date, last: date) -> list[date]:
    """First days of the months from `first`'s to `last`'s, both included."""
    months, month = [], first.replace(day=1)
    while month <= last:
        months.append(month)
        month = next_month(month)
    return months


def previous_month(month: date) -> date:
    return (month.replace(day=1) - timedelta(days=1)).replace(day=1)


def monthly_figures(lens: Lens, *, first: date, last: date) -> dict[str, list[PeriodFigures]]:
    """In and out per currency for each month from `first`'s to `last`'s, empty months too. Queries as `sums_by`."""
    start, end = first.replace(day=1), month_end(last)
    found: dict[tuple[str, date, str], int] = defaultdict(int)
    for each in sums.sums_by(sums.ACCOUNT, sums.STARTS_ON, lens=lens, first=start, last=end, of_months=Span.FLOW.value):
        found[lens.sights[each.account_id].currency, each.starts_on, each.kind] += each.own
    return {
        currency: [
            PeriodFigures(
                currency,
                month,
                income=from_stored(found[currency, month, Kind.INCOME]),
                spent=from_stored(-found[currency, month, Kind.EXPENSE] - found[currency, month, Kind.REFUND]),
            )
            for month in months_between(start, end)
        ]
        for currency in sorted(set(lens.sums.currencies.values()))
    }


def by_category(
    lens: Lens, *, first: date, last: date, kinds: Sequence[str] = (Kind.EXPENSE, Kind.REFUND)
) -> list[CategoryFigure]:
    """Sums by leaf category over the days `first` to `last`, both included, most first. Queries as `sums_by`.

    The accounts are of one currency. Spending is positive; where refunds exceed it the figure is negative.
    """
    sign = 1 if Kind.INCOME in kinds else -1
    found: dict[UUID | None, list[int]] = {}
    for each in sums.sums_by(sums.CATEGORY, lens=lens, first=first, last=last):
        if each.kind in kinds:
            figure = found.setdefault(None if each.category == NIL else each.category, [0, 0])
            figure[0] += sign * each.own
            figure[1] += each.lines
    figures = [CategoryFigure(key, from_stored(own), lines) for key, (own, lines) in found.items()]
    return sorted(figures, key=lambda each: (-each.amount, str(each.category_id)))


def spending_course(lens: Lens, *, month: date, without: Iterable[UUID] = ()) -> list[Point]:
    """Spending summed up to the end of each week of the month that has begun by its last entry. One query.

    Of accounts whose lines are seen: of others no weeks are told. `without` names categories left out (rent and
    bills, which would hide everything else).
    """
    weeks: dict[date, int] = defaultdict(int)
    for each in sums.sums_of_weeks(lens=lens, month=month, without=without):
        if each.kind in (Kind.EXPENSE, Kind.REFUND):
            weeks[each.starts_on] -= each.own
    points, total = [Point(month, ZERO)], 0
    for starts_on in sorted(weeks):
        total += weeks[starts_on]
        points.append(Point(min(starts_on + timedelta(days=6), month_end(month)), from_stored(total)))
    return points


def net_worth_course(lens: Lens, accounts: Sequence[MoneyAccount], *, first: date, today: date) -> list[Point]:
    """Net worth of accounts of one currency at the start of each week of the month since `first`, and today.

    `accounts` have the balances that are seen: less what moved since, one query, at most five rows a month and
    account. An account whose lines are not seen moves at the ends of months only (see `sums.moved_since`).
    """
    worth = sum((each.balance for each in accounts), ZERO)
    points = [Point(today, worth)]
    for starts_on, moved in sums.moved_since(lens, first):
        worth -= from_stored(moved)
        if starts_on < today:
            points.append(Point(starts_on, worth))
    return points[::-1]
