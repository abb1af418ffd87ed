"""What the inventory's address asks for: filters under the names of the API, order, view and page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from config.kernel.api.parameters import EARLIEST_DAY, LATEST_DAY
from config.kernel.formatting import active_locale, format_short_day
from ledger.core.category_tree import CategoryTree
from purchases.core.listing import COVERS, ENDED, ORDERS, SOON, PurchaseFilter
from purchases.core.models import Purchase

ANY, YES, NO = "", "true", "false"
USUAL_ORDER = "-purchase_date"
LONGEST, MOST_PAGES, MOST_NAMED = 200, 10_000, 100
FLAGS: Final[dict[str, bool | None]] = {YES: True, NO: False}
NOTHING = "none"
# Each chip with what it puts into the address, in place of what other chips do.
CHIPS: Final[dict[str, dict[str, str]]] = {
    "all": {},
    "soon": {"warranty": SOON},
    "ordered": {"status": Purchase.Status.ORDERED.value},
    "returnable": {"returnable": YES},
    "no_papers": {"papers": NOTHING},
    "ended": {"warranty": ENDED},
}
CHIP_FIELDS = ("warranty", "status", "returnable", "papers")


@dataclass(frozen=True, slots=True)
class Asked:
    """`typed` is what stands in the fields; what does not make sense is left out of `filter` and named in `unread`."""

    filter: PurchaseFilter
    order: str
    page: int
    typed: dict[str, str]
    unread: dict[str, str]

    @property
    def narrowed(self) -> bool:
        return self.filter != PurchaseFilter()


def read(query: QueryDict, tree: CategoryTree) -> Asked:
    names = (
        "status", "warranty", "start_date", "end_date", "is_mine", "is_archived", "category", "tag", "place", "search",
        "ordering", "papers", "returnable", "claims", "in_net_worth",
    )  # fmt: skip
    typed = {name: query.get(name, "")[:LONGEST].replace("\x00", "").strip() for name in names}
    for name in ("retailer_id", "brand_id"):
        typed[name] = query.get(name, query.get(name.removesuffix("_id"), ""))[: 37 * MOST_NAMED]
    category = tree.get(_uuid(typed["category"]))
    wanted = PurchaseFilter(
        statuses=tuple(each for each in typed["status"].split(",") if each in Purchase.Status.values),
        retailer_ids=_ids(typed["retailer_id"]),
        brand_ids=_ids(typed["brand_id"]),
        category_ids=tree.branch(category.id) if category else (),
        transaction_ids=tuple(each for each in _ids(query.get("transaction", "")) if each is not None),
        bought_after=_day(typed["start_date"]),
        bought_before=_day(typed["end_date"]),
        tag=typed["tag"][:40],
        place=typed["place"][:100],
        search=typed["search"],
        cover=typed["warranty"] if typed["warranty"] in COVERS else "",
        goes_back=typed["returnable"] == YES,
        has_papers={NOTHING: False, "some": True}.get(typed["papers"]),
        is_broken=typed["claims"] == "open",
        in_net_worth=typed["in_net_worth"] == YES,
        is_mine=FLAGS.get(typed["is_mine"]),
        is_archived=None if typed["is_archived"] == "all" else typed["is_archived"] == YES,
    )
    order = typed["ordering"] if typed["ordering"] in ORDERS else USUAL_ORDER
    number = query.get("page", "1")
    page = max(1, min(int(number), MOST_PAGES)) if number.isascii() and number.isdecimal() else 1
    return Asked(wanted, order, page, typed | {"ordering": order}, _unread(typed, wanted))


def _unread(typed: Mapping[str, str], wanted: PurchaseFilter) -> dict[str, str]:
    day, name = _('We could not read the day "%(typed)s".'), _('There is no "%(typed)s" here.')
    understood: dict[str, tuple[Any, str]] = {
        "start_date": (wanted.bought_after, day),
        "end_date": (wanted.bought_before, day),
        "category": (wanted.category_ids, name),
        "status": (wanted.statuses, name),
        "warranty": (wanted.cover, name),
        "retailer_id": (wanted.retailer_ids, name),
        "brand_id": (wanted.brand_ids, name),
    }
    return {
        field: text % {"typed": typed[field][:40]}
        for field, (value, text) in understood.items()
        if typed[field] and not value
    }


def chips(asked: Asked, query: QueryDict, names: Mapping[str, str], category: str) -> list[dict[str, str]]:
    """What narrows the list beyond what the bar and the chips show themselves, each with the address without it.

    `names` of the retailers and brands asked for, by id.
    """
    wanted, locale = asked.filter, active_locale()
    texts: list[tuple[str, tuple[str, ...]]] = []
    after, before = wanted.bought_after, wanted.bought_before
    if after and before:
        texts.append(
            (f"{format_short_day(after, locale)} – {format_short_day(before, locale)}", ("start_date", "end_date"))
        )
    elif after:
        texts.append((_("From %(day)s") % {"day": format_short_day(after, locale)}, ("start_date",)))
    elif before:
        texts.append((_("Until %(day)s") % {"day": format_short_day(before, locale)}, ("end_date",)))
    for field, keys, lacking in (
        ("retailer_id", wanted.retailer_ids, _("Without a shop")),
        ("brand_id", wanted.brand_ids, _("Without a brand")),
    ):
        if keys and (field == "brand_id" or len(keys) > 1):
            texts.append((named(keys, names, lacking), (field, field.removesuffix("_id"))))
    for text, field in (
        (category, "category"),
        (wanted.tag, "tag"),
        (wanted.place, "place"),
        (_("With an open claim") if wanted.is_broken else "", "claims"),
        (_("In net worth") if wanted.in_net_worth else "", "in_net_worth"),
        (_("With papers") if wanted.has_papers else "", "papers"),
        (_("Of one payment") if wanted.transaction_ids else "", "transaction"),
        ({None: _("Archived too"), True: _("Archived")}.get(wanted.is_archived, ""), "is_archived"),
    ):
        if text:
            texts.append((text, (field,)))
    if wanted.statuses == (Purchase.Status.RECEIVED,):
        texts.append((_("Received"), ("status",)))
    read = [{"text": text, "url": without(query, fields), "error": ""} for text, fields in texts]
    bad = [{"text": text, "url": without(query, (field,)), "error": "yes"} for field, text in asked.unread.items()]
    return bad + read


def named(keys: Sequence[UUID | None], names: Mapping[str, str], lacking: str) -> str:
    """Of retailers or brands, `lacking` for things without one; '' where none are asked for."""
    return ", ".join(lacking if each is None else names.get(str(each), _("another one")) for each in keys)


def without(query: QueryDict, names: Iterable[str], **instead: str) -> str:
    left = query.copy()
    for name in (*names, "page", "view"):
        left.pop(name, None)
    for name, value in instead.items():
        left[name] = value
    return f"?{left.urlencode()}"


def _ids(text: str) -> tuple[UUID | None, ...]:
    """Those named, separated by commas; 'none' for things without one. What is neither is left out."""
    found: list[UUID | None] = []
    for each in text.split(",")[:MOST_NAMED]:
        key = _uuid(each)
        if key is not None or each == NOTHING:
            found.append(key)
    return tuple(found)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if EARLIEST_DAY <= day <= LATEST_DAY else None
