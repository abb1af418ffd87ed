"""Who hears that something recurring has changed."""

from __future__ import annotations

from uuid import UUID

from config.kernel.live import push
from ledger.core.models import MoneyAccountAccess
from ledger.recurring.models import FULL, Recurring


def people_of(recurring: Recurring) -> set[UUID]:
    """Whoever sees it: its account in full, and of the account a transfer goes to that it is there. Two queries."""
    grants = MoneyAccountAccess.objects.filter(account=recurring.account_id, level=FULL)
    people = set(grants.values_list("person_id", flat=True))
    if recurring.to_account_id is not None:
        others = MoneyAccountAccess.objects.filter(account=recurring.to_account_id)
        people &= set(others.values_list("person_id", flat=True))
    return people


def tell_changed(recurring: Recurring) -> None:
    """Call it last in a service, as `push`."""
    push(people_of(recurring), "recurring:changed", {"id": str(recurring.pk)})
