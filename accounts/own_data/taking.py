"""A person's archive of another instance, taken in by a job: the ledger, things, then what hangs on them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from config.kernel import audit, files, jobs
from config.kernel.models import FileReference, Job
from config.kernel.own_data.opening import ArchiveRefused, opened_archive
from config.kernel.own_data.taking import LEFT_OUT, Taking, parts

JOB: Final = "take_own_data_in"
PURPOSE: Final = "own_data"
NONE, WAITING, DONE, FAILED = "none", "waiting", "done", "failed"
_SENTENCES: dict[str, str | Promise] = {
    "broken_archive": gettext_lazy("The archive is damaged or encrypted."),
    "not_my_data": gettext_lazy("This is no archive of ‘My data’."),
    "later_version": gettext_lazy("The archive was made by a later Tuppence."),
    "too_large": gettext_lazy("The archive holds more than can be taken in."),
    "damaged": gettext_lazy("A file in the archive is not what it was when the archive was made."),
    "too_many_rows": gettext_lazy("The archive holds more than can be taken in."),
    "wrong_value": gettext_lazy("The archive says something that cannot be."),
    "ledger_not_taken": gettext_lazy("The transactions could not be taken in."),
    "things_not_taken": gettext_lazy("The things could not be taken in."),
    "could_not_finish": gettext_lazy("It went wrong each time it was tried. What was taken before that stays."),
    "still_waiting": gettext_lazy("Another archive is being taken in. Wait until it is done."),
}


@dataclass(frozen=True, slots=True)
class State:
    """How the newest archive of a person went. `counts` says by kind what came; `code` why it failed. `left_out` says
    by kind what our rules refused, `notes` what else is not as the archive says.
    """

    status: str
    code: str = ""
    counts: dict[str, int] | None = None
    left_out: dict[str, int] | None = None
    notes: list[dict[str, str]] | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None

    @property
    def sentence(self) -> str:
        return sentence_of(self.code) if self.code else ""


def sentence_of(code: str) -> str:
    return str(_SENTENCES.get(code, _("The file cannot be read.")))


def check_archive(*, person: User, upload: File[Any]) -> None:
    """Read all of it and hold it against itself; nothing is written. A CPU second for 300 MB.

    Raises ValidationError on `file`, with the code of ArchiveRefused.
    """
    try:
        with opened_archive(upload) as archive:
            archive.check()
            for part in parts():
                part.check(person, archive)
    except ArchiveRefused as refusal:
        raise _refused(refusal.code) from refusal
    upload.seek(0)


@transaction.atomic
def start_taking(*, person: User, upload: File[Any]) -> Job:
    """Keep an archive that was checked, and have it taken in. Raises ValidationError (`still_waiting`)."""
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    if _jobs_of(person).filter(status__in=[Job.Status.QUEUED, Job.Status.RUNNING]).exists():
        raise _refused("still_waiting")
    kept = files.store(person, upload, name="tuppence.zip", content_type="application/zip", purpose=PURPOSE)
    return jobs.enqueue(JOB, {"file": str(kept.pk), "bytes": kept.file.size}, person=person)


def state_of(person: User) -> State:
    """One query."""
    job = _jobs_of(person).order_by("-pk").first()
    if job is None:
        return State(NONE)
    if job.status in (Job.Status.QUEUED, Job.Status.RUNNING):
        return State(WAITING, started_at=job.created_at)
    code = job.payload.get("code", "")
    failed = job.status == Job.Status.FAILED
    return State(
        FAILED if code or failed else DONE,
        code=code or ("could_not_finish" if failed else ""),
        counts=job.payload.get("counts", {}),
        left_out=job.payload.get("left_out", {}),
        notes=job.payload.get("notes", []),
        started_at=job.created_at,
        finished_at=job.finished_at,
    )


def _jobs_of(person: User) -> Any:
    return Job.objects.filter(person=person, kind=JOB)


def _refused(code: str) -> ValidationError:
    return ValidationError({"file": ValidationError(sentence_of(code), code=code)})


def _let_go(job: jobs.JobRun) -> None:
    reference = FileReference.objects.filter(pk=job.payload["file"]).first()
    if reference is not None:
        files.release(reference)


@jobs.handles(JOB, gave_up=_let_go)
def run_taking(job: jobs.JobRun) -> None:
    """Each part after the other; those that need a job of their own are waited for. Raises NotYet."""
    reference = FileReference.objects.select_related("owner").filter(pk=job.payload["file"]).first()
    if reference is None or job.person_id is None:
        return
    person = User.objects.get(pk=job.person_id)
    with files.open_file(reference) as opened, translation.override(person.locale.lower()):
        try:
            with opened_archive(opened) as archive:
                taking = Taking(person, archive, reference, job.id, rest=job.extend)
                _take(taking, job)
                told = _told(taking)
        except ArchiveRefused as refusal:
            _end(job, {"code": refusal.code})
        else:
            _end(job, told)


def _told(taking: Taking) -> dict[str, Any]:
    """What becomes of it, as the job keeps it."""
    left_out = taking.left_out()
    counts = {kind: count for kind, count in taking.counts.items() if count}
    if left_out:
        counts[LEFT_OUT] = sum(left_out.values())
    return {"counts": counts, "left_out": left_out, "notes": taking.notes}


def _take(taking: Taking, job: jobs.JobRun) -> None:
    """What needs no job of its own is all there or not at all. Raises NotYet."""
    with_jobs = [part for part in parts() if part.has_a_job]
    for part in with_jobs:
        job.extend()
        part.begin(taking)
    for part in with_jobs:
        job.extend()
        part.take(taking)
    with transaction.atomic():
        for part in parts():
            if not part.has_a_job:
                part.take(taking)


@transaction.atomic
def _end(job: jobs.JobRun, told: dict[str, Any]) -> None:
    Job.objects.filter(pk=job.id).update(payload={**job.payload, **told})
    _let_go(job)
    assert job.person_id is not None
    audit.record("own_data_brought", person=User.objects.filter(pk=job.person_id).first())
