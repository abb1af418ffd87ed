"""What is only expected: met by the bank's line, missed, dearer, charged twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from rest_framework.test import APIClient

from accounts.models import User
from config.kernel import jobs
from config.kernel.models import Job
from ledger.core import services as core
from ledger.core.models import MoneyAccount, Transaction
from ledger.core.services import TransactionDraft
from ledger.recurring.booking import book_due, look_at_bank
from ledger.recurring.models import Recurring, RecurringDay, RecurringNotice
from ledger.recurring.tests.conftest import Makes, noon

DUE = date(2026, 12, 1)
Line = Callable[..., Transaction]


@pytest.fixture
def video(make: Makes) -> Recurring:
    return make(payee="Video Co", amount=Decimal("12.99"), books=False)


@pytest.fixture
def line(ana: User, everyday: MoneyAccount) -> Line:
    def written(day: date, amount: str = "-12.99", payee: str = "VIDEO CO 4711") -> Transaction:
        draft = TransactionDraft(amount=Decimal(amount), booked_on=day, payee=payee)
        core.record_many(account=everyday, recorded_by=ana, drafts=[draft])
        return Transaction.objects.get(pk=draft.id)

    return written


def days() -> list[tuple[str, str]]:
    rows = RecurringDay.objects.order_by("due_on").values_list("due_on", "status")
    return [(day.isoformat(), status) for day, status in rows]


def look(account: MoneyAccount, day: date) -> None:
    look_at_bank(account.pk, now=noon(day))


@pytest.mark.parametrize(
    ("day", "amount", "met"),
    [
        (date(2026, 12, 4), "-12.99", True),
        (date(2026, 11, 28), "-12.99", True),
        (date(2026, 12, 1), "-14.20", True),
        (date(2026, 12, 5), "-12.99", False),
        (date(2026, 12, 1), "-40.00", False),
        (date(2026, 12, 1), "12.99", False),
    ],
)
def test_a_line_that_fits_meets_its_day(
    video: Recurring, line: Line, everyday: MoneyAccount, day: date, amount: str, met: bool
) -> None:
    entry = line(day, amount)
    look(everyday, date(2026, 12, 5))
    assert days() == ([("2026-12-01", "met")] if met else [])
    assert Transaction.objects.count() == 1
    if met:
        assert RecurringDay.objects.get().transaction == entry
        video.refresh_from_db()
        assert video.next_on == date(2027, 1, 1)


def test_another_payee_meets_nothing(video: Recurring, line: Line, everyday: MoneyAccount) -> None:
    line(DUE, payee="Audio Co")
    look(everyday, DUE)
    assert days() == []


def test_what_did_not_come_is_missed_once_its_time_has_passed_and_a_late_line_still_meets_it(
    video: Recurring, line: Line, everyday: MoneyAccount, ana_api: APIClient
) -> None:
    book_due(now=noon(date(2026, 12, 7)))
    assert days() == []
    book_due(now=noon(date(2026, 12, 8)))
    assert days() == [("2026-12-01", "missed")]
    [notice] = ana_api.get("/api/v1/recurring/notices/").json()["results"]
    assert (notice["kind"], notice["due_on"], notice["payee"]) == ("missed", "2026-12-01", "Video Co")
    line(date(2026, 12, 3))
    look(everyday, date(2026, 12, 10))
    assert days() == [("2026-12-01", "met")]
    assert ana_api.get("/api/v1/recurring/notices/").json()["results"] == []


def test_a_dearer_price_is_noticed_once_and_expected_from_then_on(
    video: Recurring, line: Line, everyday: MoneyAccount, ana_api: APIClient
) -> None:
    for day, amount in [(DUE, "-12.99"), (date(2027, 1, 2), "-12.99"), (date(2027, 2, 1), "-13.99")]:
        line(day, amount)
    for _time in range(2):
        look(everyday, date(2027, 2, 3))
    [notice] = ana_api.get("/api/v1/recurring/notices/").json()["results"]
    assert (notice["kind"], notice["amount"], notice["amount_before"]) == ("price", "13.99", "12.99")
    video.refresh_from_db()
    assert video.amount == Decimal("-13.99")
    assert ana_api.post(f"/api/v1/recurring/notices/{notice['id']}/dismiss/").status_code == 204
    look(everyday, date(2027, 2, 4))
    assert ana_api.get("/api/v1/recurring/notices/").json()["results"] == []


def test_a_bill_that_varies_is_no_dearer_price(make: Makes, line: Line, everyday: MoneyAccount) -> None:
    make(payee="Power", amount=Decimal(80), books=False)
    for day, amount in [(DUE, "-76"), (date(2027, 1, 1), "-84"), (date(2027, 2, 1), "-87")]:
        line(day, amount, "Power")
    look(everyday, date(2027, 2, 3))
    assert [status for _day, status in days()] == ["met"] * 3
    assert not RecurringNotice.objects.exists()


def test_a_price_far_above_a_tenth_is_told(video: Recurring, line: Line, everyday: MoneyAccount) -> None:
    line(DUE, "-17.99")
    look(everyday, DUE)
    assert days() == [("2026-12-01", "met")]
    assert RecurringNotice.objects.get().kind == "price"


def test_a_second_charge_is_noticed(video: Recurring, line: Line, everyday: MoneyAccount, ana_api: APIClient) -> None:
    line(DUE)
    second = line(date(2026, 12, 2))
    look(everyday, date(2026, 12, 3))
    [notice] = ana_api.get("/api/v1/recurring/notices/").json()["results"]
    assert (notice["kind"], notice["transaction"]) == ("twice", str(second.pk))


def test_a_weekly_payment_twice_in_ten_days_is_none(make: Makes, line: Line, everyday: MoneyAccount) -> None:
    make(payee="Class", frequency="weekly", starts_on=date(2026, 11, 23), amount=Decimal(14), books=False)
    for day in (date(2026, 11, 23), date(2026, 11, 29)):
        line(day, "-14.00", "Class")
    look(everyday, date(2026, 11, 30))
    assert [status for _day, status in days()] == ["met", "met"]
    assert not RecurringNotice.objects.exists()


def test_a_hidden_line_meets_nothing(video: Recurring, everyday: MoneyAccount, ana: User, ben: User) -> None:
    core.add_co_owner(account=everyday, person=ben, added_by=ana)
    core.record_transaction(
        account=everyday, recorded_by=ana, amount=Decimal("-12.99"), booked_on=DUE, payee="Video Co",
        withheld_until=date(2027, 1, 1),
    )  # fmt: skip
    look(everyday, DUE)
    assert days() == []


def test_a_line_by_hand_is_looked_at_by_a_job(
    video: Recurring, ana: User, everyday: MoneyAccount, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        core.record_transaction(
            account=everyday, recorded_by=ana, amount=Decimal("-12.99"), booked_on=date(2026, 11, 30), payee="Video Co"
        )
    Recurring.objects.filter(pk=video.pk).update(next_on=date(2026, 12, 1))
    [job] = Job.objects.filter(kind="look_at_bank")
    Job.objects.filter(pk=job.pk).update(run_after=job.created_at)
    jobs.run(job.pk)
    assert Job.objects.get(pk=job.pk).status == Job.Status.DONE
