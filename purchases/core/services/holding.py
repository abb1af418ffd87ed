"""What a change of a thing, or of what hangs on it, begins with."""

from __future__ import annotations

from accounts.models import User
from ledger.core import errors as core_errors
from purchases.core.models import Purchase


def hold(purchase: Purchase, person: User, version: int | None = None) -> Purchase:
    """The person's thing as it stands now, locked until commit: changes of it come one by one. One query.

    Raises Conflict where `version` is not the current one; NoLongerThere.
    """
    fresh = Purchase.objects.select_for_update(of=("self",)).filter(pk=purchase.pk, owner=person).first()
    if fresh is None:
        raise core_errors.NoLongerThere
    if version is not None and fresh.version != version:
        raise core_errors.Conflict(fresh)
    return fresh
