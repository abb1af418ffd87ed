from __future__ import annotations

from datetime import timedelta

import pytest
from rest_framework.test import APIClient

from accounts.models import User
from accounts.notifications.models import Notification
from ledger.core.models import Category
from partnerships.core.models import Partnership
from partnerships.core.services import end_partnership, pause_partnership
from partnerships.core.standing import standing_in
from purchases.conftest import TODAY, Books, Buys, Speaks
from purchases.core.ageing import remind
from purchases.core.models import Retailer, ThingAccess
from purchases.core.services import add_name, link_payment, share_purchase

THINGS = "/api/v1/purchases/"


def test_the_partner_reads_all_of_it_and_changes_nothing(
    ana: User, ben: User, carla: User, couple: Partnership, ana_api: APIClient, speaks: Speaks, buys: Buys, books: Books
) -> None:
    shop = add_name(Retailer, owner=ana, name="Hidden gem")
    own = Category.objects.create(owner=ana, name="Hers", kind="expense")
    thing = buys(retailer_id=shop.pk, category_id=own.pk)
    link_payment(purchase=thing, linked_by=ana, transaction_id=books().pk)
    url = f"{THINGS}{thing.pk}/"
    client = speaks(ben)
    assert client.get(url).status_code == 404
    shared = ana_api.post(f"{url}sharing/")
    assert (shared.status_code, shared.json()["is_shared"]) == (200, True)
    assert ana_api.post(f"{url}sharing/").status_code == 200
    seen = client.get(url).json()
    assert (seen["is_mine"], seen["is_shared"], seen["retailer_name"]) == (False, True, "Hidden gem")
    assert (seen["retailer_id"], seen["category"], seen["transaction"]) == (None, None, None)
    assert client.get(THINGS, {"is_mine": "false"}).json()["count"] == 1
    assert client.get(THINGS, {"category": str(own.pk)}).json()["count"] == 0
    refused = {client.patch(url, {}, format="json").status_code, client.delete(url).status_code}
    refused |= {client.post(f"{url}sharing/").status_code, client.delete(f"{url}sharing/").status_code}
    refused |= {client.get(f"{url}transaction/").status_code, client.delete(f"{url}transaction/").status_code}
    assert refused == {403}
    assert speaks(carla).get(url).status_code == 404
    assert client.get(f"{THINGS}analytics/summary/").json()["item_count"] == 0
    assert ana_api.delete(f"{url}sharing/").status_code == 204
    assert client.get(url).status_code == 404
    assert ana_api.get(url).json()["is_shared"] is False


def test_nothing_is_shared_without_a_partner_or_while_it_rests(
    ana: User, ben: User, ana_api: APIClient, buys: Buys, request: pytest.FixtureRequest
) -> None:
    url = f"{THINGS}{buys().pk}/sharing/"
    alone = ana_api.post(url)
    assert (alone.status_code, alone.json()["errors"][0]["code"]) == (409, "no_partnership")
    couple: Partnership = request.getfixturevalue("couple")
    pause_partnership(standing=standing_in(ben, couple.pk))
    assert ana_api.post(url).json()["errors"][0]["code"] == "partnership_paused"


def test_all_is_over_when_the_partnership_ends(
    ana: User, ben: User, couple: Partnership, speaks: Speaks, buys: Buys, monkeypatch: pytest.MonkeyPatch
) -> None:
    thing = buys(warranty={"warranty_end": TODAY + timedelta(days=5)})
    his = buys(by=ben)
    share_purchase(purchase=thing, shared_by=ana)
    share_purchase(purchase=his, shared_by=ben)
    monkeypatch.setattr("purchases.core.ageing._today", lambda: TODAY)
    remind()
    end_partnership(standing=standing_in(ben, couple.pk))
    assert ThingAccess.objects.filter(role="viewer").count() == 0
    assert not Notification.objects.filter(person=ben, kind="warranty_ends").exists()
    assert Notification.objects.filter(person=ana, kind="warranty_ends").exists()
    for person, gone in ((ana, his), (ben, thing)):
        assert speaks(person).get(f"{THINGS}{gone.pk}/").status_code == 404
        assert speaks(person).get(THINGS).json()["count"] == 1


def test_what_was_told_of_a_thing_goes_with_it(
    ana: User, ana_api: APIClient, buys: Buys, monkeypatch: pytest.MonkeyPatch
) -> None:
    thing = buys(return_until=TODAY)
    monkeypatch.setattr("purchases.core.ageing._today", lambda: TODAY)
    remind()
    ana_api.delete(f"{THINGS}{thing.pk}/")
    assert not Notification.objects.filter(person=ana).exists()
