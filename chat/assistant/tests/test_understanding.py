"""What questions are read as, without a model: times, prices, accounts and what goes on from before."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils import translation

from accounts.models import User
from chat.assistant.local.asked import Asked, Reader
from chat.assistant.local.understanding import understand
from chat.assistant.tools.arguments import Unanswerable
from ledger.core.category_tree import category_tree

pytestmark = pytest.mark.django_db
TIMES = (
    ("What did I spend between 1 and 15 October?", "2026-10-01/2026-10-15"),
    ("What did I spend between the 1st and the 15th of October?", "2026-10-01/2026-10-15"),
    ("What did I spend from 3 to 9 November?", "2026-11-03/2026-11-09"),
    ("What did I spend from March to May?", "2026-03-01/2026-05-31"),
    ("What did I spend from December to February?", "2025-12-01/2026-02-28"),
    ("What did I spend between 2026-09-28 and 2026-10-03?", "2026-09-28/2026-10-03"),
    ("What did I spend from 2023 to 2024?", "2023-01-01/2024-12-31"),
    ("What did I spend since September?", "2026-09-01/2026-11-20"),
    ("What did I spend since 28 November?", "2025-11-28/2026-11-20"),
    ("What did I spend in September and October?", "2026-09-01/2026-10-31"),
    ("What did I spend in 1900?", "1900"),
    ("What did I spend last quarter?", "last_quarter"),
    ("Wie viel habe ich seit September ausgegeben?", "2026-09-01/2026-11-20"),
    ("Was habe ich zwischen dem 1. und 15. Oktober ausgegeben?", "2026-10-01/2026-10-15"),
    ("Was habe ich vom 3. bis 9. November ausgegeben?", "2026-11-03/2026-11-09"),
    ("Was habe ich vom 1.10.2026 bis 5.10.2026 ausgegeben?", "2026-10-01/2026-10-05"),
    ("Combien ai-je dépensé depuis septembre ?", "2026-09-01/2026-11-20"),
    ("Combien ai-je dépensé entre le 1er et le 15 octobre ?", "2026-10-01/2026-10-15"),
    ("Combien ai-je dépensé ces 30 derniers jours ?", "last_30_days"),
)
READ: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("should I buy a sofa for 50000 yen", "check_purchase", {"amount": "50000", "currency": "JPY", "item": "sofa"}),
    ("should I buy a bike in 3 weeks", "check_purchase", {"item": "bike"}),
    ("Can we afford a 3 week holiday for 900?", "check_purchase", {"amount": "900.00", "item": "holiday"}),
    ("Soll ich ein Fahrrad in 3 Wochen kaufen?", "check_purchase", {"item": "Fahrrad"}),
    ("What was my biggest category last month?", "spending", {"period": "last_month"}),
    ("Was war meine größte Kategorie dieses Jahr?", "spending", {"period": "this_year"}),
    ("Quelle est ma plus grosse catégorie ce mois-ci ?", "spending", {"period": "this_month"}),
    ("balance of joint checking", "balance", {"kind": "checking", "account": "checking joint"}),
    ("Wie viel ist auf dem Gemeinschaftskonto?", "balance", {"kind": "joint", "account": "Gemeinschaftskonto"}),
    ("What is the balance of Holiday pot?", "balance", {"account": "Holiday pot"}),
    ("What warranties expire soon?", "warranties", {}),
    ("Welche Garantien laufen bald ab?", "warranties", {}),
    ("Quelles garanties expirent bientôt ?", "warranties", {}),
    ("Which warranties run out this year?", "warranties", {"days": 42}),
    ("set budget to 400 next month", "set_budget", {"amount": "400.00", "month": "2026-12"}),
    ("Set the groceries budget to 400", "set_budget", {"amount": "400.00", "category": "Groceries"}),
    ("Setze das Budget für Restaurants auf 400 nächsten Monat", "set_budget", {"amount": "400.00", "month": "2026-12"}),
    ("Add 100 to goal Lisbon", "contribute_goal", {"amount": "100.00", "name": "Lisbon"}),
    ("Zahle 100 auf das Ziel Lissabon ein", "contribute_goal", {"amount": "100.00", "name": "Lissabon"}),
    ("Ajoute 100 à l'objectif Lisbonne", "contribute_goal", {"amount": "100.00", "name": "Lisbonne"}),
    (
        "Create a goal Lisbon of 900 in 2 years",
        "create_goal",
        {"target": "900.00", "name": "Lisbon", "by": "2028-11-20"},
    ),
    ("Remind me to buy a bike for 300 in 5 years", "remind_purchase", {"on": "2031-11-20", "item": "bike"}),
    ("Remind me to buy a bike for 300 yesterday", "remind_purchase", {"on": "2026-11-19", "item": "bike"}),
    ("Remind me in 2 weeks to buy a bike for 300", "remind_purchase", {"on": "2026-12-04", "item": "bike"}),
    ("What is my rent?", "spending", {"category": "Rent"}),
    ("What is due next week?", "upcoming", {"days": 10}),
    ("What will my balance be at the end of the year?", "forecast", {"days": 42}),
    ("Wie viel haben wir am Monatsende?", "forecast", {"days": 11}),
    ("Can I spend 200 on shoes?", "check_purchase", {"amount": "200.00", "item": "shoes"}),
    ("Which subscriptions do I have?", "subscriptions", {}),
    ("Combien y a-t-il sur le compte épargne ?", "balance", {"kind": "savings", "account": "compte épargne"}),
    ("Who paid more this month?", "who_owes_whom", {}),
    ("What did Ben and I spend on food?", "spending", {"scope": "together", "category": "Food & Dining"}),
)
REFUSED = (
    "What did I spend in yen?",
    "What did I spend last 0 days?",
    "What did I spend before October?",
    "Set the groceries budget to 400 dollars",
    "coffee 12.505",
    "5 coffee in 2050",
)
FOLLOWED = (
    ("spending", {"period": "last_month"}, "And the month before?", {"period": "2026-09"}),
    ("spending", {"period": "2026-09", "category": "Groceries"}, "and the month before that?", {"period": "2026-08"}),
    ("spending", {"period": "2026-01"}, "Und im Monat davor?", {"period": "2025-12"}),
    ("spending", {"period": "2026-08"}, "Et le mois d'avant ?", {"period": "2026-07"}),
    ("income", {"period": "2026-08"}, "and the year before?", {"period": "2025-08"}),
    ("spending", {"period": "2025"}, "And before that?", {"period": "2024"}),
    ("spending", {"period": "last_month"}, "and in 2025?", {"period": "2025"}),
    ("spending", {"category": "Groceries"}, "und 2025?", {"period": "2025"}),
    ("budget", {"category": "Groceries"}, "And last month?", {"period": "last_month"}),
)


SUGGESTED = {
    "Am I spending more than last year?": "trend",
    "And last month?": "spending",
    "And the month before?": "spending",
    "And this year?": "spending",
    "How are my goals doing?": "goals",
    "How much do I save a month?": "savings",
    "How much is left to spend?": "budget",
    "How much of the budget is left there?": "budget",
    "Is anything unusual?": "anomalies",
    "What did I spend in all?": "spending",
    "What did I spend most on?": "spending",
    "What did I spend on electronics this year?": "spending",
    "What did I spend this month?": "spending",
    "What did we spend last month?": "spending",
    "What did we two spend this month?": "spending",
    "What do my subscriptions come to?": "subscriptions",
    "What is due for both this month?": "shared_dues",
    "What is due in the next 30 days?": "upcoming",
    "What is my net worth?": "balance",
    "What was my largest payment this month?": "largest_payments",
    "What were the largest payments?": "largest_payments",
    "What were the largest?": "largest_payments",
    "What will be there in 30 days?": "forecast",
    "Who owes whom?": "who_owes_whom",
}


@pytest.fixture
def reader(ana: User) -> Reader:
    return Reader(date(2026, 11, 20), "EUR", "en-GB", "Ben", category_tree(ana))


def test_times_are_read_as_they_are_said(reader: Reader) -> None:
    found = {text: understand(text, reader) for text, _period in TIMES}
    assert {text: each and dict(each.arguments) for text, each in found.items()} == {
        text: {"period": period} for text, period in TIMES
    }


@pytest.mark.parametrize(("text", "tool", "given"), READ)
def test_what_is_said_is_asked_and_nothing_else(reader: Reader, text: str, tool: str, given: dict[str, Any]) -> None:
    found = understand(text, reader)
    assert found is not None
    unsaid = {"category"} - set(given)
    told = {key: value for key, value in found.arguments.items() if key not in unsaid}
    amount = {} if "amount" in given or tool != "remind_purchase" else {"amount": "300.00"}
    assert (found.tool, told) == (tool, {**given, **amount})


def test_the_largest_category_is_one_of_all(reader: Reader) -> None:
    found = understand("Which category was the largest?", reader)
    assert found is not None
    assert (found.tool, found.arguments) == ("spending", {})


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_not_understood_is_said_and_not_left_out(reader: Reader, text: str) -> None:
    with pytest.raises(Unanswerable):
        understand(text, reader)


@pytest.mark.parametrize(("tool", "before", "text", "new"), FOLLOWED)
def test_a_time_that_follows_is_counted_from_the_one_before(
    reader: Reader, tool: str, before: dict[str, str], text: str, new: dict[str, str]
) -> None:
    found = understand(text, reader, Asked(tool, before))
    assert found is not None
    assert found.arguments == {**before, **new}


def test_a_balance_is_of_no_earlier_time(reader: Reader) -> None:
    assert understand("and in 2025?", reader, Asked("balance", {})) is None


@pytest.mark.parametrize("locale", ["en-GB", "de-DE", "fr-FR"])
def test_what_is_suggested_is_understood_in_every_language(ana: User, locale: str) -> None:
    with translation.override(locale.lower()):
        reader = Reader(date(2026, 11, 20), "EUR", locale, "Ben", category_tree(ana))
        before = Asked("spending", {"period": "2026-10"})
        asked = {text: understand(translation.gettext(text), reader, before) for text in SUGGESTED}
    assert {text: found and found.tool for text, found in asked.items()} == SUGGESTED
    assert [text for text, found in asked.items() if found and set(found.arguments) & {"payee", "account"}] == []


@pytest.mark.parametrize(
    ("text", "tool"),
    [("What were the largest?", "largest_payments"), ("How much of the budget is left there?", "budget")],
)
def test_what_is_asked_of_there_is_of_what_was_asked_before(reader: Reader, text: str, tool: str) -> None:
    before = {"category": "Groceries"}
    assert understand(text, reader, Asked("spending", before)) == Asked(tool, before)
