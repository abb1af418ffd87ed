"""Lines that become one with an entry that was here: written by hand, or announced by the bank before."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from accounts.models import User
from config.kernel import jobs
from ledger.core import services as core
from ledger.core.models import Category, MoneyAccount, Transaction
from ledger.core.system_categories import system_category_id
from ledger.imports import services
from ledger.imports.models import Import, ImportedLine
from ledger.imports.tests.conftest import MARCH, Taking, bank_file

HEAD = "Date;Payee;Amount;Currency;Status\n"
ANNOUNCED = (HEAD + "2026-03-02;Trattoria Sole;-40.00;EUR;pending\n2026-03-01;Bakery;-4.00;EUR;booked\n").encode()
BOOKED = (HEAD + "2026-03-04;Trattoria Sole;-46.00;EUR;booked\n2026-03-01;Bakery;-4.00;EUR;booked\n").encode()


@pytest.fixture
def account(ana: User) -> MoneyAccount:
    return core.create_money_account(owner=ana, currency="EUR", name="Checking")


@pytest.fixture
def by_hand(ana: User, account: MoneyAccount) -> Transaction:
    return core.record_transaction(
        account=account,
        recorded_by=ana,
        amount=Decimal("-65"),
        booked_on=date(2026, 3, 1),
        payee="Power",
        notes="for Ben too",
        category=Category.objects.get(pk=system_category_id("utilities")),
    )


def imported(person: User, data: bytes, account: MoneyAccount, **choices: str) -> Import:
    source = services.start_import(person=person, data=data, filename="march.csv", account=account)
    source = services.confirm_import(source=source, choices=choices)
    assert source.job_id is not None
    jobs.run(source.job_id)
    source.refresh_from_db()
    return source


def test_an_entry_by_hand_takes_the_banks_day_and_keeps_its_words(
    ana: User, account: MoneyAccount, by_hand: Transaction
) -> None:
    done = imported(ana, bank_file(MARCH), account)
    assert (done.report["taken"], done.report["merged"]) == (3, 1)
    by_hand.refresh_from_db()
    assert (by_hand.booked_on, by_hand.payee, by_hand.notes) == (date(2026, 3, 2), "Power", "for Ben too")
    assert by_hand.category_source == "person"
    assert Transaction.objects.count() == 4
    services.undo_import(source=done)
    by_hand.refresh_from_db()
    assert by_hand.booked_on == date(2026, 3, 1)
    assert list(Transaction.objects.all()) == [by_hand]
    assert not ImportedLine.objects.exists()


def test_what_was_merged_does_not_come_again(ana: User, account: MoneyAccount, by_hand: Transaction) -> None:
    imported(ana, bank_file(MARCH), account)
    again = imported(ana, bank_file(MARCH), account)
    assert (again.report["taken"], again.report["merged"], again.report["duplicate"]) == (0, 0, 4)


@pytest.mark.parametrize(("choice", "entries"), [("add", 5), ("skip", 4)])
def test_a_person_may_decide_otherwise(
    ana: User, account: MoneyAccount, by_hand: Transaction, choice: str, entries: int
) -> None:
    done = imported(ana, bank_file(MARCH), account, **{"0:2": choice})
    assert done.report["merged"] == 0
    assert Transaction.objects.count() == entries
    by_hand.refresh_from_db()
    assert by_hand.booked_on == date(2026, 3, 1)


def test_an_edit_after_the_merge_survives_the_undo(ana: User, account: MoneyAccount, by_hand: Transaction) -> None:
    done = imported(ana, bank_file(MARCH), account)
    core.update_transaction(entry=by_hand, changed_by=ana, booked_on=date(2026, 2, 27))
    services.undo_import(source=done)
    by_hand.refresh_from_db()
    assert by_hand.booked_on == date(2026, 2, 27)


def test_an_entry_that_went_before_the_run_leaves_the_line_its_own(
    ana: User, account: MoneyAccount, by_hand: Transaction
) -> None:
    source = services.start_import(person=ana, data=bank_file(MARCH), filename="march.csv", account=account)
    assert source.alike_count == 1
    core.bin_transaction(entry=by_hand)
    source = services.confirm_import(source=source)
    assert source.job_id is not None
    jobs.run(source.job_id)
    assert Transaction.objects.live().count() == 4


def test_nothing_is_merged_with_nothing(ana: User, account: MoneyAccount, by_hand: Transaction) -> None:
    source = services.start_import(person=ana, data=bank_file(MARCH), filename="march.csv", account=account)
    with pytest.raises(ValidationError):
        services.choose_lines(source=source, choices={"0:3": "merge"})


def test_announced_lines_are_left_out_unless_wanted(ana: User, account: MoneyAccount) -> None:
    done = imported(ana, ANNOUNCED, account)
    assert (done.report["taken"], done.report["pending"], done.refused_count) == (1, 1, 0)
    assert not Transaction.objects.filter(is_pending=True).exists()


def test_an_announced_line_is_booked_with_its_tip_and_given_back(ana: User, account: MoneyAccount) -> None:
    imported(ana, ANNOUNCED, account, **{"p0:2": "add"})
    dinner = Transaction.objects.get(is_pending=True)
    dining = Category.objects.get(pk=system_category_id("groceries"))
    core.choose_category(entry=dinner, changed_by=ana, category=dining)
    done = imported(ana, BOOKED, account)
    assert (done.report["taken"], done.report["merged"], done.report["duplicate"]) == (0, 1, 1)
    dinner.refresh_from_db()
    assert (dinner.amount, dinner.booked_on, dinner.is_pending) == (Decimal("-46"), date(2026, 3, 4), False)
    assert dinner.category == dining
    assert imported(ana, ANNOUNCED, account).report["duplicate"] == 2
    services.undo_import(source=done)
    dinner.refresh_from_db()
    assert (dinner.amount, dinner.booked_on, dinner.is_pending) == (Decimal("-40"), date(2026, 3, 2), True)
    account.refresh_from_db()
    assert account.balance == Decimal("-44")


@pytest.mark.parametrize("line", ["2026-03-13;Trattoria Sole;-40.00", "2026-03-04;Trattoria Sole;-51.00"])
def test_too_late_or_too_much_is_another_payment(ana: User, account: MoneyAccount, line: str) -> None:
    imported(ana, ANNOUNCED, account, **{"p0:2": "add"})
    done = imported(ana, (HEAD + line + ";EUR;booked\n").encode(), account)
    assert (done.report["taken"], done.report["merged"]) == (1, 0)


def test_a_split_entry_that_is_booked_with_a_tip_still_adds_up(ana: User, account: MoneyAccount) -> None:
    imported(ana, ANNOUNCED, account, **{"p0:2": "add"})
    dinner = Transaction.objects.get(is_pending=True)
    groceries = Category.objects.get(pk=system_category_id("groceries"))
    core.update_transaction(entry=dinner, changed_by=ana, lines=[(groceries, Decimal("-30")), (None, Decimal("-10"))])
    imported(ana, BOOKED, account)
    assert sorted(line.amount for line in dinner.lines.all()) == [Decimal("-36"), Decimal("-10")]


def test_other_files_lines_can_be_merged_by_choice(ana: User, take: Taking) -> None:
    take(ana, bank_file(MARCH))
    account = MoneyAccount.objects.get()
    other = b"Day,Text,Value\n2026-03-02,Strom,-65.00\n2026-03-05,Tea,-2.00\n"
    done = imported(ana, other, account, **{"0:2": "merge"})
    assert (done.report["taken"], done.report["merged"]) == (1, 1)
    services.undo_import(source=done)
    assert Transaction.objects.count() == 4
