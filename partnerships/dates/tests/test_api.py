from __future__ import annotations

from typing import Any

import pytest
from rest_framework.test import APIClient

from accounts.models import User
from ledger.core.models import MoneyAccount
from partnerships.core.services import pause_partnership
from partnerships.dates.models import MoneyDate
from partnerships.dates.tests.conftest import Both, Pays, go_to

pytestmark = pytest.mark.django_db
URL = "/api/v1/partnerships/current/money-date/"


def api(person: User) -> APIClient:
    client = APIClient(headers={"Accept": "application/json"})
    client.force_authenticate(person)
    return client


def sent(person: User, path: str, body: dict[str, Any] | None = None, status: int = 200) -> dict[str, Any]:
    answer = api(person).post(f"{URL}{path}", body or {}, format="json")
    assert answer.status_code == status, answer.content
    found: dict[str, Any] = answer.json()
    return found


def test_the_whole_way(both: Both, joint: MoneyAccount, pays: Pays) -> None:
    ana, ben = both[0].person, both[1].person
    pays(joint, ana, "Zzyzx 4711")
    before = api(ana).get(URL).json()
    assert (before["id"], before["step"], before["week"], before["streak"]) == (None, None, "2026-11-16", 0)
    assert before["sort"]["count"] == 1
    assert before["sort"]["lines"][0]["amount"] == "-9.80"
    assert not MoneyDate.objects.exists()
    begun = sent(ana, "")
    assert sent(ben, "")["id"] == begun["id"]
    for step in range(1, 5):
        assert sent(ben, "step/", {"step": step})["step"] == step + 1
    assert sent(ana, "step/", {"step": 5, "to": 4})["step"] == 4
    sent(ana, "step/", {"step": 4})
    done = sent(ana, "finish/")
    assert done["finished_at"] is not None
    assert done["streak"] == 1
    assert done["counts"] == {"sort": 0, "answer": 0, "week": "0.00", "settle": "0.00", "agree": "0.00"}
    assert sorted(done) == sorted([*before])


def test_what_cannot_be_says_why(both: Both) -> None:
    ana = both[0].person
    assert sent(ana, "step/", {"step": 1}, 409)["errors"][0]["code"] == "not_begun"
    assert sent(ana, "finish/", status=409)["errors"][0]["code"] == "not_begun"
    go_to(both[1], 2)
    late = sent(ana, "step/", {"step": 1}, 409)
    assert (late["errors"][0]["code"], late["current"]["step"]) == ("date_moved", 2)
    for body, field in (({}, "step"), ({"step": 0}, "step"), ({"step": "x"}, "step"), ({"step": 2, "to": 4}, "to")):
        assert field in str(sent(ana, "step/", body, 400)), body
    pause_partnership(standing=both[0])
    assert sent(ana, "", status=409)["errors"][0]["code"] == "partnership_paused"


def test_nobody_without_a_partner_has_one(carla: User) -> None:
    assert api(carla).get(URL).status_code == 409
    assert sent(carla, "", status=409)["errors"][0]["code"] == "no_partnership"
