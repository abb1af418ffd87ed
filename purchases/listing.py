"""Lists of things and warranties as one person sees them: filters, order, and a page's rows with what they need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.db.models.expressions import OrderBy

from accounts.models import User
from config.kernel.folding import search_text
from ledger.core.models import Category, Transaction
from purchases.models import Purchase, ThingAccess, Warranty
from purchases.models.warranties import WarrantyQuerySet

Order = tuple[OrderBy | str, ...]
# By the columns of the access, so that a person's newest are read off its index.
ORDERS: Final[dict[str, Order]] = {
    "-purchase_date": ("-access__purchase_date", "-access__purchase_id"),
    "purchase_date": ("access__purchase_date", "access__purchase_id"),
    "-price": ("-price", "-pk"),
    "price": ("price", "pk"),
    "product_name": ("search_text", "pk"),
    "-product_name": ("-search_text", "-pk"),
    "-created_at": ("-pk",),
    "created_at": ("pk",),
}
WARRANTY_ORDERS: Final[dict[str, Order]] = {
    "-created_at": ("-pk",),
    "created_at": ("pk",),
    "warranty_end": (F("warranty_end").asc(nulls_last=True), "pk"),
    "-warranty_end": (F("warranty_end").desc(nulls_last=True), "-pk"),
}


@dataclass(frozen=True, slots=True)
class PurchaseFilter:
    """`is_mine` None: both one's own and what the partner shows. `is_archived` None: both. Days include both ends."""

    statuses: Sequence[str] = ()
    retailer_ids: Sequence[UUID] = ()
    brand_ids: Sequence[UUID] = ()
    category_ids: Sequence[UUID] = ()
    transaction_ids: Sequence[UUID] = ()
    bought_after: date | None = None
    bought_before: date | None = None
    tag: str = ""
    search: str = ""
    is_mine: bool | None = None
    is_archived: bool | None = False

    @property
    def asks_nothing(self) -> bool:
        """Beyond what the access itself says."""
        conditions = (
            self.statuses, self.retailer_ids, self.brand_ids, self.category_ids, self.transaction_ids,
            self.bought_after, self.bought_before, self.tag, self.search,
        )  # fmt: skip
        return not any(conditions)


@dataclass(frozen=True, slots=True)
class SeenPurchase:
    """A thing with what else a person sees of it; `category_id` and `transaction_id` None where they do not."""

    purchase: Purchase
    warranties: list[Warranty]
    category_id: UUID | None
    transaction_id: UUID | None
    is_mine: bool
    is_shared: bool


def find_purchases(person: User, wanted: PurchaseFilter, order: str) -> QuerySet[Purchase]:
    """What matches, in order: a name of ORDERS. A query more where payments are named."""
    seen = _access(person, wanted, "access__")
    if wanted.bought_after is not None:
        seen &= Q(access__purchase_date__gte=wanted.bought_after)
    if wanted.bought_before is not None:
        seen &= Q(access__purchase_date__lte=wanted.bought_before)
    found = _narrowed(Purchase.objects.filter(seen), wanted, person)
    return found.select_related("retailer", "brand").order_by(*ORDERS[order])


def count_purchases(person: User, wanted: PurchaseFilter, found: QuerySet[Purchase]) -> int:
    """Of what `find_purchases` found; where nothing is asked, of the access alone."""
    if wanted.asks_nothing:
        return ThingAccess.objects.filter(_access(person, wanted, "")).count()
    return found.count()


def _access(person: User, wanted: PurchaseFilter, prefix: str) -> Q:
    """One condition, so that all of it is about the same row."""
    condition = Q(**{f"{prefix}person": person})
    if wanted.is_archived is not None:
        # As a list: Django writes `= False` as NOT, for which SQLite uses no index.
        condition &= Q(**{f"{prefix}is_archived__in": [wanted.is_archived]})
    if wanted.is_mine is not None:
        role = ThingAccess.Role.OWNER if wanted.is_mine else ThingAccess.Role.VIEWER
        condition &= Q(**{f"{prefix}role": role})
    return condition


def _narrowed(found: QuerySet[Purchase], wanted: PurchaseFilter, person: User) -> QuerySet[Purchase]:
    for field, values in (
        ("status", wanted.statuses),
        ("retailer", wanted.retailer_ids),
        ("brand", wanted.brand_ids),
        ("category", wanted.category_ids),
    ):
        if values:
            found = found.filter(**{f"{field}__in": values})
    if wanted.category_ids:
        # A partner's own category tells its thing apart for nobody else.
        found = found.filter(category__in=Category.objects.visible_to(person).values("pk"))
    if wanted.transaction_ids:
        entries = Transaction.objects.visible_to(person).live().filter(pk__in=wanted.transaction_ids)
        found = found.filter(transaction__in=list(entries.values_list("pk", flat=True)))
    for word in search_text(wanted.search).split():
        found = found.filter(
            Q(search_text__contains=word) | Q(retailer__name_key__contains=word) | Q(brand__name_key__contains=word)
        )
    if wanted.tag:
        found = found.filter(pk__in=_tagged(found, wanted.tag))
    return found


def _tagged(found: QuerySet[Purchase], tag: str) -> list[UUID]:
    """SQLite finds no text inside a list of JSON, so that is looked at here, of those with the words of the tag."""
    folded = search_text(tag)
    rows = found.filter(search_text__contains=folded).values_list("pk", "tags")
    return [key for key, tags in rows if any(search_text(each) == folded for each in tags)]


def seen_by(person: User, purchases: Sequence[Purchase]) -> list[SeenPurchase]:
    """With what each of them needs besides its row: six queries at most, however many."""
    keys = [each.pk for each in purchases]
    warranties: dict[UUID, list[Warranty]] = {key: [] for key in keys}
    for each in Warranty.objects.filter(purchase__in=keys).order_by("warranty_start", "pk"):
        warranties[each.purchase_id].append(each)
    mine = {each.pk for each in purchases if each.owner_id == person.pk}
    shared = set(
        ThingAccess.objects.filter(purchase__in=mine, role=ThingAccess.Role.VIEWER).values_list(
            "purchase_id", flat=True
        )
    )
    entries = _entries_seen(person, {each.transaction_id for each in purchases if each.transaction_id is not None})
    others = {each.category_id for each in purchases if each.pk not in mine and each.category_id is not None}
    known = (
        set(Category.objects.visible_to(person).filter(pk__in=others).values_list("pk", flat=True)) if others else ()
    )
    return [
        SeenPurchase(
            purchase=each,
            warranties=warranties[each.pk],
            category_id=each.category_id if each.pk in mine or each.category_id in known else None,
            transaction_id=each.transaction_id if each.transaction_id in entries else None,
            is_mine=each.pk in mine,
            is_shared=each.pk not in mine or each.pk in shared,
        )
        for each in purchases
    ]


def _entries_seen(person: User, keys: set[UUID]) -> set[UUID]:
    if not keys:
        return set()
    return set(Transaction.objects.visible_to(person).live().filter(pk__in=keys).values_list("pk", flat=True))


def warranties_seen(person: User) -> WarrantyQuerySet:
    """All the person sees. Whoever is shown nothing by a partner is read off their own index. One query, now."""
    if ThingAccess.objects.filter(person=person, role=ThingAccess.Role.VIEWER).exists():
        return Warranty.objects.visible_to(person)
    return Warranty.objects.owned_by(person)


def expiring(found: WarrantyQuerySet, today: date, days: int) -> WarrantyQuerySet:
    """Those in force that end from today to `days` from now, both included."""
    until = today + timedelta(days=days)
    return found.filter(status=Warranty.Status.ACTIVE, warranty_end__range=(today, until))
