"""`insights/anomalies/`: what is found, what explains it, and a word that it is not unusual."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from insights.anomalies.api.answers import AnomaliesAnswer, AnomalyAnswer, ComparedAnswer, VerdictAnswer
from insights.anomalies.models import Usual
from insights.anomalies.queries import anomalies
from insights.anomalies.tests.conftest import Buys
from insights.conftest import TODAY, Speaks
from ledger.core import services
from ledger.core.models import MoneyAccount
from ledger.core.services.granting import add_co_owner, grant_view
from ledger.core.services.withholding import withhold_transaction
from purchases.core.models import Purchase
from purchases.core.services import create_purchase

ADDRESS = "/api/v1/insights/anomalies/"
pytestmark = pytest.mark.usefixtures("settled")


def test_an_unusual_amount_is_found_with_its_reason(ana: User, buys: Buys, speaks: Speaks) -> None:
    entry = buys("Garage Lenz", "830", 4)
    body = speaks(ana).get(ADDRESS).json()
    [found] = body["results"]
    assert (found["transaction"], found["kind"], found["is_alert"]) == (str(entry.pk), "amount", True)
    assert (found["amount"], found["usual"], found["seen"], found["currency"]) == ("830.00", "82.00", 12, "EUR")
    assert "€830.00 is 10 times the usual €82.00 of 12 payments before" in found["reason"]
    assert found["recommendation"]
    assert [each["payee"] for each in found["compared"]] == ["Garage Lenz"] * 3
    assert found["compared"][0]["booked_on"] == (TODAY - timedelta(days=33)).isoformat()


def test_a_price_that_went_up_and_a_second_charge(ana: User, buys: Buys) -> None:
    dear = buys("Gym Nine", "34.90", 1)
    buys("Shoes Fine", "49.90", 5)
    second = buys("Shoes Fine", "49.90", 4)
    found = {each.transaction_id: each for each in anomalies(ana)}
    assert found[dear.pk].kind == "price_rise"
    assert "17%" in found[dear.pk].reason
    assert found[second.pk].kind == "duplicate"
    assert [each.amount for each in found[second.pk].compared] == [Decimal("49.90")]


def test_days_and_least_score_bound_what_is_answered(ana: User, buys: Buys, speaks: Speaks) -> None:
    buys("Garage Lenz", "830", 40)
    client = speaks(ana)
    assert client.get(ADDRESS).json()["results"] == []
    body = client.get(ADDRESS, {"days": "60", "least_score": "0.8"}).json()
    assert (body["days"], body["least_score"], len(body["results"])) == (60, "0.80", 1)
    assert client.get(ADDRESS, {"days": "60", "least_score": "1"}).json()["results"] == []


@pytest.mark.parametrize(
    "query", [{"days": "0"}, {"days": "91"}, {"days": "x"}, {"least_score": "1.1"}, {"least_score": "-1"}, {"day": "3"}]
)
def test_senseless_parameters_are_named(ana: User, speaks: Speaks, query: dict[str, str]) -> None:
    answer = speaks(ana).get(ADDRESS, dict(query))
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["attr"] == next(iter(query))


def test_a_thing_that_was_bought_explains_its_payment(ana: User, buys: Buys) -> None:
    entry = buys("Radio Town", "1290", 4)
    assert [each.kind for each in anomalies(ana)] == ["new_payee"]
    thing = create_purchase(owner=ana, product_name="Amplifier", price=Decimal(1290), purchase_date=entry.booked_on)
    Purchase.objects.filter(pk=thing.pk).update(transaction=entry)
    assert anomalies(ana) == []


def test_what_was_given_back_is_explained(ana: User, everyday: MoneyAccount, buys: Buys) -> None:
    entry = buys("Garage Lenz", "830", 4)
    back = services.record_transaction(
        account=everyday, recorded_by=ana, amount=Decimal(830), booked_on=TODAY, payee="Garage Lenz", kind="refund"
    )
    assert len(anomalies(ana)) == 1
    services.link_refund(refund=back, purchase=entry, linked_by=ana)
    assert anomalies(ana) == []


def test_a_payee_of_years_ago_is_not_new(ana: User, buys: Buys) -> None:
    buys("Notary Old", "300", 900)
    buys("Notary Old", "1290", 4)
    assert anomalies(ana) == []


def test_a_word_teaches_and_may_be_taken_back(ana: User, buys: Buys, speaks: Speaks) -> None:
    client, entry = speaks(ana), buys("Garage Lenz", "830", 6)
    said = client.post(f"{ADDRESS}{entry.pk}/verdict/")
    assert said.status_code == 201
    assert (said.json()["kind"], said.json()["up_to"]) == ("amount", "830.00")
    assert said.json().keys() == VerdictAnswer().fields.keys()
    assert client.post(f"{ADDRESS}{entry.pk}/verdict/").status_code == 200
    like, larger = buys("Garage Lenz", "700", 2), buys("Garage Lenz", "1900", 1)
    assert [each.transaction_id for each in anomalies(ana)] == [larger.pk]
    for _ in range(2):
        assert client.delete(f"{ADDRESS}{entry.pk}/verdict/").status_code == 204
    assert {each.transaction_id for each in anomalies(ana)} >= {entry.pk, larger.pk}
    assert not Usual.objects.exists()
    assert like.pk not in {each.transaction_id for each in anomalies(ana, 1)}


def test_a_partners_word_is_their_own(ana: User, ben: User, everyday: MoneyAccount, buys: Buys, speaks: Speaks) -> None:
    add_co_owner(account=everyday, person=ben, added_by=ana)
    entry = buys("Garage Lenz", "830", 4)
    assert speaks(ben).post(f"{ADDRESS}{entry.pk}/verdict/").status_code == 201
    assert anomalies(ben) == []
    assert [each.transaction_id for each in anomalies(ana)] == [entry.pk]


def test_nobody_else_sees_or_says_anything(
    ana: User, carla: User, everyday: MoneyAccount, buys: Buys, speaks: Speaks
) -> None:
    entry = buys("Garage Lenz", "830", 4)
    client = speaks(carla)
    assert client.get(ADDRESS).json()["results"] == []
    assert client.post(f"{ADDRESS}{entry.pk}/verdict/").status_code == 404
    assert client.delete(f"{ADDRESS}{entry.pk}/verdict/").status_code == 404
    grant_view(account=everyday, person=carla, level="full", granted_by=ana)
    assert client.get(ADDRESS).json()["results"] == []
    assert client.post(f"{ADDRESS}{entry.pk}/verdict/").status_code == 403


def test_a_gift_is_neither_found_nor_compared_with_by_the_other(
    ana: User, ben: User, everyday: MoneyAccount, buys: Buys, speaks: Speaks
) -> None:
    add_co_owner(account=everyday, person=ben, added_by=ana)
    buys("Garage Lenz", "830", 4)
    before = speaks(ben).get(ADDRESS, {"days": "90", "least_score": "0"}).content
    for payee, amount, ago in (("Garage Lenz", "900", 200), ("Garage Lenz", "830", 3), ("Jeweller", "2000", 2)):
        withhold_transaction(entry=buys(payee, amount, ago), by=ana, until=date(2026, 12, 24))
    assert speaks(ben).get(ADDRESS, {"days": "90", "least_score": "0"}).content == before
    assert len(anomalies(ana)) == 3


def test_another_currency_is_judged_by_itself(ana: User, buys: Buys) -> None:
    yen = services.create_money_account(owner=ana, currency="JPY", name="Tokyo")
    for week in range(1, 30):
        buys("Konbini", "900", week * 7, account=yen)
    dear = buys("Konbini", "12000", 2, account=yen)
    [found] = anomalies(ana)
    assert (found.transaction_id, found.currency, found.usual) == (dear.pk, "JPY", Decimal(900))


def test_the_answer_has_the_fields_of_its_document(ana: User, buys: Buys, speaks: Speaks) -> None:
    buys("Garage Lenz", "830", 4)
    body = speaks(ana).get(ADDRESS).json()
    assert body.keys() == AnomaliesAnswer().fields.keys()
    assert body["results"][0].keys() == AnomalyAnswer().fields.keys()
    assert body["results"][0]["compared"][0].keys() == ComparedAnswer().fields.keys()


def test_the_queries_do_not_grow(ana: User, everyday: MoneyAccount, buys: Buys, speaks: Speaks) -> None:
    buys("Garage Lenz", "830", 4)
    client = speaks(ana)
    with CaptureQueriesContext(connection) as few:
        client.get(ADDRESS)
    for number in range(3):
        account = services.create_money_account(owner=ana, currency="EUR", name=f"More {number}")
        buys("Garage Lenz", "900", 3 + number, account=account)
    with CaptureQueriesContext(connection) as many:
        client.get(ADDRESS, {"days": "90"})
    assert len(many) == len(few) == 4
