"""Who hears that a budget has changed."""

from __future__ import annotations

from uuid import UUID

from config.kernel.live import push
from ledger.budgets.models import Budget
from ledger.budgets.months import month_text
from ledger.core.models import HouseholdMember


def people_of(budget: Budget) -> list[UUID]:
    """Its owner, or those who are in its household now. One query for a household's."""
    if budget.owner_id is not None:
        return [budget.owner_id]
    members = HouseholdMember.objects.filter(household=budget.household_id, is_open=True)
    return list(members.values_list("person_id", flat=True))


def tell_changed(budget: Budget) -> None:
    """Call it last in a service, as `push`."""
    push(people_of(budget), "budget:changed", frame_of(budget))


def frame_of(budget: Budget) -> dict[str, object]:
    return {"month": month_text(budget.month), "household": budget.household_id is not None}
