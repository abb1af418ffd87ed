from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from rest_framework.test import APIClient

from accounts.models import User
from ledger.core import services as core
from ledger.core.models import MoneyAccount
from ledger.goals.models import Goal, GoalContribution
from ledger.goals.services import contribute
from ledger.goals.tests.conftest import Books, Makes

GOALS = "/api/v1/goals/"
Speaks = Callable[[User], APIClient]


def body(**values: Any) -> dict[str, Any]:
    return {"name": "Lisbon", "target_amount": "2400.00", "target_date": "2027-05-01", **values}


def test_one_is_set_shown_changed_and_gone(ana_api: APIClient) -> None:
    made = ana_api.post(GOALS, body(goal_type="travel", monthly_amount="310.00"), format="json")
    assert made.status_code == 201
    shown = made.json()
    assert (shown["status"], shown["approval"], shown["icon"], made["ETag"]) == ("active", None, "plane", '"1"')
    assert (shown["needed_monthly"], shown["months_remaining"], shown["days_remaining"]) == ("400.00", 6, 162)
    assert (shown["on_track"], shown["months_early"], shown["expected_on"]) == (False, -2, "2027-06-30")
    url = f"{GOALS}{shown['id']}/"
    changed = ana_api.patch(url, {"monthly_amount": "400.00", "version": 1}, format="json")
    assert (changed.status_code, changed.json()["on_track"]) == (200, True)
    late = ana_api.patch(url, {"name": "Porto", "version": 1}, format="json")
    assert (late.status_code, late.json()["current"]["version"]) == (409, 2)
    assert ana_api.delete(url).status_code == 204
    assert ana_api.get(GOALS).json()["count"] == 0


def test_an_answer_can_be_sent_back(ana: User, ana_api: APIClient, make: Makes) -> None:
    goal = make()
    contribute(goal=goal, person=ana, amount=Decimal(2400))
    url = f"{GOALS}{goal.pk}/"
    assert ana_api.put(url, ana_api.get(url).json(), format="json").json()["status"] == "completed"


def test_money_goes_in_and_out(ana_api: APIClient, make: Makes, books: Books) -> None:
    goal, entry = make(), books("500")
    url = f"{GOALS}{goal.pk}/contribution/"
    made = ana_api.post(url, {"amount": "310.00", "transaction": str(entry.pk)}, format="json")
    assert made.status_code == 201
    part, shown = made.json()["contribution"], made.json()["goal"]
    assert (part["transaction"], part["on"], part["kind"]) == (str(entry.pk), "2026-11-02", "contribution")
    assert (shown["saved_amount"], shown["current_amount"], shown["progress"]) == ("310.00", "310.00", "12.9")
    logged = ana_api.put(url, {"amount": "290", "note": "from the jar"}, format="json")
    assert (logged.status_code, logged.json()["goal"]["milestones"]) == (200, [25])
    taken = ana_api.post(url, {"amount": "100.00", "kind": "withdrawal"}, format="json").json()
    assert (taken["contribution"]["amount"], taken["goal"]["saved_amount"]) == ("100.00", "500.00")
    earned = ana_api.post(url, {"amount": "1.50", "kind": "yield"}, format="json").json()
    assert (earned["goal"]["yield_earned"], earned["goal"]["saved_amount"]) == ("1.50", "501.50")
    parts = ana_api.get(f"{GOALS}{goal.pk}/contributions/").json()
    assert [each["kind"] for each in parts["results"]] == ["yield", "withdrawal", "contribution", "contribution"]
    first = f"{GOALS}{goal.pk}/contributions/{part['id']}/"
    assert ana_api.patch(first, {"amount": "300.00"}, format="json").json()["amount"] == "300.00"
    assert ana_api.delete(first).status_code == 204
    assert ana_api.get(f"{GOALS}{goal.pk}/").json()["saved_amount"] == "191.50"


def test_the_same_key_puts_in_once(ana_api: APIClient, make: Makes) -> None:
    goal = make()
    for _time in range(2):
        url = f"{GOALS}{goal.pk}/contribution/"
        ana_api.post(url, {"amount": "10"}, format="json", HTTP_IDEMPOTENCY_KEY="jar-of-november")
    assert GoalContribution.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "field", "code"),
    [
        ({"target_amount": 9.5}, "target_amount", "float_not_exact"),
        ({"target_amount": "0"}, "target_amount", "amount_not_positive"),
        ({"name": "  "}, "name", "blank"),
        ({"goal_type": "yacht"}, "goal_type", "invalid_choice"),
        ({"priority": 0}, "priority", "min_value"),
        ({"color": "red"}, "color", "invalid"),
        ({"money_account": "01930000-0000-7000-8000-000000000001"}, "money_account", "does_not_exist"),
        ({"category": "01930000-0000-7000-8000-000000000001"}, "category", "does_not_exist"),
        ({"user_id": "1"}, "user_id", "unknown_field"),
        ({"currency": "XXY"}, "currency", "unknown_currency"),
    ],
)
def test_what_is_wrong_is_named(ana_api: APIClient, values: dict[str, Any], field: str, code: str) -> None:
    answer = ana_api.post(GOALS, body(**values), format="json")
    assert answer.status_code == 400
    assert [(each["attr"], each["code"]) for each in answer.json()["errors"]] == [(field, code)]
    assert not Goal.objects.exists()


@pytest.mark.parametrize(
    ("values", "field", "code"),
    [
        ({"amount": "-1"}, "amount", "amount_not_positive"),
        ({"amount": "1", "on": "2026-11-21"}, "on", "day_to_come"),
        ({"amount": "1", "kind": "withdrawal"}, "amount", "below_zero"),
        ({"amount": "1", "transaction": "01930000-0000-7000-8000-000000000001"}, "transaction", "does_not_exist"),
        (
            {"amount": "1", "kind": "yield", "transaction": "01930000-0000-7000-8000-000000000001"},
            "transaction",
            "not_a_contribution",
        ),
    ],
)
def test_what_cannot_go_in_is_named(
    ana_api: APIClient, make: Makes, values: dict[str, Any], field: str, code: str
) -> None:
    answer = ana_api.post(f"{GOALS}{make().pk}/contribution/", values, format="json")
    assert answer.status_code == 400
    assert [(each["attr"], each["code"]) for each in answer.json()["errors"]] == [(field, code)]


def test_without_a_partner_nothing_is_shared(ana_api: APIClient) -> None:
    answer = ana_api.post(GOALS, body(shared=True), format="json")
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (409, "no_partnership")


def test_a_goal_keeps_its_currency(ana_api: APIClient, make: Makes) -> None:
    answer = ana_api.patch(f"{GOALS}{make().pk}/", {"currency": "USD"}, format="json")
    assert answer.json()["errors"][0]["code"] == "currency_fixed"


def test_it_is_its_owners_alone(ana: User, ben: User, speaks: Speaks, make: Makes) -> None:
    goal = make()
    part = contribute(goal=goal, person=ana, amount=Decimal(1))
    api, url = speaks(ben), f"{GOALS}{goal.pk}/"
    assert api.get(GOALS).json()["count"] == 0
    assert api.get(f"{GOALS}summary/").json() == {"sums": [], "accounts": []}
    assert {api.get(url).status_code, api.patch(url, {"name": "x"}, format="json").status_code} == {404}
    assert {api.delete(url).status_code, api.get(f"{url}contributions/").status_code} == {404}
    assert api.post(f"{url}contribution/", {"amount": "1"}, format="json").status_code == 404
    assert api.delete(f"{url}contributions/{part.pk}/").status_code == 404
    mine = make(by=ben)
    assert api.delete(f"{GOALS}{mine.pk}/contributions/{part.pk}/").status_code == 404


def test_the_list_is_filtered_and_ordered(ana_api: APIClient, make: Makes) -> None:
    make(name="Bike", priority=2, target_date=None, goal_type="vehicle")
    make(name="Lisbon", priority=1)
    make(name="Away", status="archived")

    def names(query: str) -> list[str]:
        return [each["name"] for each in ana_api.get(f"{GOALS}?{query}").json()["results"]]

    assert names("status=active") == ["Lisbon", "Bike"]
    assert names("status=active&ordering=-priority") == ["Bike", "Lisbon"]
    assert names("goal_type=vehicle,travel") == ["Bike"]
    assert names("ordering=target_date")[-1] == "Bike"
    assert (names("shared=true"), len(names("shared=false"))) == ([], 3)
    for wrong in ("status=done", "ordering=name", "user_id=1", "shared=1"):
        assert ana_api.get(f"{GOALS}?{wrong}").status_code == 400


def test_the_summary(ana: User, ana_api: APIClient, make: Makes, savings: MoneyAccount) -> None:
    contribute(goal=make(account_id=savings.pk), person=ana, amount=Decimal(2300))
    found = ana_api.get(f"{GOALS}summary/").json()
    assert found["accounts"][0]["free_amount"] == "-300.00"
    assert (found["sums"][0]["saved_amount"], found["sums"][0]["needed_monthly"]) == ("2300.00", "20.00")


def test_lists_cost_the_same_however_long(
    ana: User, ana_api: APIClient, make: Makes, savings: MoneyAccount, books: Books, django_assert_max_num_queries: Any
) -> None:
    for number in range(8):
        goal = make(name=f"Goal {number}", account_id=savings.pk)
        for _time in range(number):
            contribute(goal=goal, person=ana, amount=Decimal(1), transaction=books("5"))
    for address, most in ((GOALS, 6), (f"{GOALS}summary/", 6), (f"{GOALS}{goal.pk}/contributions/", 5)):
        with django_assert_max_num_queries(most):
            assert ana_api.get(address).status_code == 200


def test_a_viewer_of_an_account_does_not_learn_of_goals_in_it(
    ana: User, ben: User, speaks: Speaks, make: Makes, savings: MoneyAccount
) -> None:
    core.grant_view(account=savings, person=ben, level="full", granted_by=ana)
    contribute(goal=make(account_id=savings.pk), person=ana, amount=Decimal(500))
    mine = make(by=ben, account_id=savings.pk)
    assert mine.owner == ben
    assert speaks(ben).get(f"{GOALS}summary/").json()["accounts"][0]["earmarked_amount"] == "0.00"
