"""What a goal is made of, as a value: checked before it is written into the row or asked of the other."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypedDict
from uuid import UUID

from django.db.models import Q

from accounts.models import User
from ledger.core import rules
from ledger.core.errors import account_not_found
from ledger.core.models import Category, HouseholdMember, MoneyAccount, MoneyAccountAccess
from ledger.goals import errors
from ledger.goals.models import Goal

Status = Goal.Status
Level = MoneyAccountAccess.Level
FIELDS = (
    "name",
    "description",
    "goal_type",
    "target_amount",
    "monthly_amount",
    "target_date",
    "priority",
    "category_id",
    "account_id",
    "icon",
    "color",
    "status",
)


class Values(TypedDict, total=False):
    """What people say of a goal; `status` is active or archived, `monthly_amount` zero or None: none planned."""

    name: str
    description: str
    goal_type: str
    target_amount: Decimal
    monthly_amount: Decimal | None
    target_date: date | None
    priority: int
    category_id: UUID | None
    account_id: UUID | None
    icon: str
    color: str
    status: str


# A goal of each kind looks like this until somebody chooses otherwise.
ICONS = {
    Goal.Type.EMERGENCY_FUND: "life-buoy",
    Goal.Type.HOME: "house",
    Goal.Type.TRAVEL: "plane",
    Goal.Type.VEHICLE: "bike",
    Goal.Type.EDUCATION: "graduation-cap",
    Goal.Type.DEBT: "credit-card",
    Goal.Type.PURCHASE: "shopping-bag",
    Goal.Type.RETIREMENT: "umbrella",
    Goal.Type.OTHER: "target",
}
COLORS = {
    Goal.Type.EMERGENCY_FUND: "#17694F",
    Goal.Type.HOME: "#8D6A4F",
    Goal.Type.TRAVEL: "#3B6FB6",
    Goal.Type.VEHICLE: "#8559B5",
    Goal.Type.EDUCATION: "#0F8B9C",
    Goal.Type.DEBT: "#C8475E",
    Goal.Type.PURCHASE: "#C96F1E",
    Goal.Type.RETIREMENT: "#A9790A",
    Goal.Type.OTHER: "#17694F",
}


def defaults(goal_type: str) -> dict[str, Any]:
    kind = Goal.Type(goal_type)
    return {
        "description": "",
        "goal_type": kind,
        "monthly_amount": None,
        "target_date": None,
        "priority": 1,
        "category_id": None,
        "account_id": None,
        "icon": ICONS[kind],
        "color": COLORS[kind],
        "status": Status.ACTIVE,
    }


def values_of(goal: Goal) -> dict[str, Any]:
    """By the names in FIELDS. Being completed follows from what is saved, so it is no value."""
    values = {name: getattr(goal, name) for name in FIELDS}
    return {**values, "status": Status.ARCHIVED if goal.status == Status.ARCHIVED else Status.ACTIVE}


def checked(
    values: Mapping[str, Any], *, person: User, currency: str, household_id: UUID | None, was: Goal | None = None
) -> dict[str, Any]:
    """Whole values, tidied. What `was` so before is not asked again: two queries at most. Raises FieldError."""
    found = {name: values[name] for name in FIELDS}
    found["name"] = " ".join(str(found["name"]).split())
    if not found["name"]:
        raise errors.name_missing()
    rules.check_amount_by_hand(found["target_amount"], currency, field="target_amount")
    found["monthly_amount"] = found["monthly_amount"] or None
    if found["monthly_amount"] is not None:
        rules.check_amount_by_hand(found["monthly_amount"], currency, field="monthly_amount")
    if not 1 <= found["priority"] <= 10:
        raise errors.priority_out_of_range()
    if found["status"] not in (Status.ACTIVE, Status.ARCHIVED):
        raise errors.status_not_usable()
    if found["category_id"] is not None and (was is None or was.category_id != found["category_id"]):
        _check_category(found["category_id"], person, household_id)
    if found["account_id"] is not None and (was is None or was.account_id != found["account_id"]):
        _check_account(found["account_id"], person, currency, household_id)
    return found


def _check_category(key: UUID, person: User, household_id: UUID | None) -> None:
    if household_id is None:
        if not Category.objects.visible_to(person).filter(pk=key).exists():
            raise errors.category_not_usable()
        return
    of_both = Category.objects.filter(Q(household=None) | Q(household=household_id), owner=None, pk=key)
    if not of_both.exists():
        raise errors.category_not_shared()


def _check_account(key: UUID, person: User, currency: str, household_id: UUID | None) -> None:
    """Where money of both is said to lie, both see how much is there."""
    account = MoneyAccount.objects.visible_to(person).filter(pk=key).first()
    if account is None:
        raise account_not_found()
    if account.currency != currency:
        raise errors.account_of_other_currency(currency)
    if household_id is None:
        return
    people = HouseholdMember.objects.filter(household=household_id, is_open=True).values("person")
    seen = MoneyAccountAccess.objects.filter(account=key, person__in=people).exclude(level=Level.EXISTS)
    if seen.count() < people.count():
        raise errors.account_not_shared()
