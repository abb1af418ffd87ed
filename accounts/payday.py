"""When a person's pay comes, as one short text.

`1` to `31`         day of the month, the last one where the month is shorter
`last`              last day of the month
`last working day`  last Monday to Friday of the month
`friday`            every Friday
`friday/2`          every second Friday; `friday/2@2026-11-20` names one of them
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LAST = "last"
LAST_WORKING_DAY = "last working day"
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_BY_WEEKDAY = re.compile(
    rf"^(?P<weekday>{'|'.join(WEEKDAYS)})(?:/(?P<weeks>[1-8]))?(?:@(?P<one>\d{{4}}-\d\d-\d\d))?$", re.ASCII
)
# From this week on every second Friday and the like is counted where none is named.
_FIRST_MONDAY = date(1970, 1, 5)
_DAY_OF_MONTH = re.compile(r"^([1-9]|[12][0-9]|3[01])$", re.ASCII)


def validate_payday(text: str) -> None:
    """Raises ValidationError with code `unknown_payday`."""
    if text in (LAST, LAST_WORKING_DAY) or _DAY_OF_MONTH.match(text):
        return
    by_weekday = _BY_WEEKDAY.match(text)
    if by_weekday is None or not _falls_on(by_weekday["one"], by_weekday["weekday"]):
        raise ValidationError(
            _("Say a day of the month (1 to 31), 'last', 'last working day' or a weekday such as 'friday/2'."),
            code="unknown_payday",
        )


def _falls_on(day: str | None, weekday: str) -> bool:
    if day is None:
        return True
    try:
        return WEEKDAYS[date.fromisoformat(day).weekday()] == weekday
    except ValueError:
        return False


def next_payday(payday: str, after: date) -> date | None:
    """The first pay after a day, that day excluded; None where nobody said when it comes.

    Of every second Friday and the like, where none is named, the weeks are counted from the first of 1970.
    """
    if not payday:
        return None
    by_weekday = _BY_WEEKDAY.match(payday)
    days = _in_weeks(by_weekday, after) if by_weekday else _in_months(payday, after)
    return next(day for day in days if day > after)


def _in_weeks(rhythm: re.Match[str], after: date) -> Iterator[date]:
    step = 7 * int(rhythm["weeks"] or 1)
    one = date.fromisoformat(rhythm["one"]) if rhythm["one"] else None
    first = one or _FIRST_MONDAY + timedelta(days=WEEKDAYS.index(rhythm["weekday"]))
    begin = first + timedelta(days=(after - first).days // step * step)
    return (begin + timedelta(days=step * number) for number in range(3))


def _in_months(payday: str, after: date) -> Iterator[date]:
    month = after.replace(day=1)
    for _each in range(3):
        last = month.replace(day=monthrange(month.year, month.month)[1])
        if payday == LAST_WORKING_DAY:
            yield last - timedelta(days=max(last.weekday() - 4, 0))
        else:
            yield last if payday == LAST else month.replace(day=min(int(payday), last.day))
        month = last + timedelta(days=1)
