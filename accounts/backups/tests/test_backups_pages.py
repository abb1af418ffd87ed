"""Backups on the staff's site."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.backups import words
from accounts.models import User
from config.kernel import coming_back
from config.kernel.backing_up.models import BackupPlan, BackupRun
from config.kernel.backup.making import make_backup
from conftest import PASSWORD
from conftest import person as make_person

pytestmark = pytest.mark.django_db(transaction=True)
PATH = "/admin/backups/"
SignedIn = Callable[[User], Client]


@pytest.fixture
def staff(person: User, signed_in: SignedIn) -> Client:
    return signed_in(make_person("Sam", is_staff=True, is_superuser=True))


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_buttons_begin_what_they_say_and_the_page_tells(staff: Client) -> None:
    assert "There is no backup yet." in text(staff.get(PATH))
    assert staff.post(PATH, {"do": "make"}).status_code == 302
    assert staff.post(PATH, {"do": "heal"}).status_code == 302
    page = text(staff.get(PATH))
    assert "Last backup: " in page
    assert "Healing: done" in page
    assert staff.post(PATH, {"do": "anything"}).status_code == 404
    assert list(BackupRun.objects.order_by("created_at").values_list("kind", flat=True)) == ["backup", "healing"]


def test_the_page_counts_as_its_reader_does(person: User, signed_in: SignedIn) -> None:
    BackupRun.objects.create(kind="backup", status="done", rows=11720, files=1)
    for locale, rows in (("de-DE", "11.720 Zeilen"), ("fr-FR", "11\u202f720 lignes"), ("en-GB", "11,720 rows")):
        staff = make_person("Sam " + locale, is_staff=True, is_superuser=True, locale=locale)
        assert rows in text(signed_in(staff).get(PATH))
    assert "Sauvegarde\u00a0: fait" in text(signed_in(User.objects.get(locale="fr-FR")).get(PATH))


def test_the_plan_keeps_what_was_typed_when_it_is_refused(staff: Client) -> None:
    good = {
        "schedule": "monthly", "hour": "4", "weekday": "0", "day_of_month": "3", "keep_last": "",
        "keep_daily": "7", "keep_weekly": "4", "keep_monthly": "12", "rehearses": "on",
    }  # fmt: skip
    refused = staff.post(f"{PATH}plan/", {**good, "hour": "25"})
    assert refused.status_code == 422
    assert 'value="25"' in text(refused)
    assert 'value="12"' in text(refused)
    assert not BackupPlan.objects.filter(hour=4).exists()
    assert staff.post(f"{PATH}plan/", good).status_code == 302
    plan = BackupPlan.objects.get()
    assert (plan.schedule, plan.hour, plan.keep_last, plan.keep_monthly) == ("monthly", 4, None, 12)


def test_a_restore_wants_the_name_and_the_password(staff: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    name = make_backup().kept.name
    monkeypatch.setattr(coming_back, "is_possible", lambda: True)
    monkeypatch.setattr(coming_back, "ask", lambda: None)
    path = f"{PATH}{name}/"
    refused = staff.post(path, {"do": "restore", "confirmation": "other", "password": PASSWORD})
    assert refused.status_code == 422
    assert 'value="other"' in text(refused)
    assert PASSWORD not in text(refused)
    begun = staff.post(path, {"do": "restore", "confirmation": name, "password": PASSWORD})
    assert begun.status_code == 202
    assert 'data-comes-back="/healthz"' in text(begun)


def test_where_parts_run_apart_the_commands_are_shown(staff: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    name = make_backup().kept.name
    assert f"-- make restore FILE={name}" in text(staff.get(f"{PATH}{name}/"))
    monkeypatch.setattr(words, "_is_our_image", lambda: True)
    assert f"docker compose run --rm prepare restore {name}" in text(staff.get(f"{PATH}{name}/"))
    refused = staff.post(f"{PATH}{name}/", {"do": "restore", "confirmation": name, "password": PASSWORD})
    assert "Several processes serve this instance" in text(refused)


def test_an_archive_is_checked_downloaded_and_deleted(staff: Client) -> None:
    first, second = make_backup().kept.name, make_backup().kept.name
    assert staff.post(f"{PATH}{first}/", {"do": "verify"}).status_code == 302
    assert staff.post(f"{PATH}{first}/", {"do": "download"})["Content-Type"] == "application/zip"
    staff.post(f"{PATH}{first}/", {"do": "delete"})
    assert staff.get(f"{PATH}{first}/").status_code == 404
    page = staff.post(f"{PATH}{second}/", {"do": "delete"}, follow=True)
    assert "It is the only backup there is." in text(page)


def test_nobody_else_comes_in(person: User, signed_in: SignedIn) -> None:
    assert signed_in(person).get(PATH, follow=True).status_code == 404
    assert signed_in(make_person("Kim", is_staff=True)).get(PATH).status_code == 403
