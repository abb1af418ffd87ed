"""Due days are a pure function of the first day, the frequency, the end and the month."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnerships.expenses.due import due_days, last_day

DAYS = st.dates(date(2020, 1, 1), date(2032, 12, 31))


def days(starts_on: str, frequency: str, month: str, ends_on: str | None = None) -> list[str]:
    end = date.fromisoformat(ends_on) if ends_on else None
    found = due_days(date.fromisoformat(starts_on), frequency, end, date.fromisoformat(month))
    return [each.isoformat() for each in found]


@pytest.mark.parametrize(
    ("starts_on", "frequency", "month", "expected"),
    [
        ("2026-01-31", "monthly", "2026-02-01", ["2026-02-28"]),
        ("2026-01-31", "monthly", "2028-02-01", ["2028-02-29"]),
        ("2026-01-31", "monthly", "2026-03-15", ["2026-03-31"]),
        ("2026-11-20", "monthly", "2026-10-01", []),
        ("2026-11-04", "weekly", "2026-11-01", ["2026-11-04", "2026-11-11", "2026-11-18", "2026-11-25"]),
        ("2026-10-01", "weekly", "2026-12-01", [f"2026-12-{day:02}" for day in (3, 10, 17, 24, 31)]),
        ("2024-02-29", "yearly", "2026-02-01", ["2026-02-28"]),
        ("2024-02-29", "yearly", "2028-02-01", ["2028-02-29"]),
        ("2024-02-29", "yearly", "2026-03-01", []),
        ("2026-11-20", "once", "2026-11-01", ["2026-11-20"]),
        ("2026-11-20", "once", "2026-12-01", []),
    ],
)
def test_days(starts_on: str, frequency: str, month: str, expected: list[str]) -> None:
    assert days(starts_on, frequency, month) == expected


def test_an_end_is_the_last_day_it_can_be_due() -> None:
    assert days("2026-01-15", "monthly", "2026-03-01", "2026-03-15") == ["2026-03-15"]
    assert days("2026-01-15", "monthly", "2026-03-01", "2026-03-14") == []


@given(DAYS, st.integers(0, 2000))
def test_each_week_from_the_first_day_on_is_due_once(starts_on: date, weeks: int) -> None:
    due = starts_on + timedelta(weeks=weeks)
    found = due_days(starts_on, "weekly", None, due)
    assert due in found
    assert all(each >= starts_on and (each - starts_on).days % 7 == 0 for each in found)


@given(DAYS, DAYS, st.sampled_from(["weekly", "monthly", "yearly", "once"]))
def test_they_lie_in_the_month_and_follow_each_other(starts_on: date, month: date, frequency: str) -> None:
    found = due_days(starts_on, frequency, None, month)
    assert found == sorted(set(found))
    assert all(month.replace(day=1) <= each <= last_day(month) for each in found)
