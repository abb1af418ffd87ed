from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from accounts.models import User
from ledger.core.models import Category
from partnerships.agreements.api.answers import AgreementAnswer, ShareAnswer, SplitAnswer
from partnerships.agreements.models import Agreement
from partnerships.agreements.tests.conftest import Both, earns
from partnerships.approvals.models import Approval
from partnerships.approvals.services import approve
from partnerships.core.models import Partnership

pytestmark = pytest.mark.django_db
URL = "/api/v1/partnerships/current/agreement/"
SETTINGS = "/api/v1/partnerships/current/settings/"
SIXTY = {"method": "percent", "first_percent": "60"}


@pytest.fixture(autouse=True)
def _in_november() -> Iterator[None]:
    with time_machine.travel("2026-11-20T12:00:00Z", tick=False):
        yield


def api(person: User) -> APIClient:
    client = APIClient(headers={"Accept": "application/json"})
    client.force_authenticate(person)
    return client


def refusal(response: Any, status: int) -> tuple[str, str | None]:
    assert response.status_code == status, response.content
    error = response.json()["errors"][0]
    return error["code"], error["attr"]


def test_both_read_the_percent_and_neither_an_income(both: Both) -> None:
    ana, ben = both
    earns(ana.person, "4000")
    earns(ben.person, "2500")
    answers = [api(each.person).get(URL) for each in both]
    shown = answers[0].json()
    assert shown == answers[1].json()
    assert shown["share"] == {"first_percent": "61.54", "second_percent": "38.46", "reason": "incomes"}
    assert (shown["month"], shown["earliest_start"], shown["waiting"]) == ("2026-11", "2026-11-01", None)
    assert set(shown) == set(SplitAnswer().fields)
    assert set(shown["in_force"]) == set(AgreementAnswer().fields)
    assert set(shown["share"]) == set(ShareAnswer().fields)
    assert not any(each in answers[0].content.decode() for each in ("4000", "2500"))


def test_another_split_is_asked_for_and_holds_once_approved(both: Both) -> None:
    ana, ben = both
    pets = Category.objects.filter(kind="expense", owner=None).earliest("pk")
    exceptions = [{"category": str(pets.pk), "method": "equal"}]
    asked = api(ana.person).put(URL, {**SIXTY, "exceptions": exceptions, "message": "Fairer"}, format="json")
    assert asked.status_code == 202
    approval = asked.json()["approval"]
    assert (approval["kind"], approval["message"], approval["after"]["first_percent"]) == (
        "agreement_change",
        "Fairer",
        "60.00",
    )
    assert api(ben.person).get(URL).json()["waiting"] == approval
    assert refusal(api(ben.person).put(URL, {"method": "equal"}, format="json"), 409) == ("already_asked", None)
    assert api(ben.person).post(f"/api/v1/approvals/{approval['id']}/approval/").status_code == 200
    shown = api(ana.person).get(URL).json()
    assert shown["in_force"]["method"] == "percent"
    assert shown["in_force"]["exceptions"] == [{"category": str(pets.pk), "method": "equal", "first_percent": None}]
    assert shown["share"]["reason"] == "percent"


def test_what_begins_later_is_upcoming_and_what_was_is_earlier(both: Both) -> None:
    ana, ben = both
    api(ana.person).put(URL, {**SIXTY, "starts_on": "2027-01-01"}, format="json")
    approve(approval=Approval.objects.get(), by=ben)
    shown = api(ana.person).get(URL).json()
    assert [each["starts_on"] for each in shown["upcoming"]] == ["2027-01-01"]
    Agreement.objects.filter(method="percent").update(starts_on=date(2026, 10, 1))
    shown = api(ana.person).get(URL).json()
    assert [each["starts_on"] for each in shown["earlier"]] == ["2026-10-01"]


@pytest.mark.parametrize(
    ("sent", "refused"),
    [
        ({}, ("required", "method")),
        ({"method": "dice"}, ("invalid_choice", "method")),
        ({"method": "percent"}, ("required", "first_percent")),
        ({"method": "percent", "first_percent": 61.5}, ("float_not_exact", "first_percent")),
        ({"method": "percent", "first_percent": "101"}, ("max_value", "first_percent")),
        ({"method": "percent", "first_percent": "NaN"}, ("invalid", "first_percent")),
        ({"method": "fixed", "fixed_amount": "5"}, ("required", "fixed_amount")),
        ({"method": "fixed", "fixed_amount": "-5", "fixed_place": 1}, ("out_of_range", "fixed_amount")),
        ({"method": "income", "income_months": 25}, ("max_value", "income_months")),
        ({"method": "equal", "starts_on": "2026-11-02"}, ("not_a_first", "starts_on")),
        ({"method": "equal", "starts_on": "2026-10-01"}, ("month_over", "starts_on")),
        ({"method": "equal", "income": "5"}, ("unknown_field", "income")),
        ({"method": "income"}, ("unchanged", None)),
    ],
)
def test_terms_that_cannot_be_agreed_are_refused(
    both: Both, sent: dict[str, object], refused: tuple[str, str | None]
) -> None:
    assert refusal(api(both[0].person).put(URL, sent, format="json"), 400) == refused
    assert not Approval.objects.exists()


def test_each_setting_is_asked_for_by_itself(both: Both) -> None:
    ana, ben = both
    asked = api(ana.person).patch(SETTINGS, {"approval_threshold": "150", "mode": "pot"}, format="json")
    assert asked.status_code == 202
    assert [each["kind"] for each in asked.json()["approvals"]] == ["threshold_change", "mode_change"]
    for approval in Approval.objects.all():
        approve(approval=approval, by=ben)
    partnership = Partnership.objects.get()
    assert (partnership.approval_threshold, partnership.mode) == (150, "pot")


@pytest.mark.parametrize(
    ("sent", "refused"),
    [
        ({}, ("required", None)),
        ({"approval_threshold": "100"}, ("unchanged", "approval_threshold")),
        ({"approval_threshold": "-1"}, ("out_of_range", "approval_threshold")),
        ({"approval_threshold": "1.001"}, ("too_many_decimals", "approval_threshold")),
        ({"mode": "settle"}, ("unchanged", "mode")),
        ({"mode": "pot", "approval_threshold": "100"}, ("unchanged", "approval_threshold")),
        ({"currency": "USD"}, ("unknown_field", "currency")),
    ],
)
def test_settings_that_cannot_be_are_refused_and_nothing_is_asked(
    both: Both, sent: dict[str, object], refused: tuple[str, str | None]
) -> None:
    assert refusal(api(both[0].person).patch(SETTINGS, sent, format="json"), 400) == refused
    assert not Approval.objects.exists()


def test_without_a_partner_there_is_nothing_to_split(carla: User) -> None:
    assert api(carla).get(URL).status_code == 404
    assert refusal(api(carla).put(URL, SIXTY, format="json"), 409)[0] == "no_partnership"
    assert refusal(api(carla).patch(SETTINGS, {"mode": "pot"}, format="json"), 409)[0] == "no_partnership"


def test_a_paused_couple_reads_and_asks_nothing(both: Both) -> None:
    Partnership.objects.update(status="paused")
    assert api(both[0].person).get(URL).status_code == 200
    assert refusal(api(both[0].person).put(URL, SIXTY, format="json"), 409)[0] == "partnership_paused"


def test_reading_it_asks_few_questions(both: Both, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    client = api(both[0].person)
    with django_assert_num_queries(10):
        client.get(URL)
