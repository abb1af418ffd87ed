"""Days that higher apps put into the calendar, beside what recurs: they register who has which."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from accounts.models import User


@dataclass(frozen=True, slots=True)
class FurtherDay:
    """One day of which a person is to think. `key` names it for ever; `url` is a path of ours."""

    key: str
    on: date
    title: str
    text: str
    url: str
    changed_at: datetime


Days = Callable[[User, date, date], Iterable[FurtherDay]]
_registered: list[Days] = []


def tells_days(days: Days) -> Days:
    """Register what falls on the days from the first to the second, both included, of what a person sees."""
    if days not in _registered:
        _registered.append(days)
    return days


def further_days(person: User, first: date, last: date) -> list[FurtherDay]:
    """In order of days. As many queries as the apps need."""
    found = [day for days in _registered for day in days(person, first, last)]
    return sorted(found, key=lambda each: (each.on, each.title, each.key))
