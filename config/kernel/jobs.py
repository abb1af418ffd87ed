"""Work that must happen: a row written with the business change, sent to a worker after commit, swept up if lost.

A handler may run twice (a worker died between its work and the note of it), so it must be safe to repeat.
`lease_until` of a running job says until when its worker is believed; of a queued one, when to send it again.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F, Q
from django.utils import timezone

from config.kernel import unsaid
from config.kernel.job_sending import MOST_AT_ONCE, dispatch, send_soon
from config.kernel.logs import current_id, redacted
from config.kernel.models import Job
from config.kernel.observing import watching
from config.kernel.outages import NO_ROOM, disk_is_full, outage_of

log = logging.getLogger(__name__)
LEASE = timedelta(seconds=60)
SEND_AGAIN_AFTER = timedelta(seconds=60)
# Enough for a first sending; one that went to no broker (a command beside the one process) is not late by more.
ON_ITS_WAY = timedelta(seconds=5)
GIVE_UP_AGAIN_AFTER = timedelta(minutes=10)
MAX_ATTEMPTS = 5
# A full disk is no fault of the job: it waits for room, and the attempt does not count.
ROOM_AGAIN_AFTER = timedelta(seconds=1)

Payload = dict[str, Any]
# Set when the process is about to end: long work stops at its next safe point and is done by the next process.
stopping = threading.Event()


class LeaseLost(Exception):
    """Another worker has taken the job over; this one must stop writing."""


class JobInterrupted(Exception):
    """The process ends; the job is put back without counting this attempt."""


class NotYet(Exception):
    """What the job needs is away; it is put back for a while, and this attempt does not count."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(wait)
        self.wait = wait


class Again(Exception):
    """Somebody else is not ready for it, as they sometimes are not: a failed attempt that is no fault of ours.

    `wait` is what they asked for; the next attempt comes no sooner.
    """

    def __init__(self, reason: str, wait: timedelta = timedelta(0)) -> None:
        super().__init__(reason)
        self.wait = wait


@dataclass(frozen=True, slots=True)
class JobRun:
    """One attempt at a job, as its handler sees it."""

    id: UUID
    kind: str
    payload: Payload
    person_id: UUID | None
    attempt: int

    def extend(self) -> None:
        """Ask for another minute; a handler that takes longer calls it at each safe point.

        Raises:
            LeaseLost: the job runs elsewhere by now.
            JobInterrupted: this process is about to end.
        """
        if stopping.is_set():
            raise JobInterrupted
        if not self._mine().update(lease_until=timezone.now() + LEASE):
            raise LeaseLost(str(self.id))

    def _mine(self) -> Any:
        return Job.objects.filter(pk=self.id, status=Job.Status.RUNNING, attempts=self.attempt)


@dataclass(frozen=True, slots=True)
class _Kind:
    handler: Callable[[JobRun], None]
    in_child: Callable[[Payload], bool] | None
    gave_up: Callable[[JobRun], None] | None


_kinds: dict[str, _Kind] = {}
_running: dict[UUID, JobRun] = {}


def handles(
    kind: str,
    *,
    in_child: Callable[[Payload], bool] | None = None,
    gave_up: Callable[[JobRun], None] | None = None,
) -> Callable[[Callable[[JobRun], None]], Callable[[JobRun], None]]:
    """Register the handler of a kind of job.

    `in_child` says of a payload whether it is heavy enough for a process of its own (a second to start), which
    leaves the pages alone. `gave_up` is told when the last attempt has failed, in the transaction that says so.
    """

    def register(handler: Callable[[JobRun], None]) -> Callable[[JobRun], None]:
        _kinds[kind] = _Kind(handler, in_child, gave_up)
        return handler

    return register


def enqueue(
    kind: str, payload: Payload, *, person: AbstractBaseUser | None = None, run_after: datetime | None = None
) -> Job:
    """Write the job in the caller's transaction and send it once that commits. `payload` holds ids, not rows."""
    now = timezone.now()
    later = run_after is not None and run_after > now
    job = Job.objects.create(
        kind=kind,
        payload=payload,
        person_id=person.pk if person else None,
        run_after=run_after or now,
        lease_until=None if later else now + ON_ITS_WAY,
    )
    if not later:
        transaction.on_commit(lambda: dispatch(job.pk), robust=True)
    return job


def run_again(job: Job) -> bool:
    """Start a job over that has ended. False if it has not."""
    ended = Job.objects.filter(pk=job.pk, status__in=[Job.Status.DONE, Job.Status.FAILED])
    again = ended.update(
        status=Job.Status.QUEUED,
        attempts=0,
        error="",
        run_after=timezone.now(),
        lease_until=None,
        finished_at=None,
    )
    if again:
        transaction.on_commit(lambda: dispatch(job.pk), robust=True)
    return bool(again)


def hurry(kind: str) -> None:
    """Have what waits of a kind done now: what it waited for is back."""
    Job.objects.filter(kind=kind, status=Job.Status.QUEUED).update(run_after=timezone.now(), lease_until=None)
    sweep()


def sweep(*, after_start: bool = False) -> int:
    """Send what waits and what a dead worker left behind. How many were sent.

    `after_start`: the broker was inside a process that has ended, so whatever it had been sent is lost.
    """
    now = timezone.now()
    due = Q(status=Job.Status.QUEUED, run_after__lte=now)
    if not after_start:
        due &= Q(lease_until=None) | Q(lease_until__lt=now)
    left_behind = Q(status=Job.Status.RUNNING, lease_until__lt=now)
    for job in Job.objects.filter(left_behind, attempts__gte=MAX_ATTEMPTS):
        _fail_for_good(_run_of(job), "Its worker died every time.")
    waiting = Job.objects.filter(due | left_behind).order_by("run_after").values_list("pk", flat=True)
    found = list(waiting[:MOST_AT_ONCE])
    Job.objects.filter(pk__in=found, status=Job.Status.QUEUED).update(lease_until=now + SEND_AGAIN_AFTER)
    for job_id in found:
        dispatch(job_id)
    return len(found)


def run(job_id: UUID, *, may_spawn: bool = True) -> None:
    """Claim a job and run it; returns at once when it is done, not due or somebody else's."""
    try:
        claimed = claim(job_id)
    except (OperationalError, InterfaceError) as error:
        log.warning("A job could not be claimed and is sent again: %s", error)
        unsaid.say_later(lambda: dispatch(job_id), "A job")
        return
    if claimed is None:
        return
    kind = _kinds.get(claimed.kind)
    if may_spawn and kind and kind.in_child and kind.in_child(claimed.payload):
        from config.kernel.children import run_in_child

        _attempt(claimed, lambda: run_in_child(claimed))
    else:
        perform(claimed)


def claim(job_id: UUID) -> JobRun | None:
    now = timezone.now()
    free = Q(status=Job.Status.QUEUED, run_after__lte=now) | Q(status=Job.Status.RUNNING, lease_until__lt=now)
    claimed = Job.objects.filter(free, pk=job_id, attempts__lt=MAX_ATTEMPTS).update(
        status=Job.Status.RUNNING, attempts=F("attempts") + 1, lease_until=now + LEASE, error=""
    )
    return _run_of(Job.objects.get(pk=job_id)) if claimed else None


def resume(job_id: UUID, attempt: int) -> JobRun | None:
    """The attempt a parent process has claimed, for its child."""
    job = Job.objects.filter(pk=job_id, attempts=attempt, status=Job.Status.RUNNING).first()
    return _run_of(job) if job else None


def perform(job: JobRun) -> bool:
    """Run the handler in this process and write down how it ended. True if it was done."""
    kind = _kinds.get(job.kind)
    if kind is None:
        _fail_for_good(job, f"No handler for {job.kind!r} in this version.")
        return False
    return _attempt(job, lambda: kind.handler(job))


def release_running() -> int:
    """Put back what this process could not finish, for the next one to run. How many jobs."""
    unfinished = list(_running.values())
    for job in unfinished:
        _put_back(job)
    return len(unfinished)


def _attempt(job: JobRun, work: Callable[[], None]) -> bool:
    _running[job.id] = job
    before = current_id.set(f"job-{job.id.hex[-12:]}")
    started, outcome = time.perf_counter(), "put_back"
    try:
        work()
    except JobInterrupted:
        _put_back(job)
    except NotYet as later:
        wait, outcome = later.wait, "later"
        _end(job, lambda: _put_back(job, timezone.now() + wait))
        send_soon(job.id, wait)
    except Exception as error:
        outcome = _why_it_failed(job, error)
        if outcome != "failed":
            return False
        if isinstance(error, Again):
            log.warning("%s comes again, attempt %d: %s", job.kind, job.attempt, error)
        else:
            log.exception("%s failed, attempt %d", job.kind, job.attempt)
        failure = error
        _end(job, lambda: _record_failure(job, failure))
    else:
        outcome = "done"
        done = {"status": Job.Status.DONE, "lease_until": None}
        _end(job, lambda: job._mine().update(finished_at=timezone.now(), **done))
        return True
    finally:
        _running.pop(job.id, None)
        watching.job_ended(job.kind, outcome, time.perf_counter() - started)
        current_id.reset(before)
    return False


def _why_it_failed(job: JobRun, error: Exception) -> str:
    if _went_with_person(job):
        log.info("%s ends: its person has left", job.kind)
        return "gone"
    if isinstance(error, LeaseLost):
        log.warning("%s was taken over by another worker", job.kind)
        return "taken_over"
    return "failed"


def _went_with_person(job: JobRun) -> bool:
    """Whoever deletes their account takes their jobs along; one that was at work then finds nothing any more."""
    try:
        return job.person_id is not None and not Job.objects.filter(pk=job.id).exists()
    except (OperationalError, InterfaceError):
        return False


def _end(job: JobRun, ending: Callable[[], Any]) -> None:
    """Write down how an attempt ended. Where the database does not take it, the job is done anew as soon as it does:
    its lease would run for a minute more.
    """
    try:
        ending()
    except (OperationalError, InterfaceError) as error:
        log.warning("How %s ended could not be written down: %s", job.kind, error)
        unsaid.say_later(lambda: _begin_anew(job), job.kind)


def _begin_anew(job: JobRun) -> None:
    _put_back(job)
    dispatch(job.id)


def _put_back(job: JobRun, run_after: datetime | None = None) -> None:
    later = {} if run_after is None else {"run_after": run_after}
    job._mine().update(status=Job.Status.QUEUED, attempts=F("attempts") - 1, lease_until=None, **later)


def _record_failure(job: JobRun, error: Exception) -> None:
    # A child that died on a full disk could not say so.
    if outage_of(error) is NO_ROOM or disk_is_full():
        _put_back(job, timezone.now() + ROOM_AGAIN_AFTER)
        unsaid.say_later(lambda: dispatch(job.id), job.kind)
        return
    text = redacted(f"{type(error).__name__}: {error}")[:2000]
    if job.attempt >= MAX_ATTEMPTS:
        _fail_for_good(job, text)
        return
    wait = timedelta(seconds=10 * 3 ** (job.attempt - 1))
    if isinstance(error, Again):
        wait = max(wait, error.wait)
    job._mine().update(status=Job.Status.QUEUED, run_after=timezone.now() + wait, lease_until=None, error=text)


def _fail_for_good(job: JobRun, text: str) -> None:
    """Give the job up and tell its app, both or neither: what `gave_up` undoes has nobody else who would.

    Where that fails, the job stays as it is, and a later sweep gives it up.
    """
    kind = _kinds.get(job.kind)
    try:
        with transaction.atomic():
            ended = {"finished_at": timezone.now(), "lease_until": None, "error": text}
            if job._mine().update(status=Job.Status.FAILED, **ended) and kind and kind.gave_up:
                kind.gave_up(job)
    except Exception:
        log.exception("%s could not be given up", job.kind)
        job._mine().update(lease_until=timezone.now() + GIVE_UP_AGAIN_AFTER, error=text)


def _run_of(job: Job) -> JobRun:
    return JobRun(job.pk, job.kind, job.payload, job.person_id, job.attempts)
