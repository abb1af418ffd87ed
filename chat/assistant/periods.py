"""Periods as tools are asked for them: a word such as last_month, a month, a year, a day, or two days."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config.kernel.api.parameters import EARLIEST_DAY, LATEST_DAY
from config.kernel.formatting import active_locale, format_month, format_short_day
from ledger.core.queries import previous_month
from ledger.core.sums import month_end

MOST_DAYS = 366 * 25
_LAST = re.compile(r"last_(\d{1,4})_(days|months)\Z", re.ASCII)
_MONTH = re.compile(r"(\d{4})-(\d{2})\Z", re.ASCII)
_YEAR = re.compile(r"\d{4}\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Period:
    """The days `first` to `last`, both included; `name` is how it was asked for."""

    name: str
    first: date
    last: date

    @property
    def is_month(self) -> bool:
        return self.first.day == 1 and self.last == month_end(self.first)

    def label(self, today: date) -> str:
        """In words that fit behind a figure."""
        told = {
            "today": _("today"),
            "yesterday": _("yesterday"),
            "this_week": _("this week"),
            "last_week": _("last week"),
        }
        if self.name in told:
            return told[self.name]
        if self.is_month:
            return _("in %(month)s") % {"month": format_month(self.first, active_locale())}
        if self.first == date(self.first.year, 1, 1) and self.last == date(self.first.year, 12, 31):
            return _("in %(year)s") % {"year": self.first.year}
        if self.last == today and (match := _LAST.match(self.name)) and match[2] == "days":
            days = int(match[1])
            return ngettext("in the last day", "in the last %(n)s days", days) % {"n": days}
        first, last = (format_short_day(each, active_locale()) for each in (self.first, self.last))
        if self.first == self.last:
            return _("on %(day)s") % {"day": first}
        return _("from %(first)s to %(last)s") % {"first": first, "last": last}


def read_period(text: str, today: date) -> Period | None:
    """None for what is no period, is longer than 25 years, or lies beyond what money is kept for."""
    found = _named(text, today) or _numbered(text, today) or _dated(text)
    if found is None or not EARLIEST_DAY <= found[0] <= found[1] <= LATEST_DAY:
        return None
    return None if (found[1] - found[0]).days > MOST_DAYS else Period(text, *found)


def _named(text: str, today: date) -> tuple[date, date] | None:
    month, monday = today.replace(day=1), today - timedelta(days=today.weekday())
    quarter = month.replace(month=month.month - (month.month - 1) % 3)
    quarter_before = months_back(quarter, 3)
    before = previous_month(month)
    one, week = timedelta(days=1), timedelta(days=7)
    return {
        "today": (today, today),
        "yesterday": (today - one, today - one),
        "this_week": (monday, monday + 6 * one),
        "last_week": (monday - week, monday - one),
        "this_month": (month, month_end(month)),
        "last_month": (before, month_end(before)),
        "this_quarter": (quarter, month_end(months_back(quarter, -2))),
        "last_quarter": (quarter_before, quarter - one),
        "this_year": (date(today.year, 1, 1), date(today.year, 12, 31)),
        "last_year": (date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)),
    }.get(text)


def months_back(month: date, number: int) -> date:
    """The first day of the month that lies `number` months before that of `month`."""
    months = month.year * 12 + month.month - 1 - number
    return date(months // 12, months % 12 + 1, 1)


def _numbered(text: str, today: date) -> tuple[date, date] | None:
    """`last_3_months` are whole months, the running one the last of them."""
    match = _LAST.match(text)
    if match is None or not int(match[1]):
        return None
    number = int(match[1])
    if match[2] == "days":
        return today - timedelta(days=number - 1), today
    months = today.year * 12 + today.month - number
    if months < 12:
        return None
    return date(months // 12, months % 12 + 1, 1), month_end(today)


def _dated(text: str) -> tuple[date, date] | None:
    try:
        if match := _MONTH.match(text):
            month = date(int(match[1]), int(match[2]), 1)
            return month, month_end(month)
        if _YEAR.match(text):
            return date(int(text), 1, 1), date(int(text), 12, 31)
        first, _slash, last = text.partition("/")
        start = date.fromisoformat(first)
        return start, date.fromisoformat(last) if last else start
    except (ValueError, OverflowError):
        return None
