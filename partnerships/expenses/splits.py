"""What the active shared expenses come to in a month, and what each of the two bears of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from config.kernel.money import ZERO
from partnerships.agreements.models import WHOLE, Reason
from partnerships.agreements.splitting import Share, Splitting, split_amount
from partnerships.core.models import Partnership
from partnerships.expenses.due import amount_in
from partnerships.expenses.models import SharedExpense

Parts = tuple[Decimal, Decimal]


@dataclass(frozen=True, slots=True)
class SplitLine:
    """One expense brought to the month; `parts` by place add up to `amount`."""

    expense: SharedExpense
    amount: Decimal
    parts: Parts
    share: Share


@dataclass(frozen=True, slots=True)
class MonthSplit:
    """All lines of a month; `parts` by place are the sums of theirs, and add up to `total`. `agreed` is the share of
    what has no split of its own.
    """

    month: date
    lines: tuple[SplitLine, ...]
    total: Decimal
    parts: Parts
    agreed: Share

    def percent(self, place: int) -> Decimal:
        """Of the total, two decimals, those of both make 100; of nothing it is the agreed one."""
        if not self.total:
            return self.agreed.percent(place)
        first = round(Fraction(self.parts[0]) / Fraction(self.total) * WHOLE)
        return Share(first, self.agreed.reason).percent(place)

    @property
    def reason(self) -> Reason | None:
        """None where lines are split in different ways."""
        reasons = {each.share.reason for each in self.lines} or {self.agreed.reason}
        return reasons.pop() if len(reasons) == 1 else None


def month_split(partnership: Partnership, month: date) -> MonthSplit:
    """Exact: each line is divided by itself, ties by its id, and the sums are those of the lines. Three queries, and
    those of the split.
    """
    splitting = Splitting(partnership)
    lines = []
    for expense in active_expenses(partnership):
        amount = amount_in(expense, month, partnership.currency)
        if amount:
            share = splitting.share(month, category=expense.category, expense=expense)
            parts = split_amount(amount, share.first, partnership.currency, expense.pk)
            lines.append(SplitLine(expense, amount, parts, share))
    first = sum((each.parts[0] for each in lines), ZERO)
    total = sum((each.amount for each in lines), ZERO)
    return MonthSplit(month.replace(day=1), tuple(lines), total, (first, total - first), splitting.whole(month))


def active_expenses(partnership: Partnership) -> list[SharedExpense]:
    """In the order of their names. One query."""
    found = SharedExpense.objects.filter(partnership=partnership, status=SharedExpense.Status.ACTIVE)
    return list(found.select_related("category").order_by("name", "id"))


def planned(partnership: Partnership, month: date) -> Decimal:
    """What the active expenses without a split of their own come to in a month."""
    splitting = Splitting(partnership)
    amounts = (
        amount_in(each, month, partnership.currency)
        for each in active_expenses(partnership)
        if splitting.follows(month, category=each.category, expense=each)
    )
    return sum(amounts, ZERO)
