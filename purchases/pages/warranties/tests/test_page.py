from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from ledger.goals.models import Goal
from partnerships.core.models import Partnership
from purchases.conftest import TODAY, Buys
from purchases.core.models import Purchase
from purchases.core.services import (
    add_warranty,
    change_claim,
    delete_purchase,
    open_claim,
    share_purchase,
    unshare_purchase,
    update_purchase,
    update_warranty,
)

SignsIn = Callable[[User], Client]


@pytest.fixture
def covers(buys: Buys) -> Callable[..., Purchase]:
    """A thing with a warranty that ends so many days from today, or is for life."""

    def bought(name: str, days: int | None, **values: Any) -> Purchase:
        kind = {"warranty_type": "lifetime"} if days is None else {"warranty_end": TODAY + timedelta(days=days)}
        values = {"purchase_date": date(2025, 1, 1)} | values
        return buys(product_name=name, warranty=kind, **values)

    return bought


def shown(client: Client, **query: str) -> Any:
    response = client.get(reverse("warranties"), query)
    assert response.status_code == 200
    return response.context


def names(bars: list[Any]) -> list[str]:
    return [each.thing.product_name for each in bars]


def test_each_stands_where_it_ends(ana: User, covers: Callable[..., Purchase], signed_in: SignsIn) -> None:
    for name, days in (("Drill", 1083), ("TV", 8), ("Gone", -3), ("Pan", None), ("Phone", 114), ("Today", 0)):
        covers(name, days)
    page = shown(signed_in(ana))["page"]
    assert names(page.soon) == ["Today", "TV", "Phone"]
    assert names(page.longer) == ["Drill", "Pan"]
    assert [each.left for each in (*page.soon, *page.longer)] == [
        "today",
        "8 days",
        "114 days",
        "2.9 years",
        "For life",
    ]
    assert [each.is_soon for each in page.soon] == [True, True, False]
    assert len(page.soon[2].reminders) == 3
    assert (page.covered.count, page.covered.whole) == (5, 6)


def test_what_ends_today_is_covered_and_what_ended_yesterday_is_not(
    ana: User, covers: Callable[..., Purchase], signed_in: SignsIn
) -> None:
    covers("Today", 0)
    covers("Yesterday", -1)
    page = shown(signed_in(ana))["page"]
    assert (names(page.soon), names(page.ended)) == (["Today"], ["Yesterday"])


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"within": "30"}, ["TV"]),
        ({"within": "114"}, ["TV", "Phone"]),
        ({"status": "active"}, ["TV", "Phone", "Drill"]),
        ({"status": "longer"}, ["Drill"]),
        ({"status": "expired"}, ["Gone"]),
        ({"status": "voided"}, ["Void"]),
        ({"status": "active", "page": "2"}, []),
    ],
)
def test_filters_stand_in_the_address(
    query: dict[str, str],
    expected: list[str],
    ana: User,
    buys: Buys,
    covers: Callable[..., Purchase],
    signed_in: SignsIn,
) -> None:
    for name, days in (("Drill", 1083), ("TV", 8), ("Gone", -3), ("Phone", 114)):
        covers(name, days)
    void = buys(product_name="Void")
    warranty = add_warranty(purchase=void, added_by=ana, warranty_end=TODAY + timedelta(days=9))
    update_warranty(warranty=warranty, changed_by=ana, status="voided")
    assert names(shown(signed_in(ana), **query)["page"].of_filter) == expected


@pytest.mark.parametrize("query", [{"status": "x"}, {"within": "-1"}, {"within": "99999999999"}, {"page": "٣"}])
def test_nonsense_asks_nothing(
    query: dict[str, str], ana: User, covers: Callable[..., Purchase], signed_in: SignsIn
) -> None:
    covers("TV", 8)
    context = shown(signed_in(ana), **query)
    assert names(context["page"].soon) == ["TV"]


def test_an_open_claim_comes_first_and_what_ends_soon_after_it(
    ana: User, covers: Callable[..., Purchase], signed_in: SignsIn
) -> None:
    covers("TV", 8)
    phone = covers("Phone", 400)
    covers("Bike", 150)
    claim = open_claim(purchase=phone, opened_by=ana, problem="Battery drains.")
    client = signed_in(ana)
    assert [each.thing.product_name for each in shown(client)["page"].tasks] == ["Phone", "TV"]
    change_claim(claim=claim, changed_by=ana, status="repaired")
    assert [each.thing.product_name for each in shown(client)["page"].tasks] == ["TV"]


def test_the_fund_buys_again_what_is_left_without_cover(
    ana: User, covers: Callable[..., Purchase], signed_in: SignsIn
) -> None:
    covers("TV", 8, price=Decimal("600.00"))
    covers("Phone", 700, price=Decimal("649.00"))
    longer = covers("Washer", 20, price=Decimal(900))
    add_warranty(purchase=longer, added_by=ana, warranty_end=TODAY + timedelta(days=2000))
    twice = covers("Oven", 30, price=Decimal(100))
    add_warranty(purchase=twice, added_by=ana, warranty_end=TODAY + timedelta(days=60))
    old = covers("Radio", 40, price=Decimal(50))
    update_purchase(purchase=old, changed_by=ana, is_archived=True)
    covers("Present", 50, price=Decimal(0))
    [fund] = shown(signed_in(ana))["page"].funds
    assert [each.name for each in fund.things] == ["TV", "Present", "Oven", "Phone"]
    assert (fund.amount, fund.monthly) == (Decimal(1349), Decimal("22.49"))
    listed = signed_in(ana).get(reverse("warranties_replacing"))
    assert listed.context["funds"] == [fund]


def test_currencies_have_funds_of_their_own(ana: User, covers: Callable[..., Purchase], signed_in: SignsIn) -> None:
    covers("TV", 8, price=Decimal(60), currency="EUR")
    covers("Phone", 9, price=Decimal(9000), currency="JPY")
    funds = shown(signed_in(ana))["page"].funds
    assert {each.currency: each.monthly for each in funds} == {"EUR": Decimal(1), "JPY": Decimal(150)}


def test_it_becomes_a_goal_once(ana: User, covers: Callable[..., Purchase], signed_in: SignsIn) -> None:
    covers("TV", 8, price=Decimal(600), currency="EUR")
    client = signed_in(ana)
    first = client.post(reverse("warranties_goal"))
    assert client.post(reverse("warranties_goal")).headers["Location"] == first.headers["Location"]
    goal = Goal.objects.get(owner=ana)
    assert first.headers["Location"] == reverse("goal", args=[goal.pk])
    assert (goal.target_amount, goal.monthly_amount, goal.currency) == (Decimal(600), Decimal(10), "EUR")
    assert goal.target_date == date(2031, 11, 1)


def test_nothing_that_ends_is_no_goal(ana: User, covers: Callable[..., Purchase], signed_in: SignsIn) -> None:
    covers("Pan", None)
    assert signed_in(ana).post(reverse("warranties_goal")).headers["Location"] == reverse("warranties")
    assert not Goal.objects.exists()


def test_a_partner_sees_what_is_shown_and_whose_it_is(
    ana: User, ben: User, couple: Partnership, covers: Callable[..., Purchase], signed_in: SignsIn
) -> None:
    tv = covers("TV", 8)
    covers("Secret", 9)
    client = signed_in(ben)
    assert not shown(client)["has_any"]
    share_purchase(purchase=tv, shared_by=ana)
    page = shown(client)["page"]
    assert [(each.thing.product_name, each.owner) for each in page.soon] == [("TV", ana.short_name)]
    assert page.tasks == []
    assert (page.summary.active, page.summary.soon, page.covered.count) == (1, 1, 1)
    assert names(shown(client, status="active")["page"].of_filter) == ["TV"]
    assert shown(client, status="active", is_mine="true")["page"].of_filter == []
    assert shown(client, is_mine="true")["page"].summary.active == 0
    unshare_purchase(purchase=tv, unshared_by=ana)
    assert not shown(client)["has_any"]


def test_the_figure_of_what_is_covered_opens_its_list(
    ana: User, covers: Callable[..., Purchase], signed_in: SignsIn
) -> None:
    twice = covers("TV", 8)
    add_warranty(purchase=twice, added_by=ana, warranty_end=TODAY + timedelta(days=900))
    covers("Gone", -3)
    client = signed_in(ana)
    context = shown(client)
    assert 'href="/things/?warranty=active"' in client.get(reverse("warranties")).content.decode()
    assert len(client.get("/things/?warranty=active").context["cards"]) == context["page"].covered.count == 1


def test_a_deleted_thing_leaves_nothing(ana: User, covers: Callable[..., Purchase], signed_in: SignsIn) -> None:
    delete_purchase(purchase=covers("TV", 8), deleted_by=ana)
    context = shown(signed_in(ana))
    assert (context["has_any"], context["page"].funds) == (False, [])


def test_names_are_text(ana: User, covers: Callable[..., Purchase], signed_in: SignsIn) -> None:
    covers("<script>x</script>", 8)
    page = signed_in(ana).get(reverse("warranties")).content.decode()
    assert "<script>x" not in page
    assert "&lt;script&gt;x" in page


def test_many_cost_as_many_queries_as_few(ana: User, covers: Callable[..., Purchase], signed_in: SignsIn) -> None:
    client = signed_in(ana)

    def cost(**query: str) -> int:
        client.get(reverse("warranties"), query)
        with CaptureQueriesContext(connection) as caught:
            client.get(reverse("warranties"), query)
        return len(caught)

    for number in range(4):
        covers(f"Thing {number}", (8, 400, 1000, -5)[number])
    covers("Pan", None)
    few = cost(), cost(status="active")
    for number in range(60):
        covers(f"More {number}", (9, 401, 1001, -6)[number % 4])
    assert few == (20, 16)
    # Once as many last longer as are shown, those for life are not asked for.
    assert (cost(), cost(status="active")) == (19, 16)
