"""What a plan is made from."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from accounts.models import User
from ledger.budgets import services
from ledger.budgets.models import Budget
from ledger.budgets.receivers import tend
from ledger.budgets.services import create_budget
from ledger.budgets.tests.conftest import DECEMBER, NOVEMBER, OCTOBER, Spends, category, view_of
from ledger.core import services as core
from ledger.core.errors import FieldError
from ledger.core.models import MoneyAccount
from ledger.goals.models import Goal
from ledger.recurring.services import create_recurring


def planned(budget: Budget, person: User) -> dict[str, tuple[Decimal, str]]:
    return {each.name: (each.allocated, each.basis) for each in view_of(budget, person).rows}


def test_a_plan_adds_up_to_the_income(ana: User, november: Budget) -> None:
    """Clothes, bought once in half a year, get what they cost a month on the average."""
    assert planned(november, ana) == {
        "Groceries": (Decimal(400), "history"),
        "Dining": (Decimal(190), "history"),
        "Rent": (Decimal(900), "history"),
        "Clothing & shoes": (Decimal(20), "history"),
        "Savings": (Decimal(1490), "guide"),
    }


def test_what_recurs_limits_and_priorities_count(ana: User, everyday: MoneyAccount, half_a_year: None) -> None:
    core.override_category(category=category("dining"), person=ana, monthly_limit=Decimal(120))
    create_recurring(
        recorded_by=ana, account=everyday, kind="expense", amount=Decimal("50.00"), payee="Gym",
        category=category("gym"), frequency="weekly", starts_on=date(2026, 11, 21),
    )  # fmt: skip
    found = planned(create_budget(person=ana, month=NOVEMBER, total_income=Decimal(3000)), ana)
    assert (found["Dining"], found["Gym & sport"]) == ((Decimal(120), "limit"), (Decimal(100), "recurring"))


def test_goals_get_what_is_meant_to_go_in(ana: User, ben: User, half_a_year: None) -> None:
    def goal(name: str, **values: Any) -> Goal:
        return Goal.objects.create(
            **{"owner": ana, "currency": "EUR", "target_amount": Decimal(1000), **values}, name=name
        )

    trip = goal("Trip", monthly_amount=Decimal(80))
    goal("By May", target_date=date(2027, 5, 20), saved_amount=Decimal(400))
    goal("Nearly", monthly_amount=Decimal(80), saved_amount=Decimal(990))
    goal("Dollars", monthly_amount=Decimal(80), currency="USD")
    goal("Done", monthly_amount=Decimal(80), status="completed")
    goal("Somebody's", monthly_amount=Decimal(80), owner=ben)
    found = planned(create_budget(person=ana, month=NOVEMBER, total_income=Decimal(3000)), ana)
    goals = {name: amount for name, (amount, basis) in found.items() if basis == "goal"}
    assert goals == {"Trip": Decimal(80), "By May": Decimal(100), "Nearly": Decimal(10)}
    only = create_budget(person=ana, month=DECEMBER, total_income=Decimal(3000), goals=[trip.pk])
    assert [each.name for each in view_of(only, ana).goals] == ["Trip"]


class TestTheIncome:
    def test_is_the_profiles_if_it_says(self, ana: User, half_a_year: None) -> None:
        ana.monthly_income = Decimal("2750.00")
        assert create_budget(person=ana, month=NOVEMBER).total_income == Decimal(2750)

    def test_is_else_the_median_of_six_months(self, ana: User, half_a_year: None, spend: Spends) -> None:
        spend("700", "salary", date(2026, 8, 20), kind="income")
        assert create_budget(person=ana, month=NOVEMBER).total_income == Decimal(3000)

    def test_counts_months_from_the_first_that_is_known(self, ana: User, spend: Spends) -> None:
        spend("1000", "salary", date(2026, 9, 3), kind="income")
        spend("2000", "salary", date(2026, 10, 3), kind="income")
        assert create_budget(person=ana, month=NOVEMBER).total_income == Decimal(1500)

    def test_must_be_said_where_nothing_is_known(self, ana: User) -> None:
        with pytest.raises(FieldError, match="Say what comes in"):
            create_budget(person=ana, month=NOVEMBER)


def test_a_new_person_gets_the_guide(ana: User) -> None:
    view = view_of(create_budget(person=ana, month=NOVEMBER, total_income=Decimal(2000)), ana)
    by_bucket = {
        bucket: sum(row.allocated for row in view.rows if row.bucket == bucket) for bucket in ("needs", "wants")
    }
    assert by_bucket == {"needs": Decimal(1000), "wants": Decimal(600)}
    assert view.total_allocated == Decimal(2000)
    assert {each.category.parent_id for each in view.rows if each.category} == {None}


def test_other_currencies_are_apart(ana: User, half_a_year: None, spend: Spends) -> None:
    dollars = core.create_money_account(owner=ana, currency="USD", name="Dollars")
    spend("75", "dining", account=dollars)
    view = view_of(create_budget(person=ana, month=NOVEMBER), ana)
    assert (view.total_spent, dict(view.apart)) == (Decimal(0), {"USD": Decimal(75)})


def test_a_month_far_away_is_refused(ana: User) -> None:
    for month in (date(2024, 10, 1), date(2028, 12, 1)):
        with pytest.raises(FieldError):
            create_budget(person=ana, month=month, total_income=Decimal(1))
    create_budget(person=ana, month=date(2024, 11, 1), total_income=Decimal(1))


class TestCarryingOver:
    @pytest.fixture
    def october(self, ana: User, half_a_year: None) -> Budget:
        """Dining 300, of which 240 was spent; groceries 350, of which 400 was; both roll over, groceries as debt."""
        budget = create_budget(person=ana, month=OCTOBER, total_income=Decimal(3000))
        for slug, amount in (("dining", 300), ("groceries", 350), ("rent", 1000)):
            services.set_allocation(budget=budget, place=category(slug), amount=Decimal(amount))
        services.set_roll_over(person=ana, category=category("dining"), takes_debt_along=False)
        services.set_roll_over(person=ana, category=category("groceries"), takes_debt_along=True)
        return budget

    def carried(self, budget: Budget, person: User) -> dict[str, Decimal]:
        return {each.name: each.carried for each in view_of(budget, person).rows if each.carried}

    def test_what_is_left_and_by_choice_what_is_lacking(self, ana: User, october: Budget) -> None:
        november = create_budget(person=ana, month=NOVEMBER, total_income=Decimal(3000))
        assert self.carried(november, ana) == {"Dining": Decimal(60), "Groceries": Decimal(-50)}
        view = view_of(november, ana)
        assert (view.total_carried, view.left_to_spend.carried) == (Decimal(10), Decimal(10))

    def test_a_category_without_an_amount_of_its_own_gets_one(self, ana: User, october: Budget) -> None:
        services.set_allocation(budget=october, place=category("games"), amount=Decimal(25))
        services.set_roll_over(person=ana, category=category("games"), takes_debt_along=False)
        november = create_budget(person=ana, month=NOVEMBER, total_income=Decimal(3000))
        assert self.carried(november, ana)["Games"] == Decimal(25)

    def test_it_follows_what_changes_in_the_month_before(self, ana: User, october: Budget, spend: Spends) -> None:
        november = create_budget(person=ana, month=NOVEMBER, total_income=Decimal(3000))
        entry = spend("15", "dining", date(2026, 10, 30))
        assert services.refresh_carried(budget=november, reader=ana)
        assert self.carried(november, ana)["Dining"] == Decimal(45)
        core.update_transaction(entry=entry, changed_by=ana, booked_on=date(2026, 11, 1))
        assert services.refresh_carried(budget=november, reader=ana)
        assert not services.refresh_carried(budget=november, reader=ana)
        assert self.carried(november, ana)["Dining"] == Decimal(60)
        services.set_roll_over(person=ana, category=category("dining"), takes_debt_along=None)
        assert self.carried(november, ana) == {"Groceries": Decimal(-50)}

    def test_nothing_is_carried_out_of_a_month_that_runs(self, ana: User, october: Budget) -> None:
        create_budget(person=ana, month=NOVEMBER, total_income=Decimal(3000))
        december = create_budget(person=ana, month=DECEMBER, total_income=Decimal(3000))
        assert self.carried(december, ana) == {}

    def test_a_closed_month_stays(self, ana: User, october: Budget, spend: Spends) -> None:
        closed = services.close_month(budget=october, today=date(2026, 11, 20))
        for refused in (
            lambda: services.update_budget(budget=closed, total_income=Decimal(1)),
            lambda: services.set_allocation(budget=closed, place=category("games"), amount=Decimal(1)),
            lambda: services.remove_allocation(budget=closed, key=category("dining").pk),
            lambda: services.move_allocation(
                budget=closed, source=category("dining").pk, target=category("games"), amount=Decimal(1)
            ),
            lambda: services.delete_budget(budget=closed),
        ):
            with pytest.raises(FieldError, match="closed"):
                refused()
        spend("15", "dining", date(2026, 10, 30))
        november = create_budget(person=ana, month=NOVEMBER, total_income=Decimal(3000))
        assert self.carried(november, ana)["Dining"] == Decimal(45)


class TestByNight:
    def test_a_month_closes_ten_days_after_its_end(self, ana: User, half_a_year: None) -> None:
        october = create_budget(person=ana, month=OCTOBER, total_income=Decimal(3000))
        tend(october, ana, date(2026, 11, 10))
        assert Budget.objects.get().status == "open"
        for _twice in range(2):
            tend(october, ana, date(2026, 11, 11))
        assert (Budget.objects.get().status, Budget.objects.get().version) == ("closed", 2)
