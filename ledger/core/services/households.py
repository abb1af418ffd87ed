"""Who belongs to a household. Partnerships say why; nobody else calls these."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from accounts.models import User
from ledger.core.models import HouseholdMember


def join_household(*, household_id: UUID, people: Iterable[User]) -> None:
    """They see and change what is the household's from now on. Call it in the transaction that says why."""
    HouseholdMember.objects.bulk_create(
        [HouseholdMember(household_id=household_id, person=person) for person in people], ignore_conflicts=True
    )


def leave_household(*, household_id: UUID) -> None:
    """What was the household's stays readable to both, and is not changed any more. One statement."""
    HouseholdMember.objects.filter(household=household_id).update(is_open=False)
