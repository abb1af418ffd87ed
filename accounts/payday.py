"""When a person's pay comes, as one short text.

`1` to `31`         day of the month, the last one where the month is shorter
`last`              last day of the month
`last working day`  last Monday to Friday of the month
`friday`            every Friday
`friday/2`          every second Friday; `friday/2@2026-11-20` names one of them
"""

from __future__ import annotations

import re
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LAST = "last"
LAST_WORKING_DAY = "last working day"
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_BY_WEEKDAY = re.compile(
    rf"^(?P<weekday>{'|'.join(WEEKDAYS)})(?:/(?P<weeks>[1-8]))?(?:@(?P<one>\d{{4}}-\d\d-\d\d))?$", re.ASCII
)
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
