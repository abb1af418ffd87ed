"""Who is told of what, once."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.cache import cache

from accounts.models import User
from accounts.notifications.kinds import kind_named
from accounts.notifications.models import Notification
from config.kernel import jobs
from config.kernel.models import Job
from ledger.budgets import services
from ledger.budgets.models import Budget
from ledger.budgets.receivers import WATCH, look_soon
from ledger.budgets.tests.conftest import NOVEMBER, Spends, category
from ledger.budgets.watching import watch_account
from ledger.core import services as core
from ledger.core.events import TransactionsChanged
from ledger.core.models import MoneyAccount
from ledger.recurring.booking import book_due
from ledger.recurring.services import create_recurring

Frames = list[tuple[list[Any], str, dict[str, Any]]]


@pytest.fixture
def frames(monkeypatch: pytest.MonkeyPatch) -> Frames:
    pushed: Frames = []
    for module in ("notices", "watching", "telling"):
        monkeypatch.setattr(f"ledger.budgets.{module}.push", lambda *frame: pushed.append(frame))
    return pushed


def told() -> list[tuple[str, str, str]]:
    rows = Notification.objects.order_by("created_at", "pk")
    return [(each.kind, each.data["name"], each.severity) for each in rows]


@pytest.fixture
def dining(november: Budget) -> Budget:
    return services.set_allocation(budget=november, place=category("dining"), amount=Decimal(200))


def test_near_and_exceeded_are_told_once_each(
    dining: Budget, everyday: MoneyAccount, spend: Spends, frames: Frames
) -> None:
    spend("179.99")
    watch_account(everyday.pk, [])
    assert told() == []
    entry = spend("0.01")
    for _twice in range(2):
        watch_account(everyday.pk, [entry.pk])
    assert told() == [("budget_near", "Dining", "warning")]
    entry = spend("21")
    for _twice in range(2):
        watch_account(everyday.pk, [entry.pk])
    # The one replaces the other.
    assert told() == [("budget_exceeded", "Dining", "warning")]
    alerts = [data for _people, event, data in frames if event == "budget:alert"]
    assert [(each["state"], each["over"], each["category"]) for each in alerts] == [
        ("near", "0.00", str(category("dining").pk)),
        ("exceeded", "1.00", str(category("dining").pk)),
    ]


def test_far_over_is_critical_and_told_in_words(
    ana: User, dining: Budget, everyday: MoneyAccount, spend: Spends
) -> None:
    spend("250")
    watch_account(everyday.pk, [])
    notice = Notification.objects.get()
    assert notice.severity == "critical"
    kind = kind_named(notice.kind)
    assert kind is not None
    words = kind.words(notice.data, ana)
    assert (words.title, words.text) == ("Dining is over its budget", "€250.00 of €200.00 is spent: €50.00 too much.")


def test_money_that_came_back_tells_nothing_more(
    ana: User, dining: Budget, everyday: MoneyAccount, spend: Spends
) -> None:
    entry = spend("201")
    watch_account(everyday.pk, [])
    core.update_transaction(entry=entry, changed_by=ana, amount=Decimal(-195))
    watch_account(everyday.pk, [])
    assert [kind for kind, _name, _severity in told()] == ["budget_exceeded"]


def test_what_is_used_as_planned_is_no_news(ana: User, november: Budget, everyday: MoneyAccount, spend: Spends) -> None:
    """Rent that recurs is paid to the last cent each month."""
    services.set_allocation(budget=november, place=category("rent"), amount=Decimal(900))
    create_recurring(
        recorded_by=ana, account=everyday, kind="expense", amount=Decimal(900), payee="Landlord",
        category=category("rent"), frequency="monthly", starts_on=date(2026, 11, 20),
    )  # fmt: skip
    book_due(now=datetime(2026, 11, 20, 12, tzinfo=UTC))
    watch_account(everyday.pk, [])
    assert told() == []


def test_a_limit_without_a_budget(ana: User, everyday: MoneyAccount, spend: Spends) -> None:
    core.override_category(category=category("food-dining"), person=ana, monthly_limit=Decimal(100))
    spend("101")
    for _twice in range(2):
        watch_account(everyday.pk, [])
    assert told() == [("budget_exceeded", "Food & Dining", "warning")]
    assert Notification.objects.get().cause == f"limit:{ana.pk}:2026-11:{category('food-dining').pk}:exceeded"


def test_once_there_is_a_budget_the_limit_is_silent(
    ana: User, november: Budget, everyday: MoneyAccount, spend: Spends
) -> None:
    core.override_category(category=category("dining"), person=ana, monthly_limit=Decimal(10))
    spend("20")
    watch_account(everyday.pk, [])
    assert told() == []


def test_a_window_hears_what_an_entry_did_to_the_month(
    ana: User, dining: Budget, everyday: MoneyAccount, spend: Spends, frames: Frames
) -> None:
    entry = spend("20")
    watch_account(everyday.pk, [entry.pk])
    assert frames == [
        (
            [ana.pk],
            "budget:changed",
            {
                "month": "2026-11",
                "household": False,
                "rows": [
                    {
                        "category": str(category("dining").pk),
                        "allocated_amount": "200.00",
                        "spent_amount": "20.00",
                        "remaining_amount": "180.00",
                    }
                ],
            },
        )
    ]


class TestLooking:
    def test_without_a_plan_a_write_enqueues_nothing(
        self, everyday: MoneyAccount, django_assert_num_queries: Any
    ) -> None:
        with django_assert_num_queries(1):
            look_soon(TransactionsChanged(everyday.pk, ()))
        assert not Job.objects.filter(kind=WATCH).exists()

    def test_many_writes_are_two_looks(self, dining: Budget, everyday: MoneyAccount, spend: Spends) -> None:
        entry = spend("300")
        cache.clear()
        for _each in range(20):
            look_soon(TransactionsChanged(everyday.pk, (entry.pk,)))
        waiting = list(Job.objects.filter(kind=WATCH).order_by("run_after"))
        assert len(waiting) == 2
        jobs.run(waiting[0].pk)
        assert told() == [("budget_exceeded", "Dining", "critical")]

    def test_a_limit_is_reason_enough(self, ana: User, everyday: MoneyAccount) -> None:
        core.override_category(category=category("dining"), person=ana, monthly_limit=Decimal(10))
        look_soon(TransactionsChanged(everyday.pk, ()))
        assert Job.objects.filter(kind=WATCH).count() == 1


class TestAJointAccount:
    @pytest.fixture(autouse=True)
    def _joint(self, ana: User, ben: User, everyday: MoneyAccount) -> None:
        core.add_co_owner(account=everyday, person=ben, added_by=ana)
        for person in (ana, ben):
            services.create_budget(person=person, month=NOVEMBER, total_income=Decimal(500))

    def test_what_one_hides_is_no_news_to_the_other(
        self, ana: User, ben: User, everyday: MoneyAccount, spend: Spends, frames: Frames
    ) -> None:
        gift = spend("90", withheld_until=date(2026, 12, 24))
        watch_account(everyday.pk, [gift.pk])
        assert {person for people, _event, _data in frames for person in people} == {ana.pk}

    def test_the_parts_of_a_split_are_named(
        self, ana: User, everyday: MoneyAccount, spend: Spends, frames: Frames
    ) -> None:
        lines = [(category("dining"), Decimal(-30)), (category("groceries"), Decimal(-60))]
        entry = spend("90", None, lines=lines)
        watch_account(everyday.pk, [entry.pk])
        (rows,) = [data["rows"] for people, event, data in frames if people == [ana.pk] and "rows" in data]
        assert [(each["category"], each["spent_amount"]) for each in rows] == [
            (str(category("food-dining").pk), "90.00")
        ]
