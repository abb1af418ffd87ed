"""Whether the person has such a thing already, among what they own."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.db.models import Q

from accounts.models import User
from insights.advice.facts import OwnedThing
from insights.advice.kinds import looked_for, same_kind
from purchases.core.models import Claim, Purchase, Warranty

MOST: Final = 60
FAR: Final = date.max


def thing_of_kind(person: User, what: str) -> OwnedThing | None:
    """Of the same kind (see `kinds`), in the house and not put away: the one covered longest, else the newest.

    Three queries at most, of the person's own things alone.
    """
    words = looked_for(what)
    if not words:
        return None
    named = Q()
    for word in words:
        named |= Q(search_text__contains=word)
    own = Purchase.objects.owned_by(person).filter(named, is_archived=False).order_by("-purchase_date", "-pk")
    found = [each for each in own[:MOST] if same_kind(what, each.product_name)]
    if not found:
        return None
    today = person.today
    running = Warranty.objects.filter(purchase__in=found, status=Warranty.Status.ACTIVE, warranty_start__lte=today)
    ends: dict[object, date] = {}
    for warranty in running:
        covers = warranty.warranty_end or FAR
        if covers >= today:
            ends[warranty.purchase_id] = max(ends.get(warranty.purchase_id, covers), covers)
    best = max(found, key=lambda each: (ends.get(each.pk, date.min), each.purchase_date))
    end = ends.get(best.pk)
    return OwnedThing(
        key=best.pk,
        name=best.product_name,
        bought_on=best.purchase_date,
        is_covered=end is not None,
        warranty_end=None if end in (None, FAR) else end,
        claim_opened_on=_open_claim(best) if end else None,
    )


def _open_claim(thing: Purchase) -> date | None:
    """Since when something is being put right."""
    waiting = Claim.objects.filter(purchase=thing, closed_on=None).order_by("opened_on")
    return waiting.values_list("opened_on", flat=True).first()
