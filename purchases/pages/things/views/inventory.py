"""All things the person sees: figures, filters, cards or a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.models import User
from ledger.core.category_tree import CategoryTree, category_tree
from ledger.core.views.transactions import person
from partnerships.core.standing import current_standing
from purchases.core.listing import ACTIVE, ENDED, NONE, SOON, PurchaseFilter, count_purchases, find_purchases, seen_by
from purchases.core.models import Brand, Purchase, PurchaseSum, Retailer
from purchases.pages.things.asked import CHIP_FIELDS, CHIPS, USUAL_ORDER, Asked, chips, named, read, without
from purchases.pages.things.figures import chip_counts, head_of
from purchases.pages.things.marks import cards_of, open_claims

PER_PAGE = 12
MOST_OFFERED = 100
VIEW, CARDS, TABLE = "things_view", "cards", "table"
CHIP_NAMES = {
    "all": gettext_lazy("All"),
    "soon": gettext_lazy("Ending soon"),
    "ordered": gettext_lazy("On its way"),
    "returnable": gettext_lazy("Can be returned"),
    "no_papers": gettext_lazy("No receipt"),
    "ended": gettext_lazy("Warranty ended"),
}
ORDER_NAMES = {
    "-purchase_date": gettext_lazy("Newest first"),
    "purchase_date": gettext_lazy("Oldest first"),
    "-price": gettext_lazy("Dearest first"),
    "price": gettext_lazy("Cheapest first"),
    "product_name": gettext_lazy("By name"),
    "-created_at": gettext_lazy("Last written down"),
}
# What is asked for in the dialog of further filters.
FURTHER = ("ordering", "status", "category", "brand_id", "place", "tag", "start_date", "end_date", "is_archived")
COLUMNS = (
    ("product_name", gettext_lazy("Thing"), "product_name"),
    ("purchase_date", gettext_lazy("Bought"), "-purchase_date"),
    ("price", gettext_lazy("Price"), "-price"),
)
COVER_NAMES = {
    ACTIVE: gettext_lazy("Under warranty"),
    SOON: gettext_lazy("Ending soon"),
    ENDED: gettext_lazy("Warranty ended"),
    NONE: gettext_lazy("No warranty"),
}


@dataclass(frozen=True, slots=True)
class Chip:
    text: object
    url: str
    count: int | None
    current: bool


@login_required
@require_safe
def things(request: HttpRequest) -> HttpResponse:
    """12 a page, as many as its weight allows; as many queries for ten thousand things as for ten."""
    user = person(request)
    tree = category_tree(user)
    asked = read(request.GET, tree)
    standing = current_standing(user)
    partner = standing.partner if standing else None
    found = find_purchases(user, asked.filter, asked.order)
    count = count_purchases(user, asked.filter, found)
    first = (asked.page - 1) * PER_PAGE
    seen = seen_by(user, list(found[first : first + PER_PAGE]))
    cards = cards_of(seen, user, partner, tree, open_claims(each.purchase.pk for each in seen))
    whole = count if asked.filter == PurchaseFilter() else count_purchases(user, PurchaseFilter(), found)
    context = {
        "cards": cards,
        "count": count,
        "first": first + 1,
        "last": first + len(cards),
        "newer": asked.page - 1 if asked.page > 1 else None,
        "older": asked.page + 1 if first + len(cards) < count else None,
        "view": _view(request),
        "columns": _columns(request, asked.order),
        "chips": _chips(request, asked, chip_counts(user, whole)),
        "narrowed": asked.narrowed,
        "partner": partner,
        "has_any": count > 0 or whole > 0,
        **_filter_context(request, user, asked, tree),
    }
    if _wants_list_alone(request):
        return render(request, "purchases/things/things.html#things-list", context)
    return render(request, "purchases/things/things.html", context | {"head": head_of(user)})


def _wants_list_alone(request: HttpRequest) -> bool:
    htmx: Any = request.htmx  # type: ignore[attr-defined]
    return bool(htmx) and htmx.target == "things-list" and htmx.trigger == "filters"


def _view(request: HttpRequest) -> str:
    """Cards or table: what the address says, else as it was last."""
    chosen = request.GET.get("view", "")
    if chosen not in (CARDS, TABLE):
        return str(request.session.get(VIEW, CARDS))
    if chosen != request.session.get(VIEW, CARDS):
        request.session[VIEW] = chosen
    return chosen


@dataclass(frozen=True, slots=True)
class Column:
    """Pressed once it sorts by it, pressed again the other way. `sorted`: ascending, descending, or not by it."""

    text: object
    url: str
    sorted: str


def _columns(request: HttpRequest, order: str) -> dict[str, Column]:
    found = {}
    for field, text, first in COLUMNS:
        is_down, is_up = order == f"-{field}", order == field
        wanted = field if is_down else f"-{field}" if is_up else first
        state = "descending" if is_down else "ascending" if is_up else ""
        found[field] = Column(text, without(request.GET, (), ordering=wanted), state)
    return found


def _chips(request: HttpRequest, asked: Asked, counts: dict[str, int]) -> list[Chip]:
    of_chip = {name: asked.typed[name] for name in CHIP_FIELDS if asked.typed[name]}
    return [
        Chip(CHIP_NAMES[key], without(request.GET, CHIP_FIELDS, **fields), counts.get(key), fields == of_chip)
        for key, fields in CHIPS.items()
    ]


@login_required
@require_safe
def thing_filters(request: HttpRequest) -> HttpResponse:
    """The further filters with what the address says of them; the inventory fetches them when they are opened."""
    user = person(request)
    tree = category_tree(user)
    asked = read(request.GET, tree)
    chosen = tree.get(asked.filter.category_ids[0]) if asked.filter.category_ids else None
    context = {
        "filters": asked.typed,
        "unread": asked.unread,
        "brands": _offered(user, Brand, asked.filter.brand_ids),
        "chosen_category": chosen,
        "category_groups": tree.groups(kind="expense"),
        "orders": list(ORDER_NAMES.items()),
        "statuses": Purchase.Status.choices,
    }
    return render(request, "purchases/things/_more_filters.html", context)


def _filter_context(request: HttpRequest, user: User, asked: Asked, tree: CategoryTree) -> dict[str, Any]:
    shops = _offered(user, Retailer, asked.filter.retailer_ids)
    brands = list(Brand.objects.visible_to(user).filter(pk__in=[each for each in asked.filter.brand_ids if each]))
    names = {str(each.pk): each.name for each in (*shops, *brands)}
    chosen = tree.get(asked.filter.category_ids[0]) if asked.filter.category_ids else None
    return {
        "filters": asked.typed,
        "kept": [(name, asked.typed[name]) for name in FURTHER if asked.typed[name] not in ("", USUAL_ORDER)],
        "filter_chips": chips(asked, request.GET, names, chosen.name if chosen else ""),
        "shops": shops,
        "chosen_shop": named(asked.filter.retailer_ids, names, _("Without a shop")),
        "covers": list(COVER_NAMES.items()),
    }


def _offered(
    user: User, model: type[Retailer] | type[Brand], asked: Sequence[UUID | None]
) -> list[Retailer] | list[Brand]:
    """Those of one's own things, by name, and what the address names. Two queries."""
    grouping = PurchaseSum.Grouping.RETAILER if model is Retailer else PurchaseSum.Grouping.BRAND
    sums = PurchaseSum.objects.filter(owner=user, grouping=grouping).exclude(key="")
    keys: Iterable[Any] = sums.order_by("-amount", "-count", "key").values_list("key", flat=True)[:MOST_OFFERED]
    wanted = {*keys, *(str(each) for each in asked if each is not None)}
    found: list[Any] = list(model.objects.visible_to(user).filter(pk__in=wanted).order_by("name_key"))
    return found
