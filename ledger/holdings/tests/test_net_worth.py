"""What the ledger's own figures say of what is held, through every lens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.models import User
from accounts.services import delete_account
from ledger.core import services as core
from ledger.core.access import lens_of
from ledger.core.models import MoneyAccount
from ledger.core.rate_files import PublishedRate
from ledger.core.services.rates import load_rates
from ledger.core.views.overview_figures import overview_context
from ledger.holdings import services
from ledger.holdings.history import history
from ledger.holdings.models import HoldingSum, Position
from ledger.holdings.queries import portfolio
from ledger.holdings.telling import earned
from ledger.holdings.tests.conftest import TODAY, Grants, Makes

D = Decimal
BALANCE = "/api/v1/transactions/balance/"


@pytest.fixture
def lines(ana: User, depot: MoneyAccount) -> None:
    """Somebody without a line has no overview yet."""
    core.record_transaction(account=depot, recorded_by=ana, amount=D(100), booked_on=date(2026, 8, 20), payee="In")


def worth(person: User, scope: str = "me") -> Any:
    return overview_context(person, month_text="", span="1y", scope=scope)["net_worth"]


def test_the_overview_counts_them_once_beside_the_cash(
    ana: User, make: Makes, lines: None, signed_in: Callable[[User], Client]
) -> None:
    make(current_value=D(1200))
    told = worth(ana)
    assert told["amount"] == 1800
    assert [(str(each["words"]), each["amount"]) for each in told["besides"]] == [("of which investments", D(1200))]
    assert "of which investments" in signed_in(ana).get(reverse("overview")).content.decode()


def test_the_course_has_them_as_they_were_worth(ana: User, lines: None, make: Makes) -> None:
    made = make(opened_on=date(2026, 9, 20))
    services.set_value(position=made, person=ana, value=D(1100), on=date(2026, 10, 10))
    services.set_value(position=made, person=ana, value=D(1300))
    told = history(lens_of(ana), TODAY)
    days = (date(2026, 9, 15), date(2026, 9, 22), date(2026, 10, 8), date(2026, 10, 15), date(2026, 11, 15), TODAY)
    assert [told.value_on(day).get("EUR", 0) for day in days] == [0, 1000, 1000, 1100, 1100, 1300]
    rows = overview_context(ana, month_text="", span="3m")["net_worth"]["chart"].rows
    assert [each.values[0] for each in rows][-3:] == ["€1,600.00", "€1,700.00", "€1,900.00"]


@pytest.mark.parametrize(
    ("level", "counts"), [("exists", False), ("total", True), ("category_sums", True), ("full", True)]
)
def test_a_partner_is_told_as_much_as_of_the_balance(
    ben: User, make: Makes, grant: Grants, api: Callable[[User], APIClient], level: str, counts: bool
) -> None:
    make(current_value=D(1200))
    grant(ben, level)
    told = api(ben).get(BALANCE, {"scope": "partner"}).json()
    assert told["assets"] == ([{"currency": "EUR", "amount": "1200.00"}] if counts else [])
    assert api(ben).get(BALANCE).json()["assets"] == []


def test_of_a_balance_alone_no_week_and_no_yield_is_told(ana: User, ben: User, make: Makes, grant: Grants) -> None:
    made = make(opened_on=date(2026, 9, 2))
    services.record_move(position=made, person=ana, kind="yield", amount=D(9), on=date(2026, 9, 3))
    grant(ben, "total")
    seen = history(lens_of(ben, "partner"), TODAY)
    assert [seen.value_on(day).get("EUR", 0) for day in (date(2026, 9, 29), date(2026, 10, 1))] == [0, 1000]
    assert (seen.yields(), list(seen.flows("EUR"))) == ({}, [])
    found = portfolio(ben, lens_of(ben, "partner"))
    assert (found.holdings, found.unlisted, found.total_value) == ((), {"EUR": D(1000)}, D(1000))


def test_what_is_joint_is_there_once_in_each_lens(
    ana: User, ben: User, make: Makes, lines: None, grant: Grants
) -> None:
    make(current_value=D(1200))
    grant(ben, role="co_owner")
    for person in (ana, ben):
        assert [worth(person, scope)["amount"] for scope in ("me", "together")] == [1800, 1800]
        assert portfolio(person).total_value == 1200


def test_another_currency_is_converted_by_a_named_rate_or_stays_apart(ana: User, make: Makes) -> None:
    make(current_value=D(1200))
    make(name="Dollars", currency="USD", current_value=D(500))
    found = portfolio(ana)
    assert (found.total_value, found.apart, found.holdings[-1].worth) == (D(1200), {"USD": D(500)}, None)
    load_rates(rates=[PublishedRate("USD", date(2026, 11, 19), D("1.25"))], source="ecb")
    found = portfolio(ana)
    assert (found.total_value, found.apart, [each.base for each in found.used]) == (D(1600), {}, ["USD"])
    assert [each.share for each in found.holdings] == [D("0.75"), D("0.25")]
    assert found.distribution("currency") == {"EUR": D("0.75"), "USD": D("0.25")}


def test_a_portfolio_asks_the_same_number_of_questions_whatever_it_holds(
    ana: User, depot: MoneyAccount, make: Makes, django_assert_num_queries: Any
) -> None:
    load_rates(rates=[PublishedRate("USD", date(2026, 11, 19), D("1.25"))], source="ecb")
    make(current_value=D(1200))
    make(name="Dollars", currency="USD", current_value=D(500))
    with django_assert_num_queries(5):
        portfolio(ana)
    common = {"account": depot, "currency": "USD", "opened_on": TODAY}
    Position.objects.bulk_create([Position(name=f"P{number}", **common) for number in range(1_000)])
    with django_assert_num_queries(5):
        assert len(portfolio(ana).holdings) == 1_002


def test_a_year_of_values_is_sixty_sums_at_most(ana: User, make: Makes) -> None:
    made = make(opened_on=date(2026, 1, 1))
    for month in range(1, 11):
        for day in (3, 5, 12, 26):
            services.set_value(position=made, person=ana, price=D(100 + day), on=date(2026, month, day))
    assert HoldingSum.objects.count() == 30, "two values of a week are one sum, and the first buy is in it"


def test_a_yield_tells_what_all_of_them_earned(ana: User, make: Makes) -> None:
    made = make(apy=D("4.25"))
    other = make(name="Other", apy=D("2.25"))
    services.record_move(position=other, person=ana, kind="yield", amount=D(5))
    services.record_move(position=made, person=ana, kind="yield", amount=D("7.50"))
    made.refresh_from_db()
    told = earned(ana, made)
    assert (told["total_yield"], told["currency"], told["apy"]) == ("12.50", "EUR", "3.25")
    assert told["positions"] == [
        {"id": str(made.pk), "name": "World fund", "protocol_name": "", "yield_earned": "7.50", "currency": "EUR"}
    ]


def test_they_go_with_the_person_and_stay_with_the_other_owner(
    ana: User, ben: User, depot: MoneyAccount, make: Makes, grant: Grants
) -> None:
    own = core.create_money_account(owner=ana, currency="EUR", name="Own", type="investment")
    make(account=own)
    kept = make()
    grant(ben, role="co_owner")
    delete_account(person=ana)
    assert list(Position.objects.all()) == [kept]
    assert portfolio(ben).total_value == 1000
