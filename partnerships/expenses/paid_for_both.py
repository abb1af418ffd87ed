"""What a household spends for both, for its budgets (ledger.budgets.joint_money): what was paid, and what is due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, Sum
from django.db.models.functions import TruncMonth

from config.kernel.money import ZERO
from ledger.budgets.joint_money import JointSum
from ledger.core.models import Category
from ledger.core.others_categories import nearest_known
from partnerships.core.models import Partnership
from partnerships.expenses.due import due_days
from partnerships.expenses.models import SharedPayment
from partnerships.expenses.splits import active_expenses


class PaidForBoth:
    """Of one that has ended what was paid stays, and nothing is due any more."""

    def currency(self, household_id: UUID) -> str | None:
        return Partnership.objects.filter(household=household_id).values_list("currency", flat=True).first()

    def spent(self, household_id: UUID, first: date, last: date, besides: frozenset[UUID]) -> list[JointSum]:
        """Payments that count, by the month they were paid in: the same as in statements. Two queries."""
        paid = SharedPayment.objects.filter(
            Q(transaction=None) | ~Q(transaction__account__in=besides),
            partnership__household=household_id,
            counts=True,
            paid_on__range=(first, last),
        )
        fixed = Sum("amount", filter=Q(expense__isnull=False), default=ZERO)
        loose = Count("pk", filter=Q(expense=None))
        sums = (
            paid.annotate(month=TruncMonth("paid_on"))
            .values("month", "category")
            .annotate(sum=Sum("amount"), fixed=fixed, loose=loose)
        )
        rows = list(sums.order_by("month", "category"))
        shared = _shared({each["category"] for each in rows if each["category"]})
        return [
            JointSum(each["month"], shared.get(each["category"]), each["sum"], each["fixed"], each["loose"])
            for each in rows
        ]

    def due(self, household_id: UUID, first: date, last: date) -> list[JointSum]:
        """Four queries at most."""
        paid = SharedPayment.objects.filter(
            partnership__household=household_id, counts=True, due_on__range=(first, last)
        )
        done = set(paid.values_list("expense_id", "due_on"))
        return [each for key, on, each in _due(household_id, first) if (key, on) not in done]

    def costs(self, household_id: UUID, month: date) -> list[JointSum]:
        """Three queries at most."""
        return [each for _key, _on, each in _due(household_id, month)]


def _due(household_id: UUID, month: date) -> Iterator[tuple[UUID, date, JointSum]]:
    """Each due day of the month."""
    partnership = Partnership.objects.open().filter(household=household_id).first()
    if partnership is None:
        return
    expenses = active_expenses(partnership)
    shared = _shared({each.category_id for each in expenses if each.category_id})
    for each in expenses:
        category = None if each.category_id is None else shared.get(each.category_id)
        for on in due_days(each.starts_on, each.frequency, each.ends_on, month):
            yield each.pk, on, JointSum(month, category, each.amount)


def _shared(category_ids: set[UUID]) -> dict[UUID, UUID]:
    """By id the nearest at or above that everybody has. One query, none for none."""
    found = (
        Category.objects.filter(pk__in=category_ids).select_related("parent__parent__parent") if category_ids else ()
    )
    nearest = {each.pk: nearest_known(each, None) for each in found}
    return {key: known.pk for key, known in nearest.items() if known is not None}
