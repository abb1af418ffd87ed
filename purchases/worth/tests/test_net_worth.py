"""What the ledger's own figures say once things count."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.models import User
from ledger.core.rate_files import PublishedRate
from ledger.core.services.rates import load_rates
from ledger.core.views.overview_figures import overview_context
from partnerships.core.models import Partnership
from purchases.conftest import Books, Buys, Speaks
from purchases.core.services import share_purchase

BALANCE = "/api/v1/transactions/balance/"
COUNTS = {"life_months": 48, "in_net_worth": True, "purchase_date": date(2025, 3, 11), "price": Decimal(48)}


def test_the_overview_adds_them_and_says_so(
    ana: User, books: Books, buys: Buys, signed_in: Callable[[User], Client]
) -> None:
    books("100", date(2026, 10, 1))
    plain = overview_context(ana, month_text="", span="1y")["net_worth"]
    assert (plain["amount"], plain["besides"]) == (Decimal(100), [])
    buys(**COUNTS)
    told = overview_context(ana, month_text="", span="1y")["net_worth"]
    assert told["amount"] == Decimal(128)
    assert [each["amount"] for each in told["besides"]] == [Decimal(28)]
    page = signed_in(ana).get(reverse("overview")).content.decode()
    assert "of which things" in page


def test_the_course_has_them_as_they_were_worth(ana: User, books: Books, buys: Buys) -> None:
    books("100", date(2026, 9, 9))
    buys(**COUNTS)
    rows = overview_context(ana, month_text="", span="3m")["net_worth"]["chart"].rows
    told = [(each.label, each.values[0]) for each in rows]
    assert told == [
        ("Aug 1", "€31.00"),
        ("Sep 1", "€30.00"),
        ("Sep 8", "€30.00"),
        ("Oct 1", "€129.00"),
        ("Nov 1", "€128.00"),
        ("Nov 20", "€128.00"),
    ]


def test_before_anything_was_bought_the_course_is_that_of_accounts(ana: User, books: Books, buys: Buys) -> None:
    books("100", date(2026, 9, 9))
    buys(**COUNTS | {"purchase_date": date(2026, 11, 2)})
    rows = overview_context(ana, month_text="", span="all")["net_worth"]["chart"].rows
    told = [(each.label, each.values[0]) for each in rows]
    assert told == [("Sep 8", "€0.00"), ("Oct 1", "€100.00"), ("Nov 1", "€148.00"), ("Nov 20", "€148.00")]


def test_another_currency_is_named_and_in_the_whole(ana: User, books: Books, buys: Buys) -> None:
    books("100", date(2026, 10, 1))
    buys(**COUNTS, currency="USD")
    load_rates(rates=[PublishedRate("USD", date(2026, 11, 1), Decimal(2))], source="ecb")
    told = overview_context(ana, month_text="", span="1y")["net_worth"]
    assert (told["amount"], told["besides"]) == (Decimal(100), [])
    assert "USD" in told["note"]
    assert told["total"].amount == (Decimal(114) if ana.currency == "EUR" else Decimal(228))


def test_each_lens_has_its_own(ana: User, ben: User, couple: Partnership, books: Books, buys: Buys) -> None:
    books("100", date(2026, 10, 1))
    share_purchase(purchase=buys(**COUNTS), shared_by=ana)
    buys(**(COUNTS | {"price": Decimal(4800)}), by=ben)
    amounts = [overview_context(ana, month_text="", span="1y", scope=each)["net_worth"]["amount"]
               for each in ("me", "together")]  # fmt: skip
    assert amounts == [Decimal(128), Decimal(128)]
    seen = overview_context(ben, month_text="", span="1y", scope="partner")
    assert [each["amount"] for each in seen["net_worth"]["besides"]] == [Decimal(28)]


@pytest.mark.parametrize(("scope", "things", "net"), [("me", "28.00", "128.00"), ("together", "28.00", "128.00")])
def test_balances_by_api(scope: str, things: str, net: str, ana_api: APIClient, books: Books, buys: Buys) -> None:
    books("100", date(2026, 10, 1))
    buys(**COUNTS)
    told = ana_api.get(BALANCE, {"scope": scope, "convert_to": "EUR"}).json()
    assert told["assets"] == [{"currency": "EUR", "amount": things}]
    assert told["totals"] == [{"currency": "EUR", "have": net, "owe": "0.00", "net": net}]
    assert (told["total"]["have"], told["total"]["net"]) == (net, net)


def test_a_partner_reads_only_what_is_shown(
    ana: User, ben: User, couple: Partnership, speaks: Speaks, buys: Buys
) -> None:
    thing = buys(**COUNTS)
    buys(**(COUNTS | {"price": Decimal(480)}))
    assert speaks(ben).get(BALANCE, {"scope": "partner"}).json()["assets"] == []
    share_purchase(purchase=thing, shared_by=ana)
    assert speaks(ben).get(BALANCE, {"scope": "partner"}).json()["assets"] == [{"currency": "EUR", "amount": "28.00"}]
