"""What a person spends on each category and all below it, month by month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from statistics import median
from uuid import UUID

from accounts.models import User
from config.kernel.money import ZERO, from_stored, round_to_currency
from ledger.core import sums
from ledger.core.access import lens_of
from ledger.core.category_tree import CategoryTree
from ledger.core.models import Rollup, Transaction
from ledger.core.queries import months_between
from ledger.core.sums import month_end

Kind = Transaction.Kind


class CategoryUse:
    """Spending in one currency, the person's own part, positive; refunds lower it. Made by `use_of_categories`."""

    def __init__(self, currency: str, months: list[date], spent: dict[tuple[UUID, date], int]) -> None:
        self.currency, self.months, self._spent = currency, months, spent

    def of_month(self, category_id: UUID, month: date) -> Decimal:
        return from_stored(self._spent.get((category_id, month), 0))

    def usual(self, category_id: UUID) -> Decimal:
        """The median of the months, those without spending counted: half of them were above it."""
        found = [self.of_month(category_id, month) for month in self.months]
        return round_to_currency(median(found), self.currency) if found else ZERO

    def active_months(self, category_id: UUID) -> int:
        """In how many of the months something was spent."""
        return sum(1 for month in self.months if self.of_month(category_id, month) > 0)


def use_of_categories(person: User, tree: CategoryTree, *, first: date, last: date) -> CategoryUse:
    """Of the months from `first`'s to `last`'s, from accounts in the person's currency: amounts of two are not added.

    As many queries as `lens_of` and `sums_by`, however many categories and months.
    """
    lens = lens_of(person).of_currency(person.currency)
    start, end = first.replace(day=1), month_end(last)
    spent: dict[tuple[UUID, date], int] = defaultdict(int)
    for each in sums.sums_by(sums.STARTS_ON, sums.CATEGORY, lens=lens, first=start, last=end):
        if each.kind in (Kind.EXPENSE, Kind.REFUND):
            for key in tree.path(each.category):
                spent[key, each.starts_on] -= each.own
    return CategoryUse(person.currency, months_between(start, end), spent)


def line_counts(person: User, category_ids: Iterable[UUID]) -> dict[UUID, int]:
    """How many lines the person sees in each category itself, not in those below it. Two queries."""
    everything = [(Rollup.Span.ALL.value, date.min, date.max)]
    counts = dict.fromkeys(category_ids, 0)
    for each in sums.read((sums.CATEGORY,), lens_of(person).lines, everything):
        if each.category in counts:
            counts[each.category] += each.lines
    return counts
