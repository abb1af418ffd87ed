"""Periods one after the other, and what each is compared with."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from insights.figures import spans
from insights.figures.asked import TooMany, days_of_hours, periods_of
from insights.figures.spans import DAY, MONTH, WEEK, YEAR

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("timeframe", "first", "last"),
    [
        (DAY, date(2026, 11, 18), TODAY),
        (WEEK, date(2026, 11, 2), date(2026, 11, 22)),
        (MONTH, date(2026, 9, 1), date(2026, 11, 30)),
        (YEAR, date(2024, 1, 1), date(2026, 12, 31)),
    ],
)
def test_the_last_period_is_that_of_today_and_each_follows_the_one_before(
    timeframe: str, first: date, last: date
) -> None:
    found = periods_of(timeframe, TODAY, count=3)
    assert (found[0].starts_on, found[-1].ends_on) == (first, last)
    for earlier, later in pairwise(found):
        assert later.starts_on == earlier.ends_on + spans.ONE_DAY
    assert not any(each.is_cut for each in found)


def test_a_range_of_days_cuts_the_first_and_the_last() -> None:
    found = periods_of(MONTH, TODAY, first=date(2026, 8, 10), last=date(2026, 10, 31))
    assert [(each.starts_on.day, each.ends_on.day, each.is_cut) for each in found] == [
        (10, 31, True),
        (1, 30, False),
        (1, 31, False),
    ]


@pytest.mark.parametrize(("timeframe", "rhythm"), list(spans.RHYTHMS.items()))
def test_more_than_the_most_is_refused_and_the_most_is_not(timeframe: str, rhythm: spans.Rhythm) -> None:
    first = spans.before(timeframe, spans.start_of(timeframe, TODAY), rhythm.most - 1)
    assert len(periods_of(timeframe, TODAY, first=first, last=TODAY)) == rhythm.most
    with pytest.raises(TooMany):
        periods_of(timeframe, TODAY, first=spans.before(timeframe, first), last=TODAY)


def test_hours_are_asked_of_three_months_at_most() -> None:
    assert days_of_hours(TODAY) == (date(2026, 9, 1), date(2026, 11, 30))
    with pytest.raises(TooMany):
        days_of_hours(TODAY, first=date(2026, 8, 31), last=TODAY)


@pytest.mark.parametrize(
    ("timeframe", "start", "then"),
    [
        (DAY, date(2028, 2, 29), date(2027, 2, 28)),
        (WEEK, date(2026, 11, 16), date(2025, 11, 17)),
        (MONTH, date(2026, 3, 1), date(2025, 3, 1)),
    ],
)
def test_a_year_ago_a_period_of_the_same_kind_began(timeframe: str, start: date, then: date) -> None:
    assert spans.year_before(timeframe, start) == then == spans.start_of(timeframe, then)


def test_as_many_days_of_a_shorter_month_are_all_it_has() -> None:
    part = spans.same_part(date(2026, 3, 1), date(2026, 3, 31), date(2026, 2, 1), MONTH)
    assert (part.starts_on, part.ends_on) == (date(2026, 2, 1), date(2026, 2, 28))
