"""Writing a thing down, changing it, letting it go. What it comes to follows in the same transaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Unpack

from django.db import transaction as database_transaction

from accounts.models import User
from purchases.core import errors, removal
from purchases.core.models import Claim, Purchase, ThingAccess, Warranty
from purchases.core.services.holding import hold
from purchases.core.services.warranties import insert_warranty
from purchases.core.summing import add_up, cells_of_purchase, cells_of_warranty
from purchases.core.telling import ADDED, CHANGED, REMOVED, people_of, take_back_what_was_told, tell
from purchases.core.values import (
    FIELDS,
    Values,
    WarrantyValues,
    checked,
    defaults,
    search_text_of,
    values_of,
)


@database_transaction.atomic
def create_purchase(*, owner: User, warranty: WarrantyValues | None = None, **values: Unpack[Values]) -> Purchase:
    """One of the person's own, with a first warranty where its values are given; that starts on the day it was bought
    unless it says otherwise.

    Raises FieldError, ValidationError.
    """
    found = checked({**defaults(owner), **values}, person=owner)
    purchase = Purchase(owner=owner, search_text=search_text_of(found), **found)
    purchase.clean_fields(exclude=["owner", "retailer", "brand", "category", "transaction"])
    purchase.save(force_insert=True)
    ThingAccess.objects.create(
        purchase=purchase,
        person=owner,
        role=ThingAccess.Role.OWNER,
        purchase_date=purchase.purchase_date,
        is_archived=purchase.is_archived,
    )
    cells = list(cells_of_purchase(purchase))
    if warranty is not None:
        cells += cells_of_warranty(insert_warranty(purchase, warranty, owner.today))
    add_up(owner.pk, added=cells)
    tell(ADDED, purchase.pk, [owner.pk])
    return purchase


@database_transaction.atomic
def update_purchase(
    *, purchase: Purchase, changed_by: User, version: int | None = None, **changes: Unpack[Values]
) -> Purchase:
    """Change one of the person's own. What becomes ordered again is no longer received.

    Raises: Conflict where `version` is not the current one; FieldError, NoLongerThere.
    """
    fresh = hold(purchase, changed_by, version)
    before = list(cells_of_purchase(fresh))
    put_changes(fresh, changes, changed_by)
    fresh.save()
    ThingAccess.objects.filter(purchase=fresh).update(purchase_date=fresh.purchase_date, is_archived=fresh.is_archived)
    add_up(fresh.owner_id, added=cells_of_purchase(fresh), removed=before)
    tell(CHANGED, fresh.pk)
    return fresh


def put_changes(held: Purchase, changes: Mapping[str, Any], changed_by: User) -> None:
    """Onto a thing the caller has locked, and saves. Raises FieldError, ValidationError: it is not to be saved then."""
    wanted: dict[str, Any] = {**values_of(held, FIELDS), **changes}
    if wanted["status"] == Purchase.Status.ORDERED and "received_date" not in changes:
        wanted["received_date"] = None
    found = checked(wanted, person=changed_by, was=held)
    if found["currency"] != held.currency and Claim.objects.filter(purchase=held).exists():
        raise errors.currency_stays()
    if found["return_until"] != held.return_until:
        held.return_told = False
    for name, value in found.items():
        setattr(held, name, value)
    held.search_text = search_text_of(found)
    held.clean_fields(exclude=["owner", "retailer", "brand", "category", "transaction"])
    held.version += 1


@database_transaction.atomic
def delete_purchase(*, purchase: Purchase, deleted_by: User, version: int | None = None) -> None:
    """With its warranties and claims; its payment stays in the ledger. Raises Conflict, NoLongerThere."""
    fresh = hold(purchase, deleted_by, version)
    removal.removes(fresh)
    people = people_of(fresh.pk)
    cells = list(cells_of_purchase(fresh))
    for warranty in Warranty.objects.filter(purchase=fresh):
        cells += cells_of_warranty(warranty)
    key, owner_id = fresh.pk, fresh.owner_id
    fresh.delete()
    add_up(owner_id, removed=cells)
    take_back_what_was_told(key, people)
    tell(REMOVED, key, people)
