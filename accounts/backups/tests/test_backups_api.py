"""`backups/`: what staff and their keys do about backups, and what nobody else does."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from accounts.keys.services import create_key
from accounts.models import User
from accounts.notifications.models import Notification
from config.kernel import coming_back
from config.kernel.backing_up import runs, wishes
from config.kernel.backing_up.models import BackupPlan, BackupRun
from config.kernel.backup import keeping
from config.kernel.backup.making import make_backup
from config.kernel.models import AuditEntry, Job
from conftest import PASSWORD
from conftest import person as make_person

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = "/api/v1/backups/"
SignedIn = Callable[[User], Client]


@pytest.fixture
def sam(person: User) -> User:
    """Staff who run the instance, beside a person with money and files."""
    return make_person("Sam", is_staff=True, is_superuser=True)


@pytest.fixture
def clerk(person: User) -> User:
    """Staff who may see and make backups, and no more."""
    kim = make_person("Kim", is_staff=True)
    kim.user_permissions.set(Permission.objects.filter(codename__in=["view_backuprun", "add_backuprun"]))
    return User.objects.get(pk=kim.pk)


def code_of(answer: Any) -> str:
    return str(answer.json()["errors"][0]["code"])


def with_key(person: User, *scopes: str) -> Client:
    secret = create_key(person=person, name="Night", scopes=scopes, expires_at=None)[1]
    return Client(headers={"Authorization": f"Bearer {secret}"})


def actions() -> list[str]:
    asked = AuditEntry.objects.filter(person__email="sam@example.org").order_by("at")
    return list(asked.values_list("action", flat=True))


def test_a_backup_by_hand_is_made_once_checked_and_told(sam: User, signed_in: SignedIn) -> None:
    browser = signed_in(sam)
    assert browser.get(f"{ROOT}status/").json()["last"] is None
    answers = [
        browser.post(ROOT, content_type="application/json", headers={"Idempotency-Key": "tonight"})
        for _twice in range(2)
    ]
    assert [each.status_code for each in answers] == [202, 202]
    assert answers[0].json() == answers[1].json()
    run = browser.get(f"{ROOT}runs/{answers[0].json()['id']}/").json()
    assert (run["status"], run["started_by"], run["is_verified"]) == ("done", str(sam.pk), True)
    assert [each["error"] for each in run["destinations"]] == [""]

    (archive,) = browser.get(ROOT).json()["results"]
    assert archive["name"] == run["archive"]
    assert browser.post(f"{ROOT}{archive['name']}/verify/").status_code == 202
    assert browser.post(f"{ROOT}heal/").status_code == 202
    state = browser.get(f"{ROOT}status/").json()
    assert re.fullmatch(r"Last backup: \d+\sminutes? ago, \d+ files, [\d.]+\sKB", state["text"])
    assert f"{run['files']} files" in state["text"]
    assert state["last"]["checked_at"] is not None
    assert state["last_run"]["id"] == run["id"]
    assert state["unfinished"] == []
    kinds = [each["kind"] for each in browser.get(f"{ROOT}runs/").json()["results"]]
    assert kinds == ["healing", "verification", "backup"]
    assert set(actions()) == {"backup.asked", "backup.check_asked", "backup.verified", "files.healing_asked"}


def test_two_at_once_are_one(sam: User, signed_in: SignedIn, settings: Any) -> None:
    settings.CELERY_TASK_ALWAYS_EAGER = False
    browser = signed_in(sam)
    first = browser.post(ROOT).json()
    second = browser.post(ROOT)
    assert (second.status_code, code_of(second)) == (409, "already_running")
    assert second.json()["current"]["id"] == first["id"]
    assert [each["id"] for each in browser.get(f"{ROOT}status/").json()["unfinished"]] == [first["id"]]


def test_the_plan_is_changed_in_part_and_refused_by_field(sam: User, signed_in: SignedIn) -> None:
    browser = signed_in(sam)
    assert browser.get(f"{ROOT}plan/").json()["keep_last"] is None
    changed = browser.patch(
        f"{ROOT}plan/", {"schedule": "weekly", "weekday": 6, "keep_weekly": 8}, content_type="application/json"
    )
    assert (changed.status_code, changed.json()["schedule"], changed.json()["hour"]) == (200, "weekly", 2)
    for name, value in (("hour", 24), ("weekday", -1), ("schedule", "yearly"), ("keep_last", 0), ("rehearses", 1)):
        refused = browser.patch(f"{ROOT}plan/", {name: value}, content_type="application/json")
        assert (refused.status_code, refused.json()["errors"][0]["attr"]) == (400, name)
    assert browser.patch(f"{ROOT}plan/", {"next_due": None}, content_type="application/json").status_code == 400
    assert BackupPlan.objects.get().keep_weekly == 8
    assert actions() == ["backup.plan_changed"]


def test_a_download_is_the_whole_archive_and_stands_in_the_trail(sam: User, signed_in: SignedIn) -> None:
    name = make_backup().kept.name
    answer = signed_in(sam).get(f"{ROOT}{name}/download/")
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    held = ZipFile(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    assert "manifest.json" in held.namelist()
    assert len([each for each in held.namelist() if each.startswith("files/")]) > 0
    assert actions() == ["backup.downloaded"]


@pytest.mark.parametrize("name", ["nothing.zip", "..%2Ftuppence.sqlite3", "%2Fetc%2Fpasswd", "mine.zip", "%00"])
def test_names_that_are_not_listed_lead_nowhere(sam: User, signed_in: SignedIn, folder: Path, name: str) -> None:
    make_backup()
    (folder / "backups" / "mine.zip").write_bytes(b"of somebody else")
    browser = signed_in(sam)
    typed = {"confirmation": name, "password": PASSWORD}
    assert browser.get(f"{ROOT}{name}/download/").status_code == 404
    assert browser.delete(f"{ROOT}{name}/").status_code == 404
    assert browser.post(f"{ROOT}{name}/verify/").status_code == 404
    assert browser.post(f"{ROOT}{name}/restore/", typed, content_type="application/json").status_code == 404
    assert (folder / "backups" / "mine.zip").exists()


def test_the_only_backup_stays_and_another_goes(sam: User, signed_in: SignedIn) -> None:
    first, browser = make_backup().kept.name, signed_in(sam)
    refused = browser.delete(f"{ROOT}{first}/")
    assert (refused.status_code, code_of(refused)) == (409, "last_backup")
    second = make_backup().kept.name
    assert browser.delete(f"{ROOT}{first}/").status_code == 204
    assert [kept.name for kept in keeping.archives()] == [second]


def test_others_are_refused_and_staff_do_what_they_may(
    clerk: User, person: User, signed_in: SignedIn, settings: Any
) -> None:
    name = make_backup().kept.name
    refused = signed_in(person).get(f"{ROOT}status/")
    assert (refused.status_code, code_of(refused)) == (403, "staff_only")
    assert Client().get(f"{ROOT}status/").status_code == 401
    browser = signed_in(clerk)
    assert browser.get(ROOT).status_code == 200
    assert browser.post(f"{ROOT}{name}/verify/").status_code == 202
    assert browser.get(f"{ROOT}{name}/download/").status_code == 403
    assert browser.delete(f"{ROOT}{name}/").status_code == 403
    assert browser.patch(f"{ROOT}plan/", {"hour": 3}, content_type="application/json").status_code == 403
    assert browser.post(f"{ROOT}{name}/restore/", {}, content_type="application/json").status_code == 403


def test_keys_open_what_their_scopes_name_and_never_a_restore(sam: User) -> None:
    name = make_backup().kept.name
    reader, writer = with_key(sam, "backups:read"), with_key(sam, "backups:write", "backups:read")
    taker = with_key(sam, "backups:download")
    assert reader.get(f"{ROOT}status/").status_code == 200
    assert code_of(reader.post(ROOT)) == "scope_missing"
    assert writer.post(ROOT).status_code == 202
    assert code_of(writer.get(f"{ROOT}{name}/download/")) == "scope_missing"
    assert taker.get(f"{ROOT}{name}/download/").status_code == 200
    typed = {"confirmation": name, "password": PASSWORD}
    restored = writer.post(f"{ROOT}{name}/restore/", typed, content_type="application/json")
    assert (restored.status_code, code_of(restored)) == (403, "not_for_keys")


def test_a_restore_takes_the_name_typed_and_the_password(
    sam: User, signed_in: SignedIn, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name, browser = make_backup().kept.name, signed_in(sam)
    asked: list[bool] = []
    monkeypatch.setattr(coming_back, "is_possible", lambda: True)
    monkeypatch.setattr(coming_back, "ask", lambda: asked.append(True))

    def tried(confirmation: str, password: str) -> Any:
        body = {"confirmation": confirmation, "password": password}
        return browser.post(f"{ROOT}{name}/restore/", body, content_type="application/json")

    assert code_of(tried("another", PASSWORD)) == "confirmation_mismatch"
    assert code_of(tried(name, "guessed")) == "incorrect_password"
    assert asked == []
    assert not (folder / "restore-wish.json").exists()
    assert tried(name, PASSWORD).json() == {"archive": name, "seconds": coming_back.AFTER_SECONDS}
    assert asked == [True]
    assert (folder / "restore-wish.json").stat().st_mode & 0o777 == 0o600
    again = tried(name, PASSWORD)
    assert (again.status_code, code_of(again)) == (409, "restore_waiting")
    assert actions().count("backup.restore_asked") == 1


def test_a_restore_that_lacks_its_passphrase_is_refused_before_the_server_ends(
    sam: User, signed_in: SignedIn, folder: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.BACKUP_PASSPHRASE = "a sentence long enough"
    name, browser = make_backup().kept.name, signed_in(sam)
    monkeypatch.setattr(coming_back, "is_possible", lambda: True)
    body = {"confirmation": name, "password": PASSWORD}
    for passphrase, code in (("", "needs_passphrase"), ("another long enough", "wrong_passphrase")):
        settings.BACKUP_PASSPHRASE = passphrase
        refused = browser.post(f"{ROOT}{name}/restore/", body, content_type="application/json")
        assert (refused.status_code, code_of(refused)) == (400, code)
    assert not (folder / "restore-wish.json").exists()


def test_where_parts_run_apart_a_restore_is_refused(sam: User, signed_in: SignedIn, folder: Path) -> None:
    name = make_backup().kept.name
    body = {"confirmation": name, "password": PASSWORD}
    refused = signed_in(sam).post(f"{ROOT}{name}/restore/", body, content_type="application/json")
    assert (refused.status_code, code_of(refused)) == (409, "parts_apart")
    assert not (folder / "restore-wish.json").exists()
    assert actions() == []


def test_a_wish_is_granted_once_and_told_with_who_asked(
    sam: User, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = make_backup().kept.name
    monkeypatch.setattr(coming_back, "is_possible", lambda: True)
    monkeypatch.setattr(coming_back, "ask", lambda: None)
    wishes.wish_for(name, person=sam)
    User.objects.filter(pk=sam.pk).update(name="Changed since")
    wishes.grant()
    wishes.grant()
    assert list(wishes.tell_before_serving()) == [f"The backup {name} was restored."]
    assert User.objects.get(pk=sam.pk).name == "Sam"
    assert list(wishes.tell_before_serving()) == []
    run = BackupRun.objects.get(kind="restore")
    assert (run.status, run.archive, run.started_by_id) == ("done", name, sam.pk)
    entry = AuditEntry.objects.get(action="backup.restore_ended")
    assert (entry.person_id, entry.details["outcome"]) == (sam.pk, "done")


def test_a_bad_archive_leaves_the_data_and_staff_are_told(
    sam: User, person: User, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_backup().path
    path.write_bytes(path.read_bytes()[:-100])
    monkeypatch.setattr(coming_back, "is_possible", lambda: True)
    monkeypatch.setattr(coming_back, "ask", lambda: None)
    wishes.wish_for(path.name, person=sam)
    User.objects.filter(pk=sam.pk).update(name="Changed since")
    wishes.grant()
    list(wishes.tell_before_serving())
    assert User.objects.get(pk=sam.pk).name == "Changed since"
    run = BackupRun.objects.get(kind="restore")
    assert (run.status, run.error_code) == ("failed", "damaged")
    assert Job.objects.get(kind=runs.TELL).status == "done"
    told = Notification.objects.get()
    assert (told.person_id, told.severity, told.data["archive"]) == (sam.pk, "critical", path.name)


@pytest.mark.parametrize("written", ["", "{", "[]", '{"archive": 1}'])
def test_a_wish_that_cannot_be_read_is_none(sam: User, folder: Path, written: str) -> None:
    (folder / "restore-wish.json").write_text(written)
    wishes.grant()
    assert list(wishes.tell_before_serving()) == []
    assert not (folder / "restore-wish.json").exists()
