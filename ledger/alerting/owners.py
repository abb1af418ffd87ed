"""Whom an account's news concern."""

from __future__ import annotations

from uuid import UUID

from accounts.models import User
from ledger.core.models import MoneyAccountAccess

Role = MoneyAccountAccess.Role


def owners_of(account_id: UUID) -> list[User]:
    """Both of a joint account, in the order of their ids: the order in which people are told. One query."""
    owning = MoneyAccountAccess.objects.filter(account=account_id, role__in=[Role.OWNER, Role.CO_OWNER])
    people = User.objects.filter(pk__in=owning.values("person"), is_active=True)
    return list(people.order_by("pk"))
