from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from rest_framework.test import APIClient

from accounts.models import User
from ledger.budgets.api import answers
from ledger.budgets.models import Allocation, Budget
from ledger.budgets.tests.conftest import TODAY, Spends, category
from ledger.core import services as core
from ledger.core.models import Household, HouseholdMember, MoneyAccount
from ledger.goals.models import Goal
from ledger.goals.services import contribute
from ledger.recurring.services import create_recurring

Speaks = Callable[[User], APIClient]
URL = "/api/v1/budgets/2026-11/"


def key(slug: str) -> str:
    return str(category(slug).pk)


def put(client: APIClient, slug: str, **values: Any) -> Any:
    return client.put(f"{URL}allocations/{key(slug)}/", values, format="json")


def refusals(answer: Any) -> list[tuple[str | None, str]]:
    return [(each["attr"], each["code"]) for each in answer.json()["errors"]]


def test_one_is_made_shown_changed_and_gone(ana_api: APIClient, half_a_year: None, spend: Spends) -> None:
    made = ana_api.post("/api/v1/budgets/", {"month": "2026-11", "total_income": "3000.00"}, format="json")
    assert made.status_code == 201, made.content
    assert sum(Decimal(each["allocated_amount"]) for each in made.json()["allocations"]) == Decimal("3000.00")
    spend("100")
    shown = ana_api.get(URL).json()
    row = next(each for each in shown["allocations"] if each["name"] == "Dining")
    assert (row["category"], row["allocated_amount"], row["spent_amount"], row["remaining_amount"]) == (
        key("dining"), "190.00", "100.00", "90.00",
    )  # fmt: skip
    changed = ana_api.patch(
        URL,
        {"total_income": "3100.00", "allocations": [{**row, "allocated_amount": "250.00"}], "version": 1},
        format="json",
    )
    assert (changed.status_code, changed.json()["total_income"], changed.json()["unallocated"]) == (
        200, "3100.00", "40.00",
    )  # fmt: skip
    stale = ana_api.patch(URL, {"total_income": "1.00", "version": 1}, format="json")
    assert (stale.status_code, stale.json()["current"]["version"]) == (409, 2)
    assert ana_api.get("/api/v1/budgets/").json()["results"][0]["total_allocated"] == "3060.00"
    assert ana_api.delete(URL).status_code == 204
    assert ana_api.get(URL).status_code == 404


def test_a_month_has_one(ana_api: APIClient, november: Budget) -> None:
    again = ana_api.post("/api/v1/budgets/", {"month": "2026-11", "total_income": "1"}, format="json")
    assert (again.status_code, refusals(again)) == (409, [("month", "budget_exists")])


def test_the_same_key_makes_one(ana_api: APIClient) -> None:
    body = {"month": "2026-11", "total_income": "1000"}
    made = [
        ana_api.post("/api/v1/budgets/", body, format="json", HTTP_IDEMPOTENCY_KEY="november") for _time in range(2)
    ]
    assert [each.status_code for each in made] == [201, 201]
    assert Budget.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "field", "code"),
    [
        ({"month": "2026-13"}, "month", "invalid"),
        ({"month": "2031-01"}, "month", "month_too_far"),
        ({"month": "2026-11"}, "total_income", "income_not_known"),
        ({"month": "2026-11", "total_income": "-1"}, "total_income", "below_zero"),
        ({"month": "2026-11", "total_income": "1.005"}, "total_income", "too_many_decimals"),
        ({"month": "2026-11", "total_income": 9.5}, "total_income", "float_not_exact"),
        ({"month": "2026-11", "total_income": "1", "household": True}, "household", "no_household"),
        (
            {"month": "2026-11", "total_income": "1", "goals": ["01930000-0000-7000-8000-000000000001"]},
            "goals",
            "does_not_exist",
        ),
        ({"month": "2026-11", "income": "1"}, "income", "unknown_field"),
    ],
)
def test_what_is_wrong_is_named(ana_api: APIClient, values: dict[str, Any], field: str, code: str) -> None:
    answer = ana_api.post("/api/v1/budgets/", values, format="json")
    assert (answer.status_code, refusals(answer)) == (400, [(field, code)])
    assert not Budget.objects.exists()


def test_another_persons_is_not_there(november: Budget, carla: User, speaks: Speaks) -> None:
    client = speaks(carla)
    for path in ("", "summary/", "status/", "suggestions/", "left-to-spend/"):
        assert client.get(URL + path).status_code == 404
    assert put(client, "dining", allocated_amount="1").status_code == 404
    assert client.get("/api/v1/budgets/").json()["count"] == 0
    assert client.get("/api/v1/budgets/2026-99/").status_code == 404
    assert client.get(f"{URL}?mine=true").status_code == 400


def test_a_household_that_has_ended_is_read_only(ana: User, ben: User, speaks: Speaks) -> None:
    household = Household.objects.create()
    for person in (ana, ben):
        HouseholdMember.objects.create(household=household, person=person)
    body = {"month": "2026-11", "total_income": "900.00", "household": True}
    assert speaks(ana).post("/api/v1/budgets/", body, format="json").status_code == 201
    assert speaks(ben).get(URL).status_code == 404
    assert speaks(ben).patch(f"{URL}?household=true", {"total_income": "901.00"}, format="json").status_code == 200
    HouseholdMember.objects.update(is_open=False)
    assert speaks(ben).get(f"{URL}?household=true").json()["total_income"] == "901.00"
    assert speaks(ben).delete(f"{URL}?household=true").status_code == 403


class TestAllocations:
    def test_an_amount_is_planned_and_not_planned(self, ana_api: APIClient, november: Budget) -> None:
        answer = put(ana_api, "games", allocated_amount="40.00", version=1)
        assert answer.status_code == 200
        assert answer.json()["unallocated"] == "-40.00"
        assert put(ana_api, "games", allocated_amount="41.00", version=1).status_code == 409
        assert ana_api.delete(f"{URL}allocations/{key('games')}/").status_code == 204
        assert ana_api.delete(f"{URL}allocations/{key('games')}/").status_code == 404

    def test_a_goal(self, ana: User, ben: User, ana_api: APIClient, november: Budget) -> None:
        goals = [
            Goal.objects.create(owner=person, name="Trip", target_amount=Decimal(900), currency=currency)
            for person, currency in ((ana, "EUR"), (ana, "USD"), (ben, "EUR"))
        ]
        answers_ = [
            ana_api.put(f"{URL}allocations/{goal.pk}/", {"allocated_amount": "75.00"}, format="json") for goal in goals
        ]
        assert [each.status_code for each in answers_] == [200, 400, 400]
        assert Allocation.objects.get(goal=goals[0]).allocated_amount == Decimal(75)

    @pytest.mark.parametrize(
        ("slug", "values", "field", "code"),
        [
            ("salary", {"allocated_amount": "1"}, "category", "not_for_spending"),
            ("games", {"allocated_amount": "-1"}, "allocated_amount", "below_zero"),
            ("games", {"allocated_amount": "1.001"}, "allocated_amount", "too_many_decimals"),
            ("games", {}, "allocated_amount", "required"),
            ("games", {"roll_over": "maybe"}, "roll_over", "invalid_choice"),
        ],
    )
    def test_what_is_refused(
        self, ana_api: APIClient, november: Budget, slug: str, values: dict[str, Any], field: str, code: str
    ) -> None:
        answer = put(ana_api, slug, **values)
        assert (answer.status_code, refusals(answer)) == (400, [(field, code)])

    def test_somebody_elses_category(self, ana_api: APIClient, november: Budget, ben: User) -> None:
        theirs = core.create_category(owner=ben, name="Theirs")
        answer = ana_api.put(f"{URL}allocations/{theirs.pk}/", {"allocated_amount": "1"}, format="json")
        assert (answer.status_code, refusals(answer)) == (400, [("key", "does_not_exist")])

    def test_roll_over(self, ana_api: APIClient, november: Budget) -> None:
        shown = put(ana_api, "dining", roll_over="all").json()
        assert {each["name"]: each["roll_over"] for each in shown["allocations"]}["Dining"] == "all"

    def test_money_is_moved(self, ana_api: APIClient, november: Budget) -> None:
        body = {"from": key("dining"), "to": key("games"), "amount": "190.00"}
        moved = ana_api.post(f"{URL}moves/", body, format="json").json()
        amounts = {each["name"]: each["allocated_amount"] for each in moved["allocations"]}
        assert (amounts["Dining"], amounts["Games"], moved["total_allocated"]) == ("0.00", "190.00", "3000.00")
        again = ana_api.post(f"{URL}moves/", {**body, "amount": "0.01"}, format="json")
        assert (again.status_code, refusals(again)) == (400, [("amount", "not_enough")])


def test_the_check_of_the_seed(ana_api: APIClient, november: Budget, spend: Spends) -> None:
    put(ana_api, "dining", allocated_amount="150.00")
    spend("100")
    found = ana_api.post(f"{URL}check-purchase/", {"category": key("dining"), "amount": "200.00"}, format="json").json()
    assert (found["fits_budget"], found["remaining_in_category"], found["percentage_of_category"]) == (
        False, "50.00", 133.3,
    )  # fmt: skip
    assert found["warning"] == "This exceeds your Dining budget by €150.00."
    without = ana_api.post(
        "/api/v1/budgets/2026-12/check-purchase/", {"category": key("dining"), "amount": "1"}, format="json"
    )
    assert without.status_code == 404


def test_summary_names_what_is_overspent(ana_api: APIClient, november: Budget, spend: Spends) -> None:
    spend("200")
    spend("5", "games")
    found = ana_api.get(f"{URL}summary/").json()
    assert found["overspent_categories"] == [key("dining")]
    assert (found["total_budget"], found["total_spent"], found["total_remaining"]) == ("3000.00", "205.00", "2795.00")
    assert found["unplanned"]["categories"] == [{"category": key("games"), "spent_amount": "5.00"}]


def test_status_says_how_grave_it_is(ana_api: APIClient, november: Budget, spend: Spends) -> None:
    spend("250")
    found = ana_api.get(f"{URL}status/").json()
    assert (found["days_total"], found["days_left"]) == (30, 11)
    states = {each["name"]: (each["state"], each["severity"], each["used_percent"]) for each in found["categories"]}
    assert states["Dining"] == ("exceeded", "critical", 131.6)
    assert states["Groceries"] == ("on_track", "info", 0.0)


def test_a_suggestion_is_applied_as_long_as_it_is_to_spare(ana_api: APIClient, november: Budget, spend: Spends) -> None:
    spend("238.60")
    found = ana_api.get(f"{URL}suggestions/").json()["suggestions"]
    # Heading for 357.90 of 190: 167.90 over, in round steps.
    assert (found[0]["from"], found[0]["to"], found[0]["amount"]) == (key("clothing"), key("dining"), "20.00")
    assert found[0]["why"] == (
        "Dining has cost €238.60, €48.60 more than there is. Clothing & shoes heads for €0.00 of €20.00."
    )
    applied = ana_api.post(f"{URL}suggestions/", found[0], format="json")
    assert applied.status_code == 200
    again = ana_api.post(f"{URL}suggestions/", found[0], format="json")
    assert (again.status_code, refusals(again)) == (400, [("amount", "not_enough")])


def test_what_if_saves_nothing(ana_api: APIClient, november: Budget) -> None:
    body = {
        "total_income": "3200.00",
        "allocations": [
            {"category": key("dining"), "allocated_amount": "240.00"},
            {"category": key("games"), "allocated_amount": "60.00"},
        ],
    }
    found = ana_api.post(f"{URL}what-if/", body, format="json").json()
    assert (found["unallocated"], found["left_to_spend"]["income"]) == ("90.00", "3200.00")
    shown = ana_api.get(URL).json()
    assert (shown["total_income"], shown["unallocated"], shown["version"]) == ("3000.00", "0.00", 1)


def test_what_if_of_both_takes_nobodys_own_category(ana: User, speaks: Speaks) -> None:
    household = Household.objects.create()
    HouseholdMember.objects.create(household=household, person=ana)
    new = {"month": "2026-11", "total_income": "900.00", "household": True}
    assert speaks(ana).post("/api/v1/budgets/", new, format="json").status_code == 201
    own = core.create_category(owner=ana, name="Presents for Ben", parent=category("gifts"))
    body = {"allocations": [{"category": str(own.pk), "allocated_amount": "240.00"}]}
    answer = speaks(ana).post(f"{URL}what-if/?household=true", body, format="json")
    assert (answer.status_code, refusals(answer)) == (400, [("allocations.category", "not_for_both")])


def test_a_month_is_closed_once_it_is_over(ana: User, ana_api: APIClient, november: Budget) -> None:
    early = ana_api.post(f"{URL}closure/")
    assert (early.status_code, refusals(early)) == (409, [("month", "month_not_over")])
    made = ana_api.post("/api/v1/budgets/", {"month": "2026-10", "total_income": "3000"}, format="json")
    assert made.status_code == 201
    closed = [ana_api.post("/api/v1/budgets/2026-10/closure/") for _twice in range(2)]
    assert [(each.status_code, each.json()["status"]) for each in closed] == [(200, "closed")] * 2
    for answer in (
        ana_api.patch("/api/v1/budgets/2026-10/", {"total_income": "1"}, format="json"),
        ana_api.delete("/api/v1/budgets/2026-10/"),
    ):
        assert (answer.status_code, refusals(answer)) == (409, [("month", "month_closed")])


def test_answers_are_what_the_schema_says(ana_api: APIClient, november: Budget, spend: Spends) -> None:
    spend("238.60")
    spend("5", "games")
    assert set(ana_api.get(URL).json()) == set(answers.BudgetAnswer().get_fields())
    assert set(ana_api.get("/api/v1/budgets/").json()["results"][0]) == set(answers.ListedBudgetAnswer().get_fields())
    assert set(ana_api.get(URL).json()["allocations"][0]) == set(answers.AllocationAnswer().get_fields())
    assert set(ana_api.get(URL).json()["unplanned"]) == set(answers.UnplannedAnswer().get_fields())
    assert set(ana_api.get(f"{URL}summary/").json()) == set(answers.SummaryAnswer().get_fields())
    status = ana_api.get(f"{URL}status/").json()
    assert set(status) == set(answers.StatusAnswer().get_fields())
    assert set(status["categories"][0]) == set(answers.CategoryStatusAnswer().get_fields())
    assert set(ana_api.get(f"{URL}left-to-spend/").json()) == set(answers.LeftToSpendAnswer().get_fields())
    suggested = ana_api.get(f"{URL}suggestions/").json()
    assert set(suggested) == set(answers.SuggestionsAnswer().get_fields())
    assert set(suggested["suggestions"][0]) == set(answers.SuggestionAnswer().get_fields())
    checked = ana_api.post(f"{URL}check-purchase/", {"category": key("dining"), "amount": "1"}, format="json")
    assert set(checked.json()) == set(answers.CheckAnswer().get_fields())


def test_a_month_costs_the_same_however_much_is_in_it(
    ana: User,
    ana_api: APIClient,
    november: Budget,
    everyday: MoneyAccount,
    spend: Spends,
    django_assert_num_queries: Any,
) -> None:
    def count() -> None:
        with django_assert_num_queries(11):
            assert ana_api.get(URL).status_code == 200

    def saves(name: str) -> None:
        goal = Goal.objects.create(owner=ana, name=name, target_amount=Decimal(900), currency="EUR")
        ana_api.put(f"{URL}allocations/{goal.pk}/", {"allocated_amount": "75.00"}, format="json")
        contribute(goal=goal, person=ana, amount=Decimal(5), on=TODAY)

    def owes(slug: str) -> None:
        create_recurring(
            recorded_by=ana, account=everyday, kind="expense", amount=Decimal(10), payee=slug,
            category=category(slug), frequency="weekly", starts_on=TODAY,
        )  # fmt: skip

    saves("Trip")
    owes("rent")
    count()
    for slug in ("games", "cinema-events", "gym", "doctor"):
        put(ana_api, slug, allocated_amount="10.00")
        for _each in range(5):
            spend("1", slug)
        saves(slug)
        owes(slug)
    count()
    with django_assert_num_queries(2):
        ana_api.get("/api/v1/budgets/")
