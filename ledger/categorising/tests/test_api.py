"""`rules/` and `ranking/classify/`."""

from __future__ import annotations

from typing import Any

import pytest
from rest_framework.test import APIClient

from accounts.models import User
from ledger.categorising.models import Rule
from ledger.categorising.ruling import create_rule
from ledger.categorising.tests.conftest import Spends
from ledger.core import services
from ledger.core.models import Category

pytestmark = pytest.mark.django_db
RULES = "/api/v1/rules/"
CLASSIFY = "/api/v1/ranking/classify/"


@pytest.fixture
def api(ana: User) -> APIClient:
    client = APIClient()
    client.force_authenticate(ana)
    return client


def send(call: Any, path: str, body: Any = None) -> Any:
    return call(path, body, format="json")


def test_a_rule_is_made_read_changed_moved_and_deleted(api: APIClient, ana: User, gifts: Category) -> None:
    create_rule(person=ana, payee="before", category=gifts)
    made = send(api.post, RULES, {"payee": "corner", "category": str(gifts.pk), "amount_max": "40.50", "position": 0})
    assert made.status_code == 201
    path = f"{RULES}{made.json()['id']}/"
    assert api.get(path).json() == made.json()
    assert (made.json()["amount_max"], made.json()["position"]) == ("40.5", 0)
    assert [each["payee"] for each in api.get(RULES).json()["results"]] == ["corner", "before"]
    version = made.json()["version"]
    changed = send(api.patch, path, {"is_active": False, "version": version})
    assert changed.json()["is_active"] is False
    assert send(api.patch, path, {"payee": "x", "version": version}).status_code == 409
    assert send(api.put, path, made.json() | {"version": None}).status_code == 400
    assert api.delete(path).status_code == 204
    assert api.get(path).status_code == 404


@pytest.mark.parametrize(
    ("body", "attr", "code"),
    [
        ({"payee": "a"}, None, "rule_without_effect"),
        ({"new_payee": "a"}, None, "rule_without_condition"),
        ({"payee": "a", "new_payee": "b", "amount_min": "5", "amount_max": "4"}, "amount_max", "amounts_reversed"),
        ({"payee": "a", "new_payee": "b", "amount_min": 1.5}, "amount_min", "float_not_exact"),
        ({"payee": "a", "category": "01930000-0000-7000-8000-00000000ffff"}, "category", "does_not_exist"),
        ({"payee": "a", "new_payee": "b", "position": -1}, "position", "min_value"),
        ({"payee": "a", "new_payee": "b", "regex": ".*"}, "regex", "unknown_field"),
    ],
)
def test_a_rule_that_makes_no_sense_is_a_400(api: APIClient, body: Any, attr: str | None, code: str) -> None:
    answer = send(api.post, RULES, body)
    assert answer.status_code == 400
    assert (attr, code) in [(each["attr"], each["code"]) for each in answer.json()["errors"]]
    assert not Rule.objects.exists()


def test_another_persons_account_does_not_exist(api: APIClient, carla: User, gifts: Category) -> None:
    hers = services.create_money_account(owner=carla, currency="EUR", name="Hers")
    answer = send(api.post, RULES, {"money_account": str(hers.pk), "category": str(gifts.pk)})
    assert answer.json()["errors"][0]["code"] == "does_not_exist"


def test_preview_then_application(api: APIClient, ana: User, gifts: Category, spends: Spends) -> None:
    spends("Corner Shop")
    rule = create_rule(person=ana, payee="corner", category=gifts)
    seen = api.get(f"{RULES}{rule.pk}/preview/").json()
    assert (seen["fits"], seen["changes"], seen["mine"]) == (1, 1, 0)
    assert seen["first"][0]["payee"] == "Corner Shop"
    assert send(api.post, f"{RULES}{rule.pk}/application/", {}).json() == {"changed": 1, "expected": 1}
    assert send(api.post, f"{RULES}{rule.pk}/application/", {}).json() == {"changed": 0, "expected": 0}


def test_a_purchase_is_classified_with_alternatives(api: APIClient, spends: Spends, gifts: Category) -> None:
    known = send(api.post, CLASSIFY, {"description": "Weekly grocery shopping at Whole Foods", "amount": "150.00"})
    assert known.status_code == 200
    assert (known.json()["category"]["slug"], known.json()["source"]) == ("groceries", "merchant")
    assert known.json()["category"]["necessity_score"] >= 8
    spends("Whole Foods", category=gifts)
    mine = send(api.post, CLASSIFY, {"merchant": "Whole Foods", "description": "weekly", "user_id": "me"}).json()
    assert (mine["category"]["slug"], mine["source"]) == ("gifts", "learned")
    assert [each["category"]["slug"] for each in mine["alternative_categories"]] == ["groceries"]
    assert 0 < mine["alternative_categories"][0]["confidence"] <= 1


def test_naming_the_suggested_category_makes_it_ones_own_choice(api: APIClient, spends: Spends) -> None:
    entry = spends("LIDL 4411 BERLIN")
    assert entry.category_source == "merchant"
    path = f"/api/v1/transactions/{entry.pk}/"
    untouched = send(api.put, path, api.get(path).json())
    assert untouched.json()["category_source"] == "merchant"
    confirmed = send(api.patch, path, {"category": str(entry.category_id)})
    assert (confirmed.json()["category_source"], confirmed.json()["category_confidence"]) == ("person", 1.0)
    assert spends("LIDL 99 MUENCHEN").category_source == "learned"


def test_what_nobody_knows_is_said_to_be_unknown(api: APIClient) -> None:
    unknown = send(api.post, CLASSIFY, {"description": "Zwirbel"}).json()
    assert (unknown["category"], unknown["confidence"], unknown["alternative_categories"]) == (None, 0, [])
    assert send(api.post, CLASSIFY, {"description": ""}).status_code == 400
    assert send(api.post, CLASSIFY, {"description": "x", "amount": "-4"}).status_code == 400
