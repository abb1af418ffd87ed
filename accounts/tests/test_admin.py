"""What staff may see and do about people."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import User
from config.kernel.models import AuditEntry


@pytest.fixture
def staff(ana: User) -> Client:
    User.objects.filter(pk=ana.pk).update(is_staff=True, is_superuser=True)
    client = Client()
    client.force_login(User.objects.get(pk=ana.pk))
    return client


def test_staff_see_people_but_neither_money_nor_passwords(staff: Client, ben: User) -> None:
    User.objects.filter(pk=ben.pk).update(monthly_income="4711.00")
    assert b"ben@example.org" in staff.get("/admin/accounts/user/").content
    page = staff.get(f"/admin/accounts/user/{ben.pk}/change/").content
    assert b"4711" not in page
    assert b"md5" not in page


def test_a_blocked_person_is_out_at_once_and_keeps_their_place_in_the_live_stream(staff: Client, ben: User) -> None:
    theirs = Client()
    theirs.force_login(ben)
    page = f"/admin/accounts/user/{ben.pk}/change/"
    User.objects.filter(pk=ben.pk).update(live_seq=7)
    assert staff.post(page, {"name": "Ben", "is_staff": ""}).status_code == 302
    ben.refresh_from_db()
    assert (ben.is_active, ben.live_seq) == (False, 7)
    assert theirs.get("/settings/").status_code == 302
    assert AuditEntry.objects.filter(action="person_changed", details__changed=str(ben.pk)).exists()


def test_staff_neither_add_nor_delete_people(staff: Client, ben: User) -> None:
    assert staff.get("/admin/accounts/user/add/").status_code == 403
    assert staff.post(f"/admin/accounts/user/{ben.pk}/delete/", {"post": "yes"}).status_code == 403


def test_others_do_not_get_in(ben: User) -> None:
    client = Client()
    client.force_login(ben)
    assert client.get("/admin/accounts/user/").status_code == 302
