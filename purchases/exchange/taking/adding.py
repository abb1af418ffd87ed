"""Writing many things down at once, by every rule of `create_purchase`: a few statements for hundreds of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError

from accounts.models import User
from purchases.core import errors
from purchases.core.models import Claim, Purchase, ThingAccess, Warranty
from purchases.core.services.claims import MOST_CLAIMS
from purchases.core.services.warranties import MOST_WARRANTIES
from purchases.core.summing import Cell, add_up, cells_of_purchase, cells_of_warranty
from purchases.core.values import checked, checked_claim, checked_warranty, defaults, search_text_of
from purchases.exchange.reading.records import ReadThing, Remark, remark_of

# Rows of sums in one statement.
_SUMS_AT_ONCE = 1_000
_NOT_CLEANED = ["owner", "retailer", "brand", "category", "transaction"]


@dataclass(slots=True)
class NewThing:
    """A thing that was checked and is not written yet."""

    purchase: Purchase
    warranties: list[Warranty] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)


def new_thing(thing: ReadThing, values: dict[str, Any], payment: UUID | None, owner: User) -> NewThing | Remark:
    """Checked as a whole: what breaks a rule is not taken in parts. `values` name ids that were looked up already."""
    try:
        return _checked(thing, values, payment, owner)
    except ValidationError as error:
        return remark_of(error)


def _checked(thing: ReadThing, values: dict[str, Any], payment: UUID | None, owner: User) -> NewThing:
    whole = {**defaults(owner), **values}
    looked_up = Purchase(**{name: whole[name] for name in ("retailer_id", "brand_id", "category_id")})
    found = checked(whole, person=owner, was=looked_up)
    purchase = Purchase(
        owner=owner,
        origin=thing.marks[0] if thing.marks else None,
        transaction_id=payment,
        search_text=search_text_of(found),
        **found,
    )
    purchase.clean_fields(exclude=_NOT_CLEANED)
    new = NewThing(purchase)
    if len(thing.warranties or ()) > MOST_WARRANTIES:
        raise errors.too_many_warranties(MOST_WARRANTIES)
    if len(thing.claims or ()) > MOST_CLAIMS:
        raise errors.too_many_claims(MOST_CLAIMS)
    new.warranties = [_warranty(purchase, each, owner) for each in thing.warranties or ()]
    new.claims = [_claim(new, each, owner) for each in thing.claims or ()]
    return new


def _warranty(purchase: Purchase, said: dict[str, Any], owner: User) -> Warranty:
    warranty = Warranty(purchase=purchase, owner=owner, **checked_warranty(said, today=owner.today))
    warranty.clean_fields(exclude=["purchase", "owner"])
    return warranty


def _claim(new: NewThing, said: dict[str, Any], owner: User) -> Claim:
    values = {name: value for name, value in said.items() if name != "warranty"}
    found = checked_claim({**values, "warranty_id": None}, purchase=new.purchase, today=owner.today)
    claim = Claim(purchase=new.purchase, **found)
    if said["warranty"] is not None:
        claim.warranty = new.warranties[said["warranty"]]
    claim.clean_fields(exclude=["purchase", "warranty"])
    return claim


def insert_things(owner: User, things: Sequence[NewThing]) -> None:
    """In the caller's transaction; nobody is told. What they come to is added up in the one order of all."""
    purchases = [each.purchase for each in things]
    Purchase.objects.bulk_create(purchases)
    ThingAccess.objects.bulk_create(
        ThingAccess(
            purchase=each,
            person=owner,
            role=ThingAccess.Role.OWNER,
            purchase_date=each.purchase_date,
            is_archived=each.is_archived,
        )
        for each in purchases
    )
    warranties = [one for each in things for one in each.warranties]
    Warranty.objects.bulk_create(warranties)
    Claim.objects.bulk_create(one for each in things for one in each.claims)
    cells = [cell for each in purchases for cell in cells_of_purchase(each)]
    cells += [cell for each in warranties for cell in cells_of_warranty(each)]
    add_up_many(owner.pk, cells)


def add_up_many(owner_id: UUID, cells: Iterable[Cell]) -> None:
    """As `add_up`, of more cells than a statement takes, each part in the one order: nobody waits crosswise."""
    for some in _parts(sorted(_sums(cells), key=lambda each: (each.grouping, each.key, each.currency))):
        add_up(owner_id, added=some)


def _sums(cells: Iterable[Cell]) -> Iterator[Cell]:
    sums: dict[tuple[str, str, str], list[Any]] = {}
    for each in cells:
        found = sums.setdefault((each.grouping, each.key, each.currency), ["", 0, 0, 0])
        found[0] = found[0] or each.label
        found[1] += each.count
        found[2] += each.pieces
        found[3] += each.amount
    return (Cell(*key, *found) for key, found in sums.items())


def _parts(cells: list[Cell]) -> Iterator[list[Cell]]:
    return (cells[start : start + _SUMS_AT_ONCE] for start in range(0, len(cells), _SUMS_AT_ONCE))
