"""Whatever is sent in any field or parameter, the answer is an answer or a refusal, never an error of ours."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from ledger.core.api import bodies
from ledger.core.api.filters import FILTERS
from ledger.core.checking import check_account
from ledger.core.models import Category, MoneyAccount, Transaction

NASTY: tuple[Any, ...] = (
    None, True, 0, -1, 5, 2**31, 2**63, 10**40, 1.5, -0.0, "", " ", "\x00", "x" * 5_000, "1e999", "-", "NaN", "٣",
    "' OR 1=1 --", '"', "%_\\", "🦄" * 300, "\u202e", "2026-13-45", "0001-01-01", "9999-12-31T23:59:59+14:00",
    [], [[]], [None], ["a"] * 600, {}, {"a": {"b": []}},
)  # fmt: skip
SEARCHES = (
    '"',
    "*",
    "AND",
    "NEAR(",
    "a OR b",
    "'",
    "(",
    "col:x",
    "-x",
    "%",
    "_",
    "\\",
    "ß",
    "🦄",
    "x" * 200,
    "a b c d e f",
)


@pytest.fixture
def calls(everyday: MoneyAccount, lunch: Transaction, groceries: Category) -> list[Any]:
    """Method, URL, what it reads, and a body it takes."""
    spend = {"money_account": str(everyday.pk), "kind": "expense", "amount": "1.00"}
    return [
        ("post", reverse("api_transactions"), bodies.TransactionBody, spend),
        ("patch", reverse("api_transaction", args=[lunch.pk]), bodies.TransactionBody, {}),
        ("post", reverse("api_bulk"), bodies.BulkBody, {"ids": [str(lunch.pk)]}),
        ("post", reverse("api_transfers"), bodies.TransferBody, {"from_account": str(everyday.pk), "amount": "1"}),
        ("post", reverse("api_money_accounts"), bodies.MoneyAccountBody, {"name": "New"}),
        ("patch", reverse("api_money_account", args=[everyday.pk]), bodies.MoneyAccountBody, {}),
        ("post", reverse("api_categories"), bodies.CategoryBody, {"name": "New"}),
        ("put", reverse("api_category_override", args=[groceries.pk]), bodies.OverrideBody, {}),
    ]


def test_no_value_of_a_body_breaks_it(ana_api: APIClient, everyday: MoneyAccount, calls: list[Any]) -> None:
    ana_api.raise_request_exception = False
    for method, url, body, base in calls:
        for name in body().fields:
            for value in NASTY:
                response = getattr(ana_api, method)(url, {**base, name: value})
                assert response.status_code < 500, (method, url, name, value)
    assert not check_account(everyday)


def test_no_value_of_a_parameter_breaks_it(ana_api: APIClient, lunch: Transaction) -> None:
    ana_api.raise_request_exception = False
    urls = {
        reverse("api_transactions"): FILTERS,
        reverse("api_analytics"): ("booked_on_after", "booked_on_before", "money_account", "by", "convert_to"),
        reverse("api_balance"): ("convert_to",),
        reverse("api_rates"): ("base", "currency", "on_after", "on_before", "own", "limit", "skip"),
        reverse("api_money_accounts"): ("type", "closed", "limit", "skip"),
        reverse("api_categories"): ("kind", "parent", "own", "limit", "skip"),
    }
    for url, names in urls.items():
        for name in names:
            for value in NASTY:
                response = ana_api.get(url, {name: str(value)})
                assert response.status_code in {200, 400}, (url, name, value)
    for words in SEARCHES:
        assert ana_api.get(reverse("api_transactions"), {"search": words}).status_code == 200, words


def test_what_is_no_route_or_no_method_is_refused_in_the_same_shape(ana_api: APIClient) -> None:
    unknown = ana_api.get("/api/v1/no-such-thing/")
    assert (unknown.status_code, unknown.json()["errors"][0]["code"]) == (404, "not_found")
    wrong = ana_api.delete(reverse("api_transactions"))
    assert (wrong.status_code, wrong.json()["errors"][0]["code"]) == (405, "method_not_allowed")


@pytest.mark.parametrize(("part", "missing"), [({"amount": "1.00"}, "category"), ({"category": None}, "amount")])
def test_part_of_a_split_is_sent_whole_in_a_patch_too(
    ana_api: APIClient, lunch: Transaction, part: dict[str, Any], missing: str
) -> None:
    answer = ana_api.patch(reverse("api_transaction", args=[lunch.pk]), {"lines": [part]}, format="json")
    assert answer.status_code == 400, answer.content
    assert {(each["code"], each["attr"]) for each in answer.json()["errors"]} == {("required", f"lines.0.{missing}")}


@pytest.mark.parametrize("flag", [0, 1, "true", "yes"])
def test_flag_is_true_or_false(ana_api: APIClient, groceries: Category, flag: Any) -> None:
    answer = ana_api.put(reverse("api_category_override", args=[groceries.pk]), {"is_hidden": flag}, format="json")
    assert answer.status_code == 400, answer.content
    assert answer.json()["errors"][0]["attr"] == "is_hidden"
