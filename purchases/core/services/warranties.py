"""Warranties of a thing: added, changed, deleted, and expired once their end has passed."""

from __future__ import annotations

from datetime import date
from typing import Any, Unpack
from uuid import UUID

from django.db import transaction as database_transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from ledger.core import errors as core_errors
from purchases.core import errors
from purchases.core.models import Purchase, Warranty
from purchases.core.services.holding import hold
from purchases.core.summing import add_up, cells_of_warranty
from purchases.core.telling import CHANGED, tell
from purchases.core.values import WARRANTY_FIELDS, WarrantyValues, checked_warranty, values_of

MOST_WARRANTIES = 20
Status = Warranty.Status
_NOT_CLEANED = ["purchase", "owner"]


@database_transaction.atomic
def add_warranty(*, purchase: Purchase, added_by: User, **values: Unpack[WarrantyValues]) -> Warranty:
    """To a thing of the person's own. Raises FieldError, NoLongerThere."""
    fresh = hold(purchase, added_by)
    if Warranty.objects.filter(purchase=fresh).count() >= MOST_WARRANTIES:
        raise errors.too_many_warranties(MOST_WARRANTIES)
    warranty = insert_warranty(fresh, values, added_by.today)
    add_up(fresh.owner_id, added=cells_of_warranty(warranty))
    tell(CHANGED, fresh.pk)
    return warranty


def insert_warranty(purchase: Purchase, values: WarrantyValues, today: date) -> Warranty:
    """Without the sums, which are the caller's: it holds the thing. It starts with the purchase unless it says else."""
    whole: dict[str, Any] = {
        "warranty_start": purchase.purchase_date,
        "warranty_end": None,
        "warranty_type": Warranty.Type.LIMITED,
        "status": Status.ACTIVE,
        "provider": "",
        "notes": "",
        **values,
    }
    warranty = Warranty(purchase=purchase, owner_id=purchase.owner_id, **checked_warranty(whole, today=today))
    warranty.clean_fields(exclude=_NOT_CLEANED)
    warranty.save(force_insert=True)
    return warranty


@database_transaction.atomic
def update_warranty(
    *, warranty: Warranty, changed_by: User, version: int | None = None, **changes: Unpack[WarrantyValues]
) -> Warranty:
    """Change one of the person's own things'. A new end is reminded of anew.

    Raises: Conflict where `version` is not the current one; FieldError, NoLongerThere.
    """
    fresh = _hold_warranty(warranty, changed_by, version)
    found = checked_warranty({**values_of(fresh, WARRANTY_FIELDS), **changes}, today=changed_by.today)
    before = list(cells_of_warranty(fresh))
    if found["warranty_end"] != fresh.warranty_end:
        fresh.told_days = None
    for name, value in found.items():
        setattr(fresh, name, value)
    fresh.clean_fields(exclude=_NOT_CLEANED)
    fresh.version += 1
    fresh.save()
    add_up(fresh.owner_id, added=cells_of_warranty(fresh), removed=before)
    tell(CHANGED, fresh.purchase_id)
    return fresh


@database_transaction.atomic
def delete_warranty(*, warranty: Warranty, deleted_by: User, version: int | None = None) -> None:
    """Claims under it stay with the thing. Raises Conflict, NoLongerThere."""
    fresh = _hold_warranty(warranty, deleted_by, version)
    cells = list(cells_of_warranty(fresh))
    purchase_id, owner_id = fresh.purchase_id, fresh.owner_id
    fresh.delete()
    add_up(owner_id, removed=cells)
    tell(CHANGED, purchase_id)


@database_transaction.atomic
def expire_warranty(*, warranty_id: UUID, today: date) -> bool:
    """Where its end has passed by `today`, the owner's; one conditional UPDATE says so, so that twice is once."""
    running = Warranty.objects.filter(pk=warranty_id, status=Status.ACTIVE, warranty_end__lt=today)
    if not running.update(status=Status.EXPIRED, version=F("version") + 1, updated_at=timezone.now()):
        return False
    warranty = Warranty.objects.get(pk=warranty_id)
    cells = list(cells_of_warranty(warranty))
    warranty.status = Status.ACTIVE
    add_up(warranty.owner_id, added=cells, removed=cells_of_warranty(warranty))
    tell(CHANGED, warranty.purchase_id)
    return True


def _hold_warranty(warranty: Warranty, person: User, version: int | None) -> Warranty:
    """The thing is locked first, as by everybody who changes what hangs on it."""
    hold(warranty.purchase, person)
    fresh = Warranty.objects.select_for_update(of=("self",)).filter(pk=warranty.pk, owner=person).first()
    if fresh is None:
        raise core_errors.NoLongerThere
    if version is not None and fresh.version != version:
        raise core_errors.Conflict(fresh)
    return fresh
