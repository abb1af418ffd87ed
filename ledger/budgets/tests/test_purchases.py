"""Does it fit? The figures of the seed are here as they stand there."""

from __future__ import annotations

from decimal import Decimal

import pytest

from accounts.models import User
from ledger.budgets import services
from ledger.budgets.models import Budget
from ledger.budgets.purchases import PurchaseCheck, check_purchase
from ledger.budgets.tests.conftest import NOVEMBER, Spends, category
from ledger.core import services as core


def check(person: User, budget: Budget | None, slug: str, amount: str) -> PurchaseCheck:
    found = check_purchase(
        person=person, budget=budget, month=NOVEMBER, category=category(slug), amount=Decimal(amount)
    )
    assert found is not None
    return found


@pytest.fixture
def dining(november: Budget, spend: Spends) -> Budget:
    """150 for dining, of which 50 is left."""
    budget = services.set_allocation(budget=november, place=category("dining"), amount=Decimal(150))
    spend("100")
    return budget


def test_dining_of_the_seed(ana: User, dining: Budget) -> None:
    found = check(ana, dining, "dining", "200.00")
    assert (found.fits, found.remaining, found.percentage) == (False, Decimal(50), Decimal("133.3"))
    assert found.warning == "This exceeds your Dining budget by €150.00."
    assert found.options == (
        "Spend at most €50.00.",
        "Plan €40.00 more for it: €40.00 of what comes in is planned nowhere.",
        "Move €150.00 from Savings, where €1,490.00 is to spare.",
        "Move €20.00 from Clothing & shoes, where €20.00 is to spare.",
    )


def test_the_playstation_of_the_seed(ana: User, november: Budget) -> None:
    services.set_allocation(budget=november, place=category("entertainment"), amount=Decimal(100))
    found = check(ana, november, "games", "500")
    assert (found.fits, found.remaining, found.percentage) == (False, Decimal(100), Decimal(500))
    assert found.category is not None
    assert found.category.name == "Entertainment"


@pytest.mark.parametrize(("amount", "fits"), [("49.99", True), ("50.00", True), ("50.01", False)])
def test_the_last_cent_fits(ana: User, dining: Budget, amount: str, fits: bool) -> None:
    assert check(ana, dining, "dining", amount).fits is fits


def test_nothing_is_planned_there(ana: User, dining: Budget) -> None:
    found = check(ana, dining, "games", "10")
    assert (found.fits, found.remaining, found.percentage) == (False, Decimal(0), None)
    assert found.warning == "Nothing is planned for Games this month."


def test_nothing_is_allocated_there(ana: User, dining: Budget) -> None:
    services.set_allocation(budget=dining, place=category("games"), amount=Decimal(0))
    assert check(ana, dining, "games", "10").percentage is None


def test_without_a_budget_the_standing_limit_holds(ana: User, half_a_year: None, spend: Spends) -> None:
    core.override_category(category=category("food-dining"), person=ana, monthly_limit=Decimal(300))
    spend("100")
    spend("50", "groceries")
    found = check(ana, None, "dining", "150")
    assert (found.fits, found.remaining, found.percentage) == (True, Decimal(150), Decimal("50.0"))
    nothing = check_purchase(person=ana, budget=None, month=NOVEMBER, category=category("games"), amount=Decimal(1))
    assert nothing is None


def test_waiting_is_offered_where_it_helps(ana: User, dining: Budget) -> None:
    ana.payday = "27"
    ana.save()
    options = check(ana, dining, "dining", "120").options
    assert options[-2:] == ("Wait until your pay comes on Nov 27.", "Wait until Dec 1, when the month begins anew.")
    services.set_roll_over(person=ana, category=category("dining"), takes_debt_along=False)
    assert check(ana, dining, "dining", "200").options[-1] == (
        "Wait until Dec 1: what is left rolls over, so that €200.00 is there then."
    )
    assert "Dec" not in check(ana, dining, "dining", "200.01").options[-1]


def test_the_next_month_is_no_way_out_where_what_is_lacking_goes_along(
    ana: User, dining: Budget, spend: Spends
) -> None:
    spend("200")
    assert "begins anew" in check(ana, dining, "dining", "120").options[-1]
    services.set_roll_over(person=ana, category=category("dining"), takes_debt_along=True)
    assert not [each for each in check(ana, dining, "dining", "120").options if "Dec" in each]
