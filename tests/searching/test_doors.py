"""The doors: API, page and palette; what is no search is refused or answered, and never breaks."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from accounts.models import User
from config.kernel.search.indexing import index_due
from tests.searching.conftest import Household

API, PAGE, PALETTE = "/api/v1/search/", "/search/", "/search/palette/"
HOSTILE = [
    "%", "_", "%%%%", "\\", "'", '"', '" OR NEAR(', "search_text:star", "a* AND b", "star -zurich", "^star", "(", "{a}",
    "NOT", "*", "--", "; DROP TABLE kernel_searchentry", "<script>alert(1)</script>", "\u202e", "🙂", "ß" * 100,
    "a b c d e f g h i j k l m n", "   ", "\ufdfa" * 100, "\U000e0001", "İ", "%s %d %(x)s", "{0}",
]  # fmt: skip


@pytest.fixture
def api(ana: User) -> APIClient:
    client = APIClient()
    client.force_authenticate(ana)
    return client


def test_an_answer(household: Household, api: APIClient) -> None:
    index_due()
    found = api.get(API, {"q": "starbucks"}).json()
    assert found["count"] == 1
    hit = found["results"][0]
    assert hit.pop("url") == f"/transactions/{hit.pop('id')}/"
    assert hit == {
        "kind": "transaction",
        "title": "Starbucks Zürich",
        "snippet": "Haushaltskonto",
        "at": "2026-03-14",
        "amount": "-12.50",
        "currency": "EUR",
        "count": 1,
    }


def test_kinds_and_how_many(household: Household, api: APIClient) -> None:
    asked: dict[str, Any] = {"q": "ma", "kind": "transaction,money_account", "limit": 1}
    found = api.get(API, asked).json()
    assert (len(found["results"]), found["count"] > 1) == (1, True)
    assert {each["kind"] for each in api.get(API, {**asked, "limit": 60}).json()["results"]} == {"transaction"}


@pytest.mark.parametrize(
    ("asked", "attr", "code"),
    [
        ({}, "q", "required"),
        ({"q": ""}, "q", "required"),
        ({"q": "x" * 101}, "q", "invalid"),
        ({"q": "x" * 10_000}, "q", "invalid"),
        ({"q": "a\x00b"}, "q", "invalid"),
        ({"q": "a", "kind": "secrets"}, "kind", "invalid"),
        ({"q": "a", "kind": "page"}, "kind", "invalid"),
        ({"q": "a", "limit": 0}, "limit", "invalid"),
        ({"q": "a", "query": "b"}, "query", "unknown_parameter"),
    ],
)
def test_what_is_no_search_is_refused(asked: dict[str, Any], attr: str, code: str, api: APIClient) -> None:
    answer = api.get(API, asked)
    assert answer.status_code == 400
    assert [(each["attr"], each["code"]) for each in answer.json()["errors"]] == [(attr, code)]


@pytest.mark.parametrize("query", HOSTILE)
def test_whatever_is_typed_is_looked_for_as_it_is(
    query: str, household: Household, api: APIClient, ana: User, signed_in: Callable[[User], Client]
) -> None:
    index_due()
    browser = signed_in(ana)
    assert api.get(API, {"q": query}).status_code == 200
    assert browser.get(PALETTE, {"q": query}).status_code == 200
    page = browser.get(PAGE, {"q": query})
    assert page.status_code == 200
    assert "<script>alert" not in page.content.decode()


@pytest.mark.parametrize("query", ["a\x00b", "x" * 10_000])
def test_pages_make_do_with_what_is_too_much(query: str, ana: User, signed_in: Callable[[User], Client]) -> None:
    browser = signed_in(ana)
    assert browser.get(PAGE, {"q": query}).status_code == 200
    assert browser.get(PALETTE, {"q": query}).json() == []


def test_the_page_groups_what_it_finds(household: Household, ana: User, signed_in: Callable[[User], Client]) -> None:
    index_due()
    page = signed_in(ana).get(PAGE, {"q": "markt"}).content.decode()
    assert "Apotheke am Markt" in page
    assert page.count("<section") == 1
    empty = signed_in(ana).get(PAGE, {"q": "xylophonist"}).content.decode()
    assert "Nothing found" in empty


def test_the_palette_offers_actions_and_records(
    household: Household, ana: User, signed_in: Callable[[User], Client]
) -> None:
    browser = signed_in(ana)
    assert browser.get(PALETTE, {"q": "starbucks"}).json()[0]["label"] == "Starbucks Zürich"
    upload = browser.get(PALETTE, {"q": "upload"}).json()[0]
    assert (upload["label"], upload["url"]) == ("Import a bank file", "/transactions/import/")
    # What stands in the palette by itself does not stand there twice.
    assert "Add a transaction" not in [each["label"] for each in browser.get(PALETTE, {"q": "add a tr"}).json()]


def test_an_api_key_finds_what_its_scopes_may_read(household: Household, ana: User) -> None:
    def key_of(scope: str) -> Any:
        return SimpleNamespace(scopes=frozenset({scope}))

    client = APIClient()
    client.force_authenticate(ana, token=key_of("ledger:read"))
    assert client.get(API, {"q": "starbucks"}).json()["count"] == 1
    assert client.get(API, {"q": "kreta"}).json()["count"] == 0
    client.force_authenticate(ana, token=key_of("partnerships:read"))
    assert client.get(API, {"q": "starbucks"}).status_code == 403
