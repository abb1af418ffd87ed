"""Paying, settling, marking and deciding at the same moment: one outcome, one effect, one audit row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from config.kernel.models import AuditEntry
from partnerships.agreements.services import ask_for_mode
from partnerships.approvals.models import Approval
from partnerships.approvals.services import approve
from partnerships.core.models import Partnership
from partnerships.expenses.models import SharedExpense, SharedPayment
from partnerships.expenses.services import ask_to_change, mark_paid
from partnerships.expenses.tests.conftest import Both, adds
from partnerships.statements.balance import balance_of
from partnerships.statements.models import Contribution, Settlement
from partnerships.statements.services import mark_contribution, roll_up, roll_up_all, settle
from tests.at_once import all_at_once, need_many_connections

pytestmark = pytest.mark.django_db(transaction=True)
DUE = date(2026, 6, 1)
Acts = Sequence[Callable[[], Any]]


@pytest.fixture(autouse=True)
def _many_connections(transactional_db: None) -> None:
    need_many_connections()


def _one_won(acts: Acts, action: str) -> None:
    results = all_at_once(acts)
    assert sum(not isinstance(each, Exception) for each in results) == 1, results
    assert AuditEntry.objects.filter(action=action).count() == 1


def test_one_payment_for_a_due_day(both: Both) -> None:
    internet = adds(both[0])
    acts: Acts = [lambda one=each: mark_paid(standing=one, expense=internet, due_on=DUE) for each in both] * 3
    _one_won(acts, "expense_paid")
    assert SharedPayment.objects.count() == 1


def test_one_settlement(both: Both) -> None:
    mark_paid(standing=both[0], expense=adds(both[0]), due_on=DUE)
    acts: Acts = [lambda one=each: settle(standing=one, expected_amount=Decimal(16)) for each in both] * 3
    _one_won(acts, "settlement_made")
    assert Settlement.objects.count() == Partnership.objects.get().settled_count == 1
    assert balance_of(both[0].partnership) == 0


def test_a_payment_beside_a_settlement_is_settled_or_stays_owed(both: Both) -> None:
    mark_paid(standing=both[0], expense=adds(both[0]), due_on=DUE)
    gas = adds(both[1], "Gas", "10")
    acts: Acts = [
        lambda: settle(standing=both[0], expected_amount=Decimal(16)),
        lambda: mark_paid(standing=both[1], expense=gas, due_on=DUE),
    ]
    made, paid = all_at_once(acts)
    assert isinstance(paid, SharedPayment)
    settled = isinstance(made, Settlement)
    assert balance_of(both[0].partnership) == (Decimal(-6) if settled else Decimal(10))


def test_one_change_of_an_expense(both: Both) -> None:
    internet = adds(both[0])
    asked = ask_to_change(standing=both[0], expense=internet, changes={"amount": Decimal(55)})
    acts: Acts = [lambda: approve(approval=Approval.objects.get(pk=asked.pk), by=both[1])] * 5
    _one_won(acts, "approval_approved")
    assert SharedExpense.objects.get().version == 2


def test_contributions_are_rolled_up_and_marked_once(both: Both) -> None:
    adds(both[0])
    approve(approval=ask_for_mode(standing=both[0], mode="pot"), by=both[1])
    pot = Partnership.objects.get()
    results = all_at_once([lambda: roll_up(pot)] * 4 + [roll_up_all])
    assert not any(isinstance(each, Exception) for each in results), results
    assert Contribution.objects.count() == 2
    _one_won([lambda: mark_contribution(standing=both[1])] * 5, "contribution_paid")
