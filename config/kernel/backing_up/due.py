"""When a plan is due: pure arithmetic over days and hours of UTC, where no hour is missing and none comes twice."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, datetime, timedelta

from config.kernel.backing_up.models import BackupPlan

Schedule = BackupPlan.Schedule


def next_after(plan: BackupPlan, moment: datetime) -> datetime | None:
    """The first moment after `moment`, itself excluded, at which `plan` is due; None for a plan that is off."""
    moment = moment.astimezone(UTC)
    due = moment.replace(hour=plan.hour, minute=0, second=0, microsecond=0)
    match plan.schedule:
        case Schedule.DAILY:
            return due if due > moment else due + timedelta(days=1)
        case Schedule.WEEKLY:
            due += timedelta(days=(plan.weekday - due.weekday()) % 7)
            return due if due > moment else due + timedelta(days=7)
        case Schedule.MONTHLY:
            due = due.replace(day=plan.day_of_month)
            return due if due > moment else due + timedelta(days=monthrange(due.year, due.month)[1])
    return None
