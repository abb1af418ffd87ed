"""What people say of a thing, a warranty and a claim, checked and tidied before it is written."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypedDict
from uuid import UUID

from accounts.models import User
from config.kernel.file_names import TURNING
from config.kernel.folding import search_text
from config.kernel.money import validate_currency
from ledger.core import rules
from ledger.core.errors import amount_too_large
from ledger.core.models import Category
from purchases.core import errors
from purchases.core.models import Brand, Claim, Purchase, Retailer, Warranty
from purchases.core.models.things import LONGEST_LIFE, MOST_PIECES

MOST_TAGS, LONGEST_TAG = 20, 40
_NOT_TURNING = dict.fromkeys(map(ord, TURNING))
Status = Purchase.Status
FIELDS = (
    "product_name", "price", "currency", "quantity", "retailer_id", "brand_id", "category_id", "status",
    "purchase_date", "received_date", "return_until", "serial_number", "location", "notes", "tags", "is_archived",
    "life_months", "in_net_worth",
)  # fmt: skip
WARRANTY_FIELDS = ("warranty_start", "warranty_end", "warranty_type", "status", "provider", "notes")
CLAIM_FIELDS = (
    "warranty_id", "status", "problem", "reference", "cost", "opened_on", "sent_on", "closed_on", "notes",
)  # fmt: skip


class Values(TypedDict, total=False):
    """Of a purchase. `price` is for all pieces together."""

    product_name: str
    price: Decimal
    currency: str
    quantity: int
    retailer_id: UUID | None
    brand_id: UUID | None
    category_id: UUID | None
    status: str
    purchase_date: date
    received_date: date | None
    return_until: date | None
    serial_number: str
    location: str
    notes: str
    tags: list[str]
    is_archived: bool
    life_months: int | None
    in_net_worth: bool


class WarrantyValues(TypedDict, total=False):
    """`status` is voided, or anything else: whether it has expired follows from its end."""

    warranty_start: date
    warranty_end: date | None
    warranty_type: str
    status: str
    provider: str
    notes: str


class ClaimValues(TypedDict, total=False):
    """`cost` is in the thing's currency."""

    warranty_id: UUID | None
    status: str
    problem: str
    reference: str
    cost: Decimal
    opened_on: date
    sent_on: date | None
    closed_on: date | None
    notes: str


def defaults(person: User) -> dict[str, Any]:
    return {
        "currency": person.currency,
        "quantity": 1,
        "retailer_id": None,
        "brand_id": None,
        "category_id": None,
        "status": Status.RECEIVED,
        "purchase_date": person.today,
        "received_date": None,
        "return_until": None,
        "serial_number": "",
        "location": "",
        "notes": "",
        "tags": [],
        "is_archived": False,
        "life_months": None,
        "in_net_worth": False,
    }


def values_of(record: Purchase | Warranty | Claim, fields: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(record, name) for name in fields}


def checked(values: Mapping[str, Any], *, person: User, was: Purchase | None = None) -> dict[str, Any]:
    """Whole values. What `was` so before is not asked again: three queries at most. Raises FieldError."""
    found = {name: values[name] for name in FIELDS}
    found["product_name"] = _tidy(found["product_name"])
    if not found["product_name"]:
        raise errors.product_missing()
    validate_currency(found["currency"])
    check_money(found["price"], found["currency"], "price")
    if not 1 <= found["quantity"] <= MOST_PIECES:
        raise errors.quantity_out_of_range(MOST_PIECES)
    _check_days(found)
    _check_life(found)
    for field in ("serial_number", "location"):
        found[field] = _tidy(found[field])
    found["tags"] = _tags(found["tags"])
    for field, model in (("retailer_id", Retailer), ("brand_id", Brand), ("category_id", Category)):
        key = found[field]
        if key is None or (was is not None and getattr(was, field) == key):
            continue
        if not model.objects.visible_to(person).filter(pk=key).exists():
            raise errors.does_not_exist("category" if field == "category_id" else field)
    return found


def search_text_of(found: Mapping[str, Any]) -> str:
    """What a search looks through besides the names of retailer and brand."""
    parts = [found[name] for name in ("product_name", "serial_number", "location", "notes")]
    return search_text(*parts, *found["tags"])[:2000]


def checked_warranty(values: Mapping[str, Any], *, today: date, end_field: str = "warranty_end") -> dict[str, Any]:
    """Whole values, with the status they have on `today`. Raises FieldError."""
    found = {name: values[name] for name in WARRANTY_FIELDS}
    start, end = found["warranty_start"], found["warranty_end"]
    if found["warranty_type"] == Warranty.Type.LIFETIME:
        if end is not None:
            raise errors.no_end_for_life(end_field)
    elif end is None:
        raise errors.end_needed(end_field)
    elif end < start:
        raise errors.end_before_start(end_field)
    found["provider"] = _tidy(found["provider"])
    found["status"] = status_on(found["status"], end, today)
    return found


def status_on(status: str, end: date | None, today: date) -> str:
    """Void stays void; the last day is still covered."""
    if status == Warranty.Status.VOIDED:
        return Warranty.Status.VOIDED
    return Warranty.Status.EXPIRED if end is not None and end < today else Warranty.Status.ACTIVE


def end_after(start: date, months: int) -> date:
    """The same day so many months later, the month's last where it has none: two years from 15 March end on a 15th."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def checked_claim(values: Mapping[str, Any], *, purchase: Purchase, today: date) -> dict[str, Any]:
    """Whole values; sent and closed today where nothing else is said. One query at most. Raises FieldError."""
    found = {name: values[name] for name in CLAIM_FIELDS}
    found["problem"] = " ".join(found["problem"].split())
    if not found["problem"]:
        raise errors.problem_missing()
    found["reference"] = _tidy(found["reference"])
    check_money(found["cost"], purchase.currency, "cost")
    if found["opened_on"] > today:
        raise errors.opened_later()
    latest = max(today, found["opened_on"])
    if found["status"] in Claim.OUTCOMES:
        found["closed_on"] = found["closed_on"] or max(latest, found["sent_on"] or latest)
    elif found["closed_on"] is not None:
        raise errors.no_outcome_yet()
    if found["status"] == Claim.Status.SENT:
        found["sent_on"] = found["sent_on"] or latest
    for field in ("sent_on", "closed_on"):
        if found[field] is not None and found[field] < found["opened_on"]:
            raise errors.before_opening(field)
    key = found["warranty_id"]
    if key is not None and not Warranty.objects.filter(pk=key, purchase=purchase).exists():
        raise errors.does_not_exist("warranty")
    return found


def check_money(amount: Decimal, currency: str, field: str) -> None:
    """Zero is allowed: presents, and repairs that cost nothing. Raises FieldError."""
    if amount < 0:
        raise errors.below_zero(field)
    if amount > rules.largest_by_hand(currency):
        raise amount_too_large(rules.largest_by_hand(currency), field)
    rules.check_decimals(amount, currency, field=field)


def _check_days(found: Mapping[str, Any]) -> None:
    bought, received, back = found["purchase_date"], found["received_date"], found["return_until"]
    if received is not None and found["status"] == Status.ORDERED:
        raise errors.not_received_yet()
    if received is not None and received < bought:
        raise errors.before_purchase("received_date")
    if back is not None and back < bought:
        raise errors.before_purchase("return_until")


def _check_life(found: Mapping[str, Any]) -> None:
    life = found["life_months"]
    if life is not None and not 1 <= life <= LONGEST_LIFE:
        raise errors.life_out_of_range(LONGEST_LIFE)
    if life is None and found["in_net_worth"]:
        raise errors.life_needed()


def _tags(tags: list[str]) -> list[str]:
    """Without blanks and twins, in the order they came."""
    found = list(dict.fromkeys(each for each in map(_tidy, tags) if each))
    if len(found) > MOST_TAGS or any(len(each) > LONGEST_TAG for each in found):
        raise errors.too_many_tags(MOST_TAGS, LONGEST_TAG)
    return found


def _tidy(text: str) -> str:
    """One line, without characters that turn the direction of reading: they would turn the words around it as well."""
    return " ".join(text.translate(_NOT_TURNING).split())
