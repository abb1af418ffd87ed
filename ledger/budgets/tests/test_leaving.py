"""What becomes of plans when somebody goes."""

from __future__ import annotations

from decimal import Decimal

from accounts.models import User
from accounts.services import delete_account
from ledger.budgets import services
from ledger.budgets.models import Allocation, Budget, RollsOver
from ledger.budgets.receivers import run_tend
from ledger.budgets.tests.conftest import NOVEMBER, OCTOBER, Spends, category
from ledger.core import services as core
from ledger.core.models import Household, HouseholdMember


def test_a_persons_plans_go_and_a_households_stay(ana: User, ben: User, november: Budget, spend: Spends) -> None:
    own = core.create_category(owner=ana, name="Chess", parent=category("games"))
    spend("5", own)
    services.set_allocation(budget=november, place=own, amount=Decimal(60))
    services.set_roll_over(person=ana, category=own, takes_debt_along=True)
    household = Household.objects.create()
    for person in (ana, ben):
        HouseholdMember.objects.create(household=household, person=person)
    joint = services.create_budget(person=ana, month=NOVEMBER, total_income=Decimal(900), household=True)
    delete_account(person=ana)
    assert list(Budget.objects.all()) == [joint]
    assert not RollsOver.objects.exists()
    assert sum(each.allocated_amount for each in Allocation.objects.all()) == Decimal(900)
    assert Budget.objects.visible_to(ben).get().made_by is None


def test_the_night_goes_through_all_of_them(ana: User, ben: User, half_a_year: None) -> None:
    class Job:
        def extend(self) -> None:
            """Nobody takes it over."""

    household = Household.objects.create()
    HouseholdMember.objects.create(household=household, person=ben)
    services.create_budget(person=ana, month=OCTOBER, total_income=Decimal(3000))
    services.create_budget(person=ben, month=OCTOBER, total_income=Decimal(10), household=True)
    services.create_budget(person=ana, month=NOVEMBER, total_income=Decimal(3000))
    for _twice in range(2):
        run_tend(Job())  # type: ignore[arg-type]
    assert sorted(Budget.objects.values_list("month", "status")) == [
        (OCTOBER, "closed"), (OCTOBER, "closed"), (NOVEMBER, "open"),
    ]  # fmt: skip
