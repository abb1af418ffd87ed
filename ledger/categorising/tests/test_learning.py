"""A person's own choice teaches at once and always wins."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from ledger.categorising.models import PayeeChoice
from ledger.categorising.services import suggest_many, teach
from ledger.core import categoriser, services
from ledger.core.categoriser import Question, Suggested
from ledger.core.models import Category
from ledger.core.system_categories import system_category_id

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> User:
    return User.objects.create_user("learner@example.org", "pw-of-learner")


def ask(person: User, payee: str, kind: str = "expense", notes: str = "") -> Suggested | None:
    [answer] = suggest_many(person, [Question(payee, notes, kind)])
    return answer


def teach_many(person: User, slug: str, *keys: str) -> None:
    for key in keys:
        teach(person=person, payee_key=key, kind="expense", category_id=system_category_id(slug))


def test_a_correction_beats_the_known_merchant_at_once(person: User) -> None:
    teach_many(person, "gifts", "lidl")
    found = ask(person, "LIDL SAGT DANKE 4411 BERLIN")
    assert found is not None
    assert (found.category_id, found.source) == (system_category_id("gifts"), "learned")


def test_the_newest_choice_wins_and_repeating_it_makes_it_surer(person: User) -> None:
    teach_many(person, "gifts", "lidl")
    teach_many(person, "groceries", "lidl")
    once = ask(person, "Lidl")
    teach_many(person, "groceries", "lidl")
    twice = ask(person, "Lidl")
    assert once is not None
    assert twice is not None
    assert once.category_id == twice.category_id == system_category_id("groceries")
    assert once.confidence < twice.confidence <= 1
    assert PayeeChoice.objects.get(person=person).times == 2


def test_what_one_person_teaches_stays_theirs(person: User) -> None:
    teach_many(person, "gifts", "lidl")
    other = User.objects.create_user("other@example.org", "pw-of-other")
    found = ask(other, "Lidl")
    assert found is not None
    assert found.category_id == system_category_id("groceries")


def test_a_choice_for_an_expense_says_nothing_of_income(person: User) -> None:
    teach_many(person, "rent", "hans muller")
    assert ask(person, "Hans Müller", kind="income") is None


def test_a_category_put_away_is_not_suggested(person: User) -> None:
    own = services.create_category(owner=person, name="Treats", kind="expense")
    teach(person=person, payee_key="blorp", kind="expense", category_id=own.pk)
    assert ask(person, "Blorp") is not None
    Category.objects.filter(pk=own.pk).update(is_active=False)
    assert ask(person, "Blorp") is None


def test_payees_with_a_word_of_others_get_their_category(person: User) -> None:
    teach_many(person, "sports-hobby", "zwirbel nord", "zwirbel sud", "zwirbel ost")
    found = ask(person, "ZWIRBEL WEST 0042")
    assert found is not None
    assert (found.category_id, found.source, found.reason) == (
        system_category_id("sports-hobby"),
        "similar",
        "zwirbel 3×",
    )


def test_a_word_of_many_categories_tells_nothing(person: User) -> None:
    teach_many(person, "sports-hobby", "zwirbel nord", "zwirbel sud")
    teach_many(person, "gifts", "zwirbel ost")
    assert ask(person, "Zwirbel West") is None


def test_a_whole_file_costs_one_query_and_a_single_payee_two(
    person: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        suggest_many(person, [Question(f"Nobody {number}", "", "expense") for number in range(500)])
    with django_assert_num_queries(2):
        ask(person, "Nobody")


def test_recording_by_hand_is_categorised_and_teaches(person: User) -> None:
    account = services.create_money_account(owner=person, currency="EUR", name="Main")
    category = Category.objects.get(pk=system_category_id("gifts"))
    first = services.record_transaction(
        account=account, recorded_by=person, amount=Decimal(-5), booked_on=date(2026, 3, 1), payee="LIDL 4411 BERLIN"
    )
    assert (first.category_id, first.category_source) == (system_category_id("groceries"), "merchant")
    services.choose_category(entry=first, changed_by=person, category=category)
    second = services.record_transaction(
        account=account, recorded_by=person, amount=Decimal(-6), booked_on=date(2026, 3, 2), payee="Lidl 99 München DEU"
    )
    assert (second.category_id, second.category_source) == (category.pk, "learned")


def test_the_app_registers_it() -> None:
    assert type(categoriser.current()).__module__ == "ledger.categorising.services"
