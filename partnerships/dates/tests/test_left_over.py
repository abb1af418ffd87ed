"""What is left over: lines nobody has filed for sure, on accounts both see in full, and never another one."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.http import Http404
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from ledger.core import services as ledger
from ledger.core.category_tree import category_tree
from ledger.core.errors import Conflict
from ledger.core.models import Category, MoneyAccount, MoneyAccountAccess, Transaction
from ledger.core.services import TransactionDraft
from ledger.core.system_categories import system_category_id
from partnerships.core.standing import Standing
from partnerships.dates.left_over import Leftovers, count_left_over, left_over
from partnerships.dates.services import begin_date
from partnerships.dates.sorting import Choice, file_line, take_offers
from partnerships.dates.tests.conftest import Both, Pays, account_of, shown_to
from partnerships.expenses.models import SharedPayment
from partnerships.sharing.gifts import hide_until
from partnerships.sharing.whose import BOTH, MINE, PARTNERS, say_whose

pytestmark = pytest.mark.django_db
GROCERIES = system_category_id("groceries")
NOBODY = "Zzyzx 4711"


def of(standing: Standing) -> Leftovers:
    return left_over(standing, category_tree(standing.person))


def payees(standing: Standing) -> list[str]:
    return [each.entry.payee for each in of(standing).rows]


def guessed(account: MoneyAccount, by: User, payee: str, confidence: str) -> Transaction:
    draft = TransactionDraft(
        amount=Decimal("-5"), booked_on=date(2026, 11, 17), payee=payee, category_id=GROCERIES,
        category_source="similar", category_confidence=Decimal(confidence),
    )  # fmt: skip
    ledger.record_many(account=account, recorded_by=by, drafts=[draft])
    return Transaction.objects.get(payee=payee)


def unfiled(entry: Transaction) -> None:
    """As if nothing had been known of it when it came."""
    Transaction.objects.filter(pk=entry.pk).update(category=None, category_source="", category_confidence=None)


def test_only_what_both_see_in_full_is_there(both: Both, joint: MoneyAccount, pays: Pays, carla: User) -> None:
    ana, ben = both[0].person, both[1].person
    pays(joint, ana, f"{NOBODY} joint")
    for level in ("full", "category_sums", "total", "exists"):
        pays(shown_to(account_of(ana, level), ben, level=level), ana, f"{NOBODY} {level}")
    pays(account_of(ana, "hidden"), ana, f"{NOBODY} hidden")
    pays(shown_to(account_of(carla, "of a third"), ana), carla, f"{NOBODY} third")
    for standing in both:
        assert sorted(payees(standing)) == [f"{NOBODY} full", f"{NOBODY} joint"]
        assert count_left_over(standing) == 2
    assert [each.is_mine for each in of(both[0]).rows] == [True, True]
    theirs = {each.entry.payee: each for each in of(both[1]).rows}
    assert not theirs[f"{NOBODY} full"].is_mine
    assert theirs[f"{NOBODY} joint"].is_mine


def test_an_account_of_a_third_that_both_see_is_not_there(both: Both, pays: Pays, carla: User) -> None:
    account = shown_to(shown_to(account_of(carla, "hers"), both[0].person), both[1].person)
    pays(account, carla, NOBODY)
    assert payees(both[0]) == []


def test_what_one_hides_is_on_neithers_screen(both: Both, joint: MoneyAccount, pays: Pays) -> None:
    ana = both[0].person
    own = shown_to(account_of(ana, "shown"), both[1].person)
    for account in (joint, own):
        hide_until(entry=pays(account, ana, f"Ring {account.name}"), by=ana, until=date(2026, 12, 24))
    for standing in both:
        assert payees(standing) == []
        assert count_left_over(standing) == 0
        for entry in Transaction.objects.all():
            with pytest.raises(Http404):
                file_line(standing=standing, choice=Choice(entry.pk, GROCERIES))


def test_only_what_is_open_or_a_weak_guess_of_these_weeks(both: Both, joint: MoneyAccount, pays: Pays) -> None:
    ana = both[0].person
    pays(joint, ana, f"{NOBODY} open", day=1)
    pays(joint, ana, "Chosen", slug="groceries")
    guessed(joint, ana, "Weak", "0.59")
    guessed(joint, ana, "Strong", "0.60")
    ledger.record_transaction(
        account=joint, recorded_by=ana, amount=Decimal(-3), booked_on=date(2026, 10, 25), payee=f"{NOBODY} too old"
    )
    ledger.record_transfer(
        from_account=joint, to_account=account_of(ana, "Own"), amount=Decimal(3), booked_on=date(2026, 11, 18),
        recorded_by=ana,
    )  # fmt: skip
    ledger.bin_transaction(entry=pays(joint, ana, "In the bin"))
    assert payees(both[0]) == ["Weak", f"{NOBODY} open"]


def test_a_suggestion_says_no_more_than_both_may_see(both: Both, joint: MoneyAccount, pays: Pays) -> None:
    """Ana's own choices teach her suggestions; of what she filed in private neither the count nor a category shows."""
    ana = both[0].person
    private = account_of(ana, "private")
    parent = Category.objects.get(pk=GROCERIES)
    own = ledger.create_category(owner=ana, name="Surprise", parent=parent, kind="expense")
    for number in range(4):
        pays(private, ana, "Ringmaker Kollwitz", day=number + 1)
    for entry in Transaction.objects.filter(account=private):
        ledger.choose_category(entry=entry, changed_by=ana, category=own)
    unfiled(pays(joint, ana, "Ringmaker Kollwitz"))
    [row] = of(both[0]).rows
    assert row.offer is not None
    assert row.offer.category.pk == GROCERIES
    assert "4" not in row.offer.reason
    for number in range(2):
        pays(joint, ana, "Ringmaker Kollwitz", day=number + 2, slug="groceries")
    [row] = of(both[0]).rows
    assert row.offer is not None
    assert row.offer.reason == "2 earlier payments"
    [theirs] = of(both[1]).rows
    assert (theirs.offer, theirs.is_mine) == (None, True)


def test_the_strong_ones_are_taken_and_the_weak_stay(both: Both, joint: MoneyAccount, pays: Pays) -> None:
    ana = both[0].person
    for payee in ("Rewe Markt 12", "Edeka City"):
        unfiled(pays(joint, ana, payee))
    pays(joint, ana, NOBODY)
    found = of(both[0])
    assert sorted(each.entry.payee for each in found.strong) == ["Edeka City", "Rewe Markt 12"]
    assert found.rest == 1
    begin_date(standing=both[0])
    choices = [Choice(each.entry.pk, each.offer.category.pk, each.entry.version) for each in found.strong if each.offer]
    moved = Transaction.objects.get(payee="Edeka City")
    ledger.update_transaction(entry=moved, changed_by=ana, notes="looked at meanwhile")
    assert take_offers(standing=both[0], choices=choices) == 1
    assert sorted(payees(both[0])) == ["Edeka City", NOBODY]
    filed = Transaction.objects.get(payee="Rewe Markt 12")
    assert (filed.category_id, filed.category_source) == (GROCERIES, "person")
    with pytest.raises(Conflict):
        file_line(standing=both[0], choice=Choice(moved.pk, GROCERIES, version=1))


def test_the_partners_line_is_theirs_to_sort(both: Both, pays: Pays, carla: User) -> None:
    shown = pays(shown_to(account_of(both[1].person, "Bens"), both[0].person), both[1].person, NOBODY)
    choice = Choice(shown.pk, GROCERIES)
    assert take_offers(standing=both[0], choices=[choice]) == 0
    with pytest.raises(Http404):
        file_line(standing=both[0], choice=choice)
    own = ledger.create_category(owner=carla, name="Carlas", parent=None, kind="expense")
    with pytest.raises(Http404):
        file_line(standing=both[1], choice=Choice(shown.pk, own.pk))
    assert file_line(standing=both[1], choice=choice).category_id == GROCERIES


def test_whose_a_line_is(both: Both, joint: MoneyAccount, pays: Pays) -> None:
    ana, ben = both
    own = shown_to(account_of(ana.person, "Anas"), ben.person)
    small, large = pays(own, ana.person, f"{NOBODY} small"), pays(own, ana.person, f"{NOBODY} large", "-400")
    kitty = pays(joint, ana.person, f"{NOBODY} kitty")
    for entry in (small, large):
        say_whose(standing=ana, entry=entry, whose=BOTH)
    say_whose(standing=ana, entry=kitty, whose=MINE)
    seen = {each.entry.payee.removeprefix(NOBODY).strip(): each for each in of(ana).rows}
    assert {name: (each.whose, each.waits, each.can_share) for name, each in seen.items()} == {
        "small": (BOTH, False, True),
        "large": (MINE, True, True),
        "kitty": (MINE, False, True),
    }
    theirs = {each.entry.pk: each for each in of(ben).rows}
    assert (theirs[kitty.pk].whose, theirs[small.pk].can_share) == (PARTNERS, False)
    assert SharedPayment.objects.get().transaction == small


@pytest.mark.parametrize("count", [1, 12])
def test_its_queries_do_not_grow(
    count: int,
    both: Both,
    joint: MoneyAccount,
    pays: Pays,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(count):
        unfiled(pays(joint, both[0].person, f"Rewe {number}"))
    tree = category_tree(both[0].person)
    with django_assert_max_num_queries(14):
        assert left_over(both[0], tree).count == count


def test_a_couple_that_shows_each_other_nothing_is_asked_nothing(
    both: Both, pays: Pays, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    pays(account_of(both[0].person, "hidden"), both[0].person, NOBODY)
    tree = category_tree(both[0].person)
    with django_assert_num_queries(2):
        assert left_over(both[0], tree) == Leftovers((), 0)
    assert MoneyAccountAccess.objects.count() == 1
