"""The payment a thing was bought with, or those it may have been."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from ledger.core.models import Transaction
from ledger.core.payees import search_text
from purchases.core.listing import SeenPurchase
from purchases.core.models import Purchase
from purchases.core.suggesting import suggestions_for

AROUND, AROUND_NAMED, MOST = timedelta(days=45), timedelta(days=400), 20


@dataclass(frozen=True, slots=True)
class Offer:
    """A payment with the reason why it may be the one."""

    entry: Transaction
    reason: str


@dataclass(frozen=True, slots=True)
class Payment:
    """`entry` where the person sees it; `offers` where the thing is theirs and has none."""

    entry: Transaction | None
    offers: list[Offer]


def payment_of(seen: SeenPurchase, person: User) -> Payment:
    """Two queries at most."""
    if seen.transaction_id is not None:
        found = Transaction.objects.visible_to(person).live().select_related("account")
        return Payment(found.filter(pk=seen.transaction_id).first(), [])
    if not seen.is_mine:
        return Payment(None, [])
    found_offers = suggestions_for(seen.purchase, person)
    return Payment(None, [Offer(each.entry, _reason(each.days, each.is_retailer)) for each in found_offers])


def _reason(days: int, is_retailer: bool) -> str:
    said = [_("same amount")]
    if days == 0:
        said.append(_("same day"))
    elif days > 0:
        said.append(ngettext("%(days)s day later", "%(days)s days later", days) % {"days": days})
    else:
        said.append(ngettext("%(days)s day before", "%(days)s days before", -days) % {"days": -days})
    if is_retailer:
        said.append(_("same shop"))
    return ", ".join(said)


def payments_around(thing: Purchase, person: User, words: str) -> list[Transaction]:
    """Money that went out of the person's own accounts within 45 days of the purchase, with `words` within 400.

    The nearest in time first. One query.
    """
    asked = search_text(words).split()
    day, around = thing.purchase_date, AROUND_NAMED if asked else AROUND
    found = Transaction.objects.owned_by(person).live().exclude(kind=Transaction.Kind.TRANSFER)
    found = found.filter(
        amount__lt=0, account__currency=thing.currency, booked_on__range=(day - around, day + around)
    ).select_related("account")
    for word in asked:
        found = found.filter(search_text__contains=word)
    newest = found.order_by("-booked_on", "-pk")[: 20 * MOST]
    return sorted(newest, key=lambda each: (each.amount != -thing.price, abs((each.booked_on - day).days)))[:MOST]
