"""What has no rate is in no figure, is named, and is never nought."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from insights.conftest import Speaks
from insights.feed import services
from insights.feed.models import Insight, MonthWords
from insights.feed.months import month_in_words
from insights.feed.recommending import recommendations
from ledger.core.models import MoneyAccount
from ledger.core.rate_files import PublishedRate
from ledger.core.services import create_money_account
from ledger.core.services.rates import load_rates

ADDRESS = "/api/v1/insights/"
OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)


def words(person: User, month: date) -> str:
    told = month_in_words(person, month)
    assert told is not None
    return told.text


@pytest.fixture
def abroad(ana: User) -> MoneyAccount:
    return create_money_account(owner=ana, currency="CHF", name="Abroad")


@pytest.fixture
def in_dollars(ana: User, spent_much: MoneyAccount) -> User:
    """Reads dollars and has euros, and no rate between them."""
    ana.currency = "USD"
    ana.save()
    return ana


def test_a_month_in_another_currency_alone_is_told_without_figures(in_dollars: User, speaks: Speaks) -> None:
    body = speaks(in_dollars).get(f"{ADDRESS}months/2026-10/").json()
    assert body["text"] == "What moved in October is in EUR, for which no rate is known."
    assert (body["apart"], body["is_kept"], "spent" in body["data"]) == (["EUR"], False, False)
    assert words(in_dollars, NOVEMBER) == "What moved in November is in EUR, for which no rate is known."
    assert not MonthWords.objects.exists()


def test_its_rate_may_come_and_then_it_is_told(in_dollars: User) -> None:
    words(in_dollars, OCTOBER)
    load_rates(rates=[PublishedRate("USD", date(2025, 1, 2), Decimal(2))], source="ecb")
    assert "You spent $3,000.00 in October" in words(in_dollars, OCTOBER).replace("US$", "$")


def test_spending_is_null_and_nothing_usual_is_told(in_dollars: User, speaks: Speaks) -> None:
    body = speaks(in_dollars).get(f"{ADDRESS}spending/").json()
    assert {body[each] for each in ("income", "spent", "usual", "spent_by_today", "usual_by_today")} == {None}
    assert (body["categories"], body["movers"], body["apart"]) == ([], [], ["EUR"])


def test_nothing_is_found_or_recommended_by_figures_that_lack_something(in_dollars: User) -> None:
    services.generate_insights(person=in_dollars)
    kinds = set(Insight.objects.filter(person=in_dollars).values_list("kind", flat=True))
    assert not kinds & {
        "pace_less",
        "pace_more",
        "fund_short",
        "cash_idle",
        "saved_less",
        "income_less",
        "category_less",
    }
    assert "emergency_fund" not in {each.kind for each in recommendations(in_dollars)}


@pytest.mark.parametrize(
    ("locale", "named"),
    [
        ("en-GB", "CHF is not in these figures: no rate is known."),
        ("de-DE", "CHF ist nicht in diesen Zahlen: Es ist kein Kurs bekannt."),
        ("fr-FR", "CHF n’est pas dans ces chiffres\u00a0: aucun taux n’est connu."),
    ],
)
def test_a_part_without_a_rate_is_named_on_the_page(
    locale: str,
    named: str,
    ana: User,
    spent_much: MoneyAccount,
    abroad: MoneyAccount,
    pays: Any,
    signed_in: Callable[[User], Client],
) -> None:
    pays("-400", date(2026, 11, 4), slug="groceries", account=abroad)
    ana.locale = locale
    ana.save()
    shown = unescape(signed_in(ana).get("/insights/").content.decode())
    assert named in shown
    told = month_in_words(ana, NOVEMBER)
    assert told is not None
    assert told.data["spent"]["amount"] == "1850.00"
    assert not {"off", "rate", "last_saved", "end_balance"} & set(told.data)


def test_months_of_which_something_lacks_are_no_part_of_what_is_usual(
    ana: User, spent_much: MoneyAccount, abroad: MoneyAccount, pays: Any, speaks: Speaks
) -> None:
    for month in (6, 7, 8, 9):
        pays("-5000", date(2026, month, 4), slug="groceries", account=abroad)
    pays("-100", date(2026, 10, 4), slug="groceries", account=abroad)
    load_rates(rates=[PublishedRate("CHF", date(2026, 10, 1), Decimal(2))], source="ecb")
    body = speaks(ana).get(f"{ADDRESS}spending/").json()
    # May is 1,500 and October 1,550; the four between are not known.
    assert (body["usual"], body["spent"], body["apart"]) == ("1525.00", "1850.00", [])
    assert "CHF" in words(ana, date(2026, 9, 1))
    assert "CHF" not in words(ana, OCTOBER)


def test_what_is_converted_is_what_the_analytics_say_to_the_cent(
    ana: User, spent_much: MoneyAccount, abroad: MoneyAccount, pays: Any, speaks: Speaks
) -> None:
    for day, slug in enumerate(("groceries", "dining", "fuel", "clothing", "electricity", "rent"), 1):
        pays("-0.35", date(2026, 11, day), slug=slug, account=abroad)
    load_rates(rates=[PublishedRate("CHF", date(2026, 10, 1), Decimal("0.93"))], source="ecb")
    body = speaks(ana).get(f"{ADDRESS}spending/").json()
    month = {"booked_on_after": "2026-11-01", "booked_on_before": "2026-11-30", "convert_to": "EUR"}
    analysed = speaks(ana).get("/api/v1/transactions/analytics/", month).json()["converted"]
    assert body["spent"] == analysed["spent"] == "1852.26"
    assert sum(Decimal(each["spent"]) for each in body["categories"]) == Decimal(body["spent"])


@pytest.mark.parametrize(
    ("spent", "verdict"),
    [
        ("-600", "You have spent €1,500.00"),
        ("-500", "You are on track."),
        ("-660", "It is about as much as usual."),
        ("-800", "It is a little more than usual."),
        ("-1000", "It is clearly more than usual."),
        ("-1695", "It is far more than usual."),
    ],
)
def test_a_month_is_called_what_it_is(spent: str, verdict: str, ana: User, lived: MoneyAccount, pays: Any) -> None:
    pays("-900", NOVEMBER, slug="rent")
    pays(spent, date(2026, 11, 12), slug="groceries")
    assert words(ana, NOVEMBER).startswith(verdict)


def test_a_month_that_took_more_than_came_in_is_dear_only_where_it_is_above_usual(
    ana: User, lived: MoneyAccount, pays: Any
) -> None:
    pays("-2400", date(2026, 10, 20), slug="furniture")
    assert words(ana, OCTOBER).startswith("It is a dear month.")
