"""A joint account whose two owners have agreed that some categories are split otherwise."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from accounts.models import User
from ledger.categorising.applying import apply_rule
from ledger.categorising.ruling import create_rule
from ledger.core import services as ledger
from ledger.core.checking import check_account
from ledger.core.models import Category, MoneyAccount, Transaction
from partnerships.agreements.services import ask_for_agreement
from partnerships.agreements.terms import ExceptionTerms, Terms
from partnerships.approvals.services import approve
from partnerships.core.services import end_partnership
from partnerships.sharing.joint import ask_to_join
from partnerships.sharing.tests.conftest import Both, Pays, run_jobs
from partnerships.sharing.whose import BOTH, MINE, say_whose

pytestmark = pytest.mark.django_db


def own(entry: Transaction) -> Decimal:
    entry.refresh_from_db()
    part: Decimal = entry.own_amount
    return part


def agree(both: Both, callbacks: Any, percent: str, **exceptions: str) -> None:
    """Ana (the account's owner, member 0) bears `percent`, and of some categories another one."""
    terms = Terms(
        starts_on=date(2026, 11, 1),
        method="percent",
        first_percent=Decimal(percent),
        exceptions=tuple(
            ExceptionTerms(Category.objects.get(slug=slug.replace("_", "-")).pk, "percent", Decimal(bears))
            for slug, bears in exceptions.items()
        ),
    )
    with callbacks(execute=True):
        approve(approval=ask_for_agreement(standing=both[0], terms=terms), by=both[1])
    run_jobs()


@pytest.fixture
def joint(both: Both, checking: MoneyAccount, django_capture_on_commit_callbacks: Any) -> MoneyAccount:
    """60 percent are Ana's, all of what is eaten, and a tenth of what is fuel."""
    approve(approval=ask_to_join(standing=both[0], account=checking, whole=True), by=both[1])
    agree(both, django_capture_on_commit_callbacks, "60", food_dining="100", fuel="10")
    return checking


def test_each_category_is_borne_as_agreed(both: Both, joint: MoneyAccount, pays: Pays) -> None:
    ana, ben = both
    dinner, fuel, rest = (pays(joint, ben.person, "-50", slug=slug) for slug in ("dining", "fuel", ""))
    ledger.choose_category(entry=rest, changed_by=ana.person, category=None)
    assert [own(each) for each in (dinner, fuel, rest)] == [-50, -5, -30]
    own_kind = ledger.create_category(
        owner=ana.person, name="Ice", parent=Category.objects.get(slug="dining", owner=None)
    )
    ledger.choose_category(entry=rest, changed_by=ana.person, category=own_kind)
    assert own(rest) == -50
    say_whose(standing=ben, entry=rest, whose=MINE)
    assert own(rest) == 0
    say_whose(standing=ben, entry=rest, whose=BOTH)
    assert own(rest) == -50
    assert check_account(joint) == []


def test_parts_of_a_split_go_by_their_own_category(both: Both, joint: MoneyAccount, pays: Pays) -> None:
    ana = both[0].person
    entry = pays(joint, ana, "-100")
    names = {each.slug: each for each in Category.objects.filter(slug__in=["groceries", "fuel", "gifts"])}
    parts = [(names["groceries"], Decimal("-20.00")), (names["fuel"], Decimal("-30.00")), (None, Decimal("-50.00"))]
    ledger.update_transaction(entry=entry, changed_by=ana, lines=parts)
    assert own(entry) == -53
    assert sorted(entry.lines.values_list("own_amount", flat=True)) == [-30, -20, -3]
    alike = [(names["gifts"], Decimal("-33.33")), (None, Decimal("-66.67"))]
    ledger.update_transaction(entry=entry, changed_by=ana, lines=alike)
    assert own(entry) == -60
    ledger.update_transaction(entry=entry, changed_by=ana, lines=[], category=names["fuel"])
    assert own(entry) == -10
    assert check_account(joint) == []


def test_rules_and_files_bring_categories_too(both: Both, joint: MoneyAccount, pays: Pays) -> None:
    ana = both[0].person
    dining = Category.objects.get(slug="dining", owner=None)
    entry = pays(joint, ana, "-50", payee="Zq")
    ledger.choose_category(entry=entry, changed_by=ana, category=None)
    apply_rule(rule=create_rule(person=ana, payee="Zq", category=dining), also_mine=True)
    assert own(entry) == -50
    fuel = Category.objects.get(slug="fuel")
    rows = [
        ledger.NewRow("a" * 32, -1_000_000, date(2026, 11, 3), "expense", category_id=fuel.pk, category_source="file"),
        ledger.NewRow(
            "b" * 32, -1_000_000, date(2026, 11, 3), "expense",
            parts=(ledger.NewPart(fuel.pk, -500_000), ledger.NewPart(dining.pk, -500_000)),
        ),
    ]  # fmt: skip
    ledger.record_rows(account=joint, recorded_by=ana, rows=rows)
    assert [own(Transaction.objects.get(pk=letter * 32)) for letter in "ab"] == [-10, -55]
    assert check_account(joint) == []


def test_another_agreement_shares_what_is_there_anew(
    both: Both, joint: MoneyAccount, pays: Pays, django_capture_on_commit_callbacks: Any
) -> None:
    ana = both[0].person
    dinner = pays(joint, ana, "-50", slug="dining")
    names = {each.slug: each for each in Category.objects.filter(slug__in=["dining", "fuel"])}
    split = pays(joint, ana, "-100")
    parts = [(names["dining"], Decimal(-50)), (names["fuel"], Decimal(-50))]
    ledger.update_transaction(entry=split, changed_by=ana, lines=parts)
    assert [own(dinner), own(split)] == [-50, -55]
    agree(both, django_capture_on_commit_callbacks, "60", dining="20")
    assert [own(dinner), own(split)] == [-10, -40]
    assert sorted(split.lines.values_list("own_amount", flat=True)) == [-30, -10]
    assert check_account(joint) == []


def test_after_the_end_new_lines_are_borne_in_halves(both: Both, joint: MoneyAccount, pays: Pays) -> None:
    ana = both[0]
    end_partnership(standing=ana)
    late = pays(joint, ana.person, "-50", day=21, slug="dining")
    assert own(late) == -25


def test_an_account_of_ones_own_knows_no_exception(both: Both, joint: MoneyAccount, pays: Pays, ana: User) -> None:
    mine = ledger.create_money_account(owner=ana, currency="EUR", name="Mine")
    assert own(pays(mine, ana, "-50", slug="fuel")) == -50
