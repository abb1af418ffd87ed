"""What stands of things on the page of a payment."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string

from config.kernel.slots import fills
from ledger.core.models import Transaction
from ledger.core.views.transactions import person
from purchases.core.models import Purchase, ThingAccess
from purchases.core.suggesting import WITHIN

MOST_SHOWN, MOST_OFFERED = 20, 3


@fills("said_of_transaction")
def bought_with(request: HttpRequest, entry: Transaction) -> str:
    """The things the reader sees that were bought with it, and those of theirs it may have paid. Three queries at most,
    one for money that came in.
    """
    user = person(request)
    things = list(
        Purchase.objects.visible_to(user)
        .filter(transaction=entry)
        .select_related("retailer")
        .order_by("pk")[:MOST_SHOWN]
    )
    offered: list[Purchase] = []
    if not things and entry.amount < 0 and Transaction.objects.owned_by(user).filter(pk=entry.pk).exists():
        day = entry.booked_on
        offered = list(
            Purchase.objects.filter(
                access__person=user,
                access__role=ThingAccess.Role.OWNER,
                access__purchase_date__range=(day - WITHIN, day + WITHIN),
                price=-entry.amount,
                currency=entry.account.currency,
                transaction__isnull=True,
            ).order_by("pk")[:MOST_OFFERED]
        )
    if not things and not offered:
        return ""
    context = {"entry": entry, "things": things, "offered": offered, "user": user}
    return render_to_string("purchases/things/_bought_with.html", context, request)
