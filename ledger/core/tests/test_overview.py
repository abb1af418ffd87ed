"""The first page: its figures are those of the lines, whatever is asked of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from ledger.core import services
from ledger.core.currencies import currencies_of_accounts
from ledger.core.models import MoneyAccount
from ledger.core.views.overview_figures import overview_context

pytestmark = pytest.mark.django_db
QUERIES = 27


@pytest.fixture
def euros(ana: User) -> MoneyAccount:
    """A person whose profile says dollars and whose bank says euros."""
    User.objects.filter(pk=ana.pk).update(currency="USD")
    ana.refresh_from_db()
    account = services.create_money_account(owner=ana, currency="EUR", name="Checking")
    for amount, payee in (("2000", "Employer salary"), ("-80.50", "Lidl"), ("-19.50", "Shell")):
        services.record_transaction(
            account=account, recorded_by=ana, amount=Decimal(amount), booked_on=date(2026, 3, 5), payee=payee
        )
    return account


@pytest.mark.parametrize("month", ["0001-01", "9999-12", "1899-12", "2200-01", "zz", "2026-13", "٢٠٢٦-٠٣"])
def test_a_month_nobody_has_shows_the_latest(
    month: str, ana: User, euros: MoneyAccount, signed_in: Callable[[User], Client]
) -> None:
    response = signed_in(ana).get(reverse("overview"), {"month": month})
    assert response.status_code == 200
    assert response.context["month"] == date(2026, 3, 1)


def test_an_empty_account_of_another_currency_hides_nothing(ana: User, euros: MoneyAccount) -> None:
    services.create_money_account(owner=ana, currency="USD", name="Savings pot", type="savings")
    context = overview_context(ana, month_text="", span="1y")
    assert context["currency"] == "EUR"
    assert context["currencies"] == []
    assert (context["flow"]["income"], context["flow"]["expense"]) == (Decimal(2000), Decimal(100))
    assert set(currencies_of_accounts(ana)) == {"EUR", "USD"}


def test_a_new_account_is_offered_in_the_currency_of_the_others(ana: User, euros: MoneyAccount) -> None:
    assert currencies_of_accounts(ana) == ["EUR"]


def test_each_currency_is_one_click_away(ana: User, euros: MoneyAccount) -> None:
    dollars = services.create_money_account(owner=ana, currency="USD", name="Abroad")
    services.record_transaction(
        account=dollars, recorded_by=ana, amount=Decimal("-7.25"), booked_on=date(2026, 3, 9), payee="Cafe"
    )
    context = overview_context(ana, month_text="2026-03", span="1y")
    assert [(each["text"], each["current"]) for each in context["currencies"]] == [
        ("EUR", True),
        ("USD", False),
        ("All in USD", False),
    ]
    other = overview_context(ana, month_text="2026-03", span="1y", currency="USD")
    assert other["flow"]["expense"] == Decimal("7.25")
    assert "currency=USD" in other["flow"]["expense_url"]
    assert overview_context(ana, month_text="", span="1y", currency="XXX")["currency"] == "EUR"


def test_the_overview_asks_the_same_number_of_questions_whatever_the_history(
    ana: User,
    euros: MoneyAccount,
    signed_in: Callable[[User], Client],
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client = signed_in(ana)
    client.get(reverse("overview"))
    with django_assert_num_queries(QUERIES):
        client.get(reverse("overview"))
    for place in range(30):
        services.record_transaction(
            account=euros, recorded_by=ana, amount=Decimal(-1 - place), booked_on=date(2026, 2, 1 + place % 28)
        )
    with django_assert_num_queries(QUERIES):
        client.get(reverse("overview"))
