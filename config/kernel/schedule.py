"""Periodic work: what the code wants is written into beat's table at start; staff may change it there."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django_celery_beat.models import CrontabSchedule, IntervalSchedule, PeriodicTask

from config.kernel import jobs
from config.kernel.models import Job

ENQUEUE = "tuppence.enqueue_periodic"
OURS = "tuppence."


@dataclass(frozen=True, slots=True)
class _Periodic:
    """Either `seconds` apart, or daily at `hour` UTC. `kind` is a kind of job, or empty for a bare task."""

    name: str
    task: str
    kind: str = ""
    seconds: int = 0
    hour: int = 0


_wanted: dict[str, _Periodic] = {}


def every(*, seconds: int, name: str, task: str) -> None:
    """A light task that need not leave a row: missing one turn does no harm."""
    _wanted[name] = _Periodic(name, task, seconds=seconds)


def daily(*, hour: int, name: str, kind: str) -> None:
    """A job each day at `hour` UTC."""
    _wanted[name] = _Periodic(name, ENQUEUE, kind=kind, hour=hour)


@transaction.atomic
def sync() -> None:
    """Add what is missing and remove what the code no longer knows; rows that are there stay as staff set them."""
    present = set(PeriodicTask.objects.filter(task__startswith=OURS).values_list("name", flat=True))
    for name in _wanted.keys() - present:
        _create(_wanted[name])
    PeriodicTask.objects.filter(name__in=present - _wanted.keys()).delete()


def enqueue_periodic(kind: str) -> None:
    """Write the job, unless the last one of its kind has not ended yet."""
    unfinished = Job.objects.filter(kind=kind, status__in=[Job.Status.QUEUED, Job.Status.RUNNING])
    if not unfinished.exists():
        jobs.enqueue(kind, {})


def _create(wanted: _Periodic) -> None:
    task = PeriodicTask(name=wanted.name, task=wanted.task)
    if wanted.seconds:
        task.interval, _ = IntervalSchedule.objects.get_or_create(every=wanted.seconds, period="seconds")
        # One turn that waited longer than its interval is worth nothing: the next one does the same.
        task.expire_seconds = wanted.seconds
    else:
        task.crontab, _ = CrontabSchedule.objects.get_or_create(
            minute="0",
            hour=str(wanted.hour),
            day_of_week="*",
            day_of_month="*",
            month_of_year="*",
            timezone="UTC",
        )
        task.kwargs = f'{{"kind": "{wanted.kind}"}}'
    task.save()
