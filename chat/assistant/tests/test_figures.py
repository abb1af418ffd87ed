"""Figures that several people, accounts or currencies make: whose part it is, and one sum as the API has it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from rest_framework.test import APIClient

from accounts.models import User
from chat.assistant.tests.api_figures import get
from chat.assistant.tests.conftest import TODAY, Home
from chat.assistant.tests.test_questions import ask
from chat.assistant.tools.outcomes import money
from ledger.core import services
from ledger.core.models import Category, MoneyAccount
from ledger.core.services.rates import enter_rate

Speaks = Callable[[User], APIClient]
OCTOBER = {"booked_on_after": "2026-10-01", "booked_on_before": "2026-10-31"}


def pay(account: MoneyAccount, person: User, amount: str, payee: str, slug: str, on: date = TODAY) -> None:
    services.record_transaction(
        account=account,
        recorded_by=person,
        amount=Decimal(amount),
        booked_on=on,
        payee=payee,
        category=Category.objects.get(slug=slug),
    )


def test_the_partners_payees_count_the_partners_part(home: Home, speaks: Speaks) -> None:
    pay(home.bens, home.ben, "-84.30", "Market", "groceries")
    client = speaks(home.ana)
    days = {"booked_on_after": TODAY.isoformat(), "booked_on_before": TODAY.isoformat()}
    found = get(client, "transactions/analytics/", scope="partner", **days)["currencies"][0]
    part = money(Decimal(found["spent"]), "EUR")
    assert part == "€84.30"
    assert ask(client, "What did Ben spend at Market today?")["content"].startswith(part)
    assert part in ask(client, "What was the largest payment of Ben today?")["content"]


def test_a_payee_of_the_joint_account_counts_each_ones_own_part(home: Home, speaks: Speaks) -> None:
    joint = services.create_money_account(owner=home.ana, currency="EUR", name="Joint", opening_balance=Decimal(500))
    services.add_co_owner(account=joint, person=home.ben, added_by=home.ana)
    pay(joint, home.ana, "-40", "Cinema", "games")
    for person in (home.ana, home.ben):
        days = {"booked_on_after": TODAY.isoformat(), "booked_on_before": TODAY.isoformat(), "money_account": joint.pk}
        spent = get(speaks(person), "transactions/analytics/", **days)["currencies"][0]["spent"]
        told = ask(speaks(person), "What did I spend at Cinema today?")["content"]
        assert told.startswith(money(Decimal(spent), "EUR")), person


def test_a_month_of_several_currencies_is_one_figure_and_the_apis(home: Home, speaks: Speaks) -> None:
    dollars = services.create_money_account(owner=home.ana, currency="USD", name="Trip", opening_balance=Decimal(500))
    pay(dollars, home.ana, "-73.10", "Diner", "dining", date(2026, 10, 20))
    enter_rate(person=home.ana, base="USD", currency="EUR", rate=Decimal("0.92"), on=date(2026, 10, 30))
    client = speaks(home.ana)
    found = get(client, "transactions/analytics/", convert_to="EUR", by="top", **OCTOBER)["converted"]
    spent = money(Decimal(found["spent"]), "EUR")
    for question in (
        "What did I spend in October?",
        "How much did I earn in October?",
        "Compare October with September",
    ):
        answer = ask(client, question)
        assert spent in answer["content"], question
    first = ask(client, "What did I spend in October?")
    assert "US$73.10 of it is converted" in first["content"]
    assert sum(Decimal(row[1]["amount"]) for row in first["data"][0]["rows"]) == Decimal(found["spent"])
    dining = ask(client, "What did I spend on dining in October?")
    drawn = dict(zip(dining["data"][0]["labels"], dining["data"][0]["values"], strict=True))
    assert money(Decimal(drawn["Oct"]), "EUR") in dining["content"]


def test_what_has_no_rate_is_told_apart(home: Home, speaks: Speaks) -> None:
    yen = services.create_money_account(owner=home.ana, currency="JPY", name="Trip", opening_balance=Decimal(50000))
    pay(yen, home.ana, "-3000", "Ramen", "dining", date(2026, 10, 20))
    client = speaks(home.ana)
    spent = get(client, "transactions/analytics/", **OCTOBER)["currencies"]
    own = next(Decimal(each["spent"]) for each in spent if each["currency"] == "EUR")
    told = ask(client, "What did I spend in October?")["content"]
    assert money(own, "EUR") in told
    assert told.endswith("¥3,000.")


def test_a_price_in_another_currency_is_weighed_as_what_it_is(home: Home, speaks: Speaks) -> None:
    client = speaks(home.ana)
    assert "no rate from JPY" in ask(client, "Should I buy a bicycle for 50000 yen?")["content"]
    enter_rate(person=home.ana, base="JPY", currency="EUR", rate=Decimal("0.006"), on=TODAY)
    assert "¥50,000 is €300.00 today" in ask(client, "Should I buy a bicycle for 50000 yen?")["content"]
    assert "what it costs" in ask(client, "Should I buy a bicycle in 3 weeks?")["content"]


def test_an_account_that_is_named_is_told_and_nothing_else(home: Home, speaks: Speaks) -> None:
    client = speaks(home.ana)
    services.create_money_account(
        owner=home.ana, currency="EUR", name="Main", subtype="card", opening_balance=Decimal("-80.10")
    )
    told = ask(client, "What is the balance of Holiday pot?")["content"]
    assert told == "€640.50 is in Holiday pot."
    assert ask(client, "balance of the credit card")["content"] == "−€80.10 is in Main."
    missing = ask(client, "balance of Bermuda trust")
    assert missing["content"].startswith("You see no account “Bermuda trust”.")


def test_what_nobody_was_ever_paid_for_is_no_payee(home: Home, speaks: Speaks) -> None:
    client = speaks(home.ana)
    assert ask(client, "What did I spend on unicorns?")["content"] == "I know no category and no payee “unicorns”."
    assert "Nothing was paid to “Rewe”" in ask(client, "What did I spend at Rewe in 2019?")["content"]


def test_a_question_that_was_not_understood_is_no_end_of_a_conversation(home: Home, speaks: Speaks) -> None:
    client = speaks(home.ana)
    first = ask(client, "How much did I spend on groceries last month?")
    ask(client, "What is the weather like?", conversation=first["conversation"])
    then = ask(client, "And the month before?", conversation=first["conversation"])
    assert then["content"].startswith("Groceries came to €0.00 in September.")


def test_who_has_no_partner_hears_of_none(carla: User, speaks: Speaks) -> None:
    account = services.create_money_account(owner=carla, currency="EUR", name="Everyday", opening_balance=Decimal(90))
    pay(account, carla, "-12", "Rewe", "groceries")
    client = speaks(carla)
    questions = (
        "What did we spend this month?", "What did I earn this month?", "What is the weather like?", "Who owes whom?",
        "What did my partner spend?", "What is our net worth?", "What were our largest payments?",
    )  # fmt: skip
    for question in questions:
        answer = ask(client, question)
        said = " ".join([answer["content"], *answer["suggestions"]]).lower()
        assert not any(word in said.split() for word in ("we", "two", "partner", "both", "whom?")), (question, said)
    assert ask(client, "What did we spend this month?")["content"].startswith("You spent €12.00")
