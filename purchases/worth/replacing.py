"""What it would take to buy again whatever is soon covered no more: its price, spread over five years."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal
from uuid import UUID

from django.db import transaction as database_transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from accounts.models import User
from config.kernel.money import ZERO, smallest_unit_of
from ledger.goals.models import Goal
from ledger.goals.services import create_goal
from purchases.core.listing import warranties_seen
from purchases.core.models import Warranty
from purchases.core.models.warranties import WarrantyQuerySet
from purchases.core.values import end_after
from purchases.worth.line import month_after

MONTHS_AHEAD = 24
SPREAD = 60
# Of more things than a household has the nearest are read, so that ten thousand cost what two hundred do.
MOST = 200


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A thing whose last warranty ends on `end`."""

    thing: UUID
    name: str
    price: Decimal
    currency: str
    end: date


@dataclass(frozen=True, slots=True)
class Fund:
    """What `things`, all of one currency, cost together; `monthly` buys them again in SPREAD months, rounded up."""

    currency: str
    things: list[Uncovered]

    @property
    def amount(self) -> Decimal:
        return sum((each.price for each in self.things), ZERO)

    @property
    def monthly(self) -> Decimal:
        return (self.amount / SPREAD).quantize(smallest_unit_of(self.currency), ROUND_CEILING)


def last_day(today: date) -> date:
    return end_after(today, MONTHS_AHEAD)


def soon_uncovered(seen: WarrantyQuerySet, today: date) -> list[Uncovered]:
    """The nearest MOST, in order of their ends: no warranty of theirs lasts longer, and they are not archived.

    `seen` is what the person sees. One query.
    """
    until = last_day(today)
    longer = Warranty.objects.filter(purchase=OuterRef("purchase"), status=Warranty.Status.ACTIVE)
    longer = longer.filter(Q(warranty_end__isnull=True) | Q(warranty_end__gt=OuterRef("warranty_end")))
    ending = seen.filter(status=Warranty.Status.ACTIVE, warranty_end__range=(today, until), purchase__is_archived=False)
    rows = (
        ending.filter(~Exists(longer))
        .order_by("warranty_end", "pk")
        .values_list("purchase_id", "purchase__product_name", "purchase__price", "purchase__currency", "warranty_end")
    )
    found: dict[UUID, Uncovered] = {}
    for key, name, price, currency, end in rows[:MOST]:
        assert end is not None
        found.setdefault(key, Uncovered(key, name, price, currency, end))
    return list(found.values())


def funds_of(things: Iterable[Uncovered], usual: str) -> list[Fund]:
    """One for each currency in which there is something to pay; the `usual` one first, then by how much."""
    of: dict[str, list[Uncovered]] = {}
    for each in things:
        of.setdefault(each.currency, []).append(each)
    funds = [fund for each in of.items() if (fund := Fund(*each)).amount]
    return sorted(funds, key=lambda fund: (fund.currency != usual, -fund.amount, fund.currency))


@database_transaction.atomic
def make_goal(*, person: User) -> tuple[Goal, bool] | None:
    """A goal of the first of the funds, and whether it is new: one that is open under its name is as good.

    None where nothing ends. Raises FieldError.
    """
    today = person.today
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    funds = funds_of(soon_uncovered(warranties_seen(person), today), person.currency)
    if not funds:
        return None
    fund, name = funds[0], _("Replace what is covered no more")
    there = Goal.objects.filter(owner=person, name=name, currency=fund.currency, status=Goal.Status.ACTIVE).first()
    if there is not None:
        return there, False
    goal = create_goal(
        person=person,
        currency=fund.currency,
        name=name,
        goal_type=Goal.Type.OTHER,
        target_amount=fund.amount,
        monthly_amount=fund.monthly,
        target_date=month_after(today, SPREAD),
    )
    return goal, True
