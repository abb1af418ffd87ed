"""What is due is booked: each day once, on its own date, and never what should not be."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from accounts.models import User
from config.kernel import jobs
from config.kernel.models import Job
from ledger.core import services as core
from ledger.core.models import Category, MoneyAccount, Transaction, Transfer
from ledger.core.services.erasing import erase_transactions
from ledger.imports import services as imports
from ledger.imports.tests.conftest import bank_file
from ledger.recurring import booking, services
from ledger.recurring.booking import book_due
from ledger.recurring.models import Recurring, RecurringDay
from ledger.recurring.receivers import book_recurring
from ledger.recurring.tests.conftest import TODAY, Makes, noon

Status = Recurring.Status


def days_booked(account: MoneyAccount) -> list[str]:
    booked = Transaction.objects.filter(account=account).order_by("booked_on")
    return [each.isoformat() for each in booked.values_list("booked_on", flat=True)]


def test_each_missed_day_is_booked_on_its_own_date_and_only_once(make: Makes, everyday: MoneyAccount) -> None:
    rent = make(starts_on=date(2026, 1, 31))
    later = noon(date(2027, 3, 2))
    assert [book_due(now=later), book_due(now=later)] == [4, 0]
    assert days_booked(everyday) == ["2026-11-30", "2026-12-31", "2027-01-31", "2027-02-28"]
    rent.refresh_from_db()
    assert (rent.next_on, rent.status) == (date(2027, 3, 31), Status.ACTIVE)
    everyday.refresh_from_db()
    assert everyday.balance == 1000 - 4 * 900


def test_nothing_before_it_was_entered_is_booked(make: Makes, everyday: MoneyAccount) -> None:
    make(starts_on=date(2020, 1, 20))
    assert book_due(now=noon(TODAY)) == 1
    assert days_booked(everyday) == ["2026-11-20"]


def test_a_day_begins_where_its_owner_lives(make: Makes, ana: User) -> None:
    make(starts_on=date(2026, 12, 1))
    User.objects.filter(pk=ana.pk).update(time_zone="Pacific/Auckland")
    assert book_due(now=datetime(2026, 11, 30, 10, 59, tzinfo=UTC)) == 0
    assert book_due(now=datetime(2026, 11, 30, 11, 1, tzinfo=UTC)) == 1
    User.objects.filter(pk=ana.pk).update(time_zone="America/Los_Angeles")
    assert book_due(now=datetime(2027, 1, 1, 7, 59, tzinfo=UTC)) == 0
    assert book_due(now=datetime(2027, 1, 1, 8, 1, tzinfo=UTC)) == 1


def test_it_says_what_was_said_of_it(make: Makes, everyday: MoneyAccount) -> None:
    category = Category.objects.get(slug="rent")
    make(category=category, notes="Flat 4", starts_on=TODAY)
    book_due(now=noon(TODAY))
    entry = Transaction.objects.get(account=everyday)
    assert (entry.payee, entry.notes, entry.amount, entry.category) == (
        "Hausverwaltung Nord", "Flat 4", Decimal(-900), category,
    )  # fmt: skip
    assert RecurringDay.objects.get().transaction == entry


def test_a_transfer_reaches_the_other_account(make: Makes, savings: MoneyAccount) -> None:
    make(kind="transfer", to_account=savings, amount=Decimal(450), payee="", starts_on=TODAY)
    book_due(now=noon(TODAY))
    pair = Transfer.objects.get()
    assert (pair.outgoing.amount, pair.incoming.amount) == (Decimal(-450), Decimal(450))
    assert (pair.incoming.account, pair.incoming.booked_on) == (savings, TODAY)


def test_after_its_last_day_it_has_ended(make: Makes, everyday: MoneyAccount) -> None:
    rent = make(ends_on=date(2027, 1, 15))
    assert book_due(now=noon(date(2028, 1, 1))) == 2
    rent.refresh_from_db()
    assert (rent.status, rent.next_on) == (Status.ENDED, None)


def test_what_is_paused_or_ended_is_not_booked(make: Makes, everyday: MoneyAccount) -> None:
    services.pause_recurring(recurring=make())
    services.end_recurring(recurring=make())
    assert book_due(now=noon(date(2027, 6, 1))) == 0


def test_a_deleted_entry_is_not_booked_again(make: Makes, everyday: MoneyAccount) -> None:
    rent = make(starts_on=TODAY)
    book_due(now=noon(TODAY))
    entry = Transaction.objects.get()
    core.bin_transaction(entry=entry)
    erase_transactions(ids=[entry.pk])
    Recurring.objects.filter(pk=rent.pk).update(next_on=TODAY)
    assert book_due(now=noon(TODAY)) == 0
    assert RecurringDay.objects.get().transaction is None


def test_a_closed_account_pauses_it_and_says_why(make: Makes, everyday: MoneyAccount, ana: User) -> None:
    rent = make()
    core.close_money_account(account=everyday, on=TODAY)
    assert book_due(now=noon(date(2027, 6, 1))) == 0
    rent.refresh_from_db()
    assert (rent.status, rent.paused_because) == (Status.PAUSED, "account_closed")
    core.reopen_money_account(account=everyday)
    services.resume_recurring(recurring=rent, resumed_by=ana)
    rent.refresh_from_db()
    assert (rent.status, rent.paused_because, rent.next_on) == (Status.ACTIVE, "", date(2026, 12, 1))


def test_who_leaves_a_joint_account_books_nothing_on_it_any_more(
    make: Makes, everyday: MoneyAccount, ana: User, ben: User
) -> None:
    core.add_co_owner(account=everyday, person=ben, added_by=ana)
    rent = make()
    core.leave_account(account=everyday, person=ana)
    assert book_due(now=noon(date(2027, 6, 1))) == 0
    rent.refresh_from_db()
    assert (rent.status, rent.paused_because) == (Status.PAUSED, "account_left")
    services.resume_recurring(recurring=rent, resumed_by=ben)
    assert book_due(now=noon(date(2026, 12, 1))) == 1
    assert Transaction.objects.get().recorded_by == ben


def test_a_transfer_between_accounts_nobody_owns_both_of_any_more_goes(
    make: Makes, everyday: MoneyAccount, savings: MoneyAccount, ana: User, ben: User
) -> None:
    core.add_co_owner(account=everyday, person=ben, added_by=ana)
    make(kind="transfer", to_account=savings)
    core.leave_account(account=everyday, person=ana)
    assert book_due(now=noon(date(2027, 6, 1))) == 0
    assert not Recurring.objects.exists()


def test_an_account_that_goes_with_its_person_leaves_nothing_that_fails(make: Makes, ana: User) -> None:
    make()
    ana.delete()
    rent = Recurring.objects.get()
    assert book_due(now=noon(date(2027, 6, 1))) == 0
    rent.refresh_from_db()
    assert rent.paused_because == "account_left"


def test_one_that_cannot_be_booked_keeps_no_other_waiting(
    make: Makes, carla: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, good = make(starts_on=TODAY), make(starts_on=TODAY + timedelta(days=1))
    whole = booking._book

    def book(recurring: Recurring, *rest: object) -> Transaction:
        if recurring.pk == broken.pk:
            raise RuntimeError("no more of this")
        return whole(recurring, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(booking, "_book", book)
    assert book_due(now=noon(TODAY + timedelta(days=1))) == 1
    assert RecurringDay.objects.get().recurring == good
    broken.refresh_from_db()
    assert (broken.next_on, broken.status) == (TODAY, Status.ACTIVE)


def test_a_category_that_is_not_theirs_any_more_pauses_it(make: Makes, carla: User) -> None:
    foreign = core.create_category(owner=carla, name="Hers", kind="expense")
    rent = make()
    Recurring.objects.filter(pk=rent.pk).update(category=foreign)
    assert book_due(now=noon(date(2027, 6, 1))) == 0
    rent.refresh_from_db()
    assert (rent.status, rent.paused_because) == (Status.PAUSED, "refused")
    assert not RecurringDay.objects.exists()


def test_the_banks_line_of_a_booked_day_becomes_one_with_it(make: Makes, everyday: MoneyAccount, ana: User) -> None:
    make(starts_on=TODAY)
    book_due(now=noon(TODAY))
    data = bank_file([("2026-11-23", "HAUSVERWALTUNG NORD GMBH", "-900.00"), ("2026-11-21", "Kiosk", "-2.00")])
    source = imports.start_import(person=ana, data=data, filename="a.csv", account=everyday)
    source = imports.confirm_import(source=source, choices={})
    assert source.job_id is not None
    jobs.run(source.job_id)
    assert days_booked(everyday) == ["2026-11-21", "2026-11-23"]
    day = RecurringDay.objects.get()
    assert day.transaction is not None
    assert day.transaction.booked_on == date(2026, 11, 23)


def test_the_schedule_leaves_a_job_and_the_job_books(make: Makes, everyday: MoneyAccount) -> None:
    Recurring.objects.filter(pk=make().pk).update(next_on=date(2026, 1, 1), starts_on=date(2026, 1, 1))
    Recurring.objects.update(ends_on=date(2026, 2, 1))
    book_recurring()
    [job] = Job.objects.filter(kind="book_recurring")
    jobs.run(job.pk)
    assert days_booked(everyday) == ["2026-01-01", "2026-02-01"]
