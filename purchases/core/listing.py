"""Lists of things and warranties as one person sees them: filters, order, and a page's rows with what they need."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.expressions import OrderBy

from accounts.models import User
from config.kernel.folding import search_text
from ledger.core.models import Category, Transaction
from purchases.core.models import Claim, Purchase, PurchaseSum, ThingAccess, Warranty
from purchases.core.models.warranties import WarrantyQuerySet

Grouping = PurchaseSum.Grouping
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


SOON_DAYS = 90
ACTIVE, SOON, ENDED, NONE = "active", "soon", "ended", "none"
GOES_BACK, BROKEN = "goes_back", "broken"
COVERS: Final = (ACTIVE, SOON, ENDED, NONE)


@dataclass(frozen=True, slots=True)
class PurchaseFilter:
    """`is_mine` None: both one's own and what the partner shows. `is_archived` None: both. Days include both ends.

    `cover` is one of COVERS: a warranty in force, one that ends within SOON_DAYS, only such as have ended, none at all.
    `goes_back`: the shop still takes it. `has_papers` None: with documents or without. `is_broken`: with an open claim.
    An id None among retailers or brands: things without one.
    """

    statuses: Sequence[str] = ()
    retailer_ids: Sequence[UUID | None] = ()
    brand_ids: Sequence[UUID | None] = ()
    category_ids: Sequence[UUID] = ()
    transaction_ids: Sequence[UUID] = ()
    bought_after: date | None = None
    bought_before: date | None = None
    tag: str = ""
    place: str = ""
    search: str = ""
    cover: str = ""
    goes_back: bool = False
    has_papers: bool | None = None
    is_broken: bool = False
    in_net_worth: bool = False
    is_mine: bool | None = None
    is_archived: bool | None = False

    @property
    def asks_nothing(self) -> bool:
        """Beyond what the access itself says."""
        asked = (
            self.statuses, self.retailer_ids, self.brand_ids, self.category_ids, self.transaction_ids,
            self.bought_after, self.bought_before, self.tag, self.place, self.search, self.cover, self.goes_back,
            self.is_broken, self.in_net_worth,
        )  # fmt: skip
        return self.has_papers is None and not any(asked)


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
    """Of what `find_purchases` found. Where a person's sums know how many are their own, the few beside those are
    counted: what they have archived, and what the partner shows them.
    """
    known = None if wanted.is_archived else _known_by_sums(wanted)
    if known is None:
        alone = wanted.asks_nothing
        return ThingAccess.objects.filter(_access(person, wanted, "")).count() if alone else found.count()
    grouping, keys, same = known
    role, count, parts = ThingAccess.Role, 0, []
    rows = ThingAccess.objects.filter(same, person=person).values_list("role").annotate(Count("pk"))
    if wanted.is_mine is not False:
        sums = PurchaseSum.objects.filter(owner=person, grouping=grouping, key__in=keys)
        count = sum(sums.values_list("count", flat=True))
        if wanted.is_archived is not None:
            parts.append(rows.filter(role=role.OWNER, is_archived__in=[True]))
    if wanted.is_mine is not True:
        shown = rows.filter(role=role.VIEWER)
        parts.append(shown if wanted.is_archived is None else shown.filter(is_archived__in=[False]))
    # Each of them a range of an index; as one condition with OR they would be none.
    apart: Iterable[tuple[str, int]] = parts[0].union(*parts[1:], all=True) if parts else ()
    return count + sum(-each if of == role.OWNER else each for of, each in apart)


def _known_by_sums(wanted: PurchaseFilter) -> tuple[str, list[str], Q] | None:
    """A grouping, its keys and the same as a condition of access; None where no grouping says it, or only of few."""
    others = replace(wanted, statuses=(), has_papers=None)
    if not others.asks_nothing or (wanted.statuses and wanted.has_papers is not None):
        return None
    if wanted.statuses:
        return Grouping.STATUS.value, list(wanted.statuses), Q(purchase__status__in=wanted.statuses)
    if wanted.has_papers is not None:
        same = Q(purchase__papers__gt=0) if wanted.has_papers else Q(purchase__papers=0)
        return Grouping.PAPERS.value, ["some" if wanted.has_papers else "none"], same
    return Grouping.ALL.value, [""], Q()


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
            nothing = Q(**{f"{field}__isnull": True}) if None in values else Q()
            found = found.filter(nothing | Q(**{f"{field}__in": [each for each in values if each is not None]}))
    for asked, condition in conditions(person.today).items():
        if asked in (wanted.cover, wanted.goes_back and GOES_BACK, wanted.is_broken and BROKEN):
            found = found.filter(condition)
    if wanted.has_papers is not None:
        found = found.filter(papers__gt=0) if wanted.has_papers else found.filter(papers=0)
    if wanted.in_net_worth:
        found = found.filter(in_net_worth=True)
    if wanted.place:
        found = found.filter(search_text__contains=search_text(wanted.place), location__iexact=wanted.place)
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


def conditions(today: date) -> dict[str, Q]:
    """What a thing's warranties, claims and days must say, by the names of COVERS, GOES_BACK and BROKEN."""
    of_thing = Warranty.objects.filter(purchase=OuterRef("pk"))
    running = of_thing.filter(status=Warranty.Status.ACTIVE)
    claims = Claim.objects.filter(purchase=OuterRef("pk"), closed_on__isnull=True)
    return {
        ACTIVE: Q(Exists(running)),
        SOON: Q(Exists(running.filter(warranty_end__range=(today, today + timedelta(days=SOON_DAYS))))),
        ENDED: Q(Exists(of_thing.filter(status=Warranty.Status.EXPIRED))) & ~Q(Exists(running)),
        NONE: ~Q(Exists(of_thing)),
        GOES_BACK: Q(return_until__gte=today),
        BROKEN: Q(Exists(claims)),
    }


def _tagged(found: QuerySet[Purchase], tag: str) -> list[UUID]:
    """SQLite finds no text inside a list of JSON, so that is looked at here, of those with the words of the tag."""
    folded = search_text(tag)
    rows = found.filter(search_text__contains=folded).values_list("pk", "tags")
    return [key for key, tags in rows if any(search_text(each) == folded for each in tags)]


def seen_by(person: User, purchases: Sequence[Purchase]) -> list[SeenPurchase]:
    """With what each of them needs besides its row: five queries at most, however many."""
    keys = [each.pk for each in purchases]
    warranties: dict[UUID, list[Warranty]] = {key: [] for key in keys}
    for each in Warranty.objects.filter(purchase__in=keys).order_by("warranty_start", "pk"):
        warranties[each.purchase_id].append(each)
    mine = {each.pk for each in purchases if each.owner_id == person.pk}
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
            is_shared=each.is_shared,
        )
        for each in purchases
    ]


def _entries_seen(person: User, keys: set[UUID]) -> set[UUID]:
    if not keys:
        return set()
    return set(Transaction.objects.visible_to(person).live().filter(pk__in=keys).values_list("pk", flat=True))


def warranties_seen(person: User) -> WarrantyQuerySet:
    """All the person sees. Whoever is shown nothing by a partner is read off their own index. One query, now."""
    if is_shown_things(person):
        return Warranty.objects.visible_to(person)
    return Warranty.objects.owned_by(person)


def is_shown_things(person: User) -> bool:
    """Somebody else's, by a partner. One query."""
    return ThingAccess.objects.filter(person=person, role=ThingAccess.Role.VIEWER).exists()


def count_warranties(person: User, found: WarrantyQuerySet, statuses: Sequence[str] | None) -> int:
    """Of `found`, which is narrowed by nothing but `statuses`, or by more where those are None. Two queries at most."""
    if statuses is None or is_shown_things(person):
        return found.count()
    sums = PurchaseSum.objects.filter(owner=person, grouping=Grouping.WARRANTY_STATUS)
    return sum(sums.filter(key__in=statuses or Warranty.Status.values).values_list("count", flat=True))


def expiring(found: WarrantyQuerySet, today: date, days: int) -> WarrantyQuerySet:
    """Those in force that end from today to `days` from now, both included."""
    until = today + timedelta(days=days)
    return found.filter(status=Warranty.Status.ACTIVE, warranty_end__range=(today, until))
