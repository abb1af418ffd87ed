"""How often one may ask, and what is answered beyond."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory, force_authenticate

from accounts.models import User
from config.kernel.api import counters as counting
from config.kernel.api.throttles import network_of
from config.kernel.api.views import ApiView

LOG_IN = "/_allauth/app/v1/auth/login"


class EmptyView(ApiView):
    heavy = ("POST",)

    def get(self, request: Request) -> Response:
        return Response({})

    def post(self, request: Request) -> Response:
        return Response({})


@pytest.fixture(autouse=True)
def limits(settings: Settings) -> Iterator[None]:
    """Limits switched on, counted from zero and in memory."""
    settings.THROTTLES_ON, settings.REDIS_URL = True, ""
    counting.counters.cache_clear()
    counting.log_in_counters.cache_clear()
    yield
    counting.counters.cache_clear()
    counting.log_in_counters.cache_clear()


def call(person: User | None, method: str = "get", **extra: Any) -> Response:
    request = getattr(APIRequestFactory(), method)("/api/v1/empty/", **extra)
    force_authenticate(request, person)
    response: Response = EmptyView.as_view()(request)
    return response


def statuses(person: User | None, times: int, method: str = "get", **extra: Any) -> list[int]:
    return [call(person, method, **extra).status_code for _ in range(times)]


def test_a_person_asks_100_times_a_minute(ana: User, ben: User) -> None:
    assert set(statuses(ana, 100)) == {200}
    refused = call(ana)
    assert refused.status_code == 429
    assert 1 <= int(refused["Retry-After"]) <= 60
    assert refused.data["errors"][0]["code"] == "throttled"
    assert call(ben).status_code == 200


def test_costly_work_is_limited_to_10_a_minute(ana: User) -> None:
    assert statuses(ana, 11, "post") == [200] * 10 + [429]
    assert call(ana).status_code == 200


def test_an_address_without_log_in_asks_100_times(db: None) -> None:
    assert set(statuses(None, 100)) == {401}
    assert call(None).status_code == 429
    assert call(None, REMOTE_ADDR="203.0.113.9").status_code == 401


def test_a_forged_header_is_no_other_address(db: None) -> None:
    for number in range(100):
        call(None, HTTP_X_FORWARDED_FOR=f"198.51.100.{number}")
    assert call(None, HTTP_X_FORWARDED_FOR="198.51.100.200").status_code == 429


def test_a_network_of_ipv6_is_one_caller() -> None:
    assert network_of("2001:db8::1") == network_of("2001:db8:0:0:ffff::2") != network_of("2001:db8:0:1::1")
    assert network_of("192.0.2.1") == "192.0.2.1"


def test_a_window_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    memory = counting.MemoryCounters()
    assert [memory.raise_by_one("k", 60)[0] for _ in range(3)] == [1, 2, 3]
    # A whole second: of others what is left may be off by the clock's last bit.
    later = float(int(time.monotonic()) + 62)
    monkeypatch.setattr(time, "monotonic", lambda: later)
    assert memory.raise_by_one("k", 60) == (1, 60)


def test_a_broken_redis_stops_nobody_and_lifts_no_limit(no_redis: None) -> None:
    broken = counting.RedisCounters(counting.MemoryCounters())
    assert [broken.raise_by_one("k", 60)[0] for _ in range(3)] == [1, 2, 3]
    broken.clear("k")
    assert broken.raise_by_one("k", 60)[0] == 1


def test_counters_of_the_database_count_and_end(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    database = counting.DatabaseCounters()
    assert [database.raise_by_one("k", 60)[0] for _ in range(3)] == [1, 2, 3]
    assert database.raise_by_one("other", 60)[0] == 1
    now = time.time() + 61
    monkeypatch.setattr(time, "time", lambda: now)
    count, left = database.raise_by_one("k", 60)
    assert (count, round(left)) == (1, 60)


def log_in(client: Client, email: str, password: str, **extra: Any) -> Any:
    return client.post(LOG_IN, {"email": email, "password": password}, content_type="application/json", **extra)


def test_the_sixth_try_at_a_password_is_429(client: Client, ana: User) -> None:
    assert [log_in(client, ana.email, "wrong").status_code for _ in range(5)] == [400] * 5
    refused = log_in(client, ana.email.upper(), "wrong")
    assert refused.status_code == 429
    assert 1 <= int(refused["Retry-After"]) <= 300
    assert refused.json()["errors"][0]["code"] == "throttled"
    assert log_in(client, ana.email, "a rather long pass phrase").status_code == 429


def test_allauths_own_limit_is_429_too(client: Client, ana: User) -> None:
    """Five failures of one account from five addresses: allauth would answer 400."""
    for number in range(5):
        log_in(client, ana.email, "wrong", REMOTE_ADDR=f"203.0.113.{number}")
    refused = log_in(client, ana.email, "wrong", REMOTE_ADDR="203.0.113.77")
    assert (refused.status_code, refused["Retry-After"]) == (429, "300")


def test_logging_in_is_no_try(client: Client, ana: User) -> None:
    right = "a rather long pass phrase"
    assert [log_in(Client(), ana.email, right).status_code for _ in range(7)] == [200] * 7


def test_asking_for_a_code_counts_whatever_is_answered(client: Client, ana: User) -> None:
    url = "/_allauth/app/v1/auth/password/request"
    sent = [client.post(url, {"email": ana.email}, content_type="application/json").status_code for _ in range(6)]
    assert 429 not in sent[:5]
    assert sent[5] == 429


FORM = "application/x-www-form-urlencoded"


def test_page_and_api_are_one_door(client: Client, ana: User) -> None:
    """allauth's own counter forgets when many come at once; this one is of the database."""
    form = urlencode({"login": ana.email.upper(), "password": "wrong"})
    for number in range(6):
        cache.clear()
        answer = client.post("/accounts/login/", form, FORM, HTTP_X_FORWARDED_FOR=f"198.51.100.{number}")
        assert answer.status_code == 422
    cache.clear()
    refused = client.post("/accounts/login/", form, FORM)
    assert refused.status_code == 429
    assert 1 <= int(refused["Retry-After"]) <= 300
    assert b"Too many tries" in refused.content
    assert log_in(client, ana.email, "a rather long pass phrase").status_code == 429


def test_logging_in_on_the_page_is_no_try(ana: User) -> None:
    form = urlencode({"login": ana.email, "password": "a rather long pass phrase"})
    assert {Client().post("/accounts/login/", form, FORM).status_code for _ in range(8)} == {302}


def test_who_is_logged_in_cannot_have_anothers_tries_forgotten(client: Client, ana: User, ben: User) -> None:
    form = urlencode({"login": ana.email, "password": "wrong"})
    client.force_login(ben)
    answers = [client.post("/accounts/login/", form, FORM).status_code for _ in range(7)]
    assert answers == [302] * 6 + [429]
