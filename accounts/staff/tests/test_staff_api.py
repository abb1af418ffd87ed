"""`admin/`: what staff read and do, by log-in and by key."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from accounts.keys.services import create_key
from accounts.models import User
from config.kernel.models import AuditEntry

STATUS, PEOPLE, AUDIT = "/api/v1/admin/status/", "/api/v1/admin/people/", "/api/v1/admin/audit/"


@pytest.fixture
def sam(ben: User) -> User:
    """Staff who may see people, block them and read the trail; they do not run the instance."""
    User.objects.filter(pk=ben.pk).update(is_staff=True)
    ben.user_permissions.set(Permission.objects.filter(codename__in=["view_user", "change_user", "view_auditentry"]))
    return User.objects.get(pk=ben.pk)


@pytest.fixture
def chief(db: None) -> User:
    return User.objects.create_superuser("chief@example.org", "a rather long pass phrase")


def logged_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def with_key(person: User, *scopes: str) -> Client:
    secret = create_key(person=person, name="Monitor", scopes=scopes, expires_at=None)[1]
    return Client(headers={"Authorization": f"Bearer {secret}"})


def code_of(answer: Any) -> str:
    return str(answer.json()["errors"][0]["code"])


@pytest.mark.parametrize("path", [STATUS, PEOPLE, AUDIT])
def test_others_are_refused(ana: User, path: str) -> None:
    refused = logged_in(ana).get(path)
    assert (refused.status_code, code_of(refused)) == (403, "staff_only")
    assert Client().get(path).status_code == 401


def test_a_key_needs_the_scope_and_its_person_must_still_be_staff(sam: User) -> None:
    reader = with_key(sam, "admin:read")
    assert reader.get(STATUS).status_code == 200
    assert code_of(reader.post(f"{PEOPLE}{sam.pk}/block/")) == "scope_missing"
    assert code_of(with_key(sam, "ledger:read").get(STATUS)) == "scope_missing"
    User.objects.filter(pk=sam.pk).update(is_staff=False)
    refused = reader.get(STATUS)
    assert (refused.status_code, code_of(refused)) == (403, "staff_only")


def test_the_status_counts_people_and_tells_no_money(sam: User, ana: User) -> None:
    User.objects.filter(pk=ana.pk).update(monthly_income="4711.00", is_active=False)
    answer = logged_in(sam).get(STATUS)
    body = answer.json()
    assert body["people"] == {"all": 2, "blocked": 1, "staff": 1, "seen_lately": 1}
    assert body["parts"]["database"] == "ok"
    assert body["version"]
    assert b"4711" not in answer.content


def test_people_are_listed_and_found_without_what_they_earn(sam: User, ana: User) -> None:
    User.objects.filter(pk=ana.pk).update(monthly_income="4711.00")
    browser = logged_in(sam)
    found = browser.get(f"{PEOPLE}?search=ANA@EX")
    assert [each["email"] for each in found.json()["results"]] == [ana.email]
    assert b"4711" not in found.content
    assert browser.get(f"{PEOPLE}?is_active=false").json()["count"] == 0
    assert browser.get(f"{PEOPLE}?is_active=perhaps").status_code == 400


def test_a_blocked_person_is_out_by_page_and_key_until_let_in_again(sam: User, ana: User) -> None:
    page, key = logged_in(ana), with_key(ana, "profile:read")
    block = f"{PEOPLE}{ana.pk}/block/"
    staff = with_key(sam, "admin:write")
    assert [staff.post(block).status_code for _ in range(2)] == [204, 204]
    assert (page.get("/settings/").status_code, key.get("/api/v1/me/").status_code) == (302, 401)
    assert [staff.delete(block).status_code for _ in range(2)] == [204, 204]
    assert (page.get("/settings/").status_code, key.get("/api/v1/me/").status_code) == (200, 200)
    trail = AuditEntry.objects.filter(details__changed=str(ana.pk)).order_by("at")
    assert [(each.action, each.person_id) for each in trail] == [
        ("person_blocked", sam.pk),
        ("person_unblocked", sam.pk),
    ]


def test_staff_block_neither_themselves_nor_each_other(sam: User, chief: User) -> None:
    staff = logged_in(sam)
    assert code_of(staff.post(f"{PEOPLE}{sam.pk}/block/")) == "not_yourself"
    assert code_of(staff.post(f"{PEOPLE}{chief.pk}/block/")) == "chief_only"
    assert logged_in(chief).post(f"{PEOPLE}{sam.pk}/block/").status_code == 204
    assert set(User.objects.filter(is_active=True)) == {chief}


def test_staff_read_everybodys_trail_by_person_and_action(sam: User, ana: User) -> None:
    AuditEntry.objects.create(person=ana, action="api_key_made", address="203.0.113.7")
    AuditEntry.objects.create(person=None, action="log_in_failed")
    browser = logged_in(sam)
    assert {each["action"] for each in browser.get(AUDIT).json()["results"]} >= {"api_key_made", "log_in_failed"}
    mine = browser.get(f"{AUDIT}?person={ana.pk}&action=api_key_made&limit=1").json()["results"]
    assert [(each["person"], each["address"]) for each in mine] == [(str(ana.pk), "203.0.113.7")]
    assert browser.get(f"{AUDIT}?person=x").status_code == 400


@pytest.mark.parametrize(
    ("path", "permission"),
    [(PEOPLE, "view_user"), (AUDIT, "view_auditentry")],
)
def test_staff_read_what_the_staff_site_lets_them_read(carla: User, path: str, permission: str) -> None:
    User.objects.filter(pk=carla.pk).update(is_staff=True)
    browser = logged_in(carla)
    assert code_of(browser.get(path)) == "staff_only"
    carla.user_permissions.add(Permission.objects.get(codename=permission))
    assert browser.get(path).status_code == 200
