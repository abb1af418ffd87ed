"""`/insights/forecast/`: what stands there adds up, and leads on."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from config.kernel.kept import forget_all
from insights.forecasting.queries import forecast
from insights.pages.forecast.figures import figures_of
from ledger.core import services
from ledger.core.models import MoneyAccount

ADDRESS = "/insights/forecast/"
Browser = Callable[[User], Client]


def test_today_becomes_the_next_payday_by_parts_that_add_up(ana: User, lived: MoneyAccount) -> None:
    figures = figures_of(forecast(ana, days=90))
    assert figures is not None
    bridge = figures.bridge
    assert (bridge.until.isoformat(), bridge.is_payday, bridge.income) == ("2026-11-25", True, Decimal(2500))
    parts = bridge.balance + bridge.income + bridge.bills + bridge.moved + bridge.everyday
    assert parts == bridge.result == figures.found.days[bridge.days].expected
    assert [row.name for row in figures.known] == ["Work", "Rent"]
    assert figures.known[0].after == bridge.result
    assert min(each.expected for each in figures.lows) == figures.lowest.expected


def test_the_page_says_the_lowest_point_and_leads_to_the_lines(
    ana: User, lived: MoneyAccount, signed_in: Browser
) -> None:
    page = signed_in(ana).get(ADDRESS).content.decode()
    assert "Lowest point" in page
    assert "Known until 20 Dec" in page
    assert "/transactions/?search=Work" in page
    assert "kind=expense%2Crefund" in page
    assert 'aria-current="page">Forecast' in page


def test_the_curve_is_of_the_accounts_asked_for(
    ana: User, lived: MoneyAccount, savings: MoneyAccount, signed_in: Browser
) -> None:
    client = signed_in(ana)
    both = client.get(ADDRESS, {"of": "all"}).context["found"]
    assert {each.account.name for each in both.accounts} == {"Everyday", "Holiday pot"}
    one = client.get(ADDRESS, {"of": str(savings.pk), "days": "30"}).context["found"]
    assert [each.account.name for each in one.accounts] == ["Holiday pot"]
    assert len(one.days) == 31
    assert [each.account.name for each in client.get(ADDRESS).context["found"].accounts] == ["Everyday"]


def test_a_loan_is_in_the_curve_of_what_is_spent_only_where_it_is_named(
    ana: User, lived: MoneyAccount, signed_in: Browser
) -> None:
    loan = services.create_money_account(
        owner=ana, currency="EUR", name="House loan", subtype="loan", opening_balance=Decimal(-180000)
    )
    usual = signed_in(ana).get(ADDRESS)
    assert [each.account.name for each in usual.context["found"].accounts] == ["Everyday"]
    assert usual.context["figures"].lowest.expected > 0
    named = signed_in(ana).get(ADDRESS, {"of": str(loan.pk)})
    assert [each.account.name for each in named.context["found"].accounts] == ["House loan"]


@pytest.mark.parametrize("query", [{"of": "' OR 1"}, {"of": "00000000-0000-0000-0000-000000000000"}, {"days": "9e9"}])
def test_what_makes_no_sense_is_the_usual(
    ana: User, lived: MoneyAccount, signed_in: Browser, query: dict[str, str]
) -> None:
    answer = signed_in(ana).get(ADDRESS, query)
    assert answer.status_code == 200
    assert (answer.context["asked"].of, answer.context["asked"].days) == ("spending", 90)


def test_anothers_account_is_not_to_be_chosen(ana: User, carla: User, lived: MoneyAccount, signed_in: Browser) -> None:
    services.create_money_account(owner=carla, currency="USD", name="Hers")
    answer = signed_in(carla).get(ADDRESS, {"of": str(lived.pk)})
    assert [each.account.name for each in answer.context["found"].accounts] == ["Hers"]
    assert "Everyday" not in answer.content.decode()


def test_without_an_account_it_says_what_to_do(ben: User, signed_in: Browser) -> None:
    page = signed_in(ben).get(ADDRESS).content.decode()
    assert "Nothing to look ahead from yet" in page
    assert "/transactions/import/" in page


def test_without_a_rate_for_any_account_it_says_so(ana: User, signed_in: Browser) -> None:
    services.create_money_account(owner=ana, currency="ISK", name="Reykjavik", opening_balance=Decimal(5000))
    assert "No rate is known for these accounts" in signed_in(ana).get(ADDRESS).content.decode()


def test_names_are_written_as_text(ana: User, lived: MoneyAccount, signed_in: Browser) -> None:
    MoneyAccount.objects.filter(pk=lived.pk).update(name="<script>alert(1)</script>")
    assert "<script>alert" not in signed_in(ana).get(ADDRESS).content.decode()


def test_a_year_draws_fewer_points_and_keeps_the_lowest(ana: User, lived: MoneyAccount, signed_in: Browser) -> None:
    answer = signed_in(ana).get(ADDRESS, {"days": "365"})
    rows = answer.context["figures"].chart.rows
    assert len(rows) < 100
    assert any(row.values[-1] for row in rows)
    assert len(re.findall("<tr", answer.content.decode())) < 150


def test_the_queries_are_as_many_however_much_there_is(
    ana: User, lived: MoneyAccount, pays: Any, signed_in: Browser
) -> None:
    client = signed_in(ana)
    client.get(ADDRESS)
    forget_all()
    with CaptureQueriesContext(connection) as few:
        client.get(ADDRESS)
    for number in range(3):
        services.create_money_account(owner=ana, currency="EUR", name=f"More {number}")
    with CaptureQueriesContext(connection) as many:
        client.get(ADDRESS, {"days": "365", "of": "all"})
    assert (len(few), len(many)) == (17, 17)
