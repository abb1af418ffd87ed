"""Nothing of an agreement holds before both agree to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import ValidationError

from config.kernel.ids import new_id
from config.kernel.models import AuditEntry
from ledger.core.errors import FieldError
from ledger.core.models import Category
from ledger.core.services import create_category
from partnerships.agreements import costs, services
from partnerships.agreements.models import Agreement
from partnerships.agreements.splitting import share_for
from partnerships.agreements.terms import ExceptionTerms, Terms, terms_in
from partnerships.agreements.tests.conftest import MONTH, Both, earns
from partnerships.approvals.models import Approval
from partnerships.approvals.services import approve, decline
from partnerships.core.errors import Overtaken
from partnerships.core.models import Partnership

pytestmark = pytest.mark.django_db
NEXT = date(2026, 12, 1)
SIXTY = Terms(starts_on=NEXT, method="percent", first_percent=Decimal(60))


@pytest.fixture(autouse=True)
def _in_november() -> Iterator[None]:
    with time_machine.travel("2026-11-20T12:00:00Z", tick=False):
        yield


def test_another_split_holds_once_the_other_agrees(both: Both) -> None:
    ana, ben = both
    asked = services.ask_for_agreement(standing=ana, terms=SIXTY, message="You earn more.")
    assert Agreement.objects.count() == 1
    approve(approval=asked, by=ben)
    assert terms_in(ana.partnership, NEXT) == SIXTY
    assert share_for(ana.partnership, MONTH).reason == "missing"
    agreement = Agreement.objects.get(starts_on=NEXT)
    assert agreement.proposed_by == ana.person
    assert AuditEntry.objects.filter(details__approval=str(asked.pk)).count() == 1


def test_what_is_declined_leaves_the_split_as_it_is(both: Both) -> None:
    ana, ben = both
    decline(approval=services.ask_for_agreement(standing=ana, terms=SIXTY), by=ben)
    assert Agreement.objects.count() == 1


def test_one_that_was_agreed_later_takes_the_place_of_one_of_the_same_start(both: Both) -> None:
    ana, ben = both
    approve(approval=services.ask_for_agreement(standing=ana, terms=SIXTY), by=ben)
    half = replace(SIXTY, method="equal", first_percent=None)
    approve(approval=services.ask_for_agreement(standing=ben, terms=half), by=ana)
    assert [each.method for each in Agreement.objects.order_by("starts_on")] == ["income", "equal"]


def test_a_split_that_changed_meanwhile_is_asked_for_as_a_whole_again(both: Both) -> None:
    """A percent that was right beside the old split says nothing beside the new one."""
    ana, ben = both
    asked = services.ask_for_agreement(standing=ana, terms=SIXTY)
    Agreement.objects.update(method="equal")
    with pytest.raises(Overtaken, match="item_moved"):
        approve(approval=asked, by=ben)
    assert Agreement.objects.count() == 1
    fresh = Approval.objects.get(status="pending")
    assert (fresh.before["method"], fresh.after) == ("equal", asked.after)
    approve(approval=fresh, by=ben)
    assert terms_in(ana.partnership, NEXT) == SIXTY


class _Settled:
    def planned(self, partnership: Partnership, month: date) -> Decimal:
        return Decimal(0)

    def is_settled(self, partnership: Partnership, month: date) -> bool:
        return month <= MONTH


def test_this_month_can_still_change_while_nothing_of_it_is_settled(
    both: Both, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, ben = both
    assert services.earliest_start(ana.partnership) == MONTH
    asked = services.ask_for_agreement(standing=ana, terms=replace(SIXTY, starts_on=MONTH))
    monkeypatch.setattr(costs, "_current", _Settled())
    assert services.earliest_start(ana.partnership) == NEXT
    with pytest.raises(ValidationError) as refusal:
        approve(approval=asked, by=ben)
    assert [each.code for each in refusal.value.error_dict["starts_on"]] == ["month_settled"]
    assert Approval.objects.get().status == "pending"
    monkeypatch.undo()
    approve(approval=asked, by=ben)
    assert share_for(ana.partnership, MONTH).reason == "percent"


def refusal_of(both: Both, terms: Terms) -> tuple[str, str]:
    with pytest.raises(FieldError) as refusal:
        services.ask_for_agreement(standing=both[0], terms=terms)
    return refusal.value.field, refusal.value.stable_code


@pytest.mark.parametrize(
    ("terms", "refused"),
    [
        (replace(SIXTY, starts_on=date(2026, 12, 2)), ("starts_on", "not_a_first")),
        (replace(SIXTY, starts_on=date(2026, 10, 1)), ("starts_on", "month_over")),
        (replace(SIXTY, starts_on=date(2028, 12, 1)), ("starts_on", "out_of_range")),
        (replace(SIXTY, first_percent=None), ("first_percent", "required")),
        (replace(SIXTY, first_percent=Decimal("100.01")), ("first_percent", "out_of_range")),
        (replace(SIXTY, first_percent=Decimal("-1")), ("first_percent", "out_of_range")),
        (replace(SIXTY, first_percent=Decimal("33.333")), ("first_percent", "out_of_range")),
        (replace(SIXTY, first_percent=Decimal("NaN")), ("first_percent", "out_of_range")),
        (Terms(NEXT, "fixed"), ("fixed_amount", "required")),
        (Terms(NEXT, "fixed", fixed_place=2, fixed_amount=Decimal(5)), ("fixed_amount", "required")),
        (Terms(NEXT, "fixed", fixed_place=1, fixed_amount=Decimal(-5)), ("fixed_amount", "out_of_range")),
        (Terms(NEXT, "fixed", fixed_place=1, fixed_amount=Decimal("5.001")), ("fixed_amount", "too_many_decimals")),
        (Terms(NEXT, "income", income_months=25), ("income_months", "out_of_range")),
        (Terms(NEXT, exceptions=(ExceptionTerms(new_id(), "equal"),)), ("exceptions", "does_not_exist")),
        (Terms(NEXT, exceptions=(ExceptionTerms(new_id(), "income"),)), ("exceptions", "invalid_choice")),
        (Terms(NEXT, exceptions=(ExceptionTerms(new_id(), "percent"),)), ("exceptions", "required")),
        (Terms(MONTH), ("non_field_errors", "unchanged")),
    ],
)
def test_terms_that_cannot_be_agreed_are_refused(both: Both, terms: Terms, refused: tuple[str, str]) -> None:
    assert refusal_of(both, terms) == refused
    assert not Approval.objects.exists()


def test_an_exception_is_for_a_category_both_have(both: Both) -> None:
    own = create_category(owner=both[0].person, name="Mine")
    income = Category.objects.filter(kind="income", owner=None).first()
    assert income is not None
    pets = Category.objects.filter(kind="expense", owner=None).first()
    assert pets is not None
    for category in (own, income):
        terms = Terms(NEXT, exceptions=(ExceptionTerms(category.pk, "equal"),))
        assert refusal_of(both, terms) == ("exceptions", "does_not_exist")
    twice = Terms(NEXT, exceptions=(ExceptionTerms(pets.pk, "equal"), ExceptionTerms(pets.pk, "equal")))
    assert refusal_of(both, twice) == ("exceptions", "named_twice")


def test_no_income_is_in_what_is_asked_stored_or_told(both: Both) -> None:
    ana, ben = both
    earns(ana.person, "4321.09")
    earns(ben.person, "1234.56")
    asked = services.ask_for_agreement(standing=ana, terms=Terms(NEXT, income_months=2))
    approve(approval=asked, by=ben)
    kept = f"{asked.before} {asked.after} {list(AuditEntry.objects.values())}"
    assert not any(each in kept for each in ("4321", "1234"))


@pytest.mark.parametrize(
    ("ask", "value", "column"), [("threshold", "250", "approval_threshold"), ("mode", "pot", "mode")]
)
def test_a_setting_of_both_changes_once_both_agree(both: Both, ask: str, value: str, column: str) -> None:
    ana, ben = both
    if ask == "threshold":
        asked = services.ask_for_threshold(standing=ana, threshold=Decimal(value))
    else:
        asked = services.ask_for_mode(standing=ana, mode=value)
    before = Partnership.objects.get()
    approve(approval=asked, by=ben)
    after = Partnership.objects.get()
    assert str(getattr(before, column)) != value
    assert str(getattr(after, column)) == value
    assert after.version == before.version + 1


def test_a_threshold_that_moved_meanwhile_is_asked_for_anew(both: Both) -> None:
    ana, ben = both
    asked = services.ask_for_threshold(standing=ana, threshold=Decimal(250))
    Partnership.objects.update(approval_threshold=Decimal(50))
    with pytest.raises(Overtaken, match="item_moved"):
        approve(approval=asked, by=ben)
    fresh = Approval.objects.get(status="pending")
    assert (fresh.before, fresh.after) == ({"approval_threshold": "50.00"}, {"approval_threshold": "250.00"})


@pytest.mark.parametrize(
    ("threshold", "code"), [("-1", "out_of_range"), ("0.001", "too_many_decimals"), ("100", "unchanged")]
)
def test_a_threshold_that_cannot_be_is_refused(both: Both, threshold: str, code: str) -> None:
    with pytest.raises(FieldError) as refusal:
        services.ask_for_threshold(standing=both[0], threshold=Decimal(threshold))
    assert (refusal.value.field, refusal.value.stable_code) == ("approval_threshold", code)
