from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from accounts.models import User
from accounts.notifications.models import Notification
from partnerships.core.models import Partnership
from purchases.conftest import TODAY, Buys, Speaks
from purchases.core.ageing import expire_due, remind
from purchases.core.models import Claim, Purchase, Warranty
from purchases.core.services import add_warranty, share_purchase, update_purchase, update_warranty

WARRANTIES = "/api/v1/warranties/"


def cover(thing: Purchase, end: date | None, **values: Any) -> Warranty:
    return add_warranty(purchase=thing, added_by=thing.owner, warranty_end=end, **values)


def on(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    monkeypatch.setattr(User, "today", day)
    monkeypatch.setattr("purchases.core.ageing._today", lambda: day)


def test_one_is_added_changed_voided_and_gone(ana_api: APIClient, buys: Buys) -> None:
    thing = buys()
    sent = {"purchase_id": str(thing.pk), "warranty_months": 36, "warranty_type": "extended", "provider": "Shop"}
    made = ana_api.post(WARRANTIES, sent, format="json")
    assert (made.status_code, made.json()["warranty_end"], made.json()["status"]) == (201, "2029-11-02", "active")
    url = f"{WARRANTIES}{made.json()['id']}/"
    assert ana_api.patch(url, {"status": "voided", "version": 1}, format="json").json()["status"] == "voided"
    assert ana_api.patch(url, {"notes": "x", "version": 1}, format="json").status_code == 409
    assert ana_api.patch(url, {"status": "active"}, format="json").json()["status"] == "active"
    assert ana_api.patch(url, {"warranty_end": "2026-11-19"}, format="json").json()["status"] == "expired"
    whole = ana_api.get(url).json()
    assert ana_api.put(url, whole, format="json").status_code == 200
    refused = ana_api.patch(url, {"warranty_end": None}, format="json").json()["errors"][0]
    assert (refused["attr"], refused["code"]) == ("warranty_end", "end_needed")
    assert ana_api.delete(url).status_code == 204
    assert ana_api.get(WARRANTIES).json()["count"] == 0


def test_those_that_end_soon(ana_api: APIClient, buys: Buys) -> None:
    thing = buys(purchase_date=date(2024, 1, 1))
    for days in (-1, 0, 30, 31):
        cover(thing, TODAY + timedelta(days=days))
    cover(thing, TODAY, status="voided")
    cover(thing, None, warranty_type="lifetime")

    def ends(url: str) -> list[str]:
        return [each["warranty_end"] for each in ana_api.get(url).json()["results"]]

    assert ends(f"{WARRANTIES}expiring/") == ["2026-11-20", "2026-12-20"]
    assert ends(f"{WARRANTIES}expiring/?days=0") == ["2026-11-20"]
    assert ends(f"{WARRANTIES}?expiring_soon=true&ordering=warranty_end") == ["2026-11-20", "2026-12-20"]
    assert len(ends(f"{WARRANTIES}?expiring_soon=false")) == 4
    assert ends(f"{WARRANTIES}?status=active,expired&ordering=-warranty_end")[-2:] == ["2026-11-19", None]
    assert ends(f"{WARRANTIES}?status=voided") == ["2026-11-20"]
    assert ends(f"{WARRANTIES}?warranty_type=lifetime") == [None]
    assert ana_api.get(f"{WARRANTIES}expiring/?days=-1").status_code == 400


def test_one_expires_where_its_owner_lives(ana: User, carla: User, buys: Buys, monkeypatch: pytest.MonkeyPatch) -> None:
    """On the evening of the 20th in New York it is the 21st in Tokyo already."""
    mine, others = cover(buys(), TODAY), cover(buys(by=carla), TODAY)
    ahead = property(lambda self: TODAY + timedelta(days=1) if self.pk == ana.pk else TODAY)
    monkeypatch.setattr(User, "today", ahead)
    monkeypatch.setattr("purchases.core.ageing._today", lambda: TODAY)
    assert (expire_due(), expire_due()) == (1, 0)
    mine.refresh_from_db()
    others.refresh_from_db()
    assert (mine.status, mine.version, others.status) == ("expired", 2, "active")


def test_reminders_come_at_90_30_and_7_days_once_each(ana: User, buys: Buys, monkeypatch: pytest.MonkeyPatch) -> None:
    warranty = cover(buys(), date(2027, 3, 31))
    told = []
    for days in (91, 90, 90, 89, 30, 8, 7, 0):
        on(monkeypatch, date(2027, 3, 31) - timedelta(days=days))
        told.append(remind())
    assert told == [0, 1, 0, 0, 1, 0, 1, 0]
    on(monkeypatch, date(2027, 4, 1))
    assert remind() == 0
    assert Notification.objects.filter(person=ana, kind="warranty_ends").count() == 3
    update_warranty(warranty=warranty, changed_by=ana, warranty_end=date(2027, 4, 20))
    assert remind() == 1


def test_one_that_is_added_late_reminds_of_the_nearest_alone(buys: Buys, monkeypatch: pytest.MonkeyPatch) -> None:
    cover(buys(), TODAY + timedelta(days=20))
    cover(buys(), TODAY + timedelta(days=20), status="voided")
    on(monkeypatch, TODAY)
    assert (remind(), remind()) == (1, 0)


def test_the_last_days_to_give_it_back_are_told_once(ana: User, buys: Buys, monkeypatch: pytest.MonkeyPatch) -> None:
    thing = buys(return_until=TODAY + timedelta(days=4))
    buys(return_until=TODAY - timedelta(days=1))
    told = []
    for days in (0, 1, 2):
        on(monkeypatch, TODAY + timedelta(days=days))
        told.append(remind())
    assert told == [0, 1, 0]
    update_purchase(purchase=thing, changed_by=ana, return_until=TODAY + timedelta(days=5))
    assert remind() == 1


def test_who_is_shown_the_thing_is_reminded_too(
    ana: User, ben: User, couple: Partnership, buys: Buys, monkeypatch: pytest.MonkeyPatch
) -> None:
    thing = buys(product_name="Bike")
    cover(thing, TODAY + timedelta(days=5))
    share_purchase(purchase=thing, shared_by=ana)
    on(monkeypatch, TODAY)
    assert remind() == 2
    told = Notification.objects.get(person=ben, kind="warranty_ends")
    assert told.data["name"] == "Bike"


def test_reminders_have_words(ana: User, ana_api: APIClient, buys: Buys, monkeypatch: pytest.MonkeyPatch) -> None:
    thing = buys(return_until=TODAY)
    cover(thing, TODAY)
    on(monkeypatch, TODAY)
    remind()
    titles = {each["title"] for each in ana_api.get("/api/v1/notifications/").json()["results"]}
    assert titles == {"Kettle: the warranty ends", "Kettle can still go back"}


def test_a_claim_is_opened_sent_and_repaired(ana_api: APIClient, buys: Buys) -> None:
    thing = buys()
    warranty = cover(thing, date(2028, 1, 1))
    url = f"/api/v1/purchases/{thing.pk}/claims/"
    made = ana_api.post(url, {"problem": "It leaks", "warranty": str(warranty.pk)}, format="json")
    assert (made.status_code, made.json()["status"], made.json()["opened_on"]) == (201, "opened", "2026-11-20")
    one = f"{url}{made.json()['id']}/"
    assert ana_api.patch(one, {"status": "sent"}, format="json").json()["sent_on"] == "2026-11-20"
    done = ana_api.patch(one, {"status": "repaired", "cost": "12.50", "version": 2}, format="json").json()
    assert (done["closed_on"], done["cost"], done["currency_code"]) == ("2026-11-20", "12.50", "EUR")
    assert ana_api.patch(one, {"notes": "x", "version": 2}, format="json").status_code == 409
    assert ana_api.patch(one, {"status": "sent"}, format="json").json()["closed_on"] is None
    assert ana_api.patch(f"/api/v1/purchases/{thing.pk}/", {"currency_code": "USD"}, format="json").status_code == 400
    assert ana_api.delete(f"{WARRANTIES}{warranty.pk}/").status_code == 204
    assert ana_api.get(one).json()["warranty"] is None
    assert ana_api.get(url).json()["count"] == 1
    assert ana_api.delete(one).status_code == 204


@pytest.mark.parametrize(
    ("values", "field", "code"),
    [
        ({"problem": " "}, "problem", "blank"),
        ({"cost": "-1"}, "cost", "below_zero"),
        ({"closed_on": "2026-11-20"}, "closed_on", "no_outcome_yet"),
        ({"opened_on": "2026-11-21"}, "opened_on", "day_to_come"),
        ({"sent_on": "2026-11-01"}, "sent_on", "before_opened_on"),
        ({"status": "refused", "closed_on": "2026-11-01"}, "closed_on", "before_opened_on"),
        ({"warranty": "01930000-0000-7000-8000-000000000001"}, "warranty", "does_not_exist"),
    ],
)
def test_a_claim_that_makes_no_sense_is_refused(
    ana_api: APIClient, buys: Buys, values: dict[str, Any], field: str, code: str
) -> None:
    url = f"/api/v1/purchases/{buys().pk}/claims/"
    refused = ana_api.post(url, {"problem": "It leaks", **values}, format="json")
    assert [(each["attr"], each["code"]) for each in refused.json()["errors"]] == [(field, code)]
    assert not Claim.objects.exists()


def test_a_warranty_of_another_thing_covers_no_claim(ana_api: APIClient, buys: Buys) -> None:
    other = cover(buys(), date(2028, 1, 1))
    url = f"/api/v1/purchases/{buys().pk}/claims/"
    assert ana_api.post(url, {"problem": "It leaks", "warranty": str(other.pk)}, format="json").status_code == 400


def test_the_partner_reads_warranties_and_changes_none(
    ana: User, ben: User, couple: Partnership, buys: Buys, speaks: Speaks
) -> None:
    thing = buys()
    warranty = cover(thing, date(2028, 1, 1))
    share_purchase(purchase=thing, shared_by=ana)
    client = speaks(ben)
    url = f"{WARRANTIES}{warranty.pk}/"
    assert client.get(WARRANTIES).json()["count"] == 1
    assert client.get(url).status_code == 200
    assert {client.patch(url, {}, format="json").status_code, client.delete(url).status_code} == {403}
    sent = {"purchase_id": str(thing.pk), "warranty_end": "2028-01-01"}
    assert client.post(WARRANTIES, sent, format="json").status_code == 403
    claims = f"/api/v1/purchases/{thing.pk}/claims/"
    assert (client.get(claims).status_code, client.post(claims, {"problem": "x"}, format="json").status_code) == (
        200,
        403,
    )
