"""What is told of investments: rules that are not kept, and a yield that fell."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from accounts.models import User
from insights.feed.facts import Fact
from insights.feed.generators.investments import investments
from insights.feed.scene import Scene
from insights.feed.services import generate_insights
from insights.feed.writing import local_words
from insights.investing.plans import save_plan
from ledger.core import services
from ledger.core.models import MoneyAccount
from ledger.holdings.models import Position
from ledger.holdings.services import create_position, record_move

D = Decimal


def told(person: User) -> dict[str, Fact]:
    return {each.kind: each for each in investments(Scene(person))}


@pytest.fixture
def depot(ana: User, lived: MoneyAccount) -> MoneyAccount:
    return services.create_money_account(owner=ana, currency="EUR", name="Depot", type="investment")


@pytest.fixture
def world(ana: User, depot: MoneyAccount) -> Position:
    return hold(ana, depot, "World", "7000")


@pytest.fixture
def spread(ana: User, depot: MoneyAccount, world: Position) -> Position:
    """A second position, so that each is within 70 per cent."""
    return hold(ana, depot, "Bonds", "3000", kind="bond")


def hold(person: User, account: MoneyAccount, name: str, worth: str, *, kind: str = "fund") -> Position:
    return create_position(
        account=account, person=person, name=name, kind=kind, shares=D(100), entry_price=D(worth) / 100,
        price=D(worth) / 100, opened_on=date(2025, 6, 15),
    )  # fmt: skip


def test_a_position_above_the_persons_own_limit_is_told_once_a_quarter(ana: User, spread: Position) -> None:
    save_plan(person=ana, position_limit=60)
    found = told(ana)["concentrated"]
    words = local_words(found)
    assert words.title == "Much lies in World"
    assert "70% of your investments, €7,000.00 of €10,000.00. The rule is 60% at most." in words.text
    save_plan(person=ana, position_limit=75)
    assert "concentrated" not in told(ana)
    save_plan(person=ana, position_limit=60)
    assert generate_insights(person=ana).new
    assert not generate_insights(person=ana).new


def test_a_rule_of_ones_own_counts_for_more_than_a_usual_one(ana: User, spread: Position) -> None:
    usual = told(ana)["concentrated"]
    save_plan(person=ana, position_limit=40)
    assert told(ana)["concentrated"].priority > usual.priority


def test_targets_are_told_of_where_the_person_chose_them(ana: User, spread: Position) -> None:
    assert "invest_off_target" not in told(ana)
    save_plan(person=ana, targets={"fund": D(50), "bond": D(50)})
    words = local_words(told(ana)["invest_off_target"])
    assert "€2,000.00" in words.text
    save_plan(person=ana, targets={"fund": D(70), "bond": D(30)})
    assert "invest_off_target" not in told(ana)


def test_cash_and_fees_above_their_rules_are_told_with_their_amounts(
    ana: User, depot: MoneyAccount, spread: Position
) -> None:
    """What an account without positions holds is not called cash: it may be a fund, told as a balance."""
    save_plan(person=ana, cash_months=2, fee_limit=D("0.5"))
    assert not {"invest_cash", "invest_fees"} & set(told(ana))
    services.record_transaction(
        account=depot, recorded_by=ana, amount=D(5000), booked_on=date(2026, 10, 2), payee="Sale"
    )
    services.create_money_account(owner=ana, currency="EUR", name="Fund", type="investment", opening_balance=D(90000))
    record_move(position=spread, person=ana, kind="fee", amount=D(120), on=date(2026, 5, 5))
    found = told(ana)
    assert found["invest_cash"].data["off"]["amount"] == "2000.00"
    assert "€120.00 in a year, where the rule is €50.00 at most." in local_words(found["invest_fees"]).text


def test_a_yield_that_fell_is_held_against_the_same_months_a_year_before(ana: User, spread: Position) -> None:
    record_move(position=spread, person=ana, kind="yield", amount=D(200), on=date(2025, 9, 20))
    record_move(position=spread, person=ana, kind="yield", amount=D(180), on=date(2026, 9, 20))
    assert "invest_yield" not in told(ana)
    record_move(position=spread, person=ana, kind="yield", amount=D(200), on=date(2025, 10, 20))
    found = told(ana)["invest_yield"]
    assert (found.data["now"]["amount"], found.data["before"]["amount"]) == ("180.00", "400.00")


def test_nothing_is_asked_of_who_has_no_investment_account(
    ana: User, lived: MoneyAccount, django_assert_num_queries: object
) -> None:
    scene = Scene(ana)
    assert scene.accounts
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert list(investments(scene)) == []
