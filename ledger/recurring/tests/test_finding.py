"""What is found in a history, judged on invented households; the second kind was made to judge by alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rest_framework.test import APIClient

from accounts.models import User
from config.kernel import jobs
from config.kernel.models import Job
from ledger.core import services as core
from ledger.core.errors import NoLongerThere
from ledger.core.models import MoneyAccount
from ledger.core.services import TransactionDraft
from ledger.recurring import offering
from ledger.recurring.finding import Payment, find_series
from ledger.recurring.models import Recurring, RecurringOffer
from ledger.recurring.tests.conftest import TODAY, Makes
from prove.households import History, first_kind, judge, second_kind

Writes = Callable[..., None]


@pytest.mark.parametrize("make", [first_kind, second_kind])
def test_precision_and_recall_are_at_least_nine_tenths(make: Callable[[int], History]) -> None:
    right, found, there, amiss = judge(make, 5)
    assert min(right / found, right / there) >= 0.9, amiss


def monthly(amounts: list[int], day: int = 15) -> list[Payment]:
    months = range(len(amounts), 0, -1)
    days = [date(2026 - back // 12, (11 - back) % 12 + 1, day) for back in months]
    return [Payment(on, amount * 10_000) for on, amount in zip(days, amounts, strict=True)]


def test_a_31st_stays_a_31st_though_it_was_last_seen_in_february() -> None:
    days = [date(2025, 11, 30), date(2025, 12, 31), date(2026, 1, 31), date(2026, 2, 28)]
    [found] = find_series([Payment(day, 100) for day in days], date(2026, 3, 5))
    assert found.next_from(date(2026, 3, 5)) == date(2026, 3, 31)


def test_one_price_rise_is_told() -> None:
    [found] = find_series(monthly([12, 12, 12, 12, 17, 17, 17]), TODAY)
    assert (found.before, found.usual) == (120_000, 170_000)


def test_a_bill_that_follows_the_season_is_found_and_a_shop_of_such_prices_is_not() -> None:
    heating = [118, 131, 121, 96, 74, 61, 55, 57, 70, 88, 109, 127, 119]
    [found] = find_series(monthly(heating), TODAY)
    assert (found.rhythm.frequency, found.low, found.high) == ("monthly", 550_000, 1_310_000)
    visits = [
        payment._replace(day=payment.day + timedelta(days=(7 * n) % 13)) for n, payment in enumerate(monthly(heating))
    ]
    assert find_series(visits, TODAY) == []


def test_a_weekly_lesson_is_found_in_spite_of_the_holidays() -> None:
    weeks = [TODAY - timedelta(days=7 * back) for back in range(52)]
    in_school = [day for day in weeks if day.month not in (7, 8)]
    [found] = find_series([Payment(day, 300_000) for day in in_school], TODAY)
    assert (found.rhythm.frequency, found.rhythm.interval) == ("weekly", 1)


def test_what_has_ended_is_not_offered() -> None:
    assert find_series(monthly([12] * 8), TODAY + timedelta(days=120)) == []


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.dates(date(2023, 11, 20), TODAY), st.integers(1, 10**12)), max_size=60))
def test_whatever_was_paid_breaks_nothing(payments: list[tuple[date, int]]) -> None:
    find_series([Payment(*each) for each in payments], TODAY)


@pytest.fixture
def write(ana: User, everyday: MoneyAccount) -> Writes:
    def written(payee: str, payments: list[Payment], sign: int = -1) -> None:
        drafts = [
            TransactionDraft(amount=Decimal(sign * each.amount) / 10_000, booked_on=each.day, payee=payee)
            for each in payments
        ]
        core.record_many(account=everyday, recorded_by=ana, drafts=drafts)

    return written


def test_an_import_leads_to_offers(
    write: Writes, everyday: MoneyAccount, ana_api: APIClient, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        write("Streaming", monthly([13] * 10))
        write("Kiosk", [Payment(TODAY - timedelta(days=n * n), n * 1_000) for n in range(1, 20)])
    for job in Job.objects.filter(kind="find_recurring"):
        Job.objects.filter(pk=job.pk).update(run_after=job.created_at)
        jobs.run(job.pk)
    [offer] = ana_api.get("/api/v1/recurring/offers/").json()["results"]
    assert (offer["payee"], offer["amount"], offer["frequency"], offer["times"]) == (
        "Streaming",
        "13.00",
        "monthly",
        10,
    )
    assert offer["next_on"] == "2026-12-15"


def test_an_accepted_one_is_expected_from_the_bank_and_not_offered_again(
    write: Writes, everyday: MoneyAccount, ana_api: APIClient
) -> None:
    write("Streaming", monthly([13] * 10))
    offering.look_for_offers(everyday, TODAY)
    offer = RecurringOffer.objects.get()
    made = ana_api.post(f"/api/v1/recurring/offers/{offer.pk}/accept/")
    assert (made.status_code, made.json()["books"], made.json()["next_on"]) == (201, False, "2026-12-15")
    assert ana_api.post(f"/api/v1/recurring/offers/{offer.pk}/accept/").status_code == 404
    assert Recurring.objects.count() == 1
    assert offering.look_for_offers(everyday, TODAY) == 0


def test_a_declined_one_is_never_offered_again_at_another_price_neither(
    write: Writes, everyday: MoneyAccount, ana_api: APIClient
) -> None:
    write("Streaming", monthly([13] * 10))
    offering.look_for_offers(everyday, TODAY)
    offer = RecurringOffer.objects.get()
    assert ana_api.post(f"/api/v1/recurring/offers/{offer.pk}/decline/").status_code == 204
    with pytest.raises(NoLongerThere):
        offering.accept_offer(offer=offer, by=offer.account.grants.get().person)
    write("Streaming", [Payment(date(2026, month, 15), 210_000) for month in range(12, 10, -1) if month < 12])
    assert offering.look_for_offers(everyday, TODAY) == 0


def test_what_is_entered_already_is_not_offered(write: Writes, make: Makes, everyday: MoneyAccount) -> None:
    write("Streaming", monthly([13] * 10))
    make(payee="Streaming", amount=Decimal(14))
    assert offering.look_for_offers(everyday, TODAY) == 0


def test_looking_twice_leaves_one_offer(write: Writes, everyday: MoneyAccount) -> None:
    write("Streaming", monthly([13] * 10))
    assert [offering.look_for_offers(everyday, TODAY) for _time in range(2)] == [1, 1]
    assert RecurringOffer.objects.count() == 1


def test_a_stranger_finds_no_offer(write: Writes, everyday: MoneyAccount, carla: User, speaks: Any) -> None:
    write("Streaming", monthly([13] * 10))
    offering.look_for_offers(everyday, TODAY)
    offer = RecurringOffer.objects.get()
    api = speaks(carla)
    assert api.get("/api/v1/recurring/offers/").json()["results"] == []
    assert api.post(f"/api/v1/recurring/offers/{offer.pk}/decline/").status_code == 404
