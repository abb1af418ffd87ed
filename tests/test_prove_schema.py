"""`make prove PROVE=schema`, in short and in this process: one way through every operation, and some random cases."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, Phase, given, seed
from hypothesis import settings as made_by
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import ignored_auth

from accounts.models import User
from ledger.core.models import Category
from ledger.core.system_categories import store_system_categories
from prove.outcome import Outcome
from prove.schema_cases.checking import settings_of
from prove.schema_cases.document import loaded, operations
from prove.schema_cases.identities import Identity, make_partners, make_staff
from prove.schema_cases.neighbours import neighbours
from prove.schema_cases.stages import walk
from prove.schema_cases.way import Way
from prove.serving import PASSWORD
from purchases.core.common_names import store_common_names
from purchases.core.models import Brand, Retailer

ADDRESS = "http://testserver"
FEW = 2
FEW_AND_THE_SAME = made_by(
    max_examples=FEW,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def two(transactional_db: None) -> tuple[Identity, Identity]:
    if not Category.objects.exists():
        store_system_categories(Category)
        store_common_names(Retailer, Brand)
    User.objects.create_user("blocked@example.org", "", name="Bo")
    person = User.objects.create_user("guide@example.org", PASSWORD, name="Gil", currency="EUR")
    make_staff(person)
    mate = User.objects.create_user("mate@example.org", PASSWORD, name="Mo", currency="EUR")
    make_partners(person, mate)
    return Identity("guide", person, ADDRESS, set()), Identity("mate", mate, ADDRESS, set())


@pytest.fixture
def here() -> Any:
    """The application, called as from somewhere: limits count by address."""
    application = get_wsgi_application()
    return lambda environ, start_response: application({**environ, "REMOTE_ADDR": "127.0.0.1"}, start_response)


def test_the_way_through_every_operation_is_answered_as_the_document_says(
    two: tuple[Identity, Identity], here: Any, settings: Any
) -> None:
    config, outcome = settings_of(1, FEW, ADDRESS), Outcome()
    with neighbours() as environment:
        for name, value in environment.items():
            setattr(settings, name, value)
        walk(Way(two[0], config, outcome, here, partner=two[1]), outcome)
    assert outcome.failures == {}
    assert outcome.table.keys() == operations(config)


def test_random_cases_end_in_no_error_and_in_no_answer_the_document_does_not_know(
    two: tuple[Identity, Identity], here: Any
) -> None:
    config = settings_of(1, FEW, ADDRESS)
    token, number = two[0].authorization, 0
    for operation in loaded(config, here).get_all_operations():
        assert isinstance(operation, Ok)

        @seed(1)
        @FEW_AND_THE_SAME
        @given(case=operation.ok().as_strategy())
        def ask(case: Any) -> None:
            nonlocal number
            number += 1
            case.call_and_validate(headers={"Authorization": token}, excluded_checks=[ignored_auth])

        ask()
    assert number > 150
