"""What a person has in other currencies counts at today's rates; what has no rate is named, and is not zero."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from accounts.models import User
from insights.advice.facts import Facts, Wish
from insights.advice.gathering import gather
from insights.advice.summing_up import lacks_of
from insights.advice.tests.conftest import Asks
from insights.advice.wording import told_of
from insights.conftest import TODAY, Speaks
from ledger.core.models import MoneyAccount
from ledger.core.rate_files import PublishedRate
from ledger.core.services import close_money_account, create_money_account
from ledger.core.services.rates import load_rates
from ledger.goals.models import Goal
from ledger.goals.services.contributions import contribute
from ledger.goals.services.goals import create_goal


@pytest.fixture
def two_dollars_a_euro() -> None:
    load_rates(rates=[PublishedRate("USD", date(2025, 1, 2), Decimal(2))], source="ecb")


@pytest.fixture
def abroad(ana: User) -> MoneyAccount:
    return create_money_account(
        owner=ana, currency="USD", name="Abroad", type="savings", subtype="savings", opening_balance=Decimal(1000)
    )


def facts_of(person: User, **more: Any) -> Facts:
    return gather(person, Wish("Lamp", Decimal(60), "EUR", TODAY, **more), None)


def dollar_goal(person: User, **more: Any) -> Goal:
    goal = create_goal(person=person, currency="USD", name="Japan", target_amount=Decimal(2000), **more)
    contribute(goal=goal, person=person, amount=Decimal(900), on=TODAY)
    return goal


def test_savings_and_goals_count_at_todays_rate(
    ana: User, lived: MoneyAccount, abroad: MoneyAccount, two_dollars_a_euro: None
) -> None:
    dollar_goal(ana, account_id=abroad.pk, monthly_amount=Decimal(100))
    facts = facts_of(ana, how="savings")
    assert facts.savings == Decimal(500)
    [goal] = facts.goals
    assert (goal.saved, goal.worth(goal.saved, "EUR"), goal.lies_in_savings) == (Decimal(900), Decimal(450), True)
    assert not facts.unrated


def test_from_dollars_saved_it_is_weighed_in_euros(
    ana: User, lived: MoneyAccount, abroad: MoneyAccount, two_dollars_a_euro: None, asks: Asks
) -> None:
    found = {each["name"]: each for each in asks("Lamp", "60", how="savings").answer["considerations"]}
    assert found["how"]["figures"] == {"state": "savings", "savings": "500.00", "after": "440.00"}


def test_what_has_no_rate_is_named_and_makes_it_less_sure(
    ana: User, lived: MoneyAccount, abroad: MoneyAccount, asks: Asks, speaks: Speaks
) -> None:
    sure = asks("Pixel", "60").confidence
    dollar_goal(ana)
    create_money_account(owner=ana, currency="ISK", name="Reykjavik", opening_balance=Decimal(90000))
    found = asks("Pixel", "60")
    lacks = found.answer["lacks"]
    assert {"savings_rate", "goals_rate", "balances_rate"} <= set(lacks)
    assert found.answer["unrated"] == {"balances": ["ISK"], "savings": ["USD"], "goals": ["USD"]}
    assert (sure, found.confidence) == ("medium", "medium")
    assert speaks(ana).get(f"/api/v1/advice/{found.pk}/").json()["lacks"] == lacks
    with translation.override("en"):
        assert "Savings in USD are not counted: no rate is known." in lacks_of(found)


def test_too_little_that_lies_ready_is_not_said_of_what_is_not_known(
    ana: User, lived: MoneyAccount, abroad: MoneyAccount, asks: Asks
) -> None:
    cost = str(lived.balance - 100)
    verdicts = {each["name"]: each["verdict"] for each in asks("Boat", cost).answer["considerations"]}
    assert verdicts["emergency"] == "neutral"


def test_a_usual_month_is_that_of_all_currencies(
    ana: User, lived: MoneyAccount, pays: Any, two_dollars_a_euro: None
) -> None:
    before = facts_of(ana).month
    dollars = create_money_account(owner=ana, currency="USD", name="Card", opening_balance=Decimal(5000))
    for month in range(5, 11):
        pays("-200", date(2026, month, 8), account=dollars)
    assert (before, facts_of(ana).month) == (Decimal(1500), Decimal(1600))


@pytest.mark.parametrize("subtype", ["loan", "property"])
def test_what_is_owed_or_built_pays_for_nothing(ana: User, subtype: str, asks: Asks) -> None:
    """Nor where there is nothing else: then there is no account to look ahead from."""
    worth = Decimal(-180000 if subtype == "loan" else 300000)
    create_money_account(owner=ana, currency="EUR", name="House", subtype=subtype, opening_balance=worth)
    found = asks("Lamp", "60")
    assert found.answer["lacks"][0] == "accounts"
    assert (found.answer["course"], found.answer["balance"]) == ([], "0")


def test_a_loan_beside_an_account_changes_no_word(ana: User, lived: MoneyAccount, asks: Asks, speaks: Speaks) -> None:
    sent = {"item_description": "Lamp", "amount": "60"}
    before = speaks(ana).post("/api/v1/advice/purchase/", sent, format="json").json()
    create_money_account(owner=ana, currency="EUR", name="Loan", subtype="loan", opening_balance=Decimal(-180000))
    after = speaks(ana).post("/api/v1/advice/purchase/", sent, format="json").json()
    assert (after["considerations"], after["decision"]) == (before["considerations"], "buy")


def test_savings_alone_are_counted_once(
    ana: User, everyday: MoneyAccount, savings: MoneyAccount, pays: Any, asks: Asks
) -> None:
    close_money_account(account=everyday, on=date(2026, 11, 1))
    for month in range(5, 11):
        pays("500", date(2026, month, 2), account=savings)
        pays("-100", date(2026, month, 8), account=savings)
    facts = facts_of(ana)
    assert (facts.balance, facts.savings, facts.ready) == (Decimal(2400),) * 3


def test_the_page_asks_in_another_currency_and_keeps_it(
    ana: User, lived: MoneyAccount, two_dollars_a_euro: None, signed_in: Any
) -> None:
    client: Client = signed_in(ana)
    page = client.post("/advice/", {"item_description": "Lamp", "amount": "60", "currency": "usd"}, follow=True)
    assert (page.context["found"].currency, page.context["found"].answer["worth"]) == ("USD", "30.00")
    assert 'value="USD"' in page.content.decode()
    refused = client.post("/advice/", {"item_description": "Lamp", "amount": "60", "currency": "QQQ"})
    assert (refused.status_code, 'value="QQQ"' in refused.content.decode()) == (422, True)


def test_what_takes_all_there_is_is_not_spoken_for(ana: User, everyday: MoneyAccount, asks: Asks) -> None:
    all_of_it = {each["name"]: each for each in asks("Lamp", "2000").answer["considerations"]}["balance"]
    assert (all_of_it["verdict"], all_of_it["figures"]["state"]) == ("against", "nothing_left")
    within = asks("Lamp", "1000")
    said = [each.text for each in told_of(within.answer) if each.name == "balance"]
    assert not any("9 of 10" in each for each in said)


def test_instalments_are_held_against_a_year_of_them_and_the_rest_is_named(
    ana: User, everyday: MoneyAccount, asks: Asks
) -> None:
    found = asks("Bike", "12000", how="instalments", instalments=60)
    assert "horizon" in found.answer["lacks"]
    assert found.decision == "dont_buy"
