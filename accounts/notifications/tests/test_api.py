"""`notifications/` of the API."""

from __future__ import annotations

from typing import Any

from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from accounts.models import User
from accounts.notifications.models import Notification
from accounts.notifications.tests.conftest import GIFT, RENT, Tells

LIST, READ, UNREAD = "/api/v1/notifications/", "/api/v1/notifications/read/", "/api/v1/notifications/unread/"
CHOICES = "/api/v1/notifications/preferences/"


def one(told: Notification | None, rest: str = "") -> str:
    assert told is not None
    return f"{LIST}{told.pk}/{rest}"


def titles(answer: Any) -> list[str]:
    return [each["title"] for each in answer.json()["results"]]


def test_the_list_says_what_happened_newest_first(ana_api: APIClient, tell: Tells) -> None:
    tell(data={"who": "Nord"})
    newest = tell(data={"who": "<b>Süd</b>"}, severity="warning")
    assert newest is not None
    answer = ana_api.get(LIST)
    assert titles(answer) == ["Rent of <b>Süd</b>", "Rent of Nord"]
    body = answer.json()
    assert (body["count"], body["unread"]) == (2, 2)
    assert body["results"][0] == {
        "id": str(newest.pk),
        "kind": RENT,
        "severity": "warning",
        "title": "Rent of <b>Süd</b>",
        "text": "<b>Süd</b> asks Ana",
        "url": "/transactions/",
        "data": {"who": "<b>Süd</b>"},
        "created_at": body["results"][0]["created_at"],
        "read_at": None,
    }


def test_it_is_narrowed_and_refuses_what_it_does_not_know(ana_api: APIClient, tell: Tells) -> None:
    ana_api.post(one(tell(), "read/"))
    tell(kind=GIFT, severity="critical", data={"who": "Gifts"})
    assert titles(ana_api.get(LIST, {"unread": "true"})) == ["Rent of Gifts"]
    assert titles(ana_api.get(LIST, {"unread": "false"})) == ["Rent of Nord"]
    assert titles(ana_api.get(LIST, {"kind": f"{GIFT},{RENT}", "severity": "critical"})) == ["Rent of Gifts"]
    for wrong in ({"kind": "nothing"}, {"severity": "loud"}, {"unread": "maybe"}, {"read": "true"}, {"cursor": "x"}):
        assert ana_api.get(LIST, wrong).status_code == 400, wrong


def test_pages_by_cursor_and_by_skip_show_each_once(
    ana_api: APIClient, tell: Tells, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(5):
        tell(data={"who": str(number)})
    with django_assert_num_queries(3):
        first = ana_api.get(LIST, {"limit": 2})
    tell(data={"who": "later"})
    second = ana_api.get(LIST, {"limit": 2, "cursor": first.json()["next_cursor"]})
    third = ana_api.get(LIST, {"limit": 2, "cursor": second.json()["next_cursor"]})
    assert titles(first) + titles(second) + titles(third) == [f"Rent of {number}" for number in (4, 3, 2, 1, 0)]
    assert third.json()["next"] is None
    assert titles(ana_api.get(LIST, {"limit": 2, "skip": 1})) == ["Rent of 4", "Rent of 3"]


def test_reading_one_twice_and_all_up_to_one(ana_api: APIClient, tell: Tells) -> None:
    first, second = tell(), tell()
    tell()
    read = ana_api.post(one(first, "read/"))
    assert read.status_code == 200
    assert read.json()["read_at"] == ana_api.post(one(first, "read/")).json()["read_at"]
    assert ana_api.get(UNREAD).json() == {"unread": 2}
    assert second is not None
    assert ana_api.post(READ, {"until": str(second.pk)}, format="json").json() == {"marked": 1, "unread": 1}
    assert ana_api.post(READ, {}, format="json").json() == {"marked": 1, "unread": 0}


def test_a_deleted_one_is_gone(ana_api: APIClient, tell: Tells) -> None:
    told = tell()
    assert ana_api.delete(one(told)).status_code == 204
    assert ana_api.get(one(told)).status_code == ana_api.delete(one(told)).status_code == 404


def test_another_persons_is_not_there(ben: User, ana_api: APIClient, tell: Tells) -> None:
    told = tell(ben)
    assert told is not None
    assert ana_api.get(one(told)).status_code == 404
    assert ana_api.delete(one(told)).status_code == 404
    assert ana_api.post(one(told, "read/")).status_code == 404
    refused = ana_api.post(READ, {"until": str(told.pk)}, format="json")
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (400, "does_not_exist")
    assert ana_api.get(LIST).json()["count"] == 0
    assert Notification.objects.get().read_at is None


def test_choices_show_the_defaults_and_change_one_by_one(ana_api: APIClient) -> None:
    rent, gift = ana_api.get(CHOICES).json()["kinds"]
    assert (rent["app"], rent["email"], rent["push"], rent["group"]) == (True, True, True, "Home")
    assert gift["email"] is False
    sent = {"kinds": [{"kind": GIFT, "email": True}], "digest": "weekly", "large_payment": "250.00"}
    changed = ana_api.patch(CHOICES, sent, format="json").json()
    assert (changed["kinds"][1]["email"], changed["kinds"][0]["email"]) == (True, True)
    assert (changed["digest"], changed["large_payment"], changed["low_balance"]) == ("weekly", "250.00", None)
    assert ana_api.patch(CHOICES, changed, format="json").json() == changed


def test_choices_that_make_no_sense_change_nothing(ana_api: APIClient) -> None:
    before = ana_api.get(CHOICES).json()
    kinds = [{"kind": RENT, "app": False}]
    for wrong, field in (
        ({"kinds": [{"kind": "nothing", "app": True}]}, "kinds"),
        ({"kinds": [{"app": True}]}, "kinds.0.kind"),
        ({"kinds": kinds, "digest": "hourly"}, "digest"),
        ({"kinds": kinds, "large_payment": "-1"}, "large_payment"),
        ({"kinds": kinds, "low_balance": "1.005"}, "low_balance"),
        ({"kinds": kinds, "sms": True}, "sms"),
    ):
        refused = ana_api.patch(CHOICES, wrong, format="json")
        assert (refused.status_code, refused.json()["errors"][0]["attr"]) == (400, field), wrong
    assert ana_api.get(CHOICES).json() == before
