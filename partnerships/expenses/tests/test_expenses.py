"""Adding, changing and ending what both bear: what waits, what is refused, and that a change is made exactly once."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from accounts.models import User
from ledger.core.models import Category
from partnerships.approvals.models import Approval
from partnerships.approvals.services import approve, decline
from partnerships.core.errors import Overtaken
from partnerships.core.services import pause_partnership
from partnerships.expenses.models import SharedExpense
from partnerships.expenses.services import add_expense, ask_to_change, ask_to_delete
from partnerships.expenses.tests.conftest import Both, adds

pytestmark = pytest.mark.django_db


def test_up_to_the_threshold_it_counts_at_once(both: Both) -> None:
    ana, _ben = both
    expense, asked = add_expense(standing=ana, values={"name": "Internet", "amount": Decimal("100.00")})
    assert (expense.status, asked) == ("active", None)


@pytest.mark.parametrize(
    "values",
    [
        {"amount": Decimal("99.99"), "frequency": "weekly", "method": "percent", "first_percent": Decimal(0)},
        {"amount": Decimal(1), "method": "equal"},
        {"amount": Decimal("23.08"), "frequency": "weekly"},
        {"amount": Decimal("100.01"), "frequency": "yearly"},
    ],
)
def test_what_costs_more_in_a_month_or_splits_otherwise_waits_too(both: Both, values: dict[str, object]) -> None:
    expense, asked = add_expense(standing=both[0], values={"name": "Veg box", **values})
    assert asked is not None
    assert expense.status == "pending_approval"


def test_a_weekly_one_within_the_threshold_of_a_month_counts_at_once(both: Both) -> None:
    values = {"name": "Veg box", "amount": Decimal("23.07"), "frequency": "weekly"}
    assert add_expense(standing=both[0], values=values)[1] is None


def test_above_the_threshold_it_waits_until_the_partner_approves(both: Both) -> None:
    ana, ben = both
    expense, asked = add_expense(standing=ana, values={"name": "Rent", "amount": Decimal("100.01")})
    assert asked is not None
    assert expense.status == "pending_approval"
    with pytest.raises(ValidationError):
        approve(approval=asked, by=ana)
    approve(approval=asked, by=ben)
    expense.refresh_from_db()
    assert expense.status == "active"


def test_what_was_declined_never_came_to_be(both: Both) -> None:
    ana, ben = both
    _expense, asked = add_expense(standing=ana, values={"name": "Rent", "amount": Decimal(900)})
    assert asked is not None
    decline(approval=asked, by=ben)
    assert not SharedExpense.objects.exists()


def test_its_adder_takes_back_what_still_waits(both: Both) -> None:
    ana, ben = both
    expense, asked = add_expense(standing=ana, values={"name": "Rent", "amount": Decimal(900)})
    assert asked is not None
    with pytest.raises(ValidationError):
        ask_to_delete(standing=ben, expense=expense)
    assert ask_to_delete(standing=ana, expense=expense) is None
    asked.refresh_from_db()
    assert asked.status == "withdrawn"
    assert not SharedExpense.objects.exists()


def test_a_change_is_made_when_the_partner_approves_it(both: Both) -> None:
    ana, ben = both
    expense = adds(ana)
    asked = ask_to_change(standing=ben, expense=expense, changes={"amount": Decimal(55), "status": "archived"})
    expense.refresh_from_db()
    assert (expense.amount, expense.version) == (Decimal(40), 1)
    approve(approval=asked, by=ana)
    expense.refresh_from_db()
    assert (expense.amount, expense.status, expense.version) == (Decimal(55), "archived", 2)


def test_what_has_moved_is_asked_for_anew(both: Both) -> None:
    ana, ben = both
    expense = adds(ana)
    first = ask_to_change(standing=ana, expense=expense, changes={"amount": Decimal(55)})
    SharedExpense.objects.filter(pk=expense.pk).update(name="Fibre", version=2)
    with pytest.raises(Overtaken) as moved:
        approve(approval=first, by=ben)
    fresh = Approval.objects.get(pk=moved.value.current["approval"])  # type: ignore[index]
    assert (fresh.before["name"], fresh.after["name"], fresh.after["amount"]) == ("Fibre", "Fibre", "55.00")
    approve(approval=fresh, by=ben)
    expense.refresh_from_db()
    assert (expense.name, expense.amount) == ("Fibre", Decimal(55))


def test_an_end_leaves_nothing_to_change(both: Both) -> None:
    ana, ben = both
    expense = adds(ana)
    changed = ask_to_change(standing=ana, expense=expense, changes={"amount": Decimal(55)})
    ended = ask_to_delete(standing=ben, expense=expense)
    assert ended is not None
    approve(approval=ended, by=ana)
    assert not SharedExpense.objects.exists()
    with pytest.raises(Overtaken) as moved:
        approve(approval=changed, by=ben)
    assert moved.value.current == {"approval": None}


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"amount": Decimal(0)}, "amount_not_positive"),
        ({"amount": Decimal("1000000.01")}, "amount_too_large"),
        ({"amount": Decimal("1.001")}, "too_many_decimals"),
        ({"name": "  "}, "required"),
        ({"method": "income"}, "invalid_choice"),
        ({"method": "percent"}, "required"),
        ({"status": "pending_approval"}, "invalid_choice"),
    ],
)
def test_what_cannot_be_is_refused(both: Both, values: dict[str, object], code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        add_expense(standing=both[0], values={"name": "Internet", "amount": Decimal(1), **values})
    assert refused.value.stable_code == code  # type: ignore[attr-defined]


def test_a_category_of_ones_own_is_no_shared_one(both: Both, ana: User) -> None:
    own = Category.objects.create(owner=ana, name="Secret")
    with pytest.raises(ValidationError):
        adds(both[0], category=own.pk)


def test_a_pause_keeps_everything_as_it_is(both: Both) -> None:
    ana, ben = both
    expense = adds(ana)
    pause_partnership(standing=ben)
    for act in (
        lambda: adds(ana, "Gas"),
        lambda: ask_to_change(standing=ana, expense=expense, changes={"notes": "x"}),
        lambda: ask_to_delete(standing=ana, expense=expense),
    ):
        with pytest.raises(Overtaken) as refused:
            act()
        assert refused.value.code == "partnership_paused"
