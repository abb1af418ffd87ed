"""What a real ledger has besides its books: lines nobody has sorted, pairs to decide, rules, a second currency."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from accounts.models import User
from ledger.categorising.ruling import create_rule
from ledger.core import services
from ledger.core.models import Category, MoneyAccount
from ledger.core.services import TransactionDraft
from ledger.core.services.rates import enter_rate
from ledger.core.system_categories import system_category_id
from ledger.pairing.finding import find_pairs

# Days ago, account, amount, payee.
UNSORTED = (
    (1, "ana", "-7.80", "SumUp *Kollwitzmarkt"),
    (2, "ana", "-34.00", "KD 88213 Berlin"),
    (4, "card", "-19.90", "PAYPAL *HOLZWERK"),
    (6, "ana", "-12.50", "Bar am Lützowplatz"),
    (9, "card", "-64.00", "MTS 4410 GmbH"),
)
# A payment sent back, and money that was moved by hand at the bank: to be found by the look for pairs.
UNPAIRED = (
    (13, "card", "-89.95", "Decathlon"),
    (5, "card", "89.95", "Decathlon"),
    (8, "ana", "-150.00", "Umbuchung Savings"),
    (7, "savings", "150.00", "Umbuchung von Ana"),
)
DOLLARS = "Travel dollars"
IN_DOLLARS = ((40, "-42.10", "Joe's Pizza", "dining"), (39, "-31.00", "MTA Subway", "public-transport"))

# Days ago, dollars for a euro.
RATES = ((45, "1.0865"), (3, "1.0912"))


def leave_loose_ends(people: Mapping[str, User], accounts: Mapping[str, MoneyAccount], today: date) -> None:
    """Ana's ledger as it looks in the middle of a week."""
    ana = people["ana"]
    for key in ("ana", "card", "savings"):
        wanted = [each for each in (*UNSORTED, *UNPAIRED) if each[1] == key]
        drafts = [_draft(today - timedelta(days=days), amount, payee) for days, _, amount, payee in wanted]
        services.record_many(account=accounts[key], recorded_by=ana, drafts=drafts)
    _rules(ana)
    _dollars(ana, today)
    find_pairs(person=ana, accounts=[each.pk for each in accounts.values()])


def _draft(day: date, amount: str, payee: str, category: str = "") -> TransactionDraft:
    return TransactionDraft(
        amount=Decimal(amount),
        booked_on=day,
        payee=payee,
        category_id=system_category_id(category) if category else None,
        category_source="person" if category else "",
        category_confidence=Decimal(1) if category else None,
    )


def _rules(person: User) -> None:
    """Small sums at the big shop are books; the phone is always the phone."""
    books, mobile = (Category.objects.get(pk=system_category_id(slug)) for slug in ("books-press", "mobile"))
    create_rule(person=person, payee="Amazon", payee_match="contains", amount_max=Decimal(15), category=books)
    create_rule(person=person, payee="Vodafone", payee_match="is", category=mobile)


def _dollars(person: User, today: date) -> None:
    account = services.create_money_account(
        owner=person,
        currency="USD",
        name=DOLLARS,
        type="spending",
        subtype="wallet",
        institution="Wise",
        opening_balance=Decimal(400),
        opened_on=today - timedelta(days=60),
    )
    drafts = [_draft(today - timedelta(days=days), *rest) for days, *rest in IN_DOLLARS]
    services.record_many(account=account, recorded_by=person, drafts=drafts)
    for days, rate in RATES:
        enter_rate(person=person, base="EUR", currency="USD", rate=Decimal(rate), on=today - timedelta(days=days))
