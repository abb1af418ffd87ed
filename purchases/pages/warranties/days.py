"""The last days of warranties, and the last to give something back, in the calendar of whoever sees the thing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from ledger.recurring.further import FurtherDay, tells_days
from purchases.core.listing import warranties_seen
from purchases.core.models import Purchase, Warranty

# In two years; beyond that a calendar would hold nothing else.
MOST = 200


@tells_days
def days_of_things(person: User, first: date, last: date) -> Iterator[FurtherDay]:
    """Of what is not archived; whether something can go back is its owner's to know. Three queries."""
    running = warranties_seen(person).filter(status=Warranty.Status.ACTIVE, warranty_end__range=(first, last))
    ending = running.filter(purchase__is_archived=False).select_related("purchase").order_by("warranty_end", "pk")
    for warranty in ending[:MOST]:
        assert warranty.warranty_end is not None
        yield FurtherDay(
            key=f"{warranty.pk}-ends",
            on=warranty.warranty_end,
            title=_("%(name)s: the warranty ends") % {"name": warranty.purchase.product_name},
            text=_("The last day it covers. A claim opened before counts."),
            url=reverse("thing", args=[warranty.purchase_id]),
            changed_at=warranty.updated_at,
        )
    returning = Purchase.objects.owned_by(person).filter(return_until__range=(first, last), is_archived=False)
    for thing in returning.order_by("return_until", "pk")[:MOST]:
        assert thing.return_until is not None
        yield FurtherDay(
            key=f"{thing.pk}-back",
            on=thing.return_until,
            title=_("%(name)s can go back until today") % {"name": thing.product_name},
            text=_("The last day the shop takes it back."),
            url=reverse("thing", args=[thing.pk]),
            changed_at=thing.updated_at,
        )
