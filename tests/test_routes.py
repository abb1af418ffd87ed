"""Walks every route as nobody, as a stranger, as the owner and as staff, and compares with what was written by hand.

Every request runs in a savepoint that is rolled back, so their order does not matter. Unsafe methods carry a body
with nothing of use in it. Ids in addresses are the owner's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.route_cast import MONEY_WORDS, Cast, make_cast
from tests.route_expectations import EXPECTED, IDENTITIES, METHODS, ROUTES, address_of

pytestmark = pytest.mark.django_db
SHOWN = (
    "transactions/",
    "transactions/bin/",
    "transactions/<uuid:pk>/",
    "transactions/import/<uuid:pk>/",
    "transactions/import/forms/",
    "transactions/rules/",
    "money-accounts/",
    "money-accounts/rates/",
    "categories/",
    "settings/",
)
BY_TOKEN = ("api/", "_allauth/")
STAFF_SITES = ("admin/", "api/v1/admin/")


def _walk(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    """Routes as they are written in expectations: regular expressions as `<name>`."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, prefix + str(pattern.pattern))
        else:
            yield re.sub(r"\(\?P(<\w+>)(?:\[[^\]]*\]|[^)])*\)", r"\1", prefix + str(pattern.pattern)).translate(
                {ord("^"): None, ord("$"): None}
            )


ALL_ROUTES = sorted(set(_walk(get_resolver().url_patterns)))


@pytest.fixture(scope="module")
def cast(django_db_setup: None, django_db_blocker: Any) -> Iterator[Cast]:
    """The four identities and what the owner has, made once for the module and rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_cast()
        transaction.set_rollback(True)


def test_every_route_has_an_expectation_and_the_other_way_round() -> None:
    assert sorted(EXPECTED) == ALL_ROUTES


class _Undo(Exception):
    pass


def _ask(client: Client, method: str, address: str) -> tuple[int, str, bytes]:
    """Status, Location and body; whatever the request changed is undone."""
    cache.clear()
    client.raise_request_exception = False
    body, content_type = b"nothing=known", "application/x-www-form-urlencoded"
    if address.startswith(("/api/", "/_allauth/")):
        body, content_type = b"{}", "application/json"
    if method == "GET":
        body = b""
    try:
        with transaction.atomic():
            answer: Any = client.generic(method, address, body, content_type=content_type)
            told = b"".join(answer.streaming_content) if answer.streaming else answer.content
            raise _Undo
    except _Undo:
        return answer.status_code, answer.headers.get("Location", ""), told


def _secrets(cast: Cast, route: str, identity: str) -> list[str]:
    """What must not be told: nothing of the owner's; on their own site staff see that things and people exist."""
    if identity == "owner":
        return []
    return MONEY_WORDS if identity == "staff" and route.startswith(STAFF_SITES) else cast.markers


def _told(markers: list[str], address: str, body: bytes) -> list[str]:
    """The owner's words and ids in the body, less those the asker sent along."""
    return [each for each in markers if each not in address and each.encode() in body]


@pytest.mark.parametrize("identity", IDENTITIES)
@pytest.mark.parametrize("route", [route for route in ALL_ROUTES if route in EXPECTED])
def test_a_route_answers_as_written(cast: Cast, route: str, identity: str) -> None:
    expectation = EXPECTED[route]
    address = address_of(route, cast.ids)
    surprises = []
    for method in METHODS:
        client = cast.client(identity, by_token=route.startswith(BY_TOKEN))
        status, location, body = _ask(client, method, address)
        expected = expectation.status(method, identity)
        if status != expected if expected else status >= 500:
            surprises.append(f"{method} {address}: {status} {location}, expected {expected or 'less than 500'}")
        secrets = _secrets(cast, route, identity)
        surprises += [f"{method} {address} tells {each}" for each in _told(secrets, address, body)]
    assert not surprises, "\n".join(["not as written:", *surprises])


@pytest.mark.parametrize("route", [route for route in ROUTES if "<" not in route])
def test_no_list_tells_the_stranger_what_the_owner_has(cast: Cast, route: str) -> None:
    """Asked with the owner's own words and ids as search and filters."""
    questions = [("search", "MarkerPayee"), ("money_account", cast.ids["money-accounts"])]
    questions += [("account", cast.ids["money-accounts"]), ("category", cast.ids["categories"])]
    for name, value in questions:
        address = f"/{route}?{name}={value}"
        status, _location, body = _ask(cast.client("stranger", by_token=route.startswith(BY_TOKEN)), "GET", address)
        assert status < 500 or route == "readyz", address
        assert _told(cast.markers, address, body) == [], address


def test_the_owner_sees_the_words_the_others_are_kept_from(cast: Cast) -> None:
    """Without this the walk would pass on pages that show nothing at all."""
    seen = b"".join(
        _ask(cast.client("owner", by_token=route.startswith(BY_TOKEN)), "GET", address_of(route, cast.ids))[2]
        for route in SHOWN
    )
    words = [each for each in cast.markers if each.startswith("Marker")]
    assert [each for each in words if each.encode() not in seen] == []
