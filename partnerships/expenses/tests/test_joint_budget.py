"""A household's budget counts what is for both, and nothing else of anybody's own accounts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from accounts.models import User
from ledger.budgets.errors import TAKEN
from ledger.budgets.models import Budget
from ledger.budgets.queries import MonthView, budget_of, month_view
from ledger.budgets.services import create_budget, set_allocation
from ledger.core import services as ledger
from ledger.core.errors import FieldError
from ledger.core.models import Category, MoneyAccount
from ledger.core.system_categories import system_category_id
from partnerships.core.services import end_partnership
from partnerships.expenses.services import mark_paid, share_or_ask
from partnerships.expenses.tests.conftest import Both, adds, books

TODAY = date(2026, 11, 20)
NOVEMBER = date(2026, 11, 1)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(User, "today", TODAY)


def category(slug: str) -> Category:
    return Category.objects.get(pk=system_category_id(slug))


@pytest.fixture
def joint(both: Both, account_of: Callable[..., MoneyAccount]) -> MoneyAccount:
    account = account_of(both[0].person, name="Together")
    ledger.add_co_owner(account=account, person=both[1].person, added_by=both[0].person)
    return account


@pytest.fixture
def plan(both: Both) -> Budget:
    budget = create_budget(person=both[0].person, month=NOVEMBER, total_income=Decimal(1000), household=True)
    return set_allocation(budget=budget, place=category("groceries"), amount=Decimal(400))


def spent(view: MonthView) -> dict[str, Decimal]:
    return {each.name: each.spent for each in view.categories if each.spent}


def test_it_counts_joint_accounts_and_what_was_paid_for_both(
    both: Both, joint: MoneyAccount, plan: Budget, account_of: Callable[..., MoneyAccount]
) -> None:
    ana, ben = both[0].person, both[1].person
    own = account_of(ana)
    groceries = category("groceries")
    books(joint, ana, "2026-11-03", "-60", category=groceries)
    books(own, ana, "2026-11-04", "-500", category=groceries)
    shared = books(own, ana, "2026-11-05", "-30", category=groceries)
    share_or_ask(standing=both[0], transaction=shared)
    views = [month_view(plan, each) for each in (ana, ben)]
    assert [spent(each) for each in views] == [{"Groceries": Decimal(90)}] * 2
    assert [each.total_spent for each in views] == [Decimal(90)] * 2


def test_a_gift_on_the_joint_account_is_in_nobodys_joint_figures(both: Both, joint: MoneyAccount, plan: Budget) -> None:
    ana, ben = both[0].person, both[1].person
    books(joint, ana, "2026-11-03", "-77", category=category("groceries"), withheld_until=date(2026, 12, 24))
    assert [spent(month_view(plan, each)) for each in (ana, ben)] == [{}, {}]


def test_own_categories_are_told_as_what_both_have(both: Both, joint: MoneyAccount, plan: Budget) -> None:
    ana, ben = both[0].person, both[1].person
    market = ledger.create_category(owner=ana, name="Market", parent=category("groceries"))
    books(joint, ana, "2026-11-03", "-10", category=market)
    assert spent(month_view(plan, ben)) == {"Groceries": Decimal(10)}
    with pytest.raises(FieldError) as refused:
        set_allocation(budget=plan, place=market, amount=Decimal(1))
    assert refused.value.stable_code == "not_for_both"


def test_what_both_bear_is_due_until_it_is_paid(both: Both, plan: Budget) -> None:
    expense = adds(both[0], "Internet", "40", category=category("groceries").pk, starts_on=date(2026, 11, 25))
    row = month_view(plan, both[1].person).row(category("groceries").pk)
    assert row is not None
    assert row.still_due == Decimal(40)
    mark_paid(standing=both[1], expense=expense, due_on=date(2026, 11, 25), paid_on=TODAY)
    row = month_view(plan, both[0].person).row(category("groceries").pk)
    assert row is not None
    assert (row.still_due, row.spent) == (Decimal(0), Decimal(40))


def test_one_a_household_and_month_for_both_to_change(both: Both, plan: Budget) -> None:
    with pytest.raises(FieldError) as refused:
        create_budget(person=both[1].person, month=NOVEMBER, total_income=Decimal(1), household=True)
    assert refused.value.stable_code in TAKEN
    assert budget_of(both[1].person, NOVEMBER, household=True) == plan
    assert Budget.objects.changeable_by(both[1].person).count() == 1


def test_after_the_end_it_is_read_and_not_changed(both: Both, plan: Budget, carla: User) -> None:
    end_partnership(standing=both[0])
    for each in both:
        assert budget_of(each.person, NOVEMBER, household=True) == plan
        assert not Budget.objects.changeable_by(each.person).exists()
    assert budget_of(carla, NOVEMBER, household=True) is None
    with pytest.raises(FieldError) as refused:
        create_budget(person=both[0].person, month=NOVEMBER, total_income=Decimal(1), household=True)
    assert refused.value.stable_code == "no_household"


def test_incomes_are_told_to_nobody(both: Both, joint: MoneyAccount) -> None:
    """A plan without an income comes out of what is joint, whatever the profile of its maker says."""
    ana: Any = both[0].person
    ana.monthly_income = Decimal(7777)
    ana.save()
    for number in range(5, 11):
        books(joint, ana, f"2026-{number:02}-03", "-300", category=category("groceries"))
    budget = create_budget(person=ana, month=NOVEMBER, household=True)
    assert budget.total_income == Decimal(300)
