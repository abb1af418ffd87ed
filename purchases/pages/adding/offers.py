"""What the page of a new thing begins with: all that a paper, a mail or a payment says of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.models import User
from ledger.core.models import Transaction
from ledger.core.others_categories import nearest_known
from purchases.core.models import Purchase, Warranty
from purchases.pages.adding.law import legal_months
from purchases.pages.adding.matching import payments_for, shop_of_payee, sure_one, things_for
from purchases.pages.things.forms import MONTHS, NO_COVER
from purchases.receipts.reading import Reading


@dataclass(frozen=True, slots=True)
class Candidate:
    """A payment to tick. `is_shop`: its payee is the shop that was read."""

    entry: Transaction
    is_shop: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """`given` fills the form. `things` are those the paper may belong to, where no payment was chosen yet."""

    reading: Reading
    given: dict[str, Any]
    payments: tuple[Candidate, ...]
    things: tuple[Purchase, ...]


def offer_for(person: User, reading: Reading, *, chosen: Transaction | None = None, with_things: bool = True) -> Offer:
    """`chosen` is the payment somebody said it is: what the paper does not say is taken from it. Seven queries."""
    if chosen is not None and reading.amount is None:
        reading = _as_paid(reading, chosen, person)
    found = payments_for(reading, person)
    candidates = [Candidate(each.entry, each.is_retailer) for each in found]
    if chosen is None:
        sure = sure_one(found, reading)
        ticked = sure.entry if sure else None
    else:
        ticked = chosen
        candidates = [Candidate(chosen, False), *(each for each in candidates if each.entry.pk != chosen.pk)]
    if ticked is not None and reading.shop is None:
        reading = replace(reading, shop=shop_of_payee(ticked.payee, person))
    return Offer(
        reading=reading,
        given=_given(reading, ticked, person),
        payments=tuple(candidates),
        things=tuple(things_for(reading, person)) if with_things and chosen is None else (),
    )


def _as_paid(reading: Reading, entry: Transaction, person: User) -> Reading:
    return replace(
        reading,
        amount=-entry.amount,
        currency=entry.account.currency,
        day=reading.day or entry.booked_on,
        shop=reading.shop or shop_of_payee(entry.payee, person),
    )


def _given(reading: Reading, ticked: Transaction | None, person: User) -> dict[str, Any]:
    given: dict[str, Any] = {
        "product_name": reading.product or (_("From %(shop)s") % {"shop": reading.shop} if reading.shop else ""),
        # Of an amount in a currency that is not known, nothing.
        "price": reading.amount if reading.currency else None,
        "currency": reading.currency or person.currency,
        "purchase_date": reading.day or person.today,
        "shop": reading.shop or "",
        "notes": _("Order %(number)s") % {"number": reading.order_number} if reading.order_number else "",
        "category": _category_of(ticked, person),
        "payment": ticked.pk if ticked else None,
    }
    return given | _cover(reading, person)


def _category_of(entry: Transaction | None, person: User) -> str:
    known = nearest_known(entry.category, person.pk) if entry is not None and entry.category else None
    return str(known.pk) if known else ""


def _cover(reading: Reading, person: User) -> dict[str, Any]:
    """What the paper says, unless the law of the country gives longer."""
    by_law, said = legal_months(person), reading.warranty_months
    if said is not None and said > (by_law or 0):
        return {"cover": MONTHS, "warranty_months": said, "warranty_type": Warranty.Type.LIMITED}
    if by_law is not None:
        return {"cover": MONTHS, "warranty_months": by_law, "warranty_type": Warranty.Type.LEGAL}
    return {"cover": NO_COVER, "warranty_months": None}


def merged(readings: list[Reading]) -> Reading:
    """What papers of one purchase say: the surest first, its gaps filled from those that do not contradict it."""
    first, *others = sorted(readings, key=lambda each: -each.confidence) or [Reading()]
    for other in others:
        agrees = other.amount is None or first.amount is None or other.amount == first.amount
        if agrees:
            gaps = {name: getattr(first, name) for name in _FIELDS if getattr(first, name) is not None}
            filled = replace(other, **gaps)
            first = replace(filled, confidence=max(first.confidence, other.confidence))
    return first


_FIELDS = ("amount", "currency", "day", "shop", "product", "order_number", "warranty_months")


def key_of(sent: str | None) -> UUID | None:
    """None of what is no id."""
    try:
        return UUID(sent) if sent else None
    except ValueError:
        return None
