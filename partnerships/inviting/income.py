"""Keeping the income somebody says while they invite or accept, so that a split by income begins as one."""

from __future__ import annotations

from decimal import Decimal

from django.http import HttpRequest

from accounts.models import User
from accounts.services import change_profile
from config.kernel.audit import record


def keep_income(*, person: User, income: Decimal | None, request: HttpRequest) -> None:
    """Nothing where none was typed. Raises ValidationError at `monthly_income`."""
    if income is not None:
        change_profile(person=person, monthly_income=income)
        record("profile_changed", person=person, request=request, fields=["monthly_income"])
