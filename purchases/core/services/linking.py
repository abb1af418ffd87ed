"""Which payment of the ledger a thing was bought with: a person says so, of a payment of their own."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction as database_transaction

from accounts.models import User
from ledger.core.models import Transaction
from purchases.core import errors
from purchases.core.models import Purchase
from purchases.core.services.holding import hold
from purchases.core.telling import CHANGED, tell


@database_transaction.atomic
def link_payment(*, purchase: Purchase, linked_by: User, transaction_id: UUID, version: int | None = None) -> Purchase:
    """One payment may be that of several things. What a person links need not agree in amount: part may be cash.

    Raises: Conflict where `version` is not the current one; FieldError, NoLongerThere.
    """
    fresh = hold(purchase, linked_by, version)
    entry = Transaction.objects.owned_by(linked_by).live().filter(pk=transaction_id).first()
    if entry is None:
        raise errors.payment_not_usable()
    if entry.amount >= 0:
        raise errors.payment_comes_in()
    return _put(fresh, entry.pk)


@database_transaction.atomic
def unlink_payment(*, purchase: Purchase, unlinked_by: User, version: int | None = None) -> Purchase:
    """Twice is once. Raises Conflict, NoLongerThere."""
    return _put(hold(purchase, unlinked_by, version), None)


def _put(fresh: Purchase, transaction_id: UUID | None) -> Purchase:
    if fresh.transaction_id != transaction_id:
        fresh.transaction_id = transaction_id
        fresh.version += 1
        fresh.save(update_fields=["transaction", "version", "updated_at"])
        tell(CHANGED, fresh.pk)
    return fresh
