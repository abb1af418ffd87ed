"""When a plan is due, by calendar alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.kernel.backing_up.due import next_after
from config.kernel.backing_up.models import BackupPlan

MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 hypothesis
PLANS = st.builds(
    BackupPlan,
    schedule=st.sampled_from(["daily", "weekly", "monthly"]),
    hour=st.integers(0, 23),
    weekday=st.integers(0, 6),
    day_of_month=st.integers(1, 28),
)
LONGEST = {"daily": timedelta(days=1), "weekly": timedelta(days=7), "monthly": timedelta(days=31)}


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+00:00")


@pytest.mark.parametrize(
    ("plan", "moment", "due"),
    [
        (BackupPlan(), "2026-11-21 01:59:59", "2026-11-21 02:00"),
        (BackupPlan(), "2026-11-21 02:00", "2026-11-22 02:00"),
        (BackupPlan(schedule="weekly", weekday=0, hour=4), "2026-11-21 12:00", "2026-11-23 04:00"),
        (BackupPlan(schedule="weekly", weekday=5, hour=4), "2026-11-21 12:00", "2026-11-28 04:00"),
        (BackupPlan(schedule="monthly", day_of_month=28), "2027-02-28 02:00", "2027-03-28 02:00"),
        (BackupPlan(schedule="monthly", day_of_month=1), "2026-12-31 23:00", "2027-01-01 02:00"),
    ],
)
def test_the_next_is_the_first_after_now(plan: BackupPlan, moment: str, due: str) -> None:
    assert next_after(plan, at(moment)) == at(due)


def test_a_plan_that_is_off_is_never_due() -> None:
    assert next_after(BackupPlan(schedule="off"), at("2026-11-21 02:00")) is None


def test_the_hour_is_one_of_utc_wherever_the_moment_was_told() -> None:
    berlin = timezone(timedelta(hours=1))
    assert next_after(BackupPlan(), datetime(2026, 11, 21, 2, 30, tzinfo=berlin)) == at("2026-11-21 02:00")


@given(plan=PLANS, moment=MOMENTS)
def test_nothing_is_left_out_between_two(plan: BackupPlan, moment: datetime) -> None:
    due = next_after(plan, moment)
    assert due is not None
    assert timedelta(0) < due - moment <= LONGEST[plan.schedule]
    assert next_after(plan, due - timedelta(microseconds=1)) == due
