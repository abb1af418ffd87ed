"""All currencies as one: each figure by the rate of its month, parts that add up, and what has no rate apart."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from config.kernel.money import round_to_currency
from ledger.core import services
from ledger.core.converting import Converter, apportioned, rate_day
from ledger.core.exchange import RateBook, Step
from ledger.core.models import Category, MoneyAccount
from ledger.core.queries import PeriodFigures, Point
from ledger.core.rate_files import PublishedRate
from ledger.core.services.rates import load_rates
from ledger.core.views.overview_figures import overview_context

MARCH, FEBRUARY = date(2026, 3, 1), date(2026, 2, 1)
AccountOf = Callable[..., MoneyAccount]


@pytest.fixture
def account_of(ana: User) -> AccountOf:
    """An account in a currency, with lines: day, amount and the slug of a category."""

    def make(currency: str, *lines: tuple[date, str, str]) -> MoneyAccount:
        account = services.create_money_account(owner=ana, currency=currency, name=f"In {currency}")
        for on, amount, slug in lines:
            services.record_transaction(
                account=account,
                recorded_by=ana,
                amount=Decimal(amount),
                booked_on=on,
                category=Category.objects.get(slug=slug) if slug else None,
            )
        return account

    return make


@pytest.fixture
def abroad(account_of: AccountOf) -> None:
    """March: 1,000 in, 300 out in euros; 130 in, 26 and 13 out in dollars; 900 out in yen."""
    day = date(2026, 3, 5)
    account_of("EUR", (day, "1000", ""), (day, "-300", "groceries"), (date(2026, 2, 5), "-50", "groceries"))
    account_of("USD", (day, "130", ""), (day, "-26", "groceries"), (day, "-13", "fuel"))
    account_of("JPY", (day, "-900", "fuel"))
    load_rates(
        rates=[
            PublishedRate("USD", date(2026, 2, 27), Decimal("1.2")),
            PublishedRate("USD", date(2026, 3, 31), Decimal("1.3")),
            PublishedRate("USD", date(2026, 4, 1), Decimal("1.25")),
        ],
        source="ecb",
    )


def shown(ana: User, month: str = "2026-03", currency: str = "all") -> dict[str, Any]:
    with translation.override("en-gb"):
        return overview_context(ana, month_text=month, span="1y", currency=currency)


@pytest.mark.django_db
def test_a_month_is_converted_at_the_rate_of_its_last_day(abroad: None, ana: User) -> None:
    context = shown(ana)
    flow = context["flow"]
    assert context["currency"] == "EUR"
    assert (flow["income"], flow["expense"], flow["saved"]) == (Decimal(1100), Decimal(330), Decimal(770))
    assert [each["amount"] for each in context["where"]["rows"]] == [Decimal(320), Decimal(10)]
    assert context["where"]["total"] == flow["expense"]
    assert context["rates"]["note"] == "at 1 EUR = 1.3 USD of 31 Mar (ECB)"
    assert context["rates"]["apart"] == "JPY"
    assert context["spending"]["total"] == Decimal(330)
    assert shown(ana, "2026-04")["flow"]["expense_note"] == "€330.00 in Mar"


@pytest.mark.django_db
def test_what_there_is_stands_in_ones_own_currency_at_todays_rate(abroad: None, ana: User) -> None:
    one, everything = shown(ana, currency="EUR")["net_worth"], shown(ana)["net_worth"]
    assert one["amount"] == Decimal(650)
    total = one["total"]
    assert (total.amount, total.currency) == (Decimal("722.80"), "EUR")
    assert (total.note, total.apart) == ("at 1 EUR = 1.25 USD of 1 Apr (ECB)", "−JP¥900")
    assert (everything["amount"], everything["total"]) == (Decimal("722.80"), total)


@pytest.mark.django_db
def test_figures_lead_to_the_lines_behind_them(abroad: None, ana: User, signed_in: Callable[[User], Client]) -> None:
    url = shown(ana)["flow"]["expense_url"]
    assert "currency" not in url
    page = signed_in(ana).get(url)
    assert page.context["page"]["summary"]["count"] == 4
    assert "currency=all" in shown(ana)["earlier_url"]


@pytest.mark.django_db
def test_the_page_says_the_rate_and_what_stays_apart(
    abroad: None, ana: User, signed_in: Callable[[User], Client]
) -> None:
    page = signed_in(ana).get(reverse("overview"), {"currency": "all", "month": "2026-03"}).content.decode()
    assert "All in EUR at 1 EUR = 1.3 USD of 31 Mar (ECB)" in page
    assert "JPY stays apart: no rate is known for these months." in page
    assert "All in EUR</a>" in page


@pytest.mark.django_db
def test_without_any_rate_nothing_is_added(account_of: AccountOf, ana: User) -> None:
    account_of("EUR", (MARCH, "-3", ""))
    account_of("USD", (MARCH, "-4", ""))
    context = shown(ana)
    assert context["flow"]["expense"] == Decimal(3)
    assert (context["rates"]["note"], context["rates"]["apart"]) == ("", "USD")
    assert context["net_worth"]["total"].amount == Decimal(-3)
    assert context["net_worth"]["total"].apart == "−US$4.00"


@pytest.mark.django_db
def test_a_month_of_which_nothing_has_a_rate_is_not_nought(
    account_of: AccountOf, ana: User, signed_in: Callable[[User], Client]
) -> None:
    account_of("EUR", (FEBRUARY, "-3", ""))
    account_of("USD", (MARCH, "-4", "groceries"))
    context = shown(ana)
    flow = context["flow"]
    assert (flow["income"], flow["expense"], flow["saved"]) == (None, None, None)
    assert flow["expense_note"] == "€3.00 in Feb"
    assert context["spending"]["total"] is None
    page = signed_in(ana).get(reverse("overview"), {"currency": "all", "month": "2026-03"}).content.decode()
    assert "Nothing spent in this month" not in page
    assert "USD stays apart" in page


@pytest.mark.django_db
def test_what_is_only_in_another_currency_names_its_rate_too(account_of: AccountOf, ana: User) -> None:
    account_of("EUR", (MARCH, "-3", ""), (MARCH, "3", ""))
    account_of("USD", (MARCH, "130", ""))
    load_rates(rates=[PublishedRate("USD", date(2026, 3, 1), Decimal("1.3"))], source="ecb")
    assert shown(ana)["net_worth"]["total"].note == "at 1 EUR = 1.3 USD of 1 Mar (ECB)"
    assert shown(ana, currency="USD")["net_worth"]["total"] is None


@pytest.mark.django_db
def test_one_currency_is_never_shown_as_all(account_of: AccountOf, ana: User) -> None:
    account_of("EUR", (MARCH, "-3", ""))
    account_of("USD")
    context = shown(ana)
    assert (context["currencies"], context["rates"], context["net_worth"]["total"]) == ([], None, None)


@pytest.mark.django_db
def test_several_currencies_cost_two_queries_and_all_of_them_four_each(
    account_of: AccountOf,
    ana: User,
    signed_in: Callable[[User], Client],
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client = signed_in(ana)
    account_of("EUR", (MARCH, "-3", ""))
    client.get(reverse("overview"))
    with CaptureQueriesContext(connection) as alone:
        client.get(reverse("overview"))
    account_of("USD", (MARCH, "-4", ""))
    with django_assert_num_queries(len(alone) + 2):
        client.get(reverse("overview"))
    with django_assert_num_queries(len(alone) + 2 + 4):
        client.get(reverse("overview"), {"currency": "all"})


@pytest.mark.parametrize(
    ("month", "today", "day"),
    [
        (MARCH, date(2026, 11, 20), date(2026, 3, 31)),
        (MARCH, date(2026, 3, 31), date(2026, 3, 31)),
        (MARCH, date(2026, 3, 5), date(2026, 3, 5)),
        (MARCH, date(2026, 2, 5), date(2026, 2, 5)),
    ],
)
def test_the_running_month_is_converted_at_todays_rate(month: date, today: date, day: date) -> None:
    assert rate_day(month, today) == day


WEIGHTS = st.lists(st.fractions(min_value=-(10**6), max_value=10**6, max_denominator=997), min_size=1, max_size=30)


@given(WEIGHTS, st.sampled_from(["EUR", "JPY", "KWD"]))
def test_parts_add_up_to_the_whole_and_are_each_within_a_cent(parts: list[Fraction], currency: str) -> None:
    decimals = {"EUR": 2, "JPY": 0, "KWD": 3}[currency]
    whole = Decimal(round(sum(parts, Fraction()) * 10**decimals)).scaleb(-decimals)
    shares = apportioned(parts, whole, currency)
    assert sum(shares) == whole
    assert all(each == round_to_currency(each, currency) for each in shares)
    assert all(
        abs(Fraction(share) - part) <= Fraction(1, 10**decimals) for share, part in zip(shares, parts, strict=True)
    )


CELLS = st.lists(
    st.tuples(
        st.sampled_from([None, *(Category(pk=f"{place:032x}").pk for place in range(5))]),
        st.sampled_from(["EUR", "USD", "GBP", "CHF"]),
        st.sampled_from([MARCH, FEBRUARY]),
        st.decimals(min_value=-(10**6), max_value=10**6, places=2),
        st.integers(1, 9),
    ),
    max_size=30,
)
RATE = st.decimals(min_value="0.01", max_value="999", places=4)


@given(CELLS, RATE, RATE)
def test_categories_add_up_to_what_the_months_say(cells: list[Any], usd: Decimal, gbp: Decimal) -> None:
    """Whatever the rates, the ring and the figure above it agree to the cent."""
    book = RateBook(Step("EUR", code, rate, FEBRUARY, "ecb", False) for code, rate in (("USD", usd), ("GBP", gbp)))
    sums: dict[tuple[str, date], Decimal] = {}
    for _category, currency, month, amount, _count in cells:
        sums[currency, month] = sums.get((currency, month), Decimal(0)) + amount
    converter = Converter(book, "EUR", date(2026, 11, 20))
    months = converter.months(PeriodFigures(code, month, Decimal(0), spent) for (code, month), spent in sums.items())
    figures = converter.by_category(cells)
    assert sum(each.amount for each in figures) == sum(each.spent for each in months)
    assert converter.apart.get(MARCH, set()) | converter.apart.get(FEBRUARY, set()) <= {"CHF"}


def test_a_course_stands_still_between_its_points() -> None:
    day = MARCH
    book = RateBook([Step("EUR", "USD", Decimal(2), day, "ecb", False)])
    converter = Converter(book, "EUR", day)
    euros = [Point(day, Decimal(10)), Point(day + timedelta(days=14), Decimal(30))]
    dollars = [Point(day + timedelta(days=7), Decimal(100)), Point(day + timedelta(days=14), Decimal(120))]
    forward = converter.course({"EUR": euros, "USD": dollars}, day)
    backward = converter.course({"EUR": euros, "USD": dollars}, day, backwards=True)
    assert [each.amount for each in forward] == [60, 60, 90]
    assert [each.amount for each in backward] == [60, 80, 90]
