"""What the job of a run does, by its kind. A job may come twice: what has ended is not done again."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config.kernel import audit, jobs
from config.kernel.backing_up import planning, runs
from config.kernel.backing_up.listing import listing
from config.kernel.backing_up.models import BackupRun
from config.kernel.backup import keeping
from config.kernel.backup.errors import ArchiveRefused, BackupProblem
from config.kernel.backup.healing import heal
from config.kernel.backup.keeping import Kept
from config.kernel.backup.making import make_backup
from config.kernel.backup.manifest import Manifest
from config.kernel.backup.rehearsing import rehearse
from config.kernel.backup.verifying import verify
from config.kernel.models import StoredFile


def work(job: jobs.JobRun) -> None:
    """Raises whatever is worth another try; what a second try would not mend is noted as failed."""
    run = _run_of(job)
    if run is None:
        return
    try:
        _WORKS[run.kind](run)
    except ArchiveRefused as refusal:
        runs.fail(run, refusal.code, str(refusal))
    except BackupProblem as problem:
        runs.note_trouble(run, problem.code, str(problem))
        raise
    except OSError as error:
        runs.note_trouble(run, "cannot_read", error.strerror or type(error).__name__)
        raise


def give_up(job: jobs.JobRun) -> None:
    named = job.payload.get("run")
    run = BackupRun.objects.filter(pk=UUID(named), ended_at=None).first() if named else None
    if run is not None:
        runs.fail(run, run.error_code or "error", run.error or _("It broke on our side; the log says where."))


def _run_of(job: jobs.JobRun) -> BackupRun | None:
    """A job from before there were runs names none: it is a backup."""
    if "run" in job.payload:
        return runs.take_up(UUID(job.payload["run"]))
    try:
        return runs.take_up(runs.begin(BackupRun.Kind.BACKUP).pk)
    except runs.AlreadyRunning:
        return None


def _back_up(run: BackupRun) -> None:
    made = make_backup(planning.ladder())
    told = [{"name": copy.destination.name, "error": copy.words} for copy in made.copies]
    found = {"archive": made.kept.name, "destinations": told, "is_verified": True}
    found |= _counts(made.manifest, made.kept) | {"details": {"missing": len(made.manifest.missing)}}
    # What no backup had when it was looked for was told then.
    lost = StoredFile.objects.filter(pk__in=made.manifest.missing, lost_at=None).count()
    if lost:
        words = ngettext(
            "%d file is missing or damaged on the disk and is not in it: heal missing files.",
            "%d files are missing or damaged on the disk and are not in it: heal missing files.",
            lost,
        )
        runs.finish_with_trouble(run, "missing_files", words % lost, **found)
    else:
        runs.finish(run, **found)
    if run.started_by_id is None and planning.current().rehearses:
        with suppress(runs.AlreadyRunning):
            runs.begin(BackupRun.Kind.REHEARSAL)


def _verify(run: BackupRun) -> None:
    """In each place that has it: a copy nobody reads may be damaged for years."""
    found = listing().named(run.archive)
    if found is None:
        raise keeping.not_found(run.archive)
    told, refusals, manifests = [], [], []
    for copy in found.copies:
        try:
            manifests.append(verify(copy))
        except BackupProblem as refusal:
            refusals.append(refusal)
            told.append({"name": copy.destination.name, "error": str(refusal)})
        else:
            told.append({"name": copy.destination.name, "error": ""})
    audit.record("backup.verified", person=run.started_by, name=run.archive, whole=not refusals)
    if refusals:
        runs.fail(run, refusals[0].code, str(refusals[0]), destinations=told)
    else:
        runs.finish(run, destinations=told, is_verified=True, **_counts(manifests[0], found.copies[0]))


def _rehearse(run: BackupRun) -> None:
    """Of the newest archive there is by now."""
    newest = listing().newest
    if newest is None:
        raise ArchiveRefused("none", _("There is no backup yet."))
    with keeping.opened(newest.copies[0]) as reader:
        rehearsed = rehearse(reader)
        told = {"archive": newest.name, **_counts(reader.manifest, newest.copies[0])}
    audit.record("backup.rehearsed", person=run.started_by, name=newest.name, agrees=not rehearsed.difference)
    if rehearsed.difference:
        runs.fail(run, "differences", rehearsed.difference, difference=rehearsed.difference, **told)
    else:
        runs.finish(run, is_verified=True, **told)


def _heal(run: BackupRun) -> None:
    healed = heal()
    told = {"healed": len(healed.healed), "lost": len(healed.lost), "refilled": healed.refilled}
    away = [{"name": name, "error": _("Does not answer.")} for name in healed.away]
    found = {"files": healed.read, "details": told, "destinations": away}
    if healed.lost:
        words = ngettext("%d file is in no backup.", "%d files are in no backup.", len(healed.lost))
        runs.fail(run, "lost", words % len(healed.lost), **found)
    else:
        runs.finish(run, **found)


def _counts(manifest: Manifest, kept: Kept) -> dict[str, int]:
    return {
        "rows": sum(table.rows for table in manifest.tables),
        "files": len(manifest.files),
        "size": kept.size + (0 if kept.destination.is_whole else sum(entry.size for entry in manifest.files)),
    }


_WORKS: dict[str, Callable[[BackupRun], None]] = {
    BackupRun.Kind.BACKUP: _back_up,
    BackupRun.Kind.VERIFICATION: _verify,
    BackupRun.Kind.REHEARSAL: _rehearse,
    BackupRun.Kind.HEALING: _heal,
}
