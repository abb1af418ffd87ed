"""Walks every route with everybody who may come, and compares with what was written by hand.

Every request runs in a savepoint that is rolled back, so their order does not matter. Here are the methods a route
has, and all methods for the stranger; `python -m prove routes` takes all of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver

from prove.outcome import Outcome
from prove.routing import bodies, pages
from prove.routing.asking import METHODS
from prove.routing.cast import make_cast, way_in
from prove.routing.cells import Walk
from prove.routing.identities import IDENTITIES, OWNER, STRANGER, Identity
from tests.route_expectations import EXPECTED
from tests.route_rules import KEYS_AREA, Expectation, address_of

pytestmark = pytest.mark.django_db
SHOWN = (
    "transactions/",
    "transactions/bin/",
    "transactions/<uuid:pk>/",
    "transactions/import/<uuid:pk>/",
    "transactions/import/forms/",
    "transactions/rules/",
    "money-accounts/",
    "money-accounts/<uuid:pk>/",
    "money-accounts/rates/",
    "categories/",
    "settings/",
    "settings/keys/",
    "api/v1/me/",
    "api/v1/me/sessions/",
    "api/v1/approvals/",
    "api/v1/purchases/<uuid:key>/",
    "api/v1/purchases/<uuid:key>/claims/<uuid:claim>/",
)


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
def walk(django_db_setup: None, django_db_blocker: Any) -> Iterator[Walk]:
    """The people and what they have, made once for the module and rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield Walk(make_cast(), Outcome())
        transaction.set_rollback(True)


@pytest.fixture
def failures(walk: Walk) -> dict[str, list[str]]:
    """What this test alone has found."""
    walk.outcome.failures.clear()
    return walk.outcome.failures


def test_every_route_has_an_expectation_and_the_other_way_round() -> None:
    assert sorted(EXPECTED) == ALL_ROUTES


def _methods(expectation: Expectation, identity: Identity) -> tuple[str, ...]:
    if identity == STRANGER:
        return METHODS
    is_asked = not identity.key or expectation.route.startswith(KEYS_AREA)
    return tuple(expectation.named) if is_asked else ()


@pytest.mark.parametrize("route", [route for route in ALL_ROUTES if route in EXPECTED])
def test_a_route_answers_as_written_and_tells_nothing(walk: Walk, failures: dict[str, list[str]], route: str) -> None:
    expectation = EXPECTED[route]
    for identity in IDENTITIES:
        walk.route(expectation, [identity], _methods(expectation, identity))
    assert failures == {}


def test_foreign_ids_in_questions_and_bodies_are_unknown_ids(walk: Walk, failures: dict[str, list[str]]) -> None:
    """`python -m prove routes` asks with the forms of all pages as well."""
    stranger, owner = walk.cast["carla"], walk.cast["ana"]
    assert bodies.fields_nobody_named() == []
    for route, question in [*bodies.questions(stranger, owner), *pages.by_script(stranger, owner)]:
        walk.question(STRANGER, route, question)
    assert failures == {}


def test_the_owner_sees_the_words_the_others_are_kept_from(walk: Walk) -> None:
    """Without this the walk would pass on pages that show nothing at all."""
    owner = walk.cast["ana"]
    seen = "".join(
        walk.asker.ask("GET", address_of(route, owner.ids), way_in(walk.cast, OWNER, route)).told for route in SHOWN
    )
    assert [each for each in (*owner.words, *owner.names) if each not in seen] == []
