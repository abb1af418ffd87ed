"""On which days something that comes back is due. Pure functions; whatever has due days computes them here."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from typing import Final

DAILY: Final = "daily"
WEEKLY: Final = "weekly"
MONTHLY: Final = "monthly"
YEARLY: Final = "yearly"
_DAYS = {DAILY: 1, WEEKLY: 7}
_MONTHS = {MONTHLY: 1, YEARLY: 12}


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Every `interval` days, weeks, months or years from `starts_on` until `ends_on`, both inclusive; None: for ever.

    A 29th, 30th or 31st falls on the last day of shorter months, 29 February on the 28th of other years. Each due day
    is counted from `starts_on`, so that one short month does not pull the later days forward.
    """

    frequency: str
    starts_on: date
    interval: int = 1
    ends_on: date | None = None

    def due_from(self, day: date) -> Iterator[date]:
        """Every due day on or after `day`, in order, as far as the calendar goes. Goes through nothing before it."""
        first = max(0, self._last_number(day))
        for number in count(first):
            due = self.due(number)
            if due is None or (self.ends_on is not None and due > self.ends_on):
                return
            if due >= day:
                yield due

    def first_from(self, day: date) -> date | None:
        """The first due day on or after `day`; None when there is none any more."""
        return next(self.due_from(day), None)

    def between(self, first: date, last: date) -> Iterator[date]:
        """The due days of a time, both ends inclusive."""
        for due in self.due_from(first):
            if due > last:
                return
            yield due

    def due(self, number: int) -> date | None:
        """The due day of that number, 0 is `starts_on`, whatever `ends_on` says; None beyond the calendar."""
        try:
            if self.frequency in _DAYS:
                return self.starts_on + timedelta(days=_DAYS[self.frequency] * self.interval * number)
            month = self.starts_on.month - 1 + _MONTHS[self.frequency] * self.interval * number
            year, month = self.starts_on.year + month // 12, month % 12 + 1
            return date(year, month, min(self.starts_on.day, monthrange(year, month)[1]))
        except (OverflowError, ValueError):
            return None

    def _last_number(self, day: date) -> int:
        """The number of a due day that is at most one step before `day`; negative before the beginning."""
        if self.frequency in _DAYS:
            return (day - self.starts_on).days // (_DAYS[self.frequency] * self.interval)
        months = (day.year - self.starts_on.year) * 12 + day.month - self.starts_on.month
        return months // (_MONTHS[self.frequency] * self.interval)
