"""What a shared expense is made of, as a value: read from what was asked, checked, and written into the row."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from ledger.core import rules
from ledger.core.models import Category
from partnerships.agreements.models import Method
from partnerships.agreements.terms import shared_categories
from partnerships.core.models import Partnership
from partnerships.expenses import errors
from partnerships.expenses.models import SharedExpense
from partnerships.expenses.shapes import percent_text, text_of

Status = SharedExpense.Status
FIELDS = (
    "name",
    "amount",
    "category",
    "frequency",
    "starts_on",
    "ends_on",
    "payer",
    "method",
    "first_percent",
    "notes",
    "status",
)
_DAYS = ("starts_on", "ends_on")


def values_of(expense: SharedExpense) -> dict[str, Any]:
    """By the names in FIELDS, the category by its id."""
    return {name: expense.category_id if name == "category" else getattr(expense, name) for name in FIELDS}


def as_text(values: Mapping[str, Any], currency: str) -> dict[str, Any]:
    """As an approval keeps them; `from_text` reads them again."""
    text = {name: text_of(value, currency) for name, value in values.items()}
    if "first_percent" in values:
        text["first_percent"] = percent_text(values["first_percent"])
    return {name: str(text[name]) if name in ("frequency", "method", "status") else text[name] for name in text}


def from_text(text: Mapping[str, Any]) -> dict[str, Any]:
    values = dict(text)
    values["amount"] = Decimal(text["amount"])
    values["category"] = UUID(text["category"]) if text["category"] else None
    values["first_percent"] = Decimal(text["first_percent"]) if text["first_percent"] else None
    for name in _DAYS:
        values[name] = date.fromisoformat(text[name]) if text[name] else None
    return values


def checked(values: Mapping[str, Any], partnership: Partnership) -> dict[str, Any]:
    """Whole values without what their method has no use for. One query where there is a category. Raises FieldError."""
    found = dict(values)
    found["name"] = " ".join(str(found["name"]).split())
    if not found["name"]:
        raise errors.name_missing()
    rules.check_amount_by_hand(found["amount"], partnership.currency)
    if found["ends_on"] is not None and found["ends_on"] < found["starts_on"]:
        raise errors.ends_before_start()
    if found["status"] not in (Status.ACTIVE, Status.ARCHIVED):
        raise errors.status_not_usable()
    _check_split(found)
    if found["category"] is not None and not shared_categories(partnership).filter(pk=found["category"]).exists():
        raise errors.category_not_shared()
    return found


def _check_split(found: dict[str, Any]) -> None:
    if found["method"] not in ("", Method.EQUAL, Method.PERCENT):
        raise errors.method_not_usable()
    if found["method"] != Method.PERCENT:
        found["first_percent"] = None
        return
    percent = found["first_percent"]
    if percent is None or not 0 <= percent <= 100 or percent != round(percent, 2):
        raise errors.percent_needed()


def columns(values: Mapping[str, Any]) -> dict[str, Any]:
    """By the names of the table's columns."""
    return {"category_id" if name == "category" else name: value for name, value in values.items()}


def shared_category(category: Category | None, partnership: Partnership) -> Category | None:
    """The category itself where both have it, else the nearest above it that both have. One query a step."""
    both = shared_categories(partnership)
    while category is not None and not both.filter(pk=category.pk).exists():
        category = category.parent
    return category
