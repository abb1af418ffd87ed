"""A small household with something of each kind to find, in several languages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from accounts.models import User
from chat.models import Message
from chat.services import write_message
from config.kernel.search import registry
from config.kernel.search.finding import Hit, find
from ledger.categorising.ruling import create_rule
from ledger.core import services
from ledger.core.models import MoneyAccount, Transaction
from ledger.recurring.services import create_recurring
from partnerships.conftest import couple as couple
from partnerships.core.models import Partnership
from partnerships.core.standing import standing_in
from partnerships.expenses.models import SharedExpense
from partnerships.expenses.services import add_expense

DAY = date(2026, 3, 14)
PAYEES = (
    "Starbucks Zürich", "Café Müller", "Boulangerie Hélène", "Żabka Kraków", "Σούπερ Μάρκετ Βασιλόπουλος",
    "REWE SAGT DANKE 43321", "Deutsche Bahn Fernverkehr", "Amazon Marketplace", "Netflix", "Straßenverkehrsamt",
    "Piekarnia Łódź", "Lidl", "Apotheke am Markt", "McDonald's", "H&M", "北京烤鸭店", "Shell 1042", "Hotel Star Inn",
)  # fmt: skip
Found = Callable[..., list[tuple[str, str]]]


@dataclass(frozen=True)
class Household:
    everyday: MoneyAccount
    gift: Transaction
    expense: SharedExpense
    message: Message


@pytest.fixture
def everyday(ana: User) -> MoneyAccount:
    return services.create_money_account(owner=ana, currency="EUR", name="Haushaltskonto", opening_balance=Decimal(900))


@pytest.fixture
def pays(everyday: MoneyAccount, ana: User) -> Callable[..., Transaction]:
    def pay(payee: str, notes: str = "", booked_on: date = DAY) -> Transaction:
        return services.record_transaction(
            account=everyday, recorded_by=ana, amount=Decimal("-12.50"), booked_on=booked_on, payee=payee, notes=notes
        )

    return pay


@pytest.fixture
def household(ana: User, couple: Partnership, everyday: MoneyAccount, pays: Callable[..., Transaction]) -> Household:
    for payee in PAYEES:
        pays(payee)
    pays("Blumen Schmidt", notes="Geburtstag Oma")
    create_rule(person=ana, payee="Stadtwerke", new_payee="Wasser und Strom", category=None)
    create_recurring(
        recorded_by=ana, account=everyday, kind="expense", amount=Decimal(900), payee="Northside Homes",
        frequency="monthly", starts_on=ana.today,
    )  # fmt: skip
    standing = standing_in(ana, couple.pk)
    expense, _asked = add_expense(standing=standing, values={"name": "Ferienwohnung Kreta", "amount": Decimal(40)})
    message = write_message(standing=standing, text="Denkst du bitte an die Kaution für die Wohnung?")
    gift = pays("Juwelier Gold")
    services.withhold_transaction(entry=gift, by=ana, until=date(2090, 1, 1))
    return Household(everyday, gift, expense, message)


@pytest.fixture
def found() -> Found:
    """What somebody finds, best first, as kinds and titles."""

    def search(person: User, query: str, *kinds: str) -> list[tuple[str, str]]:
        hits: list[Hit] = find(person, query, kinds=kinds or registry.kinds())
        return [(hit.kind, hit.shown.title) for hit in hits]

    return search
