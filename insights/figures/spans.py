"""Days, weeks, months and years one after the other: arithmetic without a database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from ledger.core.sums import month_end, next_month

DAY: Final = "day"
WEEK: Final = "week"
MONTH: Final = "month"
YEAR: Final = "year"
ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How periods of one length are asked for: at most `most`, `usual` of them where nobody says how many. The moving
    mean is over `mean` of them."""

    most: int
    usual: int
    mean: int


RHYTHMS: Final = {
    DAY: Rhythm(most=120, usual=21, mean=7),
    WEEK: Rhythm(most=104, usual=12, mean=4),
    MONTH: Rhythm(most=120, usual=12, mean=3),
    YEAR: Rhythm(most=25, usual=5, mean=3),
}


@dataclass(frozen=True, slots=True)
class Period:
    """Both days included. A week begins on Monday. `is_cut` where the range asked for begins or ends inside it."""

    starts_on: date
    ends_on: date
    is_cut: bool = False

    def is_running(self, today: date) -> bool:
        return self.starts_on <= today < self.ends_on


def start_of(timeframe: str, day: date) -> date:
    if timeframe == WEEK:
        return day - timedelta(days=day.weekday())
    if timeframe == MONTH:
        return day.replace(day=1)
    return day.replace(month=1, day=1) if timeframe == YEAR else day


def after(timeframe: str, start: date) -> date:
    """The first day of the next period."""
    if timeframe == MONTH:
        return next_month(start)
    if timeframe == YEAR:
        return start.replace(year=start.year + 1)
    return start + timedelta(days=7 if timeframe == WEEK else 1)


def before(timeframe: str, start: date, count: int = 1) -> date:
    """The first day of the period that many earlier; none before year 2."""
    for _each in range(count):
        if start.year < 2:
            break
        start = start_of(timeframe, start - ONE_DAY)
    return start


def year_before(timeframe: str, start: date) -> date:
    """The first day of the same period a year ago; of a week the one 52 weeks ago, of 29 February the 28th."""
    if timeframe == WEEK:
        return start - timedelta(days=364)
    if (start.month, start.day) == (2, 29):
        start = start.replace(day=28)
    return start.replace(year=start.year - 1)


def whole(timeframe: str, start: date) -> Period:
    return Period(start, after(timeframe, start) - ONE_DAY)


def until(timeframe: str, last: date, count: int) -> list[Period]:
    """The `count` periods of which the last has the day `last` in it; whole ones."""
    return between(timeframe, before(timeframe, start_of(timeframe, last), count - 1), last, cut=False)


def between(timeframe: str, first: date, last: date, *, cut: bool = True) -> list[Period]:
    """The periods that the days `first` to `last` touch, the first and the last cut to them unless told otherwise."""
    found, start = [], start_of(timeframe, first)
    while start <= last:
        each = whole(timeframe, start)
        inside = Period(max(each.starts_on, first), min(each.ends_on, last), is_cut=True)
        is_whole = (inside.starts_on, inside.ends_on) == (each.starts_on, each.ends_on)
        found.append(each if is_whole or not cut else inside)
        start = after(timeframe, start)
    return found


def count_between(timeframe: str, first: date, last: date) -> int:
    """How many periods `between` would give, without making them."""
    start, end = start_of(timeframe, first), start_of(timeframe, last)
    if timeframe == MONTH:
        return (end.year - start.year) * 12 + end.month - start.month + 1
    if timeframe == YEAR:
        return end.year - start.year + 1
    return (end - start).days // (7 if timeframe == WEEK else 1) + 1


def same_part(of: date, until_day: date, earlier: date, timeframe: str) -> Period:
    """As many days of the period that begins on `earlier` as from `of` to `until_day`; never more than it has."""
    end = earlier + (until_day - of)
    return Period(earlier, min(end, whole(timeframe, earlier).ends_on))


__all__ = [
    "DAY", "MONTH", "RHYTHMS", "WEEK", "YEAR", "Period", "after", "before", "between", "count_between", "month_end",
    "same_part", "start_of", "until", "whole", "year_before",
]  # fmt: skip
