from __future__ import annotations

from decimal import Decimal

from accounts.models import User
from ledger.budgets.models import Budget
from ledger.budgets.tests.conftest import view_of


def test_a_plan_adds_up_to_the_income(ana: User, november: Budget) -> None:
    view = view_of(november, ana)
    assert {each.name: (each.allocated, each.basis) for each in view.rows} == {
        "Groceries": (Decimal(400), "history"),
        "Dining": (Decimal(190), "history"),
        "Rent": (Decimal(900), "history"),
        "Clothing & shoes": (Decimal(20), "history"),
        "Savings": (Decimal(1490), "guide"),
    }
