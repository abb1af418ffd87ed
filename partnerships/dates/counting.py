"""What was done at a step, as `MoneyDate.counts` keeps it once the step is left."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import Sum

from config.kernel.money import ZERO, money_text
from partnerships.approvals.models import Approval
from partnerships.core.models import Partnership
from partnerships.dates.models import AGREE, ANSWER, SETTLE, SORT, WEEK, MoneyDate
from partnerships.dates.next_month import due_next_month
from partnerships.dates.week import spent_in
from partnerships.statements.models import Settlement

ANSWERS = (Approval.Status.APPROVED, Approval.Status.DECLINED)


def counted(money_date: MoneyDate, partnership: Partnership) -> dict[str, Any]:
    """`counts` with that of the step where the two are. Two queries at most, those of the statement for the last."""
    return {**money_date.counts, money_date.name: _count(money_date, partnership)}


def _count(money_date: MoneyDate, partnership: Partnership) -> int | str:
    if money_date.name == SORT:
        return sorted_lines(money_date)
    if money_date.name == ANSWER:
        return answered(money_date)
    amounts = {
        WEEK: lambda: spent_in(partnership, money_date.week),
        SETTLE: lambda: settled(money_date),
        AGREE: lambda: due_next_month(partnership).total_due,
    }
    return money_text(amounts[money_date.name](), partnership.currency)


def sorted_lines(money_date: MoneyDate) -> int:
    """Lines the two have filed here so far."""
    count: int = money_date.counts.get(SORT, 0)
    return count


def answered(money_date: MoneyDate) -> int:
    """Questions either has approved or declined since it began. One query."""
    since = Approval.objects.filter(partnership=money_date.partnership_id, responded_at__gte=money_date.started_at)
    return since.filter(status__in=ANSWERS).count()


def settled(money_date: MoneyDate) -> Decimal:
    """What either has given the other since it began. One query."""
    made = Settlement.objects.filter(partnership=money_date.partnership_id, created_at__gte=money_date.started_at)
    total: Decimal | None = made.aggregate(total=Sum("amount"))["total"]
    return total or ZERO
