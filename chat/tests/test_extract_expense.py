"""`chat/extract-expense/`: read, refused by field, and under the person's own category; nothing is kept."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from accounts.models import User
from ledger.categorising.ruling import create_rule
from ledger.core import services
from ledger.core.models import Category, Transaction

pytestmark = pytest.mark.django_db
URL = "/api/v1/chat/extract-expense/"
SAID = {
    "text": "Coffee at Starbucks 4.75",
    "reference_date": "2026-11-20",
    "default_currency": "USD",
    "locale": "en-US",
}


@pytest.fixture
def api(ana: User) -> APIClient:
    client = APIClient()
    client.force_authenticate(ana)
    return client


def ask(api: APIClient, **body: Any) -> Any:
    return api.post(URL, body, format="json")


def test_a_sentence_becomes_an_entrys_fields_and_nothing_is_saved(api: APIClient) -> None:
    answer = ask(api, **SAID)
    assert answer.status_code == 200
    read = answer.json()
    assert [read[name] for name in ("amount", "currency", "date", "payee", "kind")] == [
        "4.75",
        "USD",
        "2026-11-20",
        "Starbucks",
        "expense",
    ]
    assert read["category"]["slug"] == "coffee"
    assert 0 < read["confidence"] <= read["confidences"]["amount"] <= 1
    assert Transaction.objects.count() == 0


def test_what_is_left_out_is_the_persons_own(api: APIClient, ana: User) -> None:
    ana.currency, ana.locale = "CHF", "de-CH"
    ana.save()
    read = ask(api, text="gestern Migros 20").json()
    assert (read["currency"], read["date"]) == ("CHF", (ana.today - timedelta(days=1)).isoformat())


def test_what_a_split_and_a_transfer_say_comes_along(api: APIClient) -> None:
    read = ask(api, text="dinner with Sam $46, split it", locale="en-US").json()
    assert read["split"] == {"ways": 2, "my_share": "23.00", "others_share": "23.00"}
    assert (read["with_whom"], read["payee"]) == (["Sam"], None)
    moved = ask(api, text="moved $500 from checking to savings").json()
    assert (moved["kind"], moved["from_account"], moved["to_account"]) == ("transfer", "checking", "savings")


def test_a_rule_and_a_choice_come_before_everybodys_knowledge(api: APIClient, ana: User) -> None:
    own = Category.objects.create(name="Little treats", kind="expense", owner=ana)
    create_rule(person=ana, payee="starbucks", category=own)
    read = ask(api, **SAID).json()
    assert (read["category"]["id"], read["category_source"]) == (str(own.pk), "rule")


def test_what_was_chosen_before_is_chosen_again(api: APIClient, ana: User) -> None:
    account = services.create_money_account(owner=ana, name="Everyday", currency="USD")
    books = Category.objects.get(slug="books-press")
    for day in (1, 2, 3):
        services.record_transaction(
            account=account,
            recorded_by=ana,
            amount=Decimal("-4.75"),
            booked_on=date(2026, 11, day),
            payee="Starbucks",
            category=books,
        )
    read = ask(api, **SAID).json()
    assert (read["category"]["slug"], read["category_source"]) == ("books-press", "learned")


def test_another_persons_category_is_not_told(api: APIClient, ben: User) -> None:
    theirs = Category.objects.create(name="Coffee of Ben", kind="expense", owner=ben)
    create_rule(person=ben, payee="starbucks", category=theirs)
    assert ask(api, **SAID).json()["category"]["slug"] == "coffee"


@pytest.mark.parametrize(
    ("body", "attr", "code"),
    [
        ({}, "text", "required"),
        ({"text": "  "}, "text", "blank"),
        ({"text": 12}, "text", "invalid"),
        ({"text": "x" * 501}, "text", "max_length"),
        ({"text": "x", "default_currency": "XXX"}, "default_currency", "unknown_currency"),
        ({"text": "x", "reference_date": "2026-02-30"}, "reference_date", "invalid"),
        ({"text": "x", "reference_date": "0001-01-01"}, "reference_date", "out_of_range"),
        ({"text": "x", "locale": "klingon"}, "locale", "unknown_locale"),
        ({"text": "x", "amount": "5"}, "amount", "unknown_field"),
    ],
)
def test_a_senseless_body_names_its_field(api: APIClient, body: dict[str, Any], attr: str, code: str) -> None:
    answer = ask(api, **body)
    assert answer.status_code == 400
    assert [(each["attr"], each["code"]) for each in answer.json()["errors"]] == [(attr, code)]


@pytest.mark.parametrize("locale", ["de", "en_GB", "zh-Hans-CN", None])
def test_languages_with_and_without_a_region(api: APIClient, locale: str | None) -> None:
    assert ask(api, text="5 €", locale=locale).json()["amount"] == "5.00"


def test_the_queries_do_not_grow(api: APIClient) -> None:
    with CaptureQueriesContext(connection) as asked:
        ask(api, **SAID)
    assert len(asked) == 4
