"""What pages and the API report about money: read from balances and roll-ups, never from the history.

Every figure is per currency: amounts of two currencies are never added. 'Own' amounts: a person's part.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import Max, Sum

from accounts.models import User
from config.kernel.ids import NIL
from config.kernel.money import ZERO
from ledger.core.models import MoneyAccount, MoneyAccountAccess, Rollup, Transaction

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
    """`amount` is positive spending (or income); `category_id` is None for what has no category."""

    category_id: UUID | None
    amount: Decimal
    count: int


@dataclass(frozen=True, slots=True)
class Point:
    on: date
    amount: Decimal


def accounts_for_sums(user: User) -> list[MoneyAccount]:
    """Accounts whose totals `user` may see, closed ones too, in a stable order. Two queries."""
    visible = MoneyAccount.objects.visible_to(user, level=MoneyAccountAccess.Level.TOTAL)
    return list(visible.order_by("is_liability", "type", "name"))


def accounts_for_categories(user: User) -> dict[UUID, str]:
    """Id and currency of the accounts whose sums by category `user` may see. One query."""
    grants = MoneyAccountAccess.objects.granted_to(user, level=MoneyAccountAccess.Level.CATEGORY_SUMS)
    return dict(grants.values_list("account_id", "account__currency"))


def totals(accounts: Iterable[MoneyAccount]) -> list[CurrencyTotal]:
    """What we have and owe per currency, most first."""
    have: dict[str, Decimal] = defaultdict(lambda: ZERO)
    owe: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for account in accounts:
        side = owe if account.is_liability else have
        side[account.currency] += account.balance
    found = [CurrencyTotal(each, have[each], owe[each]) for each in {*have, *owe}]
    return sorted(found, key=lambda each: (-abs(each.net), each.currency))


def latest_month(accounts: Sequence[UUID], *, until: date) -> date | None:
    """First day of the latest month with an entry, not after `until`'s month. One query."""
    cells = Rollup.objects.filter(
        account__in=accounts, span=Span.FLOW, starts_on__lte=until.replace(day=1), line_count__gt=0
    )
    latest: date | None = cells.aggregate(latest=Max("starts_on"))["latest"]
    return latest


def lines_by_currency(accounts: Mapping[UUID, str]) -> Counter[str]:
    """How many lines there are in each currency of `accounts`; one query of the cells of all time."""
    counted: Counter[str] = Counter(dict.fromkeys(accounts.values(), 0))
    cells = Rollup.objects.filter(account__in=list(accounts), span=Span.ALL)
    for account_id, lines in cells.values_list("account_id").annotate(lines=Sum("line_count")):
        counted[accounts[account_id]] += lines
    return counted


def months_between(first: date, last: date) -> list[date]:
    """First days of the months from `first`'s to `last`'s, both included."""
    months, month = [], first.replace(day=1)
    while month <= last:
        months.append(month)
        month = next_month(month)
    return months


def next_month(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def previous_month(month: date) -> date:
    return (month.replace(day=1) - timedelta(days=1)).replace(day=1)


def monthly_figures(accounts: dict[UUID, str], *, first: date, last: date) -> dict[str, list[PeriodFigures]]:
    """In and out per currency for each month from `first`'s to `last`'s, empty months too. One query."""
    sums: dict[tuple[str, date, str], Decimal] = defaultdict(lambda: ZERO)
    cells = (
        Rollup.objects.filter(
            account__in=accounts, span=Span.FLOW, starts_on__gte=first.replace(day=1), starts_on__lte=last
        )
        .values_list("account_id", "starts_on", "kind")
        .annotate(own=Sum("own_amount"))
    )
    for account_id, month, kind, own in cells:
        sums[accounts[account_id], month, kind] += own
    months = months_between(first, last)
    return {
        currency: [
            PeriodFigures(
                currency,
                month,
                income=sums[currency, month, Kind.INCOME],
                spent=ZERO - sums[currency, month, Kind.EXPENSE] - sums[currency, month, Kind.REFUND],
            )
            for month in months
        ]
        for currency in sorted(set(accounts.values()))
    }


def by_category(
    accounts: Iterable[UUID], *, first: date, last: date, kinds: Sequence[str] = (Kind.EXPENSE, Kind.REFUND)
) -> list[CategoryFigure]:
    """Sums by leaf category over the days `first` to `last`, both included, most first. One query.

    Whole months are read from the cells of months, anything else from those of days. The accounts are of one
    currency. Spending is positive; where refunds exceed it the figure is negative.
    """
    whole = first.day == 1 and (last + timedelta(days=1)).day == 1
    cells = (
        Rollup.objects.filter(
            account__in=list(accounts),
            span=Span.MONTH if whole else Span.DAY,
            starts_on__gte=first,
            starts_on__lte=last,
            kind__in=kinds,
        )
        .values_list("category_key")
        .annotate(own=Sum("own_amount"), lines=Sum("line_count"))
    )
    sign = 1 if Kind.INCOME in kinds else -1
    figures = [
        CategoryFigure(None if key == NIL else key, sign * own, lines) for key, own, lines in cells if lines or own
    ]
    return sorted(figures, key=lambda each: (-each.amount, str(each.category_id)))


def spending_course(accounts: Iterable[UUID], *, month: date, without: Iterable[UUID] = ()) -> list[Point]:
    """Spending summed up to the end of each week of the month that has begun by its last entry. One query.

    `without` names categories left out (rent and bills, which would hide everything else).
    """
    cells = (
        Rollup.objects.filter(
            account__in=list(accounts),
            span=Span.WEEK,
            starts_on__gte=month,
            starts_on__lt=next_month(month),
            kind__in=(Kind.EXPENSE, Kind.REFUND),
        )
        .exclude(category_key__in=list(without))
        .values_list("starts_on")
        .annotate(own=Sum("own_amount"))
        .order_by("starts_on")
    )
    points, total = [Point(month, ZERO)], ZERO
    for starts_on, own in cells:
        total -= own
        points.append(Point(min(starts_on + timedelta(days=6), next_month(month) - timedelta(days=1)), total))
    return points


def net_worth_course(accounts: Sequence[MoneyAccount], *, first: date, today: date) -> list[Point]:
    """Net worth of accounts of one currency at the start of each week of the month since `first`, and today.

    Today's balances less what moved since: one query, at most five rows a month and account.
    """
    cells = (
        Rollup.objects.filter(account__in=[each.pk for each in accounts], span=Span.BALANCE, starts_on__gte=first)
        .values_list("starts_on")
        .annotate(moved=Sum("amount"))
        .order_by("-starts_on")
    )
    worth = sum((each.balance for each in accounts), ZERO)
    points = [Point(today, worth)]
    for starts_on, moved in cells:
        worth -= moved
        if starts_on < today:
            points.append(Point(starts_on, worth))
    return points[::-1]
