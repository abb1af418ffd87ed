"""Ana and Ben on 20 November 2026: accounts, a plan, goals, what recurs, what they share and what has a warranty."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from insights.feed.models import Insight
from ledger.budgets.services.changing import set_allocation
from ledger.budgets.services.making import create_budget
from ledger.core import services
from ledger.core.models import Category, MoneyAccount, Transaction
from ledger.core.services.granting import grant_view
from ledger.goals.services.contributions import contribute
from ledger.goals.services.goals import create_goal
from ledger.holdings.services import create_position
from ledger.recurring.services import create_recurring
from partnerships.conftest import couple
from partnerships.core.models import Partnership
from partnerships.core.standing import standing_in
from partnerships.expenses.services.sharing import share_payment
from purchases.core.services import create_purchase
from tests.language_server import language_protocols, language_server

__all__ = ["couple", "language_protocols", "language_server"]
TODAY = date(2026, 11, 20)
LINES = (
    ("ana", "2500", "2026-09-25", "Work", "salary"),
    ("ana", "2500", "2026-10-25", "Work", "salary"),
    ("ana", "-900", "2026-09-01", "Landlord", "rent"),
    ("ana", "-900", "2026-10-01", "Landlord", "rent"),
    ("ana", "-900", "2026-11-01", "Landlord", "rent"),
    ("ana", "-61.20", "2026-10-03", "Rewe", "groceries"),
    ("ana", "-48.75", "2026-10-17", "Rewe", "groceries"),
    ("ana", "-55.10", "2026-11-07", "Rewe", "groceries"),
    ("ana", "-12.40", "2026-11-19", "Corner shop", "groceries"),
    ("ana", "-38.30", "2026-10-09", "Da Enzo", "dining"),
    ("ana", "-24.60", "2026-11-14", "Da Enzo", "dining"),
    ("ana", "-4.75", "2026-11-20", "Starbucks", "coffee"),
    ("ana", "-89.00", "2026-11-12", "Opticians", "optician"),
    ("ana", "-89.00", "2026-11-13", "Opticians", "optician"),
    ("ana", "-349.00", "2025-08-02", "Bikes Ltd", "sports-hobby"),
    ("ben", "2100", "2026-10-28", "Studio", "salary"),
    ("ben", "-72.15", "2026-10-05", "Market", "groceries"),
    ("ben", "-19.99", "2026-11-02", "Records", "games"),
)


@dataclass(frozen=True, slots=True)
class Home:
    ana: User
    ben: User
    everyday: MoneyAccount
    bens: MoneyAccount
    couple: Partnership
    entries: dict[str, Transaction]


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(User, "today", TODAY)


@pytest.fixture
def home(ana: User, ben: User, couple: Partnership) -> Home:
    """Ben shows Ana his account whole; of the corner shop's groceries she bears her part."""
    everyday = services.create_money_account(owner=ana, currency="EUR", name="Everyday", opening_balance=Decimal(1200))
    bens = services.create_money_account(owner=ben, currency="EUR", name="Studio account", opening_balance=Decimal(300))
    services.create_money_account(
        owner=ana, currency="EUR", name="Holiday pot", type="savings", opening_balance=Decimal("640.50")
    )
    grant_view(account=bens, person=ana, level="full", granted_by=ben)
    people = {"ana": (ana, everyday), "ben": (ben, bens)}
    entries = {}
    for who, amount, day, payee, slug in LINES:
        person, account = people[who]
        entries[f"{payee} {day}"] = services.record_transaction(
            account=account,
            recorded_by=person,
            amount=Decimal(amount),
            booked_on=date.fromisoformat(day),
            payee=payee,
            category=Category.objects.get(slug=slug),
        )
    share_payment(standing=standing_in(ana, couple.pk), transaction=entries["Corner shop 2026-11-19"])
    _plans(ana, everyday)
    return Home(ana, ben, everyday, bens, couple, entries)


def _plans(ana: User, everyday: MoneyAccount) -> None:
    budget = create_budget(person=ana, month=TODAY.replace(day=1), total_income=Decimal(2500))
    for slug, amount in (("groceries", "320"), ("dining", "120"), ("coffee", "20")):
        set_allocation(budget=budget, place=Category.objects.get(slug=slug), amount=Decimal(amount))
    goal = create_goal(person=ana, name="Japan", target_amount=Decimal(3000), target_date=date(2027, 6, 1))
    contribute(goal=goal, person=ana, amount=Decimal("750.25"), on=date(2026, 11, 2))
    common: dict[str, Any] = {"recorded_by": ana, "account": everyday, "frequency": "monthly", "books": False}
    for amount, payee, slug, day in (
        ("900", "Landlord", "rent", date(2026, 12, 1)),
        ("13.99", "Films", "streaming", date(2026, 11, 27)),
    ):
        create_recurring(
            **common,
            kind="expense",
            amount=Decimal(amount),
            payee=payee,
            category=Category.objects.get(slug=slug),
            starts_on=day,
        )
    _held(ana)
    create_purchase(
        owner=ana,
        product_name="Kettle",
        price=Decimal("49.90"),
        purchase_date=date(2026, 1, 5),
        warranty={"warranty_start": date(2026, 1, 5), "warranty_end": date(2027, 1, 5)},
    )


def _held(ana: User) -> None:
    """Two positions and what was told last of the month."""
    depot = services.create_money_account(owner=ana, currency="EUR", name="Depot", type="investment")
    for name, kind, price in (("World", "fund", "112.40"), ("Short bonds", "bond", "98.15")):
        create_position(
            account=depot,
            person=ana,
            name=name,
            kind=kind,
            shares=Decimal(10),
            entry_price=Decimal(100),
            price=Decimal(price),
            opened_on=date(2025, 11, 3),
        )
    Insight.objects.create(
        person=ana,
        insight_type=Insight.Type.SPENDING,
        kind="pace",
        cause="of a test",
        title="Groceries run ahead",
        content="Groceries are at €67.50, €12.50 less than usual by now.",
        data={"spent": {"amount": "67.50", "currency": "EUR"}, "less": {"amount": "12.50", "currency": "EUR"}},
        priority=70,
        url="/insights/",
        icon="chart-pie",
        expires_at=timezone.now() + timedelta(days=3),
    )
