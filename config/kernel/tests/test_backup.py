"""An instance backed up and restored, and every way in which that must not go wrong."""

from __future__ import annotations

import sqlite3
import stat
from contextlib import closing
from datetime import timedelta
from decimal import Decimal
from functools import partial
from io import StringIO
from pathlib import Path
from random import Random
from typing import Any

import pytest
import time_machine
from django.conf import settings as configured
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import User
from chat.assistant.models import AssistantMessage
from config.kernel import files, locks
from config.kernel.backup import figures, keeping
from config.kernel.backup.errors import ArchiveRefused, BackupProblem, RestoreRefused
from config.kernel.backup.making import make_backup
from config.kernel.backup.restoring import recover, restore
from config.kernel.backup.verifying import verify
from config.kernel.models import AuditEntry, FileReference, Job, StoredFile
from config.kernel.startup import notes
from config.kernel.tests.meant import write_what_is_meant
from insights.advice.models import Advice
from insights.anomalies.models import Usual
from insights.feed.models import Insight
from ledger.core.checking import check_account
from ledger.core.models import MoneyAccount, Transaction
from ledger.holdings.models import Position
from ledger.holdings.wallet_models import WalletTransaction
from prove.backing.forging import FORGERIES, damaged, forged, take_apart
from prove.backing.life import SETS_ASIDE, leftovers, someone_writing, state, state_of, write, written
from prove.killing.ends import Ending, run_until

pytestmark = pytest.mark.django_db(transaction=True)


def test_everything_comes_back_and_what_came_later_goes(person: User, folder: Path) -> None:
    made = make_backup()
    before = state()
    write(person, 7, 3)
    Transaction.objects.filter(payee="Entry 2").update(payee="changed")
    if connection.vendor == "sqlite":
        (folder / "tuppence.sqlite3").chmod(0o600)
    lost = StoredFile.objects.order_by("created_at").first()
    assert lost is not None
    (folder / "files" / lost.path).unlink()

    done = restore(made.path)

    assert written(person) == {1, 2, 3, 4, 5, 6}
    assert state() == before == state_of(made.manifest)
    person.refresh_from_db()
    assert str(person.monthly_income) == "3210.99"
    assert not [found for account in MoneyAccount.objects.all() for found in check_account(account)]
    # Log-ins of then are no log-ins of now, and nobody works at what was being worked at.
    assert not Session.objects.exists()
    assert list(Job.objects.filter(kind=SETS_ASIDE).values_list("status", "lease_until")) == [(Job.Status.QUEUED, None)]
    assert AuditEntry.objects.filter(action="backup.restored").count() == 1
    assert leftovers() == []
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.glob("tuppence.sqlite3")} <= {0o600}

    assert done.restore_point is not None
    restore(done.restore_point)
    assert written(person) == {1, 3, 4, 5, 6, 7, 8, 9}
    new = User.objects.create_user("new@example.org", "pw")
    assert FileReference.objects.filter(owner=person).count() == 4
    assert new.pk != person.pk


def test_a_backup_is_one_moment_of_somebody_who_goes_on_writing(person: User, tmp_path: Path) -> None:
    log = tmp_path / "log"
    with someone_writing(person, log):
        while not log.exists() or not log.read_text():
            pass
        made = make_backup()
    restore(made.path)
    numbers = written(person)
    assert numbers == set(range(1, max(numbers) + 1))
    assert state() == state_of(made.manifest)


def test_no_secret_is_inside_and_nobody_else_may_read_it(person: User) -> None:
    made = make_backup()
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600
    held = b"".join(take_apart(made.path).members.values())
    secrets = [configured.SECRET_KEY, configured.FIELD_KEYS.split(":")[1], "3210.99", "DE02"]
    secrets += Session.objects.values_list("pk", flat=True)
    assert len(secrets) == 5
    assert [secret for secret in secrets if secret.encode() in held] == []


def test_bad_archives_are_refused_and_change_nothing(person: User, tmp_path: Path) -> None:
    made = make_backup()
    parts, path = take_apart(made.path), tmp_path / "bad.zip"
    write(person, 7, 1)
    before = state()
    told = []
    for number in range(len(FORGERIES)):
        path.write_bytes(forged(parts, number))
        try:
            # Those that only a database can tell are tried on one.
            (restore if FORGERIES[number][0] in {"not_taken", "wrong_figures"} else verify)(path)
            told.append("taken")
        except BackupProblem as error:
            told.append(error.code)
    assert [(what, said) for (code, what, _), said in zip(FORGERIES, told, strict=True) if said != code] == []
    assert state() == before
    assert not list(tmp_path.parent.glob("outside"))


def test_damaged_archives_are_refused(person: User, tmp_path: Path) -> None:
    path = tmp_path / "bad.zip"
    for _number, (what, bad) in zip(range(60), damaged(make_backup().path.read_bytes(), Random(1)), strict=False):
        path.write_bytes(bad)
        with pytest.raises(ArchiveRefused) as refused:
            verify(path)
        assert refused.value.code == "damaged", what


@pytest.mark.parametrize("point", ["restore:file#2", "restore:checked", "restore:complete", "restore:swapped"])
def test_a_restore_that_was_cut_off_is_all_done_or_not_at_all(person: User, point: str) -> None:
    if point == "restore:complete" and connection.vendor == "postgresql":
        point = "restore:loaded"
    made = make_backup()
    after = state()
    write(person, 7, 3)
    files.release(FileReference.objects.filter(purpose="import").get())
    before = state()

    assert run_until(Ending(point=point), partial(_restore, made.path))
    [told] = [note for note in notes() if "cut off" in note]

    assert state() == (after if point == "restore:swapped" else before)
    assert ("undone" in told) == (point != "restore:swapped")
    assert leftovers() == []
    restore(made.path)
    assert state() == after


def _restore(path: Path) -> None:
    restore(path)


def test_a_backup_that_was_cut_off_leaves_no_archive(person: User) -> None:
    assert run_until(Ending(point="backup:written"), _make)
    assert keeping.archives() == []
    assert leftovers()
    make_backup()
    assert leftovers() == []


def test_a_full_disk_is_said_and_leaves_nothing(person: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_space(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("config.kernel.backup.archive.os.fsync", no_space)
    with pytest.raises(CommandError, match="No space left"):
        call_command("backup")
    assert keeping.archives() == []
    assert leftovers() == []


def _make() -> None:
    make_backup()


def test_nothing_is_restored_under_a_running_server(person: User) -> None:
    made = make_backup()
    with locks.held(locks.SERVING, shared=True), pytest.raises(RestoreRefused) as refused:
        restore(made.path)
    assert refused.value.code == "busy"
    with locks.held(locks.SERVING), pytest.raises(CommandError, match="is being restored"):
        call_command("serve", port=0)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the other way of holding a database open is SQLite's")
def test_nothing_is_restored_under_somebody_who_has_the_file_open(person: User, folder: Path) -> None:
    made = make_backup()
    write(person, 7, 1)
    before = state()
    with closing(sqlite3.connect(folder / "tuppence.sqlite3")) as other:
        other.execute("SELECT count(*) FROM accounts_user")
        with pytest.raises(RestoreRefused, match="uses the database"):
            restore(made.path)
    assert state() == before
    assert leftovers() == []


def test_a_ledger_that_disagrees_with_itself_comes_back_only_if_that_is_accepted(person: User) -> None:
    MoneyAccount.objects.filter(name="Savings").update(balance=1)
    made = make_backup()
    write(person, 7, 1)
    before = state()
    with pytest.raises(RestoreRefused, match="does not agree"):
        restore(made.path)
    assert state() == before
    # What counts rows goes on where it was.
    write(person, 8, 3)
    restore(made.path, accept_differences=True)
    assert state() == state_of(made.manifest)


def test_a_file_that_is_gone_is_named_and_the_rest_is_kept(person: User, folder: Path) -> None:
    damaged_file, gone = StoredFile.objects.order_by("created_at")[:2]
    (folder / "files" / gone.path).unlink()
    (folder / "files" / damaged_file.path).write_bytes(b"other bytes")
    out = StringIO()
    call_command("backup", stdout=out)
    assert f"{gone.digest} is missing" in out.getvalue()
    [kept] = keeping.archives()
    assert sorted(verify(kept.path).missing) == sorted([damaged_file.digest, gone.digest])
    restore(kept.path)
    assert written(person) == {1, 2, 3, 4, 5, 6}


def test_no_file_goes_while_a_backup_runs(person: User) -> None:
    reference = FileReference.objects.filter(purpose="import").get()
    with locks.held(locks.BACKUP):
        files.release(reference)
        assert StoredFile.objects.filter(pk=reference.file_id).exists()
    assert files.collect(reference.file_id)


def test_only_the_newest_backups_stay(person: User, settings: Any, client: Client) -> None:
    settings.BACKUP_KEEP = 2
    assert keeping.freshness() == "none"
    settings.BACKUP_DIR.mkdir()
    (settings.BACKUP_DIR / "mine.zip").write_bytes(b"of somebody else")
    names = [make_backup().path.name for _ in range(3)]
    kept = keeping.archives()
    assert [each.path.name for each in kept] == [names[2], names[1]]
    assert (settings.BACKUP_DIR / "mine.zip").exists()
    assert client.get("/readyz").json()["backup"] == "fresh"
    out = StringIO()
    call_command("backups", stdout=out)
    assert [line.split()[0] for line in out.getvalue().splitlines()] == [each.path.name for each in kept]
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        assert keeping.freshness() == "old"


def test_commands_say_in_a_sentence_what_is_wrong(folder: Path, person: User) -> None:
    path = folder / "none.zip"
    for command in ("restore", "verify_backup"):
        with pytest.raises(CommandError, match="No such file"):
            call_command(command, path)
    path.write_text("no archive")
    for command in ("restore", "verify_backup"):
        with pytest.raises(CommandError, match="no backup of Tuppence"):
            call_command(command, path)
    assert recover() == ""


def test_what_it_means_comes_back_too(person: User) -> None:
    write_what_is_meant(person)
    kept = figures.count(connection)
    told = {**kept["insights"], **kept["wallets"], **kept["conversations"]}
    assert [name for name, (rows, _digest) in told.items() if rows != 1] == ["messages"], "partners wrote nothing"
    made = make_backup()
    assert made.manifest.figures == kept
    Insight.objects.update(dismissed_at=None)
    Usual.objects.all().delete()
    Advice.objects.update(outcome="bought")
    AssistantMessage.objects.update(content="Changed")
    Position.objects.update(current_value=Decimal(1))
    WalletTransaction.objects.all().delete()
    later = figures.count(connection)
    assert {name for name in kept if kept[name] != later[name]} == {
        "holdings", "wallets", "insights", "conversations"
    }  # fmt: skip

    restore(made.path)

    assert figures.count(connection) == kept
