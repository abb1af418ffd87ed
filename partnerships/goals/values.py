"""A goal's values as an approval keeps them: JSON, money and days as text, by the API's names."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from config.kernel.money import money_text
from ledger.goals.models import Goal
from ledger.goals.values import values_of

_NAMES = {"category_id": "category", "account_id": "money_account"}
_COLUMNS = {told: column for column, told in _NAMES.items()}
_MONEY = ("target_amount", "monthly_amount")


def as_text(values: Mapping[str, Any], currency: str) -> dict[str, Any]:
    return {_NAMES.get(name, name): _text(value, currency) for name, value in values.items()}


def text_of(goal: Goal) -> dict[str, Any]:
    return as_text(values_of(goal), goal.currency)


def _text(value: Any, currency: str) -> Any:
    if isinstance(value, Decimal):
        return money_text(value, currency)
    if isinstance(value, date):
        return value.isoformat()
    return value if value is None or isinstance(value, int) else str(value)


def from_text(text: Mapping[str, Any]) -> dict[str, Any]:
    values = {_COLUMNS.get(name, name): value for name, value in text.items()}
    for name in _MONEY:
        values[name] = Decimal(values[name]) if values[name] is not None else None
    for name in _NAMES:
        values[name] = UUID(values[name]) if values[name] else None
    values["target_date"] = date.fromisoformat(values["target_date"]) if values["target_date"] else None
    return values
