"""Runs from being wanted to their end, and rehearsals that find what a restore would find."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from accounts.models import User
from config.kernel import jobs
from config.kernel.backing_up import planning, runs
from config.kernel.backing_up.listing import listing
from config.kernel.backing_up.models import BackupRun
from config.kernel.backup import figures
from config.kernel.backup.making import make_backup
from config.kernel.models import AuditEntry, Job, StoredFile
from prove.backing.life import leftovers, state

pytestmark = pytest.mark.django_db(transaction=True)


def latest(kind: str) -> BackupRun:
    return BackupRun.objects.filter(kind=kind).latest("created_at")


def test_a_backup_by_schedule_is_recorded_and_rehearsed(person: User) -> None:
    before = state()
    runs.begin(BackupRun.Kind.BACKUP)
    made, rehearsed = latest("backup"), latest("rehearsal")
    assert (made.status, made.is_verified, made.error) == ("done", True, "")
    assert made.rows is not None
    assert made.rows > 100
    assert made.files == StoredFile.objects.count() > 0
    assert (rehearsed.status, rehearsed.archive, rehearsed.difference) == ("done", made.archive, "")
    assert {**state(), "kernel_backuprun": before["kernel_backuprun"]} == before
    assert leftovers() == []
    shown = listing().named(made.archive)
    assert shown is not None
    assert shown.checked_at is not None
    assert shown.rehearsed_at == rehearsed.ended_at
    assert listing().named("../" + made.archive) is None
    assert AuditEntry.objects.filter(action="backup.rehearsed", details__agrees=True).count() == 1


def test_one_by_hand_is_not_rehearsed_by_itself_and_two_at_once_are_one(person: User, settings: Any) -> None:
    settings.CELERY_TASK_ALWAYS_EAGER = False
    wanted = runs.begin(BackupRun.Kind.BACKUP, started_by=person)
    with pytest.raises(runs.AlreadyRunning) as refused:
        runs.begin(BackupRun.Kind.BACKUP)
    assert refused.value.run == wanted
    runs.finish(wanted)
    runs.finish(wanted, error="late")
    assert BackupRun.objects.get().error == ""


def test_a_rehearsal_names_what_does_not_agree(person: User, monkeypatch: pytest.MonkeyPatch) -> None:
    make_backup()
    monkeypatch.setattr(figures, "differences", lambda: iter(["An account is off by 1"]))
    runs.begin(BackupRun.Kind.REHEARSAL)
    run = latest("rehearsal")
    assert (run.status, run.error_code, run.difference) == ("failed", "differences", "An account is off by 1")
    assert Job.objects.filter(kind=runs.TELL, payload={"run": str(run.pk)}).count() == 1


def test_a_damaged_archive_fails_its_check_and_its_rehearsal_at_once(person: User, folder: Path) -> None:
    path = make_backup().path
    held = bytearray(path.read_bytes())
    held[len(held) // 2] ^= 1
    path.write_bytes(bytes(held))
    runs.begin(BackupRun.Kind.VERIFICATION, archive=path.name)
    runs.begin(BackupRun.Kind.REHEARSAL)
    assert [(run.status, run.error_code) for run in BackupRun.objects.all()] == [("failed", "damaged")] * 2
    assert {job.status for job in Job.objects.filter(kind=runs.WORK)} == {"done"}


def test_what_may_go_well_later_is_tried_again_and_told_at_the_end(person: User, settings: Any, folder: Path) -> None:
    settings.BACKUP_DIR = folder / "a-file"
    settings.BACKUP_DIR.write_text("in the way")
    runs.begin(BackupRun.Kind.BACKUP)
    run = latest("backup")
    assert (run.status, run.ended_at, run.error_code) == ("queued", None, "cannot_write")
    job = Job.objects.get(kind=runs.WORK)
    assert (job.status, job.attempts) == ("queued", 1)
    Job.objects.filter(pk=job.pk).update(attempts=jobs.MAX_ATTEMPTS - 1, run_after=job.created_at)
    jobs.run(job.pk, may_spawn=False)
    run.refresh_from_db()
    assert (run.status, run.error_code) == ("failed", "cannot_write")
    assert Job.objects.filter(kind=runs.TELL).count() == 1


def test_a_backup_that_lacks_files_says_so_until_they_are_known_to_be_lost(person: User, folder: Path) -> None:
    lost = StoredFile.objects.order_by("digest").first()
    assert lost is not None
    planning.change_plan({"rehearses": False})
    (folder / "files" / lost.path).unlink()
    runs.begin(BackupRun.Kind.BACKUP)
    run = latest("backup")
    assert (run.status, run.error_code, run.details) == ("done", "missing_files", {"missing": 1})
    assert run.error.startswith("1 file is missing")
    assert Job.objects.filter(kind=runs.TELL).count() == 1
    runs.begin(BackupRun.Kind.REHEARSAL)
    assert latest("rehearsal").status == "failed"

    StoredFile.objects.filter(pk=lost.pk).update(lost_at=run.ended_at)
    runs.begin(BackupRun.Kind.BACKUP)
    run = latest("backup")
    assert (run.error, run.details) == ("", {"missing": 1})
    runs.begin(BackupRun.Kind.REHEARSAL)
    assert latest("rehearsal").status == "done"


def test_healing_brings_back_what_a_backup_has_and_names_what_none_has(person: User, folder: Path) -> None:
    make_backup()
    lost = StoredFile.objects.order_by("digest").first()
    assert lost is not None
    (folder / "files" / lost.path).unlink()
    runs.begin(BackupRun.Kind.HEALING)
    run = latest("healing")
    assert (run.status, run.details["healed"], run.details["lost"]) == ("done", 1, 0)
    assert (folder / "files" / lost.path).exists()

    for archive in (folder / "backups").glob("*.zip"):
        archive.unlink()
    (folder / "files" / lost.path).unlink()
    runs.begin(BackupRun.Kind.HEALING)
    run = latest("healing")
    assert (run.status, run.error_code, run.details["lost"]) == ("failed", "lost", 1)


def test_a_job_of_former_days_that_names_no_run_makes_one(person: User) -> None:
    planning.change_plan({"rehearses": False})
    jobs.enqueue(runs.WORK, {})
    assert latest("backup").status == "done"


def test_runs_are_kept_to_a_bound(person: User, monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.CELERY_TASK_ALWAYS_EAGER = False
    monkeypatch.setattr(runs, "MOST_RUNS", 3)
    unfinished = runs.begin(BackupRun.Kind.HEALING)
    for _number in range(6):
        runs.finish(runs.begin(BackupRun.Kind.VERIFICATION, archive="some"))
    assert BackupRun.objects.count() == 4
    assert BackupRun.objects.filter(pk=unfinished.pk).exists()


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="on SQLite a second database is a file")
def test_without_leave_for_a_second_database_it_says_so(person: User) -> None:
    make_backup()
    with connection.cursor() as cursor:
        cursor.execute("DROP ROLE IF EXISTS tuppence_test_small")
        cursor.execute("CREATE ROLE tuppence_test_small NOCREATEDB IN ROLE pg_read_all_data, pg_write_all_data")
        cursor.execute("SET ROLE tuppence_test_small")
    try:
        runs.begin(BackupRun.Kind.REHEARSAL)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
            cursor.execute("DROP ROLE tuppence_test_small")
    assert latest("rehearsal").error_code == "may_not_create"


def test_the_plan_is_in_the_backup(person: User) -> None:
    from config.kernel.backup.restoring import restore

    planning.change_plan({"hour": 7})
    made = make_backup()
    planning.change_plan({"hour": 9})
    restore(made.path)
    assert planning.current().hour == 7


def test_a_place_that_never_took_a_backup_says_why(person: User, folder: Path, settings: Any) -> None:
    (folder / "also").write_text("no folder")
    settings.BACKUP_ALSO = [str(folder / "also" / "backups")]
    runs.begin(BackupRun.Kind.BACKUP)
    first, also = listing().places
    assert (first.archives, first.error) == (1, "")
    assert also.archives == 0
    assert "Not a directory" in also.error
    settings.BACKUP_ALSO = [str(folder / "elsewhere")]
    assert [each.error for each in listing().places] == ["", ""]
