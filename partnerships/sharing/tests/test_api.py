"""The doors of sharing in the API: what each answers, and to whom."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import User
from ledger.core.models import MoneyAccount, MoneyAccountAccess
from partnerships.approvals.models import Approval
from partnerships.approvals.services import approve
from partnerships.sharing.tests.conftest import Both, Pays, api

pytestmark = pytest.mark.django_db
RULES = "/api/v1/partnerships/current/sharing-rules/"


def refusal(response: Any, status: int) -> tuple[str, str | None]:
    assert response.status_code == status, response.content
    error = response.json()["errors"][0]
    return error["code"], error["attr"]


def test_whose_a_payment_is_and_until_when_it_is_hidden(
    both: Both, checking: MoneyAccount, pays: Pays, carla: User
) -> None:
    ana, ben = both[0].person, both[1].person
    entry = pays(checking, ana, "-80")
    whose, embargo = (f"/api/v1/transactions/{entry.pk}/{each}/" for each in ("sharing", "embargo"))
    assert api(ana).put(whose, {"whose": "both"}, format="json").json() == {
        "transaction": str(entry.pk), "whose": "both", "approval": None, "own_amount": "-40.00",
    }  # fmt: skip
    assert refusal(api(ana).put(embargo, {"until": "2026-12-24"}, format="json"), 400) == ("is_shared", "until")
    assert api(ana).put(whose, {"whose": "mine"}, format="json").json()["own_amount"] == "-80.00"
    assert refusal(api(ana).put(whose, {"whose": "partners"}, format="json"), 400) == ("not_joint", "whose")
    assert api(ana).put(embargo, {"until": "2026-12-24"}, format="json").json()["until"] == "2026-12-24"
    assert refusal(api(ana).put(whose, {"whose": "both"}, format="json"), 400)[0] == "withheld"
    assert refusal(api(ana).put(embargo, {"until": "2026-11-20"}, format="json"), 400)[1] == "until"
    for stranger in (ben, carla):
        assert api(stranger).get(whose).status_code == 404
        assert api(stranger).put(embargo, {"until": "2026-12-24"}, format="json").status_code == 404
    assert api(ana).delete(embargo).status_code == 204
    assert api(ana).delete(embargo).status_code == 204


def test_an_account_is_joined_by_two_and_left_by_one(both: Both, checking: MoneyAccount, carla: User) -> None:
    ana, ben = both[0].person, both[1].person
    url = f"/api/v1/money-accounts/{checking.pk}/joint/"
    assert api(ben).post(url, {}, format="json").status_code == 404
    asked = api(ana).post(url, {"whole": True}, format="json")
    assert asked.status_code == 202
    assert refusal(api(ana).post(url, {}, format="json"), 409)[0] == "already_asked"
    assert refusal(api(ana).delete(url), 400)[0] == "no_other_owner"
    approve(approval=Approval.objects.get(pk=asked.json()["approval"]["id"]), by=both[1])
    assert api(ana).delete(url).status_code == 204
    assert MoneyAccountAccess.objects.get().person == ben
    assert api(ana).delete(url).status_code == 404


def test_rules_are_made_once_and_are_ones_own(both: Both, checking: MoneyAccount, carla: User) -> None:
    ana, ben = both[0].person, both[1].person
    body = {"money_account": str(checking.pk), "since": "2026-11-01"}
    made = api(ana).post(RULES, body, format="json")
    assert made.status_code == 201
    assert api(ana).get(RULES).json()["results"] == [made.json()]
    assert refusal(api(ana).post(RULES, body, format="json"), 400)[0] == "unchanged"
    assert refusal(api(ben).post(RULES, body, format="json"), 400) == ("does_not_exist", "money_account")
    assert refusal(api(ana).post(RULES, {"since": "2026-11-01"}, format="json"), 400)[0] == "required"
    assert refusal(api(carla).post(RULES, body, format="json"), 409)[0] == "no_partnership"
    assert api(ben).get(RULES).json()["results"] == []
    assert api(ben).delete(f"{RULES}{made.json()['id']}/").status_code == 404
    assert api(ana).delete(f"{RULES}{made.json()['id']}/").status_code == 204
