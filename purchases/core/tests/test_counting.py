"""How many there are is what comes one by one, whoever it is of and whatever is archived or shown."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import Any
from uuid import UUID

from accounts.models import User
from partnerships.core.models import Partnership
from purchases.conftest import Buys
from purchases.core.listing import PurchaseFilter, count_purchases, count_warranties, find_purchases, warranties_seen
from purchases.core.models import Warranty
from purchases.core.services import share_purchase
from purchases.core.services.papers import count_papers

FILTERS: tuple[dict[str, Any], ...] = (
    {}, {"statuses": ["ordered"]}, {"statuses": ["ordered", "received"]}, {"has_papers": True}, {"has_papers": False},
    {"statuses": ["received"], "has_papers": False}, {"search": "lamp"}, {"retailer_ids": [None]},
)  # fmt: skip
UNTIL = date(2028, 1, 1)


def test_things_are_counted_as_they_come(couple: Partnership, ana: User, ben: User, buys: Buys) -> None:
    for by, status, is_archived, has_papers in product((ana, ben), ("ordered", "received"), (False, True), (0, 1)):
        for is_shown in (False, True):
            thing = buys(by, status=status, is_archived=is_archived, currency="USD" if has_papers else "EUR")
            count_papers(thing, has_papers)
            if is_shown:
                share_purchase(purchase=thing, shared_by=by)
    for values, is_mine, is_archived in product(FILTERS, (None, True, False), (None, True, False)):
        wanted = PurchaseFilter(**values, is_mine=is_mine, is_archived=is_archived)
        found = find_purchases(ana, wanted, "-purchase_date")
        assert count_purchases(ana, wanted, found) == len(found), wanted


def test_warranties_are_counted_as_they_come(couple: Partnership, ana: User, ben: User, buys: Buys) -> None:
    for status, end in (("active", UNTIL), ("voided", UNTIL), ("active", date(2026, 11, 19))):
        for by in (ana, ben):
            buys(by, warranty={"warranty_end": end, "status": status})

    def counts(person: User) -> list[tuple[int, int]]:
        found = []
        for statuses in ([], ["active"], ["expired", "voided"]):
            narrowed = warranties_seen(person).filter(status__in=statuses or Warranty.Status.values)
            found.append((count_warranties(person, narrowed, statuses), len(narrowed)))
        return found

    assert counts(ana) == [(3, 3), (1, 1), (2, 2)]
    shown: list[UUID] = []
    for each in Warranty.objects.filter(owner=ben).select_related("purchase"):
        shown.append(share_purchase(purchase=each.purchase, shared_by=ben).pk)
    assert len(shown) == 3
    assert counts(ana) == [(6, 6), (2, 2), (4, 4)]
