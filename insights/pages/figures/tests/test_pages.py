"""Trends, patterns and summary as pages: the API's figures, each with the list of its lines."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from html import unescape
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from config.kernel.kept import forget_all
from insights.figures.tests.conftest import entry, household
from ledger.core import services
from ledger.core.models import Category, MoneyAccount
from ledger.holdings.services import create_position

__all__ = ["household"]
TRENDS, PATTERNS, SUMMARY = "/insights/trends/", "/insights/patterns/", "/insights/summary/"
PAGES = [TRENDS, PATTERNS, SUMMARY]
SignedIn = Callable[[User], Client]


def text_of(answer: Any) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", "", answer.content.decode())).split())


@pytest.mark.parametrize("page", PAGES)
def test_without_money_each_says_what_to_do_and_breaks_on_nothing(page: str, ana: User, signed_in: SignedIn) -> None:
    assert signed_in(ana).get(page).status_code == 200


@pytest.mark.parametrize("timeframe", ["hour", "day", "week", "month", "year", "nonsense"])
@pytest.mark.parametrize("scope", ["me", "partner", "together"])
def test_every_choice_of_trends_is_a_page(
    timeframe: str, scope: str, ana: User, household: SimpleNamespace, signed_in: SignedIn
) -> None:
    answer = signed_in(ana).get(TRENDS, {"timeframe": timeframe, "scope": scope})
    assert answer.status_code == 200
    assert len(answer.content) < 60 * 1024
    assert len(re.findall(rb"<[a-z]", answer.content)) <= 1000


def test_a_figure_leads_to_its_lines(ana: User, lived: MoneyAccount, signed_in: SignedIn) -> None:
    client = signed_in(ana)
    page = client.get(TRENDS)
    row = next(each for each in page.context["figures"].rows if each.name.startswith("October"))
    listed = client.get(row.url)
    assert row.trend.figure.lines == 2
    assert "600.00" in text_of(listed)
    assert "2,500.00" not in text_of(listed)
    food = page.context["figures"].categories[1]
    assert food.category.key == Category.objects.get(slug="food-dining").pk
    assert str(food.category.key) in food.url


def test_one_category_alone_and_its_lists(ana: User, lived: MoneyAccount, signed_in: SignedIn) -> None:
    key = str(Category.objects.get(slug="groceries").pk)
    page = signed_in(ana).get(TRENDS, {"category": key})
    assert page.context["figures"].rows[1].trend.figure.amount == 600
    assert f"category={key}" in page.context["figures"].rows[1].url
    assert signed_in(ana).get(TRENDS, {"category": "none"}).context["asked"].category is None


def test_hours_are_shaded_where_they_are_known(ana: User, lived: MoneyAccount, signed_in: SignedIn) -> None:
    assert "No hours are known" in text_of(signed_in(ana).get(TRENDS, {"timeframe": "hour"}))
    entry(lived, ana, "-9", date(2026, 11, 10), "dining", occurred_at=datetime(2026, 11, 10, 12, tzinfo=UTC))
    page = signed_in(ana).get(TRENDS, {"timeframe": "hour"})
    tuesday = page.context["hours"].days[1]
    assert [(hour, shade) for hour, shade, figure in tuesday.cells if figure] == [(13, 5)]
    assert len(page.content) < 60 * 1024


def test_what_stands_out_leads_to_the_month_it_was_in(ana: User, lived: MoneyAccount, signed_in: SignedIn) -> None:
    entry(lived, ana, "-900", date(2026, 9, 5), "furniture", payee="Sofa Shop")
    page = signed_in(ana).get(PATTERNS)
    told = page.context["figures"].findings[0]
    assert told.title == "Home took €900.00 in September"
    assert "Sofa Shop" in told.text
    assert "900.00" in text_of(signed_in(ana).get(told.url))


def test_who_said_no_payday_is_led_to_where_it_is_said(ana: User, lived: MoneyAccount, signed_in: SignedIn) -> None:
    entry(lived, ana, "-9", date(2026, 9, 5), "dining")
    assert "Say when your pay comes" in text_of(signed_in(ana).get(PATTERNS))
    ana.payday = "25"
    ana.save()
    assert "The first 7 days" in text_of(signed_in(ana).get(PATTERNS))


def test_the_summary_has_the_figures_of_the_overview(
    ana: User, household: SimpleNamespace, signed_in: SignedIn
) -> None:
    figures = signed_in(ana).get(SUMMARY).context["figures"]
    shown = signed_in(ana).get("/", {"currency": "all", "month": "2026-11"}).context
    assert figures.found.net_worth.net == shown["net_worth"]["amount"]
    assert (figures.found.income, figures.found.spent) == (shown["flow"]["income"], shown["flow"]["expense"])


def test_what_has_no_rate_is_said_and_never_nought(ana: User, lived: MoneyAccount, signed_in: SignedIn) -> None:
    entry(lived, ana, "-100", date(2026, 11, 3), "groceries")
    ana.currency = "USD"
    ana.save()
    shown = text_of(signed_in(ana).get(SUMMARY))
    assert "EUR stays apart: no rate is known." in shown
    assert "In 12 earlier months no rate is known for EUR: they do not count in what is usual." in shown
    assert "Out this month–" in shown
    assert "Nothing was spent" not in shown
    assert "Would last" not in shown
    for page, empty in ((TRENDS, "Nothing in this time"), (PATTERNS, "No whole month yet")):
        shown = text_of(signed_in(ana).get(page))
        assert "EUR stays apart: no rate is known." in shown
        assert empty not in shown


@pytest.mark.parametrize(
    ("locale", "most"), [("de-DE", "Das meiste davon: Sofa Shop"), ("fr-FR", "Surtout\u00a0: Sofa Shop")]
)
def test_what_stands_out_is_said_in_the_readers_language(
    locale: str, most: str, ana: User, lived: MoneyAccount, signed_in: SignedIn
) -> None:
    entry(lived, ana, "-900", date(2026, 9, 5), "furniture", payee="Sofa Shop")
    ana.locale = locale
    ana.save()
    assert most in text_of(signed_in(ana).get(PATTERNS)).replace(" :", "\u00a0:")


def test_without_an_account_there_is_nothing_to_add_up(ben: User, lived: MoneyAccount, signed_in: SignedIn) -> None:
    assert "Nothing to add up yet" in text_of(signed_in(ben).get(SUMMARY))
    services.create_money_account(owner=ben, currency="EUR", name="Cash")
    assert "What it is made of" in text_of(signed_in(ben).get(SUMMARY))


def test_what_is_held_brings_as_many_per_cent_as_were_written_down(
    ana: User, lived: MoneyAccount, signed_in: SignedIn
) -> None:
    depot = services.create_money_account(owner=ana, currency="EUR", name="Depot", type="investment")
    create_position(account=depot, person=ana, name="World", shares=Decimal(2), price=Decimal(100), apy=Decimal("3.16"))
    assert "Brings a year3.16%" in text_of(signed_in(ana).get(SUMMARY))


@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_sees_nothing_of_it(
    page: str, carla: User, ana: User, lived: MoneyAccount, signed_in: SignedIn
) -> None:
    assert "900.00" not in text_of(signed_in(carla).get(page))


@pytest.mark.parametrize(("page", "most"), [(TRENDS, 25), (PATTERNS, 25), (SUMMARY, 46)])
def test_queries_do_not_grow_with_the_history(
    page: str, most: int, ana: User, lived: MoneyAccount, signed_in: SignedIn
) -> None:
    client = signed_in(ana)
    client.get(page)
    forget_all()
    with CaptureQueriesContext(connection) as few:
        client.get(page)
    for day in range(1, 25):
        entry(lived, ana, "-0.20", date(2026, 10, day), "fuel", payee=f"P{day}")
        entry(lived, ana, "-0.20", date(2019, 10, day), "fuel")
    with CaptureQueriesContext(connection) as many:
        client.get(page)
    assert len(few) == len(many) <= most
