from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.recurring.rhythm import DAILY, MONTHLY, WEEKLY, YEARLY, Rhythm

DAYS = st.dates(date(1999, 1, 1), date(2030, 12, 31))


def is_due(rhythm: Rhythm, day: date) -> bool:
    """The same said of one day, as a person would look it up in a calendar."""
    start, every = rhythm.starts_on, rhythm.interval
    if day < start or (rhythm.ends_on is not None and day > rhythm.ends_on):
        return False
    if rhythm.frequency in (DAILY, WEEKLY):
        return (day - start).days % (every * (7 if rhythm.frequency == WEEKLY else 1)) == 0
    wanted = min(start.day, monthrange(day.year, day.month)[1])
    apart = (day.year - start.year) * 12 + day.month - start.month
    return day.day == wanted and apart % (every * (12 if rhythm.frequency == YEARLY else 1)) == 0


@given(
    frequency=st.sampled_from([DAILY, WEEKLY, MONTHLY, YEARLY]),
    interval=st.integers(1, 14),
    starts_on=DAYS,
    lasts=st.none() | st.integers(0, 900),
    asked=DAYS,
    length=st.integers(0, 800),
)
def test_the_days_are_those_of_a_calendar_gone_through_day_by_day(
    frequency: str, interval: int, starts_on: date, lasts: int | None, asked: date, length: int
) -> None:
    ends_on = None if lasts is None else starts_on + timedelta(days=lasts)
    rhythm = Rhythm(frequency, starts_on, interval, ends_on)
    every = [asked + timedelta(days=number) for number in range(length + 1)]
    assert list(rhythm.between(asked, every[-1])) == [day for day in every if is_due(rhythm, day)]


@pytest.mark.parametrize(
    ("frequency", "starts_on", "expected"),
    [
        (MONTHLY, date(2026, 1, 31), ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]),
        (MONTHLY, date(2027, 12, 30), ["2027-12-30", "2028-01-30", "2028-02-29", "2028-03-30"]),
        (YEARLY, date(2024, 2, 29), ["2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"]),
    ],
)
def test_a_day_that_a_month_has_not_is_its_last(frequency: str, starts_on: date, expected: list[str]) -> None:
    due = Rhythm(frequency, starts_on).due_from(starts_on)
    assert [each.isoformat() for each in islice(due, len(expected))] == expected


def test_the_calendar_ends_and_nothing_breaks() -> None:
    assert list(Rhythm(YEARLY, date(9998, 5, 1)).due_from(date(9999, 1, 1))) == [date(9999, 5, 1)]
    assert Rhythm(DAILY, date(2026, 1, 1), 400).first_from(date(9999, 12, 31)) is None


def test_far_ahead_costs_no_more_than_near() -> None:
    daily = Rhythm(DAILY, date(1, 1, 1))
    assert daily.first_from(date(9000, 1, 1)) == date(9000, 1, 1)
