"""What was read of files lies on the disk beside them: it goes with the person they were of, and by night."""

from __future__ import annotations

from accounts.models import User
from config.kernel import jobs, schedule
from config.kernel.registry import deletes_person_data
from ledger.imports import keeping, spool
from ledger.imports.models import Import

FORGET, SWEEP = "ledger.import.forget", "ledger.import.sweep"
AT_ONCE = 500

schedule.daily(hour=3, name="Forget what was read of files", kind=SWEEP)


@deletes_person_data
def forget_files(person: User) -> None:
    """By a job, which a crash leaves to be done. What others have of the same file is read again when asked for."""
    found = Import.objects.filter(person=person, file__isnull=False).order_by("file__file")
    digests = list(found.values_list("file__file", flat=True).distinct())
    for start in range(0, len(digests), AT_ONCE):
        jobs.enqueue(FORGET, {"digests": digests[start : start + AT_ONCE]})


@jobs.handles(FORGET)
def run_forget(job: jobs.JobRun) -> None:
    for digest in job.payload["digests"]:
        keeping.forget_file(digest)


@jobs.handles(SWEEP)
def run_sweep(job: jobs.JobRun) -> None:
    spool.sweep()
