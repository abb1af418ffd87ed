"""What is done about backups, each a row from being wanted to its end; and the job that does it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.utils import timezone

from config.kernel import jobs
from config.kernel.backing_up.models import BackupRun

WORK = "kernel.backup"
# Handled by whoever knows the people to tell.
TELL = "kernel.tell_of_backup"
MOST_RUNS = 500
LONGEST_ERROR = 500
_ENDED = (BackupRun.Status.DONE, BackupRun.Status.FAILED)


class AlreadyRunning(Exception):
    """Work of this kind is under way; `run` is that."""

    def __init__(self, run: BackupRun) -> None:
        super().__init__(str(run.pk))
        self.run = run


@transaction.atomic
def begin(kind: str, *, archive: str = "", started_by: AbstractBaseUser | None = None) -> BackupRun:
    """Write down what is wanted, with the job that does it; the oldest beyond MOST_RUNS go.

    Raises AlreadyRunning.
    """
    wanted = BackupRun(kind=kind, archive=archive, started_by_id=started_by.pk if started_by else None)
    try:
        with transaction.atomic():
            wanted.save(force_insert=True)
    except IntegrityError as error:
        unfinished = BackupRun.objects.filter(kind=kind, ended_at=None)
        if kind == BackupRun.Kind.VERIFICATION:
            unfinished = unfinished.filter(archive=archive)
        running = unfinished.first()
        if running is None:
            raise
        raise AlreadyRunning(running) from error
    jobs.enqueue(WORK, {"run": str(wanted.pk)}, person=started_by)
    forget_oldest()
    return wanted


def forget_oldest() -> None:
    """Keep the newest MOST_RUNS, and whatever has not ended."""
    last = BackupRun.objects.order_by("-created_at").values_list("created_at", flat=True)[MOST_RUNS : MOST_RUNS + 1]
    for moment in last:
        BackupRun.objects.filter(created_at__lte=moment, status__in=_ENDED).delete()


def take_up(run_id: UUID) -> BackupRun | None:
    """The run, noted as running; None if it has ended or is gone, so that a job that comes twice does nothing."""
    unfinished = BackupRun.objects.filter(pk=run_id, ended_at=None)
    if not unfinished.update(status=BackupRun.Status.RUNNING, began_at=timezone.now()):
        return None
    return BackupRun.objects.get(pk=run_id)


def finish(run: BackupRun, **found: Any) -> None:
    """Note how it ended well; `found` are fields of the run."""
    _end(run, BackupRun.Status.DONE, {"error": "", "error_code": "", **found})


@transaction.atomic
def finish_with_trouble(run: BackupRun, code: str, words: str, **found: Any) -> None:
    """Note that it ended well but for something that those who look after the instance are told of."""
    trouble = {"error": words[:LONGEST_ERROR], "error_code": code}
    if _end(run, BackupRun.Status.DONE, {**found, **trouble}):
        jobs.enqueue(TELL, {"run": str(run.pk)})


@transaction.atomic
def fail(run: BackupRun, code: str, words: str, **found: Any) -> None:
    """Note that it ended badly, and have those told who look after the instance."""
    if _end(run, BackupRun.Status.FAILED, {"error": words[:LONGEST_ERROR], "error_code": code, **found}):
        jobs.enqueue(TELL, {"run": str(run.pk)})


def note_trouble(run: BackupRun, code: str, words: str) -> None:
    """It did not go well this time and will be tried again."""
    unfinished = BackupRun.objects.filter(pk=run.pk, ended_at=None)
    unfinished.update(error_code=code, error=words[:LONGEST_ERROR], status=BackupRun.Status.QUEUED)


def _end(run: BackupRun, status: str, found: dict[str, Any]) -> bool:
    unfinished = BackupRun.objects.filter(pk=run.pk, ended_at=None)
    return bool(unfinished.update(status=status, ended_at=timezone.now(), **found))
