"""Whose embargo an entry is under, and the days of it; ledger.core.services.withholding begins and ends it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from accounts.models import User
from ledger.core import errors
from ledger.core.models import MoneyAccountAccess, Transaction

Role = MoneyAccountAccess.Role


def role_of(person: User, account_id: UUID) -> str:
    """As which owner `person` withholds there. Raises NoLongerThere: they own no part of it. One query."""
    grants = MoneyAccountAccess.objects.granted_to(person).filter(account=account_id).exclude(role=Role.VIEWER)
    role: str | None = grants.values_list("role", flat=True).first()
    if role is None:
        raise errors.NoLongerThere
    return role


def checked_day(person: User, until: date) -> date:
    """Raises FieldError where the day has begun already where `person` lives."""
    if until <= person.today:
        raise errors.day_has_begun()
    return until


def spread_to(entries: Sequence[Transaction], person: User, source: Transaction | None = None) -> dict[UUID, str]:
    """Put under embargo, until the latest day, all of `entries` where one of them or `source` is: what is put together
    with a gift would tell of it. Returns who withheld those before that changed; the caller stores them.

    `person` sees all of them and owns their accounts.
    """
    days = [each.withheld_until for each in (*entries, *([source] if source else ())) if each.withheld_until]
    if not days:
        return {}
    was = {}
    for entry in entries:
        if entry.withheld_until != max(days):
            was[entry.pk] = entry.withheld
            entry.withheld = entry.withheld or role_of(person, entry.account_id)
            entry.withheld_until = max(days)
    return was
