"""`/api/v1/transactions/`: what one person's program can do, and nobody else's."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.models import User
from ledger.core import services
from ledger.core.checking import check_account
from ledger.core.models import Category, MoneyAccount, MoneyAccountAccess, Transaction

LIST = "/api/v1/transactions/"


def one(entry: Transaction) -> str:
    return reverse("api_transaction", args=[entry.pk])


def sent(account: MoneyAccount, **changes: Any) -> dict[str, Any]:
    return {
        "money_account": str(account.pk),
        "kind": "expense",
        "amount": "24.90",
        "booked_on": "2026-03-14",
        "payee": "Corner Market",
        **changes,
    }


def refusals(response: Any, status: int = 400) -> list[tuple[str, str | None]]:
    assert response.status_code == status, response.content
    assert response.json()["type"] in {"validation_error", "client_error"}
    return [(each["code"], each["attr"]) for each in response.json()["errors"]]


def test_a_recorded_expense_is_answered_listed_and_in_the_balance(
    ana_api: APIClient, everyday: MoneyAccount, groceries: Category
) -> None:
    response = ana_api.post(LIST, sent(everyday, category=str(groceries.pk)))
    assert response.status_code == 201
    made = response.json()
    assert (made["amount"], made["direction"], made["currency"]) == ("24.90", "out", "EUR")
    assert (made["category"], made["category_source"]) == (str(groceries.pk), "person")
    assert response["ETag"] == '"1"'
    page = ana_api.get(LIST).json()
    assert (page["count"], page["count_exact"], page["next"]) == (1, True, None)
    assert page["results"] == [made] == [ana_api.get(f"{LIST}{made['id']}/").json()]
    [account] = ana_api.get(f"{LIST}balance/").json()["accounts"]
    assert account["balance"] == "975.10"
    assert not check_account(everyday)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"amount": 24.9}, ("float_not_exact", "amount")),
        ({"amount": "0"}, ("amount_not_positive", "amount")),
        ({"amount": "-1"}, ("amount_not_positive", "amount")),
        ({"amount": "1000000.01"}, ("amount_too_large", "amount")),
        ({"amount": "1.001"}, ("too_many_decimals", "amount")),
        ({"amount": "9" * 400}, ("invalid", "amount")),
        ({"amount": "1e3"}, ("invalid", "amount")),
        ({"amount": "NaN"}, ("invalid", "amount")),
        ({"amount": ["1"]}, ("invalid", "amount")),
        ({"amount": True}, ("invalid", "amount")),
        ({"amount": None}, ("null", "amount")),
        ({"currency": "USD"}, ("currency_mismatch", "currency")),
        ({"kind": "gift"}, ("invalid_choice", "kind")),
        ({"kind": ["expense"]}, ("invalid_choice", "kind")),
        ({"kind": "transfer"}, ("wrong_direction", "kind")),
        ({"booked_on": "2026-02-30"}, ("invalid", "booked_on")),
        ({"booked_on": "9999-12-31"}, ("out_of_range", "booked_on")),
        ({"occurred_at": "yesterday"}, ("invalid", "occurred_at")),
        ({"payee": "x" * 201}, ("max_length", "payee")),
        ({"payee": "a\x00b"}, ("null_characters_not_allowed", "payee")),
        ({"payee": 7}, ("invalid", "payee")),
        ({"notes": "x" * 501}, ("max_length", "notes")),
        ({"category": "no-id"}, ("invalid", "category")),
        ({"category": "01930000-0000-7000-8000-000000000001"}, ("does_not_exist", "category")),
        ({"money_account": "01930000-0000-7000-8000-000000000001"}, ("does_not_exist", "money_account")),
        ({"lines": "all"}, ("not_a_list", "lines")),
        ({"lines": [{"category": None, "amount": "-1"}]}, ("amount_not_positive", "lines.0.amount")),
        ({"lines": [{"category": None, "amount": "1"}]}, ("lines_do_not_add_up", "lines")),
        ({"user_id": "x"}, ("unknown_field", "user_id")),
    ],
)
def test_a_wrong_value_is_refused_by_name(
    ana_api: APIClient, everyday: MoneyAccount, changes: dict[str, Any], expected: tuple[str, str]
) -> None:
    assert refusals(ana_api.post(LIST, sent(everyday, **changes))) == [expected]
    assert not Transaction.objects.exists()


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"{", 400, "parse_error"),
        (b"", 400, "required"),
        (b"\xff\xfe", 400, "parse_error"),
        (b'{"amount": NaN}', 400, "parse_error"),
        (b'{"payee": "\\ud800"}', 400, "parse_error"),
        (b"[" * 100_000, 400, "parse_error"),
        (b"[]", 400, "invalid"),
        (b'"text"', 400, "invalid"),
        (b"null", 400, "null"),
    ],
)
def test_a_body_that_is_no_object_is_refused(ana_api: APIClient, body: bytes, status: int, code: str) -> None:
    response = ana_api.post(LIST, body, content_type="application/json")
    assert {each for each, _ in refusals(response, status)} == {code}


def test_a_payee_is_one_line_and_notes_are_many(ana_api: APIClient, everyday: MoneyAccount) -> None:
    made = ana_api.post(LIST, sent(everyday, payee="Corner\r\nMarket", notes="bread\nmilk"), format="json").json()
    assert (made["payee"], made["notes"]) == ("Corner Market", "bread\nmilk")


def test_a_body_of_another_type_is_415(ana_api: APIClient) -> None:
    response = ana_api.post(LIST, b"a=1", content_type="application/x-www-form-urlencoded")
    assert refusals(response, 415) == [("unsupported_media_type", None)]


def test_every_wrong_field_is_named_at_once(ana_api: APIClient) -> None:
    response = ana_api.post(LIST, {"amount": "x", "kind": "y"})
    assert set(refusals(response)) == {
        ("required", "money_account"), ("invalid", "amount"), ("invalid_choice", "kind"),
    }  # fmt: skip


def test_a_stranger_finds_nothing(carla_api: APIClient, lunch: Transaction) -> None:
    assert carla_api.get(LIST).json()["count"] == 0
    assert carla_api.get(LIST, {"money_account": str(lunch.account_id)}).json()["results"] == []
    for method in ("get", "put", "patch", "delete"):
        assert refusals(getattr(carla_api, method)(one(lunch)), 404) == [("not_found", None)]
    assert refusals(carla_api.post(reverse("api_restoration", args=[lunch.pk])), 404) == [("not_found", None)]


def test_somebody_elses_ids_in_a_body_do_not_exist(
    ana_api: APIClient, carla: User, carlas: MoneyAccount, everyday: MoneyAccount, lunch: Transaction
) -> None:
    hers = services.create_category(owner=carla, name="Private")
    foreign = ("does_not_exist", "money_account")
    assert refusals(ana_api.post(LIST, sent(carlas))) == [foreign]
    assert refusals(ana_api.patch(one(lunch), {"money_account": str(carlas.pk)})) == [foreign]
    assert refusals(ana_api.patch(one(lunch), {"category": str(hers.pk)})) == [("does_not_exist", "category")]
    split = sent(everyday, lines=[{"category": str(hers.pk), "amount": "24.90"}])
    assert refusals(ana_api.post(LIST, split)) == [("does_not_exist", "lines.0.category")]


def test_a_viewer_reads_and_does_not_write(ben: User, speaks: Any, everyday: MoneyAccount, lunch: Transaction) -> None:
    MoneyAccountAccess.objects.create(account=everyday, person=ben, role="viewer", level="full")
    bens = speaks(ben)
    assert bens.get(one(lunch)).json()["payee"] == "Noodle Bar"
    denied = [("permission_denied", None)]
    assert refusals(bens.patch(one(lunch), {"notes": "mine"}), 403) == denied
    assert refusals(bens.delete(one(lunch)), 403) == denied
    assert refusals(bens.post(LIST, sent(everyday)), 403) == denied
    report = bens.post(f"{LIST}bulk/", {"ids": [str(lunch.pk)], "delete": True}).json()
    assert report == {"changed": [], "refused": [{"id": str(lunch.pk), "code": "permission_denied"}]}


def test_a_write_on_an_old_version_is_409_with_what_stands_now(ana_api: APIClient, lunch: Transaction) -> None:
    assert ana_api.patch(one(lunch), {"notes": "first", "version": 1}).json()["version"] == 2
    response = ana_api.patch(one(lunch), {"notes": "second", "version": 1})
    assert refusals(response, 409) == [("version_conflict", "version")]
    assert response.json()["current"]["notes"] == "first"
    assert refusals(ana_api.patch(one(lunch), {"notes": "x"}, headers={"If-Match": '"1"'}), 409)
    assert refusals(ana_api.delete(one(lunch), headers={"If-Match": '"1"'}), 409)
    assert ana_api.patch(one(lunch), {"notes": "third"}, headers={"If-Match": 'W/"2"'}).json()["version"] == 3


@pytest.mark.parametrize("version", ["one", 0, -1, 1.5, 10**30, [1], True])
def test_a_version_that_is_none_is_refused(ana_api: APIClient, lunch: Transaction, version: object) -> None:
    [(_, attr)] = refusals(ana_api.patch(one(lunch), {"notes": "x", "version": version}))
    assert attr == "version"


def test_an_answer_can_be_edited_and_sent_back(ana_api: APIClient, lunch: Transaction, everyday: MoneyAccount) -> None:
    whole = ana_api.get(one(lunch)).json()
    changed = ana_api.put(one(lunch), {**whole, "kind": "refund", "amount": "3.00", "notes": "Back"}).json()
    assert (changed["kind"], changed["direction"], changed["amount"]) == ("refund", "in", "3.00")
    assert changed["notes"] == "Back"
    assert not check_account(everyday)


def test_a_split_is_sent_shown_and_ended(
    ana_api: APIClient, everyday: MoneyAccount, groceries: Category, django_assert_max_num_queries: Any
) -> None:
    lines = [{"category": str(groceries.pk), "amount": "20.00"}, {"category": None, "amount": "4.90"}]
    made = ana_api.post(LIST, sent(everyday, lines=lines)).json()
    assert [(each["category"], each["amount"]) for each in made["lines"]] == [
        (str(groceries.pk), "20.00"), (None, "4.90"),
    ]  # fmt: skip
    assert ana_api.get(LIST, {"category": str(groceries.pk)}).json()["results"] == [made]
    whole = ana_api.patch(f"{LIST}{made['id']}/", {"lines": [], "category": str(groceries.pk)}).json()
    assert (whole["lines"], whole["category"]) == ([], str(groceries.pk))
    assert not check_account(everyday)


def test_a_deleted_one_rests_in_the_bin_and_comes_back(
    ana_api: APIClient, lunch: Transaction, everyday: MoneyAccount
) -> None:
    assert ana_api.delete(one(lunch)).status_code == 204
    assert refusals(ana_api.delete(one(lunch)), 404)
    assert refusals(ana_api.get(one(lunch)), 404)
    assert ana_api.get(LIST).json()["count"] == 0
    assert [each["id"] for each in ana_api.get(LIST, {"deleted": "true"}).json()["results"]] == [str(lunch.pk)]
    assert ana_api.post(reverse("api_restoration", args=[lunch.pk])).json()["payee"] == "Noodle Bar"
    assert ana_api.get(LIST).json()["count"] == 1
    assert not check_account(everyday)


@pytest.fixture
def year(ana: User, everyday: MoneyAccount, groceries: Category) -> list[Transaction]:
    """One entry on the first of each month of 2026; every third is income, the others groceries of 10 a month."""
    salary = Category.objects.get(slug="salary")
    return [
        services.record_transaction(
            account=everyday,
            recorded_by=ana,
            amount=Decimal(100 if month % 3 == 0 else -10 * month),
            booked_on=date(2026, month, 1),
            payee=f"Café {month}",
            category=salary if month % 3 == 0 else groceries,
        )
        for month in range(1, 13)
    ]


@pytest.mark.parametrize(
    ("query", "months"),
    [
        ({}, [12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]),
        ({"kind": "income"}, [12, 9, 6, 3]),
        ({"kind": "income,refund"}, [12, 9, 6, 3]),
        ({"booked_on_after": "2026-11-01"}, [12, 11]),
        ({"booked_on_before": "2026-02-01"}, [2, 1]),
        ({"booked_on_after": "2026-02-01", "booked_on_before": "2026-04-01"}, [4, 3, 2]),
        ({"amount_min": "100"}, [12, 11, 10, 9, 6, 3]),
        ({"amount_max": "20"}, [2, 1]),
        ({"search": "cafe 11"}, [11]),
        ({"uncategorised": "true"}, []),
        ({"limit": "2", "skip": "3"}, [9, 8]),
        ({"ordering": "-booked_on", "limit": "1"}, [12]),
    ],
)
def test_filters_and_pages(
    ana_api: APIClient, year: list[Transaction], query: dict[str, str], months: list[int]
) -> None:
    response = ana_api.get(LIST, query)
    assert response.status_code == 200
    assert [int(each["booked_on"][5:7]) for each in response.json()["results"]] == months


def test_the_cursor_walks_the_whole_list_once(ana_api: APIClient, year: list[Transaction]) -> None:
    url, seen = f"{LIST}?limit=5", []
    page = ana_api.get(url).json()
    assert (page["count"], page["previous"]) == (12, None)
    while True:
        seen += [each["id"] for each in page["results"]]
        if page["next_cursor"] is None:
            break
        page = ana_api.get(f"{url}&cursor={page['next_cursor']}").json()
    assert seen == [str(each.pk) for each in reversed(year)]
    assert page["next"] is None


def test_next_and_previous_lead_through_the_pages(ana_api: APIClient, year: list[Transaction]) -> None:
    second = ana_api.get(ana_api.get(f"{LIST}?limit=5").json()["next"]).json()
    third = ana_api.get(second["next"]).json()
    assert [len(second["results"]), len(third["results"]), third["next"]] == [5, 2, None]
    assert ana_api.get(third["previous"]).json()["results"] == second["results"]


def test_a_parent_category_finds_what_is_under_it(
    ana_api: APIClient, year: list[Transaction], groceries: Category
) -> None:
    assert groceries.parent is not None
    assert ana_api.get(LIST, {"category": str(groceries.parent.pk)}).json()["count"] == 8


@pytest.mark.parametrize(
    ("query", "attr"),
    [
        ({"limit": "0"}, "limit"),
        ({"limit": "101"}, "limit"),
        ({"limit": "ten"}, "limit"),
        ({"skip": "-1"}, "skip"),
        ({"skip": "9" * 30}, "skip"),
        ({"cursor": "nonsense"}, "cursor"),
        ({"cursor": "2026-01-01.zz"}, "cursor"),
        ({"cursor": "x", "skip": "1"}, "cursor"),
        ({"kind": "gift"}, "kind"),
        ({"category": "x"}, "category"),
        ({"money_account": "1"}, "money_account"),
        ({"booked_on_after": "01.02.2026"}, "booked_on_after"),
        ({"booked_on_before": "9999-12-31"}, "booked_on_before"),
        ({"booked_on_after": "2026-02-01", "booked_on_before": "2026-01-01"}, "booked_on_before"),
        ({"amount_min": "1e5"}, "amount_min"),
        ({"search": "a\x00b"}, "search"),
        ({"uncategorised": "maybe"}, "uncategorised"),
        ({"ordering": "amount"}, "ordering"),
        ({"user_id": "1"}, "user_id"),
        ({"categroy": "x"}, "categroy"),
    ],
)
def test_a_senseless_parameter_is_refused_by_name(
    ana_api: APIClient, everyday: MoneyAccount, query: dict[str, str], attr: str
) -> None:
    [(_, named)] = refusals(ana_api.get(LIST, query))
    assert named == attr


def test_the_list_costs_three_queries_however_long(
    ana_api: APIClient, year: list[Transaction], django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(3):
        ana_api.get(LIST, {"limit": "5"})
    with django_assert_num_queries(3):
        ana_api.get(LIST, {"limit": "100"})


def test_a_branch_counts_a_split_transaction_once(
    ana_api: APIClient, everyday: MoneyAccount, year: list[Transaction], groceries: Category
) -> None:
    dining = Category.objects.get(slug="dining")
    lines = [{"category": str(each.pk), "amount": "5.00"} for each in (groceries, dining)]
    split = ana_api.post(LIST, sent(everyday, amount="10.00", booked_on="2026-06-15", lines=lines)).json()
    page = ana_api.get(LIST, {"category": str(groceries.parent_id), "limit": "6"}).json()
    assert page["count"] == 9
    assert page["results"][4]["id"] == split["id"]
    rest = ana_api.get(f"{LIST}?category={groceries.parent_id}&limit=6&cursor={page['next_cursor']}").json()
    ids = [each["id"] for each in page["results"] + rest["results"]]
    assert len(ids) == len(set(ids)) == 9
    month = {"category": str(groceries.parent_id), "booked_on_after": "2026-06-01", "booked_on_before": "2026-06-30"}
    assert ana_api.get(LIST, month).json()["count"] == 1


def test_a_line_reads_the_same_in_the_list_and_by_itself(
    ana_api: APIClient, ana: User, everyday: MoneyAccount, lunch: Transaction, groceries: Category
) -> None:
    """Two pieces of code write them: one from plain values, one from the record."""
    dining = Category.objects.get(slug="dining")
    services.record_transaction(
        account=everyday,
        recorded_by=ana,
        amount=Decimal("-10.00"),
        booked_on=date(2026, 3, 15),
        occurred_at=datetime(2026, 3, 15, 9, 30, tzinfo=UTC),
        lines=[(groceries, Decimal("-4.00")), (dining, Decimal("-6.00"))],
    )
    listed = ana_api.get("/api/v1/transactions/").json()["results"]
    assert len(listed) == 2
    for each in listed:
        assert ana_api.get(f"/api/v1/transactions/{each['id']}/").json() == each
