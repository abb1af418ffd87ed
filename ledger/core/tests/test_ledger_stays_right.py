"""Whatever people do, in whatever order, balances and roll-ups equal what the lines say."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.http import Http404

from accounts.models import User
from ledger.core import errors, services
from ledger.core.checking import check_account
from ledger.core.models import Category, MoneyAccount, Transaction
from ledger.core.services.erasing import erase_transactions
from ledger.core.system_categories import system_category_id

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 20)


@pytest.fixture
def person() -> User:
    return User.objects.create_user("walker@example.org", "pw-of-walker")


@pytest.fixture
def account(person: User) -> MoneyAccount:
    return services.create_money_account(
        owner=person, currency="EUR", name="Main", opening_balance=Decimal("100.00"), opened_on=date(2026, 1, 1)
    )


def category(slug: str) -> Category:
    return Category.objects.get(pk=system_category_id(slug))


def test_a_random_life_keeps_the_books_right(person: User, account: MoneyAccount) -> None:
    dice = random.Random(7)
    savings = services.create_money_account(owner=person, currency="EUR", name="Savings", type="savings")
    food, dining, salary = category("groceries"), category("dining"), category("salary")
    for _ in range(120):
        entries = list(Transaction.objects.owned_by(person))
        day = DAY - timedelta(days=dice.randrange(400))
        amount = Decimal(dice.randrange(1, 99_999)) / 100
        act = dice.choice(["spend", "spend", "earn", "split", "move", "edit", "shift", "bin", "restore", "bulk"])
        entry = dice.choice(entries) if entries else None
        if act == "spend":
            services.record_transaction(
                account=account, recorded_by=person, amount=-amount, booked_on=day, payee="Shop", category=food
            )
        elif act == "earn":
            services.record_transaction(
                account=account, recorded_by=person, amount=amount, booked_on=day, payee="Job", category=salary
            )
        elif act == "split":
            parts = [(food, -amount), (dining, Decimal("-1.00"))]
            services.record_transaction(
                account=account, recorded_by=person, amount=-amount - 1, booked_on=day, payee="Both", lines=parts
            )
        elif act == "move":
            services.record_transfer(
                from_account=account, to_account=savings, recorded_by=person, amount=amount, booked_on=day
            )
        elif entry is None:
            continue
        elif act == "edit" and entry.kind == "expense" and not entry.is_split:
            services.update_transaction(entry=entry, changed_by=person, amount=-amount, booked_on=day, category=dining)
        elif act == "shift" and entry.kind != "transfer":
            services.update_transaction(entry=entry, changed_by=person, account=savings)
        elif act == "bin":
            services.bin_transaction(entry=entry)
        elif act == "restore":
            services.restore_transaction(entry=entry)
        elif act == "bulk":
            change = services.BulkChange(set_category=True, category=food)
            services.change_many(entries=entries[:20], changed_by=person, change=change)
    assert check_account(account) == []
    assert check_account(savings) == []
    assert Transaction.objects.count() > 40


def test_a_balance_is_the_opening_balance_and_every_line(person: User, account: MoneyAccount) -> None:
    for _ in range(1000):
        services.record_transaction(account=account, recorded_by=person, amount=Decimal("-0.10"), booked_on=DAY)
    account.refresh_from_db()
    assert account.balance == Decimal("0.00")
    assert check_account(account) == []


def test_a_wrong_roll_up_is_named(person: User, account: MoneyAccount) -> None:
    services.record_transaction(account=account, recorded_by=person, amount=Decimal("-5"), booked_on=DAY)
    account.rollups.filter(span="m").update(amount=Decimal("-6"))
    MoneyAccount.objects.filter(pk=account.pk).update(balance=Decimal("1"))
    found = [each.what for each in check_account(account)]
    assert "balance" in found
    assert any(each.startswith("roll-up m 2026-11-01 expense") for each in found)


def test_deleting_a_category_gives_its_entries_to_another(person: User, account: MoneyAccount) -> None:
    own = services.create_category(owner=person, name="Wine", parent=category("food-dining"))
    food = category("groceries")
    services.record_transaction(
        account=account, recorded_by=person, amount=Decimal("-9"), booked_on=DAY, payee="Vintner", category=own
    )
    services.record_transaction(
        account=account,
        recorded_by=person,
        amount=Decimal("-10"),
        booked_on=DAY,
        lines=[(own, Decimal("-4")), (food, Decimal("-6"))],
    )
    with pytest.raises(errors.FieldError):
        services.delete_category(category=own, deleted_by=person)
    services.delete_category(category=own, deleted_by=person, replacement=food)
    assert check_account(account) == []
    assert not Category.objects.filter(name="Wine").exists()


def test_an_old_version_is_refused(person: User, account: MoneyAccount) -> None:
    entry = services.record_transaction(account=account, recorded_by=person, amount=Decimal("-5"), booked_on=DAY)
    services.update_transaction(entry=entry, changed_by=person, version=1, notes="first")
    with pytest.raises(errors.Conflict) as caught:
        services.update_transaction(entry=entry, changed_by=person, version=1, notes="second")
    current = caught.value.current
    assert isinstance(current, Transaction)
    assert current.notes == "first"


def test_both_halves_of_a_transfer_go_and_come_together(person: User, account: MoneyAccount) -> None:
    savings = services.create_money_account(owner=person, currency="EUR", name="Savings", type="savings")
    pair = services.record_transfer(
        from_account=account, to_account=savings, recorded_by=person, amount=Decimal("40"), booked_on=DAY
    )
    assert len(services.bin_transaction(entry=pair.incoming)) == 2
    account.refresh_from_db()
    assert account.balance == Decimal("100.00")
    services.restore_transaction(entry=pair.outgoing)
    savings.refresh_from_db()
    assert savings.balance == Decimal("40.00")
    assert check_account(account) == check_account(savings) == []
    with pytest.raises(errors.FieldError):
        services.update_transaction(entry=pair.outgoing, changed_by=person, amount=Decimal("-1"))


def test_changing_what_was_just_erased_is_as_if_it_never_was(person: User, account: MoneyAccount) -> None:
    entry = services.record_transaction(account=account, recorded_by=person, amount=Decimal("-5"), booked_on=DAY)
    erase_transactions(ids=[entry.pk])
    with pytest.raises(Http404):
        services.update_transaction(entry=entry, changed_by=person, notes="too late")
    assert check_account(account) == []


def test_a_split_of_one_kind_does_not_become_another_under_its_categories(person: User, account: MoneyAccount) -> None:
    parts = [(category("salary"), Decimal(7)), (category("benefits"), Decimal(3))]
    entry = services.record_transaction(
        account=account, recorded_by=person, amount=Decimal(10), booked_on=DAY, lines=parts
    )
    with pytest.raises(errors.FieldError) as caught:
        services.update_transaction(entry=entry, changed_by=person, kind="refund")
    assert caught.value.stable_code == "category_kind_mismatch"
    services.update_transaction(entry=entry, changed_by=person, notes="of November")
    services.update_transaction(entry=entry, changed_by=person, kind="refund", lines=[])
    assert check_account(account) == []
