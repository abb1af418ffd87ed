"""One person with ten years of lines, drawn from a fixed seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from accounts.models import User
from ledger.core import services
from ledger.core.models import MoneyAccount
from ledger.core.services import TransactionDraft
from ledger.core.system_categories import SYSTEM_CATEGORIES, system_category_id

SEED = 20_261_120
YEARS = 10
CHUNK = 20_000
PASSWORD = "bench-person-password"  # noqa: S105
LAST_DAY = date(2026, 11, 20)
ACCOUNTS = ("Everyday", "Household", "Card", "Savings")
SHARES = (50, 30, 15, 5)
# So that there is as much to tell of everybody's last weeks.
ODD_PAYMENTS = 40
SPENDING = [each for each in SYSTEM_CATEGORIES if each.kind == "expense" and each.parent_slug][:30]


def make_person(rows: int) -> User:
    """A person with `rows` lines on four accounts; a tenth is income, three in a hundred have no category."""
    person = User.objects.create_user(f"rows-{rows}@bench.example", PASSWORD, name=f"Person {rows}")
    accounts = [
        services.create_money_account(owner=person, currency="EUR", name=name, opening_balance=Decimal(1000))
        for name in ACCOUNTS
    ]
    dice = random.Random(SEED)  # noqa: S311
    for account, share in zip(accounts, SHARES, strict=True):
        _fill(account, person, rows * share // 100, dice)
    services.record_many(account=accounts[0], recorded_by=person, drafts=list(_odd_payments()))
    return person


def _fill(account: MoneyAccount, person: User, rows: int, dice: random.Random) -> None:
    drafts: list[TransactionDraft] = []
    for draft in _drafts(rows, dice):
        drafts.append(draft)
        if len(drafts) == CHUNK:
            services.record_many(account=account, recorded_by=person, drafts=drafts)
            drafts = []
    services.record_many(account=account, recorded_by=person, drafts=drafts)


def _odd_payments() -> Iterator[TransactionDraft]:
    """Far above what else is paid; of this month, which has the fewest figures held against it."""
    for number in range(ODD_PAYMENTS):
        category = SPENDING[number % len(SPENDING)]
        yield TransactionDraft(
            amount=Decimal(-50_000),
            booked_on=LAST_DAY - timedelta(days=number % 20),
            payee=f"Merchant {number} {category.name}",
            category_id=system_category_id(category.slug),
            category_source="merchant",
            category_confidence=Decimal("0.90"),
        )


def _drafts(rows: int, dice: random.Random) -> Iterator[TransactionDraft]:
    """Oldest first, as a bank's files come."""
    days = YEARS * 365
    salary = system_category_id("salary")
    for place in range(rows):
        day = LAST_DAY - timedelta(days=days - 1 - place * days // rows)
        earned = dice.random() < 0.1
        cents = dice.randrange(100, 20_000)
        merchant = dice.randrange(400)
        category = SPENDING[merchant % len(SPENDING)]
        known = dice.random() >= 0.03
        yield TransactionDraft(
            amount=Decimal(cents if earned else -cents) / 100,
            booked_on=day,
            payee=f"Employer {merchant % 5}" if earned else f"Merchant {merchant} {category.name}",
            notes="",
            category_id=(salary if earned else system_category_id(category.slug)) if known else None,
            category_source="merchant" if known else "",
            category_confidence=Decimal("0.90") if known else None,
        )
