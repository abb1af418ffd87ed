"""If this, then that: what a rule fits, what it does to new lines and to old ones, and what it never touches."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.models import User
from config.kernel import jobs
from config.kernel.models import Job
from ledger.categorising import applying
from ledger.categorising.applying import apply_rule, preview_rule
from ledger.categorising.models import LearnedWord, Rule
from ledger.categorising.rules import rules_for
from ledger.categorising.ruling import create_rule, delete_rule, move_rule, update_rule
from ledger.categorising.tests.conftest import Spends
from ledger.core import errors, services
from ledger.core.checking import check_account
from ledger.core.models import Category, MoneyAccount, Transaction

pytestmark = pytest.mark.django_db
TEN = Decimal(-10)
Line = tuple[str, str, Decimal | None]


def hit(person: User, payee: str, notes: str = "", amount: str = "-10", account: MoneyAccount | None = None) -> str:
    found = rules_for(person).apply(payee, notes, Decimal(amount), "expense", account.pk if account else None)
    return found.reason if found else ""


@pytest.mark.parametrize(
    ("given", "fits", "fits_not"),
    [
        ({"payee": "Corner"}, ("THE CORNER SHOP", "", TEN), ("Corn shop", "", TEN)),
        ({"payee": "Bäcker"}, ("BACKER KOLB", "", TEN), ("Metzger", "", TEN)),
        ({"payee": "Lidl", "payee_match": "is"}, ("LIDL SAGT DANKE 4411 BERLIN", "", TEN), ("Lidl Reisen", "", TEN)),
        ({"text": "rent"}, ("Hans", "march rent", TEN), ("Hans", "march", TEN)),
        ({"payee": "a", "amount_min": Decimal(10)}, ("a", "", TEN), ("a", "", Decimal("-9.99"))),
        ({"payee": "a", "amount_max": Decimal(10)}, ("a", "", TEN), ("a", "", Decimal("-10.01"))),
        ({"payee": "a", "amount_max": Decimal(10)}, ("a", "", TEN), ("a", "", None)),
        ({"payee": "100%"}, ("100% juice", "", TEN), ("1000 juice", "", TEN)),
    ],
)
def test_a_rule_fits_what_it_says(
    ana: User, gifts: Category, given: dict[str, Any], fits: Line, fits_not: Line
) -> None:
    create_rule(person=ana, category=gifts, **given)
    assert rules_for(ana).apply(*fits, "expense", None)
    assert not rules_for(ana).apply(*fits_not, "expense", None)


def test_the_first_rule_that_fits_acts(ana: User, gifts: Category, groceries: Category) -> None:
    first = create_rule(person=ana, payee="corner", category=gifts)
    second = create_rule(person=ana, payee="corner shop", category=groceries)
    assert hit(ana, "Corner Shop") == "corner"
    move_rule(rule=second, place=0)
    assert hit(ana, "Corner Shop") == "corner shop"
    update_rule(rule=second, is_active=False)
    assert hit(ana, "Corner Shop") == "corner"
    delete_rule(rule=first)
    assert hit(ana, "Corner Shop") == ""


def test_a_rule_of_an_account_is_for_that_account(ana: User, gifts: Category, everyday: MoneyAccount) -> None:
    create_rule(person=ana, payee="corner", account=everyday, category=gifts)
    assert hit(ana, "Corner", account=everyday)
    assert not hit(ana, "Corner")


def test_a_rule_never_gives_income_a_category_of_expenses(ana: User, gifts: Category) -> None:
    create_rule(person=ana, payee="hans", category=gifts)
    assert rules_for(ana).apply("Hans", "", Decimal(10), "income", None) is None


def test_a_rule_goes_before_what_was_learned(ana: User, gifts: Category, groceries: Category, spends: Spends) -> None:
    spends("Corner Shop", category=groceries)
    rule = create_rule(person=ana, payee="corner", category=gifts)
    entry = spends("Corner Shop")
    assert (entry.category_id, entry.category_source, entry.category_reason) == (gifts.pk, "rule", "corner")
    rule.refresh_from_db()
    assert rule.used_count == 1


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({}, "rule_without_condition"),
        ({"kind": "expense"}, "rule_without_condition"),
        ({"payee": "  "}, "rule_without_condition"),
        ({"payee": "a", "category": None}, "rule_without_effect"),
        ({"payee": "a", "amount_min": Decimal(5), "amount_max": Decimal(4)}, "amounts_reversed"),
        ({"payee": "a", "amount_min": Decimal(-5)}, "amount_negative"),
        ({"payee": "a", "kind": "income"}, "category_kind_mismatch"),
        ({"payee": "x" * 201}, "max_length"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(ana: User, gifts: Category, given: dict[str, Any], code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        create_rule(person=ana, **{"category": gifts, **given})
    assert code in {each.code for several in refused.value.error_dict.values() for each in several}
    assert not Rule.objects.exists()


def test_another_persons_category_is_refused(ana: User, carla: User) -> None:
    hers = services.create_category(owner=carla, name="Hers")
    with pytest.raises(errors.FieldError):
        create_rule(person=ana, payee="a", category=hers)


def test_rules_and_what_was_learned_follow_a_merged_category(ana: User, gifts: Category, spends: Spends) -> None:
    old = services.create_category(owner=ana, name="Treats", kind="expense")
    rule = create_rule(person=ana, payee="corner", category=old)
    spends("Zwirbel", category=old)
    spends("Zwirbel", category=gifts)
    services.delete_category(category=old, deleted_by=ana, replacement=gifts)
    rule.refresh_from_db()
    assert rule.category_id == gifts.pk
    counted = LearnedWord.objects.get(person=ana, word="zwirbel")
    assert (counted.category_id, counted.times) == (gifts.pk, 2)


def test_a_rule_follows_its_category_before_anything_was_filed_there(ana: User, gifts: Category) -> None:
    unused = services.create_category(owner=ana, name="Treats", kind="expense")
    rule = create_rule(person=ana, payee="corner", category=unused)
    services.delete_category(category=unused, deleted_by=ana, replacement=gifts)
    rule.refresh_from_db()
    assert rule.category_id == gifts.pk


def test_an_old_version_is_a_conflict(ana: User, gifts: Category) -> None:
    rule = create_rule(person=ana, payee="a", category=gifts)
    update_rule(rule=rule, version=1, payee="b")
    with pytest.raises(errors.Conflict):
        update_rule(rule=rule, version=1, payee="c")


def test_a_preview_changes_nothing_and_says_what_would(
    ana: User, gifts: Category, groceries: Category, spends: Spends
) -> None:
    spends("Corner Shop", category=groceries)
    before = spends("Corner Shop 12")
    rule = create_rule(person=ana, payee="corner", category=gifts)
    spends("Elsewhere")
    spends("Corner Cafe")
    seen = preview_rule(rule=rule)
    assert (seen.fits, seen.changes, seen.mine, seen.is_exact) == (3, 1, 1, True)
    assert [each.payee for each in seen.first] == ["Corner Cafe", "Corner Shop 12", "Corner Shop"]
    assert Transaction.objects.get(pk=before.pk).version == before.version


def test_applied_to_the_past_it_leaves_what_a_person_chose(
    ana: User, everyday: MoneyAccount, gifts: Category, groceries: Category, spends: Spends
) -> None:
    mine = spends("Corner Shop", category=groceries)
    machines = spends("Corner Shop 12", notes="4711")
    rule = create_rule(person=ana, payee="corner", category=gifts, new_payee="The Corner", new_notes="sweets")
    assert apply_rule(rule=rule).changed == 1
    mine.refresh_from_db()
    machines.refresh_from_db()
    assert (mine.category_id, mine.payee) == (groceries.pk, "Corner Shop")
    assert (machines.category_id, machines.payee, machines.notes) == (gifts.pk, "The Corner", "sweets")
    assert (machines.payee_key, machines.search_text) == ("the corner", "the corner sweets")
    assert apply_rule(rule=rule, also_mine=True).changed == 1
    mine.refresh_from_db()
    assert (mine.category_id, mine.category_source) == (gifts.pk, "rule")
    assert check_account(everyday) == []


def test_what_others_wrote_is_never_touched(ana: User, carla: User, gifts: Category) -> None:
    hers = services.create_money_account(owner=carla, currency="EUR", name="Hers")
    entry = services.record_transaction(
        account=hers, recorded_by=carla, amount=Decimal(-5), booked_on=carla.today, payee="Corner Shop"
    )
    rule = create_rule(person=ana, payee="corner", category=gifts)
    assert preview_rule(rule=rule).fits == 0
    assert apply_rule(rule=rule, also_mine=True).changed == 0
    entry.refresh_from_db()
    assert entry.category_id != gifts.pk


def test_much_is_applied_as_a_job_that_may_run_twice(
    ana: User, everyday: MoneyAccount, gifts: Category, spends: Spends, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(applying, "AT_ONCE", 2)
    lines = [spends(f"Corner {number}", day=number + 1) for number in range(5)]
    rule = create_rule(person=ana, payee="corner", category=gifts)
    assert apply_rule(rule=rule).changed is None
    job = Job.objects.get(kind=applying.JOB)
    jobs.run(job.pk, may_spawn=False)
    jobs.run_again(job)
    jobs.run(job.pk, may_spawn=False)
    assert {each.category_id for each in Transaction.objects.filter(pk__in=[line.pk for line in lines])} == {gifts.pk}
    rule.refresh_from_db()
    assert rule.used_count == 5
    assert check_account(everyday) == []
