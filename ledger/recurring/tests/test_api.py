from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from accounts.models import User
from config.kernel.models import AuditEntry
from ledger.core import services as core
from ledger.core.models import MoneyAccount
from ledger.recurring import services
from ledger.recurring.booking import book_due
from ledger.recurring.models import Recurring
from ledger.recurring.tests.conftest import TODAY, Makes, noon

Speaks = Callable[[User], APIClient]


def body(account: MoneyAccount, **values: Any) -> dict[str, Any]:
    rent = {"money_account": str(account.pk), "kind": "expense", "amount": "900.00", "payee": "Northside Homes"}
    return {**rent, "frequency": "monthly", "starts_on": "2026-01-31", **values}


def test_one_is_made_shown_changed_and_gone(ana_api: APIClient, everyday: MoneyAccount) -> None:
    made = ana_api.post("/api/v1/recurring/", body(everyday), format="json")
    assert made.status_code == 201
    assert (made.json()["next_on"], made.json()["monthly_amount"], made["ETag"]) == ("2026-11-30", "900.00", '"1"')
    url = f"/api/v1/recurring/{made.json()['id']}/"
    book_due(now=noon(date(2026, 11, 30)))
    shown = ana_api.get(url).json()
    assert [each["status"] for each in shown["days"]] == ["booked"]
    entry = ana_api.get(f"/api/v1/transactions/{shown['days'][0]['transaction']}/").json()
    assert (entry["booked_on"], entry["amount"]) == ("2026-11-30", "900.00")
    changed = ana_api.patch(url, {"amount": "950.00", "version": shown["version"]}, format="json")
    assert (changed.status_code, changed.json()["amount"]) == (200, "950.00")
    assert ana_api.patch(url, {"amount": "960.00", "version": shown["version"]}, format="json").status_code == 409
    assert ana_api.delete(url).status_code == 204
    assert ana_api.get("/api/v1/recurring/").json()["count"] == 0


def test_an_answer_can_be_sent_back(ana_api: APIClient, make: Makes) -> None:
    url = f"/api/v1/recurring/{make().pk}/"
    assert ana_api.put(url, ana_api.get(url).json(), format="json").status_code == 200


@pytest.mark.parametrize(
    ("values", "field", "code"),
    [
        ({"amount": 9.5}, "amount", "float_not_exact"),
        ({"frequency": "hourly"}, "frequency", "invalid_choice"),
        ({"interval": 0}, "interval", "min_value"),
        ({"kind": "transfer"}, "to_account", "required"),
        ({"starts_on": "2026-02-31"}, "starts_on", "invalid"),
        ({"ends_on": "2026-01-01"}, "ends_on", "ends_before_start"),
        ({"money_account": "01930000-0000-7000-8000-000000000001"}, "money_account", "does_not_exist"),
        ({"category": "01930000-0000-7000-8000-000000000001"}, "category", "does_not_exist"),
        ({"rhythm": "daily"}, "rhythm", "unknown_field"),
    ],
)
def test_what_is_wrong_is_named(
    ana_api: APIClient, everyday: MoneyAccount, values: dict[str, Any], field: str, code: str
) -> None:
    answer = ana_api.post("/api/v1/recurring/", body(everyday, **values), format="json")
    assert answer.status_code == 400
    assert [(each["attr"], each["code"]) for each in answer.json()["errors"]] == [(field, code)]
    assert not Recurring.objects.exists()


def test_the_same_key_makes_one(ana_api: APIClient, everyday: MoneyAccount) -> None:
    for _time in range(2):
        ana_api.post("/api/v1/recurring/", body(everyday), format="json", HTTP_IDEMPOTENCY_KEY="rent-of-ana")
    assert Recurring.objects.count() == 1


def test_strangers_and_viewers(
    ana: User, ben: User, carla: User, speaks: Speaks, make: Makes, everyday: MoneyAccount
) -> None:
    rent = make()
    core.grant_view(account=everyday, person=ben, level="full", granted_by=ana)
    url = f"/api/v1/recurring/{rent.pk}/"
    assert speaks(carla).get(url).status_code == 404
    assert (speaks(ben).get(url).status_code, speaks(ben).delete(url).status_code) == (200, 403)
    assert speaks(ben).post(f"{url}pause/").status_code == 403
    assert [each["due_on"] for each in speaks(ben).get("/api/v1/recurring/upcoming/").json()["results"]] == [
        "2026-12-01", "2027-01-01",
    ]  # fmt: skip
    assert speaks(carla).get("/api/v1/recurring/upcoming/").json()["results"] == []


def test_a_day_is_left_out_and_put_back(ana_api: APIClient, make: Makes) -> None:
    url = f"/api/v1/recurring/{make().pk}/skip/"
    assert ana_api.post(url, {"due_on": "2026-12-01"}, format="json").json()["next_on"] == "2027-01-01"
    assert ana_api.post(url, {"due_on": "2026-12-01"}, format="json").status_code == 400
    assert ana_api.delete(f"{url}?due_on=2026-12-01").status_code == 204
    assert Recurring.objects.get().next_on == date(2026, 12, 1)


def test_pause_resume_and_end(ana_api: APIClient, make: Makes) -> None:
    url = f"/api/v1/recurring/{make().pk}/"
    assert ana_api.post(f"{url}pause/").json()["status"] == "paused"
    assert ana_api.get("/api/v1/recurring/upcoming/").json()["results"] == []
    assert ana_api.post(f"{url}resume/").json()["status"] == "active"
    ended = ana_api.post(f"{url}end/").json()
    assert (ended["status"], ended["next_on"]) == ("ended", None)
    assert ana_api.post(f"{url}pause/").status_code == 400


def test_the_days_to_come_are_bounded(ana_api: APIClient, make: Makes) -> None:
    make(frequency="daily")
    answer = ana_api.get("/api/v1/recurring/upcoming/?days=3").json()
    assert (answer["first"], answer["last"]) == ("2026-11-20", "2026-11-22")
    assert [each["due_on"] for each in answer["results"]] == ["2026-11-20", "2026-11-21", "2026-11-22"]
    assert ana_api.get("/api/v1/recurring/upcoming/?days=367").status_code == 400


class TestTheFeed:
    def test_it_is_read_at_its_address_until_there_is_another(
        self, ana_api: APIClient, make: Makes, client: Client
    ) -> None:
        rent = make(payee="Müller; Söhne, Haus\\verwaltung " + "sehr lang " * 12, notes="1\n2")
        first = ana_api.post("/api/v1/recurring/feed/").json()["url"]
        answer = client.get(first)
        assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
        lines = answer.content.split(b"\r\n")
        assert max(map(len, lines)) <= 75
        text = answer.content.replace(b"\r\n ", b"").decode()
        assert text.count("BEGIN:VEVENT") == 2
        assert "DTSTART;VALUE=DATE:20261201" in text
        assert "SUMMARY:Müller\\; Söhne\\, Haus\\\\verwaltung" in text
        assert f"UID:{rent.pk}-2026-12-01@tuppence" in text
        second = ana_api.post("/api/v1/recurring/feed/").json()["url"]
        assert (client.get(first).status_code, client.get(second).status_code) == (404, 200)
        assert ana_api.delete("/api/v1/recurring/feed/").status_code == 204
        assert client.get(second).status_code == 404
        assert AuditEntry.objects.filter(action__startswith="calendar_feed").count() == 3

    def test_it_shows_what_its_person_sees_today_and_nothing_once_they_are_blocked(
        self, ana: User, ana_api: APIClient, make: Makes, client: Client, carla: User, speaks: Speaks
    ) -> None:
        rent = make()
        url = ana_api.post("/api/v1/recurring/feed/").json()["url"]
        others = speaks(carla).post("/api/v1/recurring/feed/").json()["url"]
        assert b"VEVENT" not in client.get(others).content
        services.skip_day(recurring=rent, due_on=date(2026, 12, 1))
        assert client.get(url).content.count(b"BEGIN:VEVENT") == 1
        User.objects.filter(pk=ana.pk).update(is_active=False)
        assert client.get(url).status_code == 404

    def test_the_secret_is_kept_nowhere(self, ana_api: APIClient) -> None:
        url = ana_api.post("/api/v1/recurring/feed/").json()["url"]
        secret = url.rpartition("/")[2].removesuffix(".ics")
        from ledger.recurring.models import RecurringFeed

        assert secret not in str(RecurringFeed.objects.values().get())
        assert set(ana_api.get("/api/v1/recurring/feed/").json()) == {"is_open", "made_at"}


def test_a_list_costs_the_same_however_long(
    ana_api: APIClient, make: Makes, django_assert_max_num_queries: Any
) -> None:
    for _number in range(12):
        make(starts_on=TODAY)
    for address in ("/api/v1/recurring/", "/api/v1/recurring/upcoming/"):
        with django_assert_max_num_queries(8):
            assert ana_api.get(address).status_code == 200
