"""The plan of backups: what holds, changing it, and beginning what is due."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from config.kernel.backing_up import runs
from config.kernel.backing_up.due import next_after
from config.kernel.backing_up.models import BackupPlan, BackupRun
from config.kernel.backup import keeping
from config.kernel.backup.ladder import Ladder

FIELDS = (
    "schedule",
    "hour",
    "weekday",
    "day_of_month",
    "keep_last",
    "keep_daily",
    "keep_weekly",
    "keep_monthly",
    "rehearses",
)


def current() -> BackupPlan:
    """The plan that holds; where nobody made one, each night at 2:00 UTC, keeping BACKUP_KEEP. One query.

    Of a plan that was never looked at by the scheduler, `next_due` is counted from now.
    """
    plan = BackupPlan.objects.first() or BackupPlan()
    if plan.next_due is None:
        plan.next_due = next_after(plan, timezone.now())
    return plan


def ladder() -> Ladder:
    """Which archives stay, by the plan that holds. One query."""
    plan = current()
    last = plan.keep_last or keeping.ladder_of_settings().last
    return Ladder(last, plan.keep_daily, plan.keep_weekly, plan.keep_monthly)


@transaction.atomic
def change_plan(changes: dict[str, Any]) -> BackupPlan:
    """Set some of FIELDS. A backup that is due already, and was not begun yet, stays due unless the plan is off.

    Raises:
        ValidationError: a field has no value it may have.
    """
    BackupPlan.objects.get_or_create(pk=1)
    plan = BackupPlan.objects.select_for_update().get()
    for name, value in changes.items():
        setattr(plan, name, value)
    plan.full_clean()
    now = timezone.now()
    is_waiting = plan.next_due is not None and plan.next_due <= now
    if not is_waiting or plan.schedule == BackupPlan.Schedule.OFF:
        plan.next_due = next_after(plan, now)
    plan.save()
    return plan


def begin_what_is_due(now: datetime | None = None) -> BackupRun | None:
    """Begin a backup if the plan is due; None if it is not, or another scheduler began it.

    However long nobody looked, one backup is begun and the next one is due after now. One that is already under way
    is the one that was due.
    """
    now = now or timezone.now()
    plan = BackupPlan.objects.first() or BackupPlan.objects.get_or_create(pk=1)[0]
    following = next_after(plan, now)
    due = plan.next_due
    if due is None or due > now:
        if due is None and following is not None:
            _advance(plan, following)
        return None
    with transaction.atomic():
        if not _advance(plan, following):
            return None
        try:
            return runs.begin(BackupRun.Kind.BACKUP)
        except runs.AlreadyRunning:
            return None


def _advance(plan: BackupPlan, following: datetime | None) -> bool:
    """Whether it was us: of two who saw the same moment one finds it changed. Nor is a changed plan overruled."""
    seen = BackupPlan.objects.filter(
        pk=plan.pk,
        next_due=plan.next_due,
        schedule=plan.schedule,
        hour=plan.hour,
        weekday=plan.weekday,
        day_of_month=plan.day_of_month,
    )
    return bool(seen.update(next_due=following))
