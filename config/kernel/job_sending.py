"""Tells workers of jobs: by the broker, by the parent of a process that has one, or once the broker is back."""

from __future__ import annotations

from collections import deque
from datetime import timedelta
from uuid import UUID

from celery import current_app
from django.conf import settings

from config.kernel import redis_link
from config.kernel.bridge import has_parent, tell_parent
from config.kernel.link import Link

RUN_JOB = "tuppence.run_job"
# A worker holds what is due within so much itself; what is due later is for the sweep.
SOON = timedelta(seconds=5)
MOST_AT_ONCE = 200
_broker_here = Link("The broker", lambda: None)
# Jobs the broker did not take; the sweep finds those that are too many.
_unsent: deque[UUID] = deque(maxlen=MOST_AT_ONCE)


def dispatch(job_id: UUID) -> None:
    """Send a job to a worker. Never fails; what a broker that is away does not take is sent when it is back."""
    if tell_parent(job=str(job_id)):
        return
    broker = _broker()
    if not broker.is_away:
        try:
            current_app.tasks[RUN_JOB].apply_async((str(job_id),), retry=False)
        except Exception as error:  # noqa: BLE001 the row is the promise, sending it only makes it quick
            broker.lost(type(error).__name__)
        else:
            return
    _unsent.append(job_id)
    broker.when_back(_send_unsent)


def send_soon(job_id: UUID, wait: timedelta) -> None:
    """Have a worker look at a job that was put back for a moment, which would wait for the next sweep else.

    Not from a child: its parent has yet to write down how this attempt ended.
    """
    if wait > SOON or has_parent():
        return
    broker = _broker()
    if not broker.is_away:
        try:
            current_app.tasks[RUN_JOB].apply_async((str(job_id),), countdown=wait.total_seconds(), retry=False)
        except Exception as error:  # noqa: BLE001 the sweep sends it as well
            broker.lost(type(error).__name__)


def _send_unsent() -> None:
    for _ in range(len(_unsent)):
        dispatch(_unsent.popleft())


def _broker() -> Link:
    return redis_link.link() if settings.REDIS_URL else _broker_here
