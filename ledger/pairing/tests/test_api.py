"""`pairs/`, taking transfers apart and saying what a refund is for, through the API."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from rest_framework.test import APIClient

from accounts.models import User
from ledger.core import services
from ledger.core.checking import check_account
from ledger.core.models import MoneyAccount, Transaction, Transfer
from ledger.pairing.models import Proposal
from ledger.pairing.tests.conftest import Looks, Writes

pytestmark = pytest.mark.django_db
PAIRS = "/api/v1/pairs/"


def speaks(person: User) -> APIClient:
    client = APIClient()
    client.force_authenticate(person)
    return client


@pytest.fixture
def api(ana: User) -> APIClient:
    return speaks(ana)


@pytest.fixture
def proposal(everyday: MoneyAccount, savings: MoneyAccount, write: Writes, look: Looks) -> Proposal:
    write(everyday, "-61.30", "Somebody")
    write(savings, "61.30", "Somebody else", days=1)
    [found] = look()
    return found


def test_the_list_says_why_and_shows_both(api: APIClient, proposal: Proposal) -> None:
    [found] = api.get(PAIRS, {"status": "open", "kind": "transfer"}).json()["results"]
    assert (found["kind"], found["status"], found["reason"]) == ("transfer", "open", "days_apart")
    assert found["reason_text"] == "The same amount, 1 day apart"
    assert (found["first"]["direction"], found["second"]["direction"]) == ("out", "in")
    assert found["first"]["amount"] == found["second"]["amount"] == "61.30"
    assert api.get(PAIRS, {"kind": "refund"}).json()["count"] == 0


@pytest.mark.parametrize("query", [{"kind": "nonsense"}, {"status": "nonsense"}, {"person": "1"}, {"limit": "0"}])
def test_senseless_filters_are_refused(api: APIClient, query: dict[str, str]) -> None:
    assert api.get(PAIRS, query).status_code == 400


def test_accepting_taking_apart_and_accepting_again(api: APIClient, proposal: Proposal) -> None:
    url = f"{PAIRS}{proposal.pk}/acceptance/"
    made = api.post(url).json()
    assert (made["status"], made["first"]["kind"], made["second"]["kind"]) == ("accepted", "transfer", "transfer")
    again = api.post(url)
    assert (again.status_code, again.json()["current"]["status"]) == (409, "accepted")
    undone = api.delete(url).json()
    assert (undone["status"], undone["first"]["kind"]) == ("open", "expense")
    assert api.delete(url).status_code == 409
    assert api.post(url).status_code == 200


def test_a_refusal_and_its_taking_back(api: APIClient, proposal: Proposal) -> None:
    url = f"{PAIRS}{proposal.pk}/rejection/"
    assert api.post(url).json()["status"] == "declined"
    assert api.post(f"{PAIRS}{proposal.pk}/acceptance/").status_code == 409
    assert api.delete(url).json()["status"] == "open"


def test_a_stranger_finds_nothing(carla: User, proposal: Proposal) -> None:
    hers = speaks(carla)
    assert hers.get(PAIRS).json()["count"] == 0
    for way in ("acceptance", "rejection"):
        assert hers.post(f"{PAIRS}{proposal.pk}/{way}/").status_code == 404
    proposal.refresh_from_db()
    assert proposal.status == "open"


def test_two_entries_are_put_together_by_hand(
    api: APIClient, everyday: MoneyAccount, card: MoneyAccount, write: Writes
) -> None:
    out, into = write(card, "-80", "Shoe Shop"), write(everyday, "55", "Somebody")
    answer = api.post(PAIRS, {"kind": "refund", "entry": str(into.pk), "other": str(out.pk)}, format="json")
    assert (answer.status_code, answer.json()["status"]) == (201, "accepted")
    refund = f"/api/v1/transactions/{into.pk}/refund/"
    assert api.get(refund).json()["purchase"] == str(out.pk)
    assert api.get(f"/api/v1/transactions/{out.pk}/refund/").json() == {
        "purchase": None,
        "refunds": [str(into.pk)],
        "given_back": "55.00",
        "currency": "EUR",
    }
    assert api.delete(refund).status_code == 204
    assert api.delete(refund).status_code == 404
    assert Proposal.objects.get().status == "declined"


@pytest.mark.parametrize(("kind", "code"), [("transfer", "amounts_differ"), ("duplicate", "other_account")])
def test_what_does_not_fit_is_refused_and_nothing_kept(
    api: APIClient, everyday: MoneyAccount, card: MoneyAccount, write: Writes, kind: str, code: str
) -> None:
    out, into = write(card, "-80"), write(everyday, "55")
    answer = api.post(PAIRS, {"kind": kind, "entry": str(out.pk), "other": str(into.pk)}, format="json")
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, code)
    assert not Proposal.objects.exists()


def test_a_strangers_entry_does_not_exist(api: APIClient, carla: User, everyday: MoneyAccount, write: Writes) -> None:
    hers = services.create_money_account(owner=carla, currency="EUR", name="Hers")
    got = services.record_transaction(account=hers, recorded_by=carla, amount=Decimal(5), booked_on=date(2026, 11, 3))
    own = write(everyday, "-5")
    answer = api.post(PAIRS, {"kind": "transfer", "entry": str(own.pk), "other": str(got.pk)}, format="json")
    assert answer.json()["errors"][0] == {
        "code": "does_not_exist",
        "detail": "There is nothing with this id.",
        "attr": "other",
    }
    refund = api.put(f"/api/v1/transactions/{own.pk}/refund/", {"purchase": str(got.pk)}, format="json")
    assert (refund.status_code, refund.json()["errors"][0]["attr"]) == (400, "purchase")


def test_a_refund_says_its_purchase(api: APIClient, everyday: MoneyAccount, write: Writes) -> None:
    bought, back = write(everyday, "-80", "Shoe Shop"), write(everyday, "20", "Somebody")
    url = f"/api/v1/transactions/{back.pk}/refund/"
    assert api.put(url, {"purchase": str(bought.pk)}, format="json").json()["purchase"] == str(bought.pk)
    assert Transaction.objects.get(pk=back.pk).kind == "refund"
    wrong = api.put(f"/api/v1/transactions/{bought.pk}/refund/", {"purchase": str(back.pk)}, format="json")
    assert (wrong.status_code, wrong.json()["errors"][0]["code"]) == (400, "not_opposite")


def test_a_transfer_is_taken_apart(api: APIClient, ana: User, everyday: MoneyAccount, savings: MoneyAccount) -> None:
    pair = services.record_transfer(
        from_account=everyday, to_account=savings, recorded_by=ana, amount=Decimal(9), booked_on=date(2026, 11, 3)
    )
    assert api.delete(f"/api/v1/transfers/{pair.pk}/").status_code == 204
    assert api.delete(f"/api/v1/transfers/{pair.pk}/").status_code == 404
    assert not Transfer.objects.exists()
    assert check_account(everyday) == check_account(savings) == []
