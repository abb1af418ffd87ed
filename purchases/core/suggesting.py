"""Payments a thing may have been bought with: of its amount, within days, best where the payee is the shop."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from accounts.models import User
from ledger.core.models import Transaction
from ledger.core.payees import payee_key
from purchases.core.models import Purchase

WITHIN = timedelta(days=5)
MOST = 5
_LOOKED_AT = 50


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`days` from the purchase to the booking, negative before it. `is_retailer`: the payee is the shop."""

    entry: Transaction
    days: int
    is_retailer: bool


def suggestions_for(purchase: Purchase, person: User) -> list[Suggestion]:
    """For a thing of the person's own that has no payment yet; best first. Two queries."""
    if purchase.transaction_id is not None:
        return []
    return payments_like(
        person,
        price=purchase.price,
        currency=purchase.currency,
        day=purchase.purchase_date,
        shop=purchase.retailer.name if purchase.retailer else "",
    )


def payments_like(
    person: User, *, price: Decimal, currency: str, day: date, shop: str, within: timedelta = WITHIN
) -> list[Suggestion]:
    """Of the exact price and currency, booked `within` days of `day`, on an account of the person's, the payment of
    nothing else yet; best first. Two queries.
    """
    if not price:
        return []
    found = (
        Transaction.objects.owned_by(person)
        .live()
        .filter(
            account__currency=currency,
            amount=-price,
            booked_on__range=(day - within, day + within),
            kind=Transaction.Kind.EXPENSE,
            purchases__isnull=True,
        )
    )
    words = _words(shop)
    judged = [
        Suggestion(each, (each.booked_on - day).days, bool(words & _words(each.payee)))
        for each in found.select_related("account").order_by("booked_on", "pk")[:_LOOKED_AT]
    ]
    return sorted(judged, key=lambda each: (not each.is_retailer, abs(each.days), each.days, each.entry.pk))[:MOST]


def _words(name: str) -> frozenset[str]:
    """The words a shop is known by; those of one letter tell nothing."""
    return frozenset(each for each in payee_key(name).split() if len(each) > 1)
