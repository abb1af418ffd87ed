"""The course of all holdings, their cash and their yields: read from HoldingSum, whose rows follow weeks and not lines.

Of an account of which only the balance is seen no week is told: its holdings move at the ends of months, as its
balance does, and cash and yields are not told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from config.kernel.money import ZERO
from ledger.core.access import Lens
from ledger.core.models import MoneyAccountAccess
from ledger.core.posting import week_of_month
from ledger.core.sums import next_month
from ledger.holdings.models import HoldingSum
from ledger.holdings.returns import Flow

FULL = MoneyAccountAccess.Level.FULL


@dataclass(frozen=True, slots=True)
class Cell:
    """`ends_on`: the last day of its week, or of its month. Amounts as of HoldingSum."""

    account_id: UUID
    currency: str
    starts_on: date
    ends_on: date
    value: Decimal
    flow: Decimal
    yielded: Decimal


@dataclass(frozen=True, slots=True)
class History:
    """Answers without the database. By currency, never added across."""

    cells: tuple[Cell, ...]
    today: date

    @property
    def currencies(self) -> set[str]:
        return {each.currency for each in self.cells}

    def value_on(self, day: date) -> dict[str, Decimal]:
        """What was there as `day` began, by whole weeks; today or later, all there is. Without zeros."""
        found: dict[str, Decimal] = defaultdict(lambda: ZERO)
        for each in self.cells:
            if day >= self.today or each.ends_on < day:
                found[each.currency] += each.value
        return {currency: amount for currency, amount in found.items() if amount}

    def yields(self, month: date | None = None) -> dict[str, Decimal]:
        """What was earned in the month `month` is in, or ever, by currency, without zeros."""
        found: dict[str, Decimal] = defaultdict(lambda: ZERO)
        for each in self.cells:
            if month is None or (each.starts_on.year, each.starts_on.month) == (month.year, month.month):
                found[each.currency] += each.yielded
        return {currency: amount for currency, amount in found.items() if amount}

    def flows(self, currency: str) -> Iterator[Flow]:
        """Cash of each week of accounts whose lines are seen, each dated on the first day of its week."""
        for each in self.cells:
            if each.currency == currency and each.flow:
                yield Flow(each.starts_on, each.flow)


def history(lens: Lens, today: date) -> History:
    """Of the accounts whose balance is seen through `lens`. One query, none for no account."""
    sights = lens.totals.sights
    if not sights:
        return History((), today)
    rows = HoldingSum.objects.filter(account__in=list(sights)).order_by("starts_on", "pk")
    found = []
    for account_id, currency, starts_on, *amounts in rows.values_list(
        "account_id", "currency", "starts_on", "value", "flow", "yielded"
    ):
        fine = sights[account_id].level == FULL
        start = starts_on if fine else starts_on.replace(day=1)
        value, flow, yielded = amounts if fine else (amounts[0], ZERO, ZERO)
        found.append(Cell(account_id, currency, start, _end(start, fine), value, flow, yielded))
    return History(tuple(found), today)


def _end(start: date, fine: bool) -> date:
    month_end = next_month(start.replace(day=1)) - timedelta(days=1)
    return min(week_of_month(start) + timedelta(days=6), month_end) if fine else month_end
