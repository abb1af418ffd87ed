"""What the page of warranties shows: figures, bars of what runs, one list where a filter asks for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, Sum
from django.http import QueryDict

from accounts.models import User
from config.kernel.money import ZERO
from ledger.core.category_tree import CategoryTree, category_tree
from purchases.core.listing import (
    ACTIVE,
    PurchaseFilter,
    conditions,
    count_purchases,
    expiring,
    find_purchases,
    is_shown_things,
)
from purchases.core.models import Claim, ThingAccess, Warranty
from purchases.core.models.warranties import WarrantyQuerySet
from purchases.core.queries import SOON, WarrantySummary, warranty_summary
from purchases.pages.warranties.bars import Bar, Task, bar_of, tasks_of
from purchases.worth.replacing import Fund, funds_of, last_day, soon_uncovered

SOON_SHOWN, LONGER_SHOWN, ENDED_SHOWN = 30, 10, 5
PER_PAGE, MOST_PAGES = 50, 10_000
LONGEST_WITHIN = 3_660
# As the inventory does: of more things it is not counted which are covered, since that looks at all of them.
MOST_COUNTED = 1_000
Status = Warranty.Status
LONGER = "longer"
STATUSES = (*Status.values, LONGER)


@dataclass(frozen=True, slots=True)
class Asked:
    """`within` days from today, or None; `status` one of STATUSES or ''. `is_mine`: without what a partner shows."""

    status: str = ""
    within: int | None = None
    page: int = 1
    is_mine: bool = False

    @property
    def narrowed(self) -> bool:
        return bool(self.status) or self.within is not None


def read(query: QueryDict) -> Asked:
    """What makes no sense asks nothing."""
    status = query.get("status", "")
    within = _number(query.get("within", ""), LONGEST_WITHIN)
    page = _number(query.get("page", ""), MOST_PAGES) or 1
    return Asked(status if status in STATUSES else "", within, page, query.get("is_mine") == "true")


def _number(text: str, most: int) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 and int(text) <= most else None


@dataclass(frozen=True, slots=True)
class Covered:
    """Of `whole` things, those a warranty covers now, and what they cost in the usual currency."""

    count: int
    whole: int
    paid: Decimal


@dataclass(frozen=True, slots=True)
class Page:
    """`of_filter` where something was asked, else the three lists of the whole page."""

    summary: WarrantySummary
    covered: Covered | None
    funds: list[Fund]
    is_shown: bool = False
    soon: list[Bar] = field(default_factory=list)
    longer: list[Bar] = field(default_factory=list)
    ended: list[Bar] = field(default_factory=list)
    more_soon: bool = False
    more_longer: bool = False
    tasks: list[Task] = field(default_factory=list)
    of_filter: list[Bar] = field(default_factory=list)
    has_next: bool = False

    @property
    def next_to_end(self) -> Bar | None:
        return self.soon[0] if self.soon else None


def page_of(person: User, asked: Asked) -> Page:
    """Fifteen queries at most, one more where a partner shows something."""
    is_shown = not asked.is_mine and is_shown_things(person)
    seen = Warranty.objects.visible_to(person) if is_shown else Warranty.objects.owned_by(person)
    tree, today = category_tree(person), person.today
    common: dict[str, Any] = {
        "summary": _with_shown(person) if is_shown else warranty_summary(person),
        "covered": covered_of(person, is_mine=True if asked.is_mine else None),
        "funds": funds_of(soon_uncovered(seen, today), person.currency),
        "is_shown": is_shown,
    }
    if asked.narrowed:
        start = (asked.page - 1) * PER_PAGE
        rows = _bars(_narrowed(seen, asked, today), slice(start, start + PER_PAGE + 1), tree, person)
        return Page(**common, of_filter=rows[:PER_PAGE], has_next=len(rows) > PER_PAGE)
    soon = _bars(_soon(seen, today), slice(SOON_SHOWN + 1), tree, person)
    longer = _longer(seen, tree, person)
    ended = _bars(_narrowed(seen, Asked(Status.EXPIRED.value), today), slice(ENDED_SHOWN), tree, person)
    shown = [each.thing.pk for each in (*soon, *longer)]
    claims = Claim.objects.filter(purchase__in=shown, closed_on__isnull=True).order_by("opened_on", "pk")
    return Page(
        **common,
        soon=soon[:SOON_SHOWN],
        longer=longer[:LONGER_SHOWN],
        ended=ended,
        more_soon=len(soon) > SOON_SHOWN,
        more_longer=len(longer) > LONGER_SHOWN,
        tasks=tasks_of([*soon, *longer], claims, tree, today),
    )


def _with_shown(person: User) -> WarrantySummary:
    """One's own from their sums, and what is shown, which is counted. Three queries."""
    own, today = warranty_summary(person), person.today
    access = {"purchase__access__person": person, "purchase__access__role": ThingAccess.Role.VIEWER}
    shown = Warranty.objects.filter(**access).aggregate(
        active=Count("pk", filter=Q(status=Status.ACTIVE)),
        expired=Count("pk", filter=Q(status=Status.EXPIRED)),
        voided=Count("pk", filter=Q(status=Status.VOIDED)),
        soon=Count("pk", filter=Q(status=Status.ACTIVE, warranty_end__range=(today, today + SOON))),
    )
    return WarrantySummary(**{name: getattr(own, name) + count for name, count in shown.items()})


def covered_of(person: User, *, is_mine: bool | None) -> Covered | None:
    """Two queries; None beyond MOST_COUNTED things. `is_mine` as of PurchaseFilter."""
    wanted = PurchaseFilter(is_mine=is_mine)
    found = find_purchases(person, wanted, "created_at")
    whole = count_purchases(person, wanted, found)
    if whole > MOST_COUNTED:
        return None
    rows = found.filter(conditions(person.today)[ACTIVE]).order_by()
    sums = {each["currency"]: each for each in rows.values("currency").annotate(count=Count("pk"), paid=Sum("price"))}
    paid = sums[person.currency]["paid"] if person.currency in sums else ZERO
    return Covered(sum(each["count"] for each in sums.values()), whole, paid)


def _narrowed(seen: WarrantyQuerySet, asked: Asked, today: date) -> WarrantyQuerySet:
    if asked.within is not None:
        return expiring(seen, today, asked.within).order_by("warranty_end", "pk")
    if asked.status == LONGER:
        lasting = seen.filter(status=Status.ACTIVE).filter(_beyond(today) | Q(warranty_end__isnull=True))
        return lasting.order_by(F("warranty_end").asc(nulls_last=True), "pk")
    found = seen.filter(status=asked.status)
    if asked.status == Status.ACTIVE:
        return found.order_by("warranty_end", "pk")
    return found.order_by("-warranty_end", "-pk")


def _soon(seen: WarrantyQuerySet, today: date) -> WarrantyQuerySet:
    found = seen.filter(status=Status.ACTIVE, warranty_end__range=(today, last_day(today)))
    return found.order_by("warranty_end", "pk")


def _beyond(today: date) -> Q:
    return Q(warranty_end__gt=last_day(today))


def _longer(seen: WarrantyQuerySet, tree: CategoryTree, person: User) -> list[Bar]:
    """Those with an end, then those for life: two ranges of the index, neither of them sorted. Two queries at most."""
    running = seen.filter(status=Status.ACTIVE)
    found = _bars(
        running.filter(_beyond(person.today)).order_by("warranty_end", "pk"), slice(LONGER_SHOWN + 1), tree, person
    )
    room = LONGER_SHOWN + 1 - len(found)
    if room:
        found += _bars(running.filter(warranty_end__isnull=True).order_by("pk"), slice(room), tree, person)
    return found


def _bars(found: WarrantyQuerySet, some: slice, tree: CategoryTree, person: User) -> list[Bar]:
    joined = found.select_related("purchase__brand", "purchase__retailer", "purchase__owner")
    return [bar_of(each, tree, person) for each in joined[some]]
