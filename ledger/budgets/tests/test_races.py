"""Acts at the same moment. SQLite has one writer, PostgreSQL many: there a missing lock would show."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import Any

import pytest

from accounts.models import User
from accounts.notifications.models import Notification
from config.kernel import jobs
from config.kernel.models import Job
from ledger.budgets import services
from ledger.budgets.models import Allocation, Budget
from ledger.budgets.receivers import WATCH
from ledger.budgets.services import create_budget, set_allocation
from ledger.budgets.tests.conftest import NOVEMBER, Spends, category
from ledger.budgets.watching import watch_account
from ledger.core.checking import check_account
from ledger.core.models import MoneyAccount, Transaction
from tests.at_once import all_at_once, need_many_connections

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _many_connections(transactional_db: None) -> None:
    need_many_connections()


@pytest.fixture
def dining(ana: User, everyday: MoneyAccount) -> Budget:
    budget = create_budget(person=ana, month=NOVEMBER, total_income=Decimal(1000))
    return set_allocation(budget=budget, place=category("dining"), amount=Decimal(100))


def test_fifty_payments_over_a_limit_are_told_once(
    ana: User, dining: Budget, everyday: MoneyAccount, spend: Spends, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One notification, hence one push and one line of mail; one alert in its windows."""
    alerts: list[Any] = []

    def push(people: Any, event: str, data: Any) -> None:
        if event == "budget:alert":
            alerts.append(data)

    monkeypatch.setattr("ledger.budgets.notices.push", push)
    results = all_at_once([lambda: spend("30")] * 50)
    assert all(isinstance(each, Transaction) for each in results), results
    waiting = list(Job.objects.filter(kind=WATCH).values_list("pk", flat=True))
    Job.objects.filter(kind=WATCH).update(run_after="2026-01-01T00:00:00Z")
    assert all_at_once([partial(jobs.run, key) for key in waiting]) == [None] * len(waiting)
    told = [(each.kind, each.data["category"], each.severity) for each in Notification.objects.all()]
    assert told == [("budget_exceeded", str(category("dining").pk), "critical")]
    assert len([each for each in alerts if each["state"] == "exceeded"]) == 1
    assert check_account(everyday) == []


def test_looks_at_once_tell_once(ana: User, dining: Budget, everyday: MoneyAccount, spend: Spends) -> None:
    spend("130")
    Notification.objects.all().delete()
    assert all_at_once([lambda: watch_account(everyday.pk, [])] * 8) == [None] * 8
    assert Notification.objects.filter(kind="budget_exceeded").count() == 1


def test_of_many_who_plan_the_same_month_one_does(ana: User, everyday: MoneyAccount) -> None:
    results = all_at_once([lambda: create_budget(person=ana, month=NOVEMBER, total_income=Decimal(1000))] * 6)
    assert sum(isinstance(each, Budget) for each in results) == 1, results
    assert {getattr(each, "stable_code", "") for each in results} == {"", "budget_exists"}
    assert sum(each.allocated_amount for each in Allocation.objects.all()) == Decimal(1000)


def test_money_moved_at_once_is_moved_as_far_as_it_goes(dining: Budget) -> None:
    def move() -> Budget:
        return services.move_allocation(
            budget=dining, source=category("dining").pk, target=category("games"), amount=Decimal(30)
        )

    results = all_at_once([move] * 6)
    assert sum(isinstance(each, Budget) for each in results) == 3, results
    amounts = dict(dining.allocations.values_list("category__slug", "allocated_amount"))
    assert (amounts["dining"], amounts["games"]) == (Decimal(10), Decimal(90))
