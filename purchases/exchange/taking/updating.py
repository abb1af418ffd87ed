"""Bringing things that are here up to date with a file: only what the file says, and only where that differs."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction as database_transaction

from accounts.models import User
from purchases.core import services
from purchases.core.models import Claim, Purchase, Warranty
from purchases.core.values import CLAIM_FIELDS, FIELDS, WARRANTY_FIELDS, checked, checked_warranty, values_of
from purchases.exchange.reading.records import ReadThing

Part = TypeVar("Part", Warranty, Claim)
Pairs = list[tuple[Part | None, dict[str, Any]]]
_CLAIM_FIELDS = tuple(name for name in CLAIM_FIELDS if name != "warranty_id")


@dataclass(frozen=True, slots=True)
class Here:
    """Things as they stand, with what hangs on them in the order of an export."""

    purchases: dict[UUID, Purchase]
    warranties: dict[UUID, list[Warranty]]
    claims: dict[UUID, list[Claim]]

    @classmethod
    def of(cls, owner: User, keys: Collection[UUID]) -> Here:
        """Three queries."""
        found = cls({each.pk: each for each in Purchase.objects.filter(owner=owner, pk__in=keys)}, {}, {})
        for warranty in Warranty.objects.filter(purchase__in=found.purchases).order_by("warranty_start", "pk"):
            found.warranties.setdefault(warranty.purchase_id, []).append(warranty)
        for claim in Claim.objects.filter(purchase__in=found.purchases).order_by("pk"):
            found.claims.setdefault(claim.purchase_id, []).append(claim)
        return found


@dataclass(slots=True)
class Difference:
    """What a file says otherwise of a thing that is here."""

    purchase: Purchase
    changes: dict[str, Any]
    payment: UUID | None
    warranties: Pairs[Warranty]
    claims: Pairs[Claim]

    @property
    def is_plain(self) -> bool:
        """Of the thing alone, not of what hangs on it."""
        return bool(self.changes) and not (self.payment or self.warranties or self.claims)

    def __bool__(self) -> bool:
        return bool(self.changes or self.payment or self.warranties or self.claims)


def difference(
    here: Here, key: UUID, thing: ReadThing, values: dict[str, Any], payment: UUID | None, owner: User
) -> Difference:
    """No query. Which warranty a claim is under is left to whoever says so: places in a file are not those here.

    Raises ValidationError where the whole would break a rule.
    """
    purchase = here.purchases[key]
    wanted = {**values_of(purchase, FIELDS), **values}
    looked_up = Purchase(**{name: wanted[name] for name in ("retailer_id", "brand_id", "category_id")})
    found = checked(wanted, person=owner, was=looked_up)
    warranties = [checked_warranty(each, today=owner.today) for each in thing.warranties or ()]
    claims = [{name: value for name, value in each.items() if name != "warranty"} for each in thing.claims or ()]
    return Difference(
        purchase=purchase,
        changes={name: found[name] for name in values if found[name] != getattr(purchase, name)},
        payment=payment if payment != purchase.transaction_id else None,
        warranties=_paired(here.warranties.get(key, []), warranties, WARRANTY_FIELDS),
        claims=_paired(here.claims.get(key, []), claims, _CLAIM_FIELDS),
    )


@database_transaction.atomic
def apply_difference(difference: Difference, owner: User) -> None:
    """By the services everybody else changes things with. What hangs on it beyond the file's stays.

    Raises ValidationError, NoLongerThere.
    """
    purchase = difference.purchase
    if difference.changes:
        services.update_purchase(purchase=purchase, changed_by=owner, **difference.changes)
    if difference.payment is not None:
        services.link_payment(purchase=purchase, linked_by=owner, transaction_id=difference.payment)
    for warranty, values in difference.warranties:
        if warranty is None:
            services.add_warranty(purchase=purchase, added_by=owner, **values)
        else:
            services.update_warranty(warranty=warranty, changed_by=owner, **values)
    for claim, values in difference.claims:
        if claim is None:
            services.open_claim(purchase=purchase, opened_by=owner, **values)
        else:
            services.change_claim(claim=claim, changed_by=owner, **values)


def _paired(here: Sequence[Part], said: Sequence[dict[str, Any]], fields: tuple[str, ...]) -> Pairs[Part]:
    """What differs: each that the file says otherwise beside the one it means by its place, None for one more."""
    left, missing = list(here), []
    for values in said:
        wanted = {name: values[name] for name in fields}
        same = next((each for each in left if values_of(each, fields) == wanted), None)
        if same is None:
            missing.append(values)
        else:
            left.remove(same)
    return [(left[place] if place < len(left) else None, values) for place, values in enumerate(missing)]
