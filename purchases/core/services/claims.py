"""Claims: opened when something is wrong with a thing, sent in, and closed with an outcome."""

from __future__ import annotations

from typing import Any, Unpack

from django.db import transaction as database_transaction

from accounts.models import User
from config.kernel.money import ZERO
from ledger.core import errors as core_errors
from purchases.core import errors
from purchases.core.models import Claim, Purchase
from purchases.core.services.holding import hold
from purchases.core.telling import CHANGED, tell
from purchases.core.values import CLAIM_FIELDS, ClaimValues, checked_claim, values_of

MOST_CLAIMS = 100
_NOT_CLEANED = ["purchase", "warranty"]


@database_transaction.atomic
def open_claim(*, purchase: Purchase, opened_by: User, **values: Unpack[ClaimValues]) -> Claim:
    """On a thing of the person's own, today where no day is given. Raises FieldError, NoLongerThere."""
    fresh = hold(purchase, opened_by)
    if Claim.objects.filter(purchase=fresh).count() >= MOST_CLAIMS:
        raise errors.too_many_claims(MOST_CLAIMS)
    whole: dict[str, Any] = {
        "warranty_id": None,
        "status": Claim.Status.OPENED,
        "problem": "",
        "reference": "",
        "cost": ZERO,
        "opened_on": opened_by.today,
        "sent_on": None,
        "closed_on": None,
        "notes": "",
        **values,
    }
    claim = Claim(purchase=fresh, **checked_claim(whole, purchase=fresh, today=opened_by.today))
    claim.clean_fields(exclude=_NOT_CLEANED)
    claim.save(force_insert=True)
    tell(CHANGED, fresh.pk)
    return claim


@database_transaction.atomic
def change_claim(
    *, claim: Claim, changed_by: User, version: int | None = None, **changes: Unpack[ClaimValues]
) -> Claim:
    """One that is opened again has no day of its end any more.

    Raises: Conflict where `version` is not the current one; FieldError, NoLongerThere.
    """
    fresh = _hold_claim(claim, changed_by, version)
    wanted = {**values_of(fresh, CLAIM_FIELDS), **changes}
    if wanted["status"] not in Claim.OUTCOMES and "closed_on" not in changes:
        wanted["closed_on"] = None
    found = checked_claim(wanted, purchase=fresh.purchase, today=changed_by.today)
    for name, value in found.items():
        setattr(fresh, name, value)
    fresh.clean_fields(exclude=_NOT_CLEANED)
    fresh.version += 1
    fresh.save()
    tell(CHANGED, fresh.purchase_id)
    return fresh


@database_transaction.atomic
def delete_claim(*, claim: Claim, deleted_by: User, version: int | None = None) -> None:
    """Raises Conflict, NoLongerThere."""
    fresh = _hold_claim(claim, deleted_by, version)
    purchase_id = fresh.purchase_id
    fresh.delete()
    tell(CHANGED, purchase_id)


def _hold_claim(claim: Claim, person: User, version: int | None) -> Claim:
    purchase = hold(claim.purchase, person)
    fresh = Claim.objects.select_for_update(of=("self",)).filter(pk=claim.pk, purchase=purchase).first()
    if fresh is None:
        raise core_errors.NoLongerThere
    if version is not None and fresh.version != version:
        raise core_errors.Conflict(fresh)
    fresh.purchase = purchase
    return fresh
