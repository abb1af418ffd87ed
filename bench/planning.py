"""What a household has in use beside its lines: rules, limits, what comes back, goals, and the month's plan."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from accounts.models import User
from bench.generate import ACCOUNTS, SPENDING
from ledger.budgets.services import create_budget
from ledger.categorising.ruling import create_rule
from ledger.core.models import Category, MoneyAccount
from ledger.core.services import override_category
from ledger.core.system_categories import system_category_id
from ledger.goals.services import create_goal
from ledger.recurring.services import create_recurring

LIMITS, RULES, BILLS, GOALS = 8, 20, 12, 3


def make_plans(person: User) -> None:
    """Plans for this month and the one before; alerts are on as they are from the start."""
    categories = [Category.objects.get(pk=system_category_id(each.slug)) for each in SPENDING]
    everyday = MoneyAccount.objects.owned_by(person).get(name=ACCOUNTS[0])
    for category in categories[:LIMITS]:
        override_category(category=category, person=person, monthly_limit=Decimal(400))
    for number in range(RULES):
        create_rule(person=person, payee=f"Shop {number}", category=categories[number % len(categories)])
    for number in range(BILLS):
        create_recurring(
            recorded_by=person,
            account=everyday,
            kind="expense",
            amount=Decimal(20 + number),
            payee=f"Bill {number}",
            category=categories[number],
            frequency="monthly",
            starts_on=person.today + timedelta(days=1 + number),
        )
    for number in range(GOALS):
        create_goal(person=person, name=f"Goal {number}", target_amount=Decimal(5000), monthly_amount=Decimal(100))
    first = person.today.replace(day=1)
    for month in ((first - timedelta(days=1)).replace(day=1), first):
        create_budget(person=person, month=month, total_income=Decimal(6000))
