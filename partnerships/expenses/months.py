"""Months as addresses and the API name them: 2026-11."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from config.kernel.api.parameters import EARLIEST_DAY, LATEST_DAY, Parameters

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)
MONTH_SCHEMA: dict[str, Any] = {"type": "string", "pattern": r"^\d{4}-(0[1-9]|1[0-2])$", "example": "2026-11"}


def month_named(text: str) -> date | None:
    """Its first day; None for what is no month, or none of the years people's money is in."""
    found = _MONTH.fullmatch(text)
    if found is None:
        return None
    year, month = int(found[1]), int(found[2])
    if not EARLIEST_DAY.year <= year <= LATEST_DAY.year:
        return None
    return date(year, month, 1)


def month_asked(parameters: Parameters, name: str = "month") -> date | None:
    """A month of the query, or None where it is not asked for; a wrong one is refused."""
    text = parameters.text(name, longest=10)
    if not text:
        return None
    found = month_named(text)
    if found is None:
        parameters.refuse(name, _("Send a month such as 2026-11."))
    return found


def month_text(month: date) -> str:
    return f"{month:%Y-%m}"


def month_after(month: date, number: int = 1) -> date:
    """The first of the month `number` later; negative for earlier ones."""
    count = month.year * 12 + month.month - 1 + number
    return date(count // 12, count % 12 + 1, 1)
