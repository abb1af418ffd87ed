"""`exchange-rates/`: one's own lines, everybody's, and converting with both."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from accounts.models import User
from accounts.services import delete_account
from ledger.core.models import ExchangeRate
from ledger.core.rate_files import read_rates
from ledger.core.services.rates import enter_rate, load_rates
from ledger.core.tests.conftest import Speaks
from ledger.core.tests.test_rate_files import HISTORY

pytestmark = pytest.mark.django_db
URL = "/api/v1/exchange-rates/"
SENT = {"base": "EUR", "currency": "CHF", "rate": "0.9412", "on": "2026-03-13"}


@pytest.fixture
def published() -> None:
    load_rates(rates=read_rates(HISTORY), source="ecb")


@pytest.fixture
def carlas_rate(carla: User) -> ExchangeRate:
    return enter_rate(person=carla, base="USD", currency="EUR", rate=Decimal("0.5"), on=date(2026, 3, 13))


def codes(answer: Any) -> list[tuple[str | None, str]]:
    return [(each["attr"], each["code"]) for each in answer.json()["errors"]]


def test_a_rate_is_entered_seen_and_deleted(ana_api: APIClient) -> None:
    made = ana_api.post(URL, SENT)
    assert made.status_code == 201
    key = made.json()["id"]
    assert made.json() == {"id": key, **SENT, "source": "hand", "is_own": True}
    assert ana_api.get(f"{URL}{key}/").json() == made.json()
    again = ana_api.post(URL, {**made.json(), "rate": "0.95"})
    assert again.status_code == 201
    assert ana_api.get(URL).json()["count"] == 1
    assert ana_api.delete(f"{URL}{again.json()['id']}/").status_code == 204
    assert ana_api.get(URL).json()["results"] == []


def test_without_a_day_it_is_todays(ana_api: APIClient, ana: User) -> None:
    made = ana_api.post(URL, {"base": "EUR", "currency": "JPY", "rate": 161})
    assert (made.json()["on"], made.json()["rate"]) == (ana.today.isoformat(), "161")


@pytest.mark.parametrize(
    ("changes", "attr", "code"),
    [
        ({"rate": 0.9412}, "rate", "float_not_exact"),
        ({"rate": "0,94"}, "rate", "invalid"),
        ({"rate": "1e3"}, "rate", "invalid"),
        ({"rate": True}, "rate", "invalid"),
        ({"rate": "٠.٩"}, "rate", "invalid"),
        ({"rate": "-1"}, "rate", "invalid"),
        ({"rate": "0"}, "rate", "rate_not_positive"),
        ({"rate": "9999999999"}, "rate", "rate_out_of_range"),
        ({"base": "CHF"}, "currency", "same_currency"),
        ({"base": "eur"}, "base", "unknown_currency"),
        ({"on": "2026-02-30"}, "on", "invalid"),
        ({"on": "1899-12-31"}, "on", "out_of_range"),
        ({"on": (date.today() + timedelta(days=3)).isoformat()}, "on", "future_day"),  # noqa: DTZ011 any zone
        ({"ratte": "1"}, "ratte", "unknown_field"),
    ],
)
def test_what_is_no_rate_is_refused_at_its_field(
    ana_api: APIClient, changes: dict[str, Any], attr: str, code: str
) -> None:
    answer = ana_api.post(URL, {**SENT, **changes}, format="json")
    assert answer.status_code == 400
    assert (attr, code) in codes(answer)
    assert not ExchangeRate.objects.exists()


def test_the_list_holds_everybodys_and_ones_own(
    published: None, carlas_rate: ExchangeRate, ana_api: APIClient, carla_api: APIClient
) -> None:
    seen = ana_api.get(URL).json()
    assert seen["count"] == 7
    assert [(each["currency"], each["on"], each["rate"]) for each in seen["results"][:2]] == [
        ("JPY", "2026-03-13", "160.73"),
        ("USD", "2026-03-13", "1.0881"),
    ]
    narrowed = ana_api.get(URL, {"currency": "USD", "on_after": "2004-05-04", "on_before": "2026-03-12"}).json()
    assert [each["rate"] for each in narrowed["results"]] == ["1.0901"]
    assert ana_api.get(URL, {"own": "true"}).json()["count"] == 0
    assert [each["id"] for each in carla_api.get(URL, {"base": "USD"}).json()["results"]] == [carlas_rate.pk]
    assert carla_api.get(URL, {"own": "false", "limit": "1"}).json()["count"] == 7


@pytest.mark.parametrize(
    ("query", "attr", "code"),
    [
        ({"base": "XXZ"}, "base", "unknown_currency"),
        ({"on_after": "soon"}, "on_after", "invalid"),
        ({"own": "1"}, "own", "invalid"),
        ({"bases": "EUR"}, "bases", "unknown_parameter"),
    ],
)
def test_a_filter_that_makes_no_sense_is_named(ana_api: APIClient, query: dict[str, str], attr: str, code: str) -> None:
    answer = ana_api.get(URL, query)
    assert (answer.status_code, codes(answer)) == (400, [(attr, code)])


def test_anothers_rate_does_not_exist_and_everybodys_stays(
    published: None, carlas_rate: ExchangeRate, ana_api: APIClient
) -> None:
    assert ana_api.get(f"{URL}{carlas_rate.pk}/").status_code == 404
    assert ana_api.delete(f"{URL}{carlas_rate.pk}/").status_code == 404
    shared = ExchangeRate.objects.shared().first()
    assert shared is not None
    assert ana_api.get(f"{URL}{shared.pk}/").json()["is_own"] is False
    assert ana_api.delete(f"{URL}{shared.pk}/").status_code == 403
    assert ana_api.get(f"{URL}{2**70}/").status_code == 404
    assert ExchangeRate.objects.count() == 8


def test_ones_own_go_with_the_person(published: None, carlas_rate: ExchangeRate, carla: User) -> None:
    delete_account(person=carla)
    assert not ExchangeRate.objects.filter(pk=carlas_rate.pk).exists()
    assert ExchangeRate.objects.shared().count() == 7


def test_a_conversion_names_the_rate_and_its_day(
    published: None, carlas_rate: ExchangeRate, ana_api: APIClient, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(2):
        answer = ana_api.get(f"{URL}convert/", {"amount": "100", "from": "USD", "to": "JPY", "on": "2026-03-15"})
    assert answer.json() == {
        "from": "USD",
        "to": "JPY",
        "on": "2026-03-15",
        "amount": "100.00",
        "converted": "14772",
        "rates": [
            {
                "from": "USD",
                "to": "JPY",
                "rate": "147.7162025549122",
                "on": "2026-03-13",
                "source": "ecb",
                "via": ["EUR"],
                "steps": [
                    {"base": "EUR", "currency": "USD", "rate": "1.0881", "on": "2026-03-13", "source": "ecb"},
                    {"base": "EUR", "currency": "JPY", "rate": "160.73", "on": "2026-03-13", "source": "ecb"},
                ],
            }
        ],
    }


def test_a_currency_is_worth_itself(ana_api: APIClient) -> None:
    answer = ana_api.get(f"{URL}convert/", {"amount": "-1.5", "from": "USD", "to": "USD"}).json()
    assert (answer["converted"], answer["rates"]) == ("-1.50", [])


def test_without_a_rate_nothing_is_converted(
    published: None, carlas_rate: ExchangeRate, ana_api: APIClient, carla_api: APIClient
) -> None:
    query = {"amount": "1", "from": "USD", "to": "CHF"}
    answer = ana_api.get(f"{URL}convert/", query)
    assert (answer.status_code, codes(answer)) == (404, [(None, "no_rate")])
    before = {"amount": "1", "from": "USD", "to": "EUR", "on": "2004-05-02"}
    assert ana_api.get(f"{URL}convert/", before).status_code == 404
    own = {**before, "on": "2026-03-13"}
    assert carla_api.get(f"{URL}convert/", own).json()["converted"] == "0.50"
    assert ana_api.get(f"{URL}convert/", own).json()["converted"] == "0.92"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, [("amount", "required"), ("from", "required"), ("to", "required")]),
        ({"amount": "1e5", "from": "USD", "to": "EUR"}, [("amount", "invalid")]),
        ({"amount": "1", "from": "usd", "to": "EUR"}, [("from", "unknown_currency")]),
        ({"amount": "1", "from": "USD", "to": "EUR", "at": "x"}, [("at", "unknown_parameter")]),
        ({"amount": "99999999999999", "from": "USD", "to": "JPY"}, [("amount", "amount_too_large")]),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(
    published: None, ana_api: APIClient, query: dict[str, str], expected: list[tuple[str, str]]
) -> None:
    answer = ana_api.get(f"{URL}convert/", query)
    assert (answer.status_code, set(codes(answer))) == (400, set(expected))


def test_staff_load_the_published_table(sam: User, ana_api: APIClient, speaks: Speaks) -> None:
    def file(data: bytes = HISTORY) -> dict[str, SimpleUploadedFile]:
        return {"file": SimpleUploadedFile("eurofxref-hist.csv", data)}

    assert ana_api.post(f"{URL}file/", file(), format="multipart").status_code == 403
    sams_api = speaks(sam)
    loaded = {"added": 7, "changed": 0, "known": 0, "first": "2004-05-03", "last": "2026-03-13"}
    assert sams_api.post(f"{URL}file/", file(), format="multipart").json() == loaded
    assert sams_api.post(f"{URL}file/", file(), format="multipart").json()["known"] == 7
    refused = sams_api.post(f"{URL}file/", file(b"Date,USD\nnever,1"), format="multipart")
    assert (refused.status_code, codes(refused)) == (400, [("file", "rates_not_understood")])
    assert ExchangeRate.objects.shared().count() == 7
