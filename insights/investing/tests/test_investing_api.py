"""`insights/investments/` and `insights/rebalancing/`."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from accounts.models import User
from insights.conftest import Speaks
from ledger.core import services as core
from ledger.core.models import MoneyAccount, MoneyAccountAccess
from ledger.core.rate_files import PublishedRate
from ledger.core.services.rates import load_rates
from ledger.holdings.models import Position
from ledger.holdings.services import create_position

INVESTMENTS, REBALANCING = "/api/v1/insights/investments/", "/api/v1/insights/rebalancing/"
PLAN: dict[str, Any] = {"targets": {"fund": "70.00", "bond": "30.00"}}


@pytest.fixture
def depot(ana: User) -> MoneyAccount:
    return core.create_money_account(owner=ana, currency="EUR", name="Depot", type="investment", subtype="brokerage")


@pytest.fixture
def fund(ana: User, depot: MoneyAccount) -> Position:
    """Bought for 1,000 a year ago, worth 1,100."""
    return create_position(
        account=depot, person=ana, name="World", kind="fund", shares=Decimal(10), entry_price=Decimal(100),
        price=Decimal(110), opened_on=date(2025, 11, 15), apy=Decimal(4),
    )  # fmt: skip


def test_nothing_held_has_no_scores_and_no_rules(ana: User, speaks: Speaks) -> None:
    told = speaks(ana).get(INVESTMENTS).data
    assert (told["total_value"], told["xirr"], told["risk_score"], told["positions"]) == ("0.00", None, None, [])
    assert speaks(ana).get(REBALANCING).data["rules"] == []


def test_figures_are_of_what_is_held(ana: User, fund: Position, speaks: Speaks) -> None:
    told = speaks(ana).get(INVESTMENTS).data
    assert (told["total_value"], told["total_cost"], told["total_gain"]) == ("1100.00", "1000.00", "100.00")
    assert told["average_apy"] == "4.00"
    # 1,000 on the first day of that week (15 November 2025), 1,100 after 370 days: 1.1 ^ (365 / 370) - 1.
    assert told["xirr"] == "9.86"
    assert (told["risk_score"], told["diversification_score"]) == (50, 0)
    assert told["concentration"]["overall"] == "1.000000"
    assert told["course"][-1] == {"on": date(2026, 11, 20), "value": "1100.00"}
    assert len(told["course"]) == 13
    assert {each["rule"] for each in told["recommendations"]} == {"single_position", "target_shares"}


def test_another_currency_is_converted_and_its_rate_named(ana: User, depot: MoneyAccount, speaks: Speaks) -> None:
    load_rates(rates=[PublishedRate("USD", date(2026, 11, 19), Decimal("1.25"))], source="ecb")
    create_position(account=depot, person=ana, name="US", currency="USD", shares=Decimal(1), price=Decimal(100))
    create_position(account=depot, person=ana, name="IS", currency="ISK", shares=Decimal(1), price=Decimal(900))
    told = speaks(ana).get(INVESTMENTS).data
    assert told["total_value"] == "80.00"
    assert [each["from"] for each in told["rates"]] == ["USD"]
    assert told["apart"] == [{"currency": "ISK", "amount": "900"}]


def test_a_partner_sees_what_is_shown_and_never_the_plan(
    ana: User, ben: User, depot: MoneyAccount, fund: Position, speaks: Speaks
) -> None:
    client = speaks(ben)
    assert client.get(INVESTMENTS, {"scope": "partner"}).data["total_value"] == "0.00"
    grant = MoneyAccountAccess.objects.create(account=depot, person=ben, role="viewer", level="total")
    told = client.get(INVESTMENTS, {"scope": "partner"}).data
    assert (told["total_value"], told["positions"], told["recommendations"]) == ("1100.00", [], [])
    MoneyAccountAccess.objects.filter(pk=grant.pk).update(level="full")
    assert len(client.get(INVESTMENTS, {"scope": "together"}).data["positions"]) == 1
    assert client.get(INVESTMENTS).data["positions"] == []
    assert client.get(REBALANCING).data["rules"] == []


def test_a_plan_is_decided_and_its_version_held(ana: User, fund: Position, speaks: Speaks) -> None:
    client = speaks(ana)
    told = client.get(REBALANCING).data
    assert (told["version"], told["has_own_targets"], told["risk_tolerance"]) == (0, False, "moderate")
    answer = client.put(REBALANCING, {**PLAN, "position_limit": 60, "version": 0}, format="json")
    assert (answer.status_code, answer.data["version"], answer.data["position_limit"]) == (200, 1, 60)
    assert answer.data["targets"] == PLAN["targets"]
    assert client.put(REBALANCING, {**PLAN, "version": 7}, format="json").status_code == 409
    moved = [Decimal(each["amount"]) for each in answer.data["rebalancing_suggestions"]]
    assert moved
    assert sum(moved) == 0
    back = client.put(REBALANCING, {"targets": {}}, format="json").data
    assert (back["has_own_targets"], back["position_limit"]) == (False, 60)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"targets": {"fund": "70"}}, "not_whole"),
        ({"targets": {"luck": "100"}}, "invalid"),
        ({"targets": {"fund": 70.5}}, "float_not_exact"),
        ({**PLAN, "position_limit": 0}, "min_value"),
        ({**PLAN, "fee_limit": "21"}, "max_value"),
        ({**PLAN, "user_id": 1}, "unknown_field"),
        ({}, "required"),
    ],
)
def test_what_is_no_plan_is_refused(ana: User, speaks: Speaks, body: dict[str, Any], code: str) -> None:
    answer = speaks(ana).put(REBALANCING, body, format="json")
    assert answer.status_code == 400
    assert answer.data["errors"][0]["code"] == code


def test_misspelt_parameters_are_refused(ana: User, speaks: Speaks) -> None:
    assert speaks(ana).get(INVESTMENTS, {"scop": "me"}).status_code == 400
    assert speaks(ana).get(INVESTMENTS, {"scope": "you"}).status_code == 400
    assert speaks(ana).get(REBALANCING, {"scope": "me"}).status_code == 400


def test_queries_are_as_many_however_much_is_held(
    ana: User, depot: MoneyAccount, fund: Position, speaks: Speaks, django_assert_max_num_queries: Any
) -> None:
    for number in range(10):
        create_position(account=depot, person=ana, name=f"P{number}", shares=Decimal(1), price=Decimal(5))
    with django_assert_max_num_queries(10):
        speaks(ana).get(INVESTMENTS)
    with django_assert_max_num_queries(10):
        speaks(ana).get(REBALANCING)
