"""Months as addresses and the API name them: 2026-11."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any, NamedTuple

from config.kernel.api.parameters import EARLIEST_DAY, LATEST_DAY

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)
MONTH_SCHEMA: dict[str, Any] = {"type": "string", "pattern": r"^\d{4}-(0[1-9]|1[0-2])$", "example": "2026-11"}


def month_named(text: str) -> date | None:
    """Its first day; None for what is no month, or none of the years people's money is in."""
    found = _MONTH.fullmatch(text)
    if found is None:
        return None
    year, month = int(found[1]), int(found[2])
    return date(year, month, 1) if EARLIEST_DAY.year <= year <= LATEST_DAY.year else None


def month_text(month: date) -> str:
    return f"{month:%Y-%m}"


def month_after(month: date, number: int = 1) -> date:
    """The first of the month `number` later; negative for earlier ones."""
    count = month.year * 12 + month.month - 1 + number
    return date(count // 12, count % 12 + 1, 1)


class Elapsed(NamedTuple):
    """How far a month is: today counts as gone, so that on its last day all of it is."""

    gone: int
    total: int

    @property
    def left(self) -> int:
        """Days that are left, today among them; 0 once the month is over."""
        return 0 if self.gone > self.total else self.total - max(self.gone - 1, 0)

    @property
    def is_over(self) -> bool:
        return self.gone > self.total

    @property
    def is_running(self) -> bool:
        return 1 <= self.gone <= self.total

    @property
    def share(self) -> tuple[int, int]:
        """Of the month, as a numerator and a denominator: 0 before it begins, all once it is over."""
        return min(self.gone, self.total), self.total


def elapsed(month: date, today: date) -> Elapsed:
    """Of the month whose first day it is. `gone` is one more than its days once it is over."""
    total = (month_after(month) - month).days
    return Elapsed(min(max((today - month).days + 1, 0), total + 1), total)


def month_end(month: date) -> date:
    return month_after(month) - timedelta(days=1)
