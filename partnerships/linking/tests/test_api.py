"""`shared-expenses/proposals/`: what is told, decided once, and kept from everybody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from rest_framework.test import APIClient

from accounts.models import User
from ledger.core.models import MoneyAccount
from partnerships.core.services import end_partnership
from partnerships.expenses.models import SharedPayment
from partnerships.expenses.tests.conftest import Both, adds, books
from partnerships.linking.api.answers import LinkProposalAnswer
from partnerships.linking.finding import find_links, last_days
from partnerships.linking.listing import waiting_for
from partnerships.linking.models import LinkProposal

pytestmark = pytest.mark.django_db
URL = "/api/v1/shared-expenses/proposals/"


def as_(person: User) -> APIClient:
    client = APIClient()
    client.force_authenticate(person)
    return client


@pytest.fixture
def asked(both: Both, ana: User, account_of: Callable[..., MoneyAccount]) -> LinkProposal:
    adds(both[1], payer=0, starts_on=date(2026, 11, 1))
    books(account_of(ana), ana, "2026-11-03", "-40.00", "Telekom Internet")
    find_links(person=ana, days=last_days(ana))
    return waiting_for(both[0]).get()


def test_from_the_list_to_the_payment_and_back(asked: LinkProposal, ana: User) -> None:
    listed = as_(ana).get(URL).json()
    assert listed["count"] == 1
    [shown] = listed["results"]
    assert shown.keys() == LinkProposalAnswer().fields.keys()
    assert (shown["amount"], shown["due_on"], shown["name"]) == ("-40.00", "2026-11-01", "Internet")
    accepted = as_(ana).post(f"{URL}{asked.pk}/acceptance/")
    assert (accepted.status_code, accepted.json()["status"]) == (200, "accepted")
    assert SharedPayment.objects.get().transaction_id == asked.transaction_id
    assert as_(ana).get(URL).json()["count"] == 0
    assert as_(ana).get(f"{URL}?status=accepted").json()["count"] == 1
    again = as_(ana).post(f"{URL}{asked.pk}/decline/")
    assert (again.status_code, again.json()["errors"][0]["code"]) == (409, "already_decided")
    assert as_(ana).delete(f"{URL}{asked.pk}/acceptance/").status_code == 204
    late = as_(ana).delete(f"{URL}{asked.pk}/acceptance/")
    assert (late.status_code, late.json()["errors"][0]["code"]) == (409, "not_linked")
    assert as_(ana).post(f"{URL}{asked.pk}/decline/").json()["status"] == "declined"
    assert as_(ana).get(f"{URL}?status=any").json()["count"] == 1


def test_nobody_else_is_told(asked: LinkProposal, ben: User, carla: User) -> None:
    for person in (ben, carla):
        assert as_(person).get(f"{URL}?status=any").json()["count"] == 0
        assert as_(person).post(f"{URL}{asked.pk}/acceptance/").status_code == 404
        assert as_(person).delete(f"{URL}{asked.pk}/acceptance/").status_code == 404
        assert as_(person).post(f"{URL}{asked.pk}/decline/").status_code == 404
    assert APIClient().get(URL).status_code == 401


def test_after_the_end_there_is_nothing_to_decide(both: Both, asked: LinkProposal, ana: User) -> None:
    end_partnership(standing=both[0])
    assert as_(ana).get(URL).json()["count"] == 0
    assert as_(ana).post(f"{URL}{asked.pk}/acceptance/").status_code == 404


@pytest.mark.parametrize("query", ["status=mine", "page=2", "limit=0"])
def test_what_is_asked_wrongly_is_refused(asked: LinkProposal, ana: User, query: str) -> None:
    assert as_(ana).get(f"{URL}?{query}").status_code == 400
