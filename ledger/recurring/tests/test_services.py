from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.models import User
from ledger.core import services as core
from ledger.core.errors import Conflict, FieldError
from ledger.core.models import Category, MoneyAccount, Transaction
from ledger.recurring import services
from ledger.recurring.booking import book_due
from ledger.recurring.models import Recurring, RecurringDay
from ledger.recurring.tests.conftest import TODAY, Makes, noon

Status = Recurring.Status


@pytest.mark.parametrize(
    ("values", "field", "code"),
    [
        ({"amount": Decimal(0)}, "amount", "amount_not_positive"),
        ({"amount": Decimal("0.001")}, "amount", "too_many_decimals"),
        ({"ends_on": date(2025, 12, 31)}, "ends_on", "ends_before_start"),
        ({"ends_on": date(2026, 11, 19)}, "ends_on", "nothing_due"),
        ({"interval": 0}, "interval", "min_value"),
        ({"interval": 401}, "interval", "max_value"),
        ({"kind": "transfer"}, "to_account", "required"),
        ({"books": False, "payee": ""}, "payee", "required"),
        ({"frequency": "hourly"}, "frequency", "invalid_choice"),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_field(
    make: Makes, values: dict[str, Any], field: str, code: str
) -> None:
    with pytest.raises((FieldError, ValidationError)) as refused:
        make(**values)
    assert [each.code for each in refused.value.error_dict[field]] == [code]
    assert not Recurring.objects.exists()


def test_accounts_of_a_transfer_must_fit(make: Makes, ana: User, everyday: MoneyAccount, savings: MoneyAccount) -> None:
    dollars = core.create_money_account(owner=ana, currency="USD", name="Dollars")
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"to_account": everyday}, "same_account"),
        ({"to_account": dollars}, "to_amount_needed"),
        ({"to_account": savings, "to_amount": Decimal(1)}, "to_amount_differs"),
        ({"to_account": savings, "books": False}, "transfer_is_booked"),
        ({"to_account": savings, "kind": "expense"}, "not_a_transfer"),
    ]
    for values, code in wrong:
        with pytest.raises(FieldError) as refused:
            make(**{"kind": "transfer", **values})
        assert refused.value.stable_code == code
    made = make(kind="transfer", to_account=dollars, to_amount=Decimal("970.50"))
    assert (made.amount, made.to_amount) == (Decimal(-900), Decimal("970.50"))


def test_a_change_counts_from_the_next_due_day_on(make: Makes, ana: User, everyday: MoneyAccount) -> None:
    rent = make(starts_on=date(2026, 11, 1))
    book_due(now=noon(date(2026, 12, 1)))
    services.change_recurring(recurring=rent, changed_by=ana, amount=Decimal(950))
    book_due(now=noon(date(2027, 1, 1)))
    booked = Transaction.objects.order_by("booked_on").values_list("booked_on", "amount")
    assert list(booked) == [(date(2026, 12, 1), Decimal(-900)), (date(2027, 1, 1), Decimal(-950))]


def test_another_rhythm_neither_books_a_day_twice_nor_loses_one_that_was_missed(make: Makes, ana: User) -> None:
    rent = make(starts_on=TODAY)
    book_due(now=noon(TODAY))
    services.change_recurring(recurring=rent, changed_by=ana, frequency="weekly", starts_on=TODAY)
    rent.refresh_from_db()
    assert rent.next_on == date(2026, 11, 27)
    Recurring.objects.filter(pk=rent.pk).update(next_on=date(2026, 11, 6), starts_on=date(2026, 10, 30))
    services.change_recurring(recurring=rent, changed_by=ana, ends_on=date(2027, 11, 20))
    rent.refresh_from_db()
    assert rent.next_on == date(2026, 11, 6)


def test_an_old_version_is_refused(make: Makes, ana: User) -> None:
    rent = make()
    services.change_recurring(recurring=rent, changed_by=ana, version=1, notes="first")
    with pytest.raises(Conflict) as refused:
        services.change_recurring(recurring=rent, changed_by=ana, version=1, notes="second")
    assert isinstance(refused.value.current, Recurring)
    assert refused.value.current.notes == "first"


def test_nothing_is_booked_for_a_pause(make: Makes, ana: User, everyday: MoneyAccount) -> None:
    rent = make(starts_on=date(2026, 8, 1))
    Recurring.objects.filter(pk=rent.pk).update(next_on=date(2026, 8, 1))
    services.pause_recurring(recurring=rent)
    services.resume_recurring(recurring=rent, resumed_by=ana)
    assert book_due(now=noon(TODAY)) == 0
    assert book_due(now=noon(date(2026, 12, 1))) == 1


def test_a_day_left_out_is_not_booked_and_can_be_put_back(make: Makes, ana: User, everyday: MoneyAccount) -> None:
    rent = make()
    for day in (date(2027, 1, 1), date(2026, 12, 1)):
        services.skip_day(recurring=rent, due_on=day)
    rent.refresh_from_db()
    assert rent.next_on == date(2027, 2, 1)
    services.unskip_day(recurring=rent, due_on=date(2027, 1, 1), by=ana)
    book_due(now=noon(date(2027, 2, 2)))
    assert list(Transaction.objects.order_by("booked_on").values_list("booked_on", flat=True)) == [
        date(2027, 1, 1), date(2027, 2, 1),
    ]  # fmt: skip


def test_only_a_due_day_can_be_left_out(make: Makes, ana: User) -> None:
    rent = make()
    for day in (date(2026, 12, 2), date(2026, 11, 1)):
        with pytest.raises(FieldError):
            services.skip_day(recurring=rent, due_on=day)
    with pytest.raises(FieldError):
        services.unskip_day(recurring=rent, due_on=date(2026, 12, 1), by=ana)


def test_leaving_out_the_last_day_ends_it_and_putting_it_back_begins_it(make: Makes, ana: User) -> None:
    rent = make(ends_on=date(2026, 12, 31))
    services.skip_day(recurring=rent, due_on=date(2026, 12, 1))
    rent.refresh_from_db()
    assert (rent.status, rent.next_on) == (Status.ENDED, None)
    services.unskip_day(recurring=rent, due_on=date(2026, 12, 1), by=ana)
    rent.refresh_from_db()
    assert (rent.status, rent.next_on) == (Status.ACTIVE, date(2026, 12, 1))


def test_what_it_booked_outlives_it(make: Makes, everyday: MoneyAccount) -> None:
    rent = make(starts_on=TODAY)
    book_due(now=noon(TODAY))
    services.delete_recurring(recurring=rent)
    assert Transaction.objects.filter(account=everyday).count() == 1
    assert not RecurringDay.objects.exists()


def test_the_other_owner_may_change_the_amount_beside_a_category_of_ones_own(
    make: Makes, ana: User, ben: User, everyday: MoneyAccount
) -> None:
    core.add_co_owner(account=everyday, person=ben, added_by=ana)
    own = core.create_category(owner=ana, name="Our flat", kind="expense")
    rent = make(category=own)
    services.change_recurring(recurring=rent, changed_by=ben, amount=Decimal(950))
    rent.refresh_from_db()
    assert (rent.recorded_by, rent.category) == (ana, own)
    services.change_recurring(recurring=rent, changed_by=ben, category=Category.objects.get(slug="rent"))
    rent.refresh_from_db()
    assert rent.recorded_by == ben


def test_who_sees_the_account_in_full_sees_it_and_nobody_else(
    make: Makes, ana: User, ben: User, carla: User, everyday: MoneyAccount, savings: MoneyAccount
) -> None:
    rent = make()
    saving = make(kind="transfer", to_account=savings, payee="")
    core.grant_view(account=everyday, person=ben, level="category_sums", granted_by=ana)
    assert not Recurring.objects.visible_to(ben).exists()
    core.grant_view(account=everyday, person=ben, level="full", granted_by=ana)
    assert list(Recurring.objects.visible_to(ben)) == [rent]
    core.grant_view(account=savings, person=ben, level="exists", granted_by=ana)
    assert set(Recurring.objects.visible_to(ben)) == {rent, saving}
    assert not Recurring.objects.owned_by(ben).exists()
    assert not Recurring.objects.visible_to(carla).exists()
