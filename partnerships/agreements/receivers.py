"""The months that are over keep what their split came to, early on the first."""

from __future__ import annotations

from config.kernel import jobs, schedule
from partnerships.agreements import kinds as kinds  # registers them
from partnerships.agreements.month_shares import keep_months_that_are_over

schedule.daily(hour=0, name="Keep the splits of the month before", kind="keep_month_shares")


@jobs.handles("keep_month_shares")
def run_keep_month_shares(job: jobs.JobRun) -> None:
    keep_months_that_are_over()
