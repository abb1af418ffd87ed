"""The figures above the inventory, and how many things each of its chips would show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q

from accounts.models import User
from purchases.core.listing import (
    ENDED,
    GOES_BACK,
    SOON,
    SOON_DAYS,
    PurchaseFilter,
    conditions,
    count_purchases,
    expiring,
    find_purchases,
)
from purchases.core.models import Purchase, Warranty
from purchases.core.queries import Spent, Summary, WarrantySummary, summary, warranty_summary
from purchases.worth.holdings import worth_today

# Beyond so many things the chips that no sum counts carry none: each would look at all of them.
MOST_COUNTED = 1_000
NAMED = 2


@dataclass(frozen=True, slots=True)
class Ending:
    name: str
    days: int
    thing: str


@dataclass(frozen=True, slots=True)
class Amount:
    currency: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Head:
    """Of one's own things, archived ones too. `ending` are the nearest of the warranties that end within 90 days."""

    owned: Summary
    warranties: WarrantySummary
    soon: int
    ending: list[Ending]
    worths: list[Amount]

    @property
    def worth(self) -> Amount | None:
        """Of what counts in net worth, in the currency that comes to most."""
        return self.worths[0] if self.worths else None

    @property
    def other_worths(self) -> list[Amount]:
        return self.worths[1:]

    @property
    def paid(self) -> Spent | None:
        """In the currency most things were bought in."""
        return self.owned.spent[0] if self.owned.spent else None

    @property
    def others(self) -> list[Spent]:
        return self.owned.spent[1:]


def head_of(person: User) -> Head:
    """Seven queries, whatever there is."""
    today = person.today
    found = expiring(Warranty.objects.owned_by(person), today, SOON_DAYS)
    nearest = found.select_related("purchase").order_by("warranty_end", "pk")[:NAMED]
    return Head(
        owned=summary(person),
        warranties=warranty_summary(person),
        soon=found.count(),
        ending=[Ending(each.purchase.product_name, _days(each, today), str(each.purchase_id)) for each in nearest],
        worths=[Amount(*each) for each in worth_today(person).items()],
    )


def _days(warranty: Warranty, today: date) -> int:
    return ((warranty.warranty_end or today) - today).days


def chip_counts(person: User, whole: int) -> dict[str, int]:
    """By chip, of all that is not archived, which are `whole`. One query; of many four, and fewer counts."""
    if whole > MOST_COUNTED:
        known = {
            "ordered": PurchaseFilter(statuses=[Purchase.Status.ORDERED]),
            "no_papers": PurchaseFilter(has_papers=False),
        }
        none = Purchase.objects.none()
        return {"all": whole, **{name: count_purchases(person, each, none) for name, each in known.items()}}
    asked = conditions(person.today)
    counted = (
        find_purchases(person, PurchaseFilter(), "created_at")
        .order_by()
        .aggregate(
            soon=Count("pk", filter=asked[SOON]),
            ordered=Count("pk", filter=Q(status=Purchase.Status.ORDERED)),
            returnable=Count("pk", filter=asked[GOES_BACK]),
            no_papers=Count("pk", filter=Q(papers=0)),
            ended=Count("pk", filter=asked[ENDED]),
        )
    )
    return {"all": whole, **counted}
