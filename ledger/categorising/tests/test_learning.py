"""A person's own choice teaches at once and always wins."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from ledger.categorising.models import LearnedWord, PayeeChoice
from ledger.categorising.services import suggest_many
from ledger.core import categoriser, services
from ledger.core.categoriser import Lesson, Question, Suggested
from ledger.core.models import Category
from ledger.core.system_categories import system_category_id

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> User:
    return User.objects.create_user("learner@example.org", "pw-of-learner")


def ask(
    person: User, payee: str, kind: str = "expense", notes: str = "", amount: Decimal | None = None
) -> Suggested | None:
    [answer] = suggest_many(person, [Question(payee, notes, kind, amount)])
    return answer


def teach(person: User, slug: str, *payees: str, amount: Decimal | None = None, instead_of: str = "") -> None:
    before = system_category_id(instead_of) if instead_of else None
    for payee in payees:
        lesson = Lesson(Question(payee, "", "expense", amount), system_category_id(slug), before)
        categoriser.current().learn(person, [lesson])


def test_a_correction_beats_the_known_merchant_at_once(person: User) -> None:
    teach(person, "gifts", "lidl")
    found = ask(person, "LIDL SAGT DANKE 4411 BERLIN")
    assert found is not None
    assert (found.category_id, found.source) == (system_category_id("gifts"), "learned")


def test_the_newest_choice_wins_and_repeating_it_makes_it_surer(person: User) -> None:
    teach(person, "gifts", "lidl")
    teach(person, "groceries", "lidl")
    once = ask(person, "Lidl")
    teach(person, "groceries", "lidl")
    twice = ask(person, "Lidl")
    assert once is not None
    assert twice is not None
    assert once.category_id == twice.category_id == system_category_id("groceries")
    assert once.confidence < twice.confidence <= 1
    assert PayeeChoice.objects.get(person=person).times == 2


def test_what_one_person_teaches_stays_theirs(person: User) -> None:
    teach(person, "gifts", "lidl")
    other = User.objects.create_user("other@example.org", "pw-of-other")
    found = ask(other, "Lidl")
    assert found is not None
    assert found.category_id == system_category_id("groceries")


def test_a_choice_for_an_expense_says_nothing_of_income(person: User) -> None:
    teach(person, "rent", "hans muller")
    assert ask(person, "Hans Müller", kind="income") is None


def test_a_category_put_away_is_not_suggested(person: User) -> None:
    own = services.create_category(owner=person, name="Treats", kind="expense")
    categoriser.current().learn(person, [Lesson(Question("Blorp", "", "expense"), own.pk)])
    assert ask(person, "Blorp") is not None
    Category.objects.filter(pk=own.pk).update(is_active=False)
    assert ask(person, "Blorp") is None


def test_payees_with_a_word_of_others_get_their_category(person: User) -> None:
    teach(person, "sports-hobby", "zwirbel nord", "zwirbel sud", "zwirbel ost")
    found = ask(person, "ZWIRBEL WEST 0042")
    assert found is not None
    assert (found.category_id, found.source, found.reason) == (
        system_category_id("sports-hobby"),
        "similar",
        "zwirbel 3×",
    )


def test_a_word_of_many_categories_is_no_sure_thing(person: User) -> None:
    teach(person, "sports-hobby", "zwirbel nord", "zwirbel sud", "zwirbel mitte")
    agreed = ask(person, "Zwirbel West")
    teach(person, "gifts", "zwirbel ost", "zwirbel berg")
    mixed = ask(person, "Zwirbel West")
    assert agreed is not None
    assert mixed is None or mixed.confidence < agreed.confidence - Decimal("0.1")


def test_words_nobody_has_seen_suggest_nothing(person: User) -> None:
    teach(person, "sports-hobby", "zwirbel nord", "zwirbel sud", amount=Decimal(20))
    assert ask(person, "Quabbel", amount=Decimal(20)) is None


def test_where_a_payee_sells_many_things_the_amount_decides(person: User) -> None:
    for _ in range(4):
        teach(person, "books-press", "mixmart", amount=Decimal("9.90"))
        teach(person, "electronics", "mixmart", amount=Decimal("349.00"))
    cheap, dear = (ask(person, "MIXMART", amount=Decimal(each)) for each in ("11.50", "299.00"))
    assert cheap is not None
    assert dear is not None
    assert (cheap.category_id, dear.category_id) == (
        system_category_id("books-press"),
        system_category_id("electronics"),
    )


def test_a_typing_error_is_no_new_payee(person: User) -> None:
    teach(person, "sports-hobby", "boulderhalle", "boulderhalle und cafe")
    found = ask(person, "Bouldrhale")
    assert found is not None
    assert found.category_id == system_category_id("sports-hobby")


def test_what_was_corrected_is_unlearned(person: User) -> None:
    teach(person, "gifts", "zwirbel nord", "zwirbel sud")
    teach(person, "pets", "zwirbel nord", "zwirbel sud", instead_of="gifts")
    found = ask(person, "Zwirbel West")
    assert found is not None
    assert found.category_id == system_category_id("pets")
    counted = LearnedWord.objects.filter(person=person, word="zwirbel", times__gt=0)
    assert [(each.category_id, each.times) for each in counted] == [(system_category_id("pets"), 2)]


def test_what_was_taken_back_is_forgotten(person: User) -> None:
    question = Question("Zwirbel", "", "expense")
    gifts = system_category_id("gifts")
    categoriser.current().learn(person, [Lesson(question, gifts)])
    categoriser.current().learn(person, [Lesson(question, None, gifts)])
    assert ask(person, "Zwirbel") is None


def test_a_category_of_ones_own_is_understood_by_its_name(person: User) -> None:
    own = services.create_category(owner=person, name="Coffee Shops", kind="expense")
    found = ask(person, "STARBUCKS STORE 12345")
    assert found is not None
    assert (found.category_id, found.source) == (own.pk, "merchant")


def test_one_choice_says_where_all_such_shops_go(person: User) -> None:
    """'Fuel' of everybody is 'Car' of this person, once they have said so."""
    own = services.create_category(owner=person, name="Wheels", kind="expense")
    for payee in ("SHELL OIL 57444123401", "CHEVRON 0093412"):
        categoriser.current().learn(person, [Lesson(Question(payee, "", "expense", Decimal(40)), own.pk)])
    found = ask(person, "EXXONMOBIL 4211", amount=Decimal(45))
    assert found is not None
    assert found.category_id == own.pk


def test_a_whole_file_costs_two_queries_as_a_single_payee_does(
    person: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(2):
        suggest_many(person, [Question(f"Nobody {number}", "", "expense") for number in range(500)])
    with django_assert_num_queries(2):
        ask(person, "Nobody")
    with django_assert_num_queries(2):
        teach(person, "gifts", "Nobody")


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
