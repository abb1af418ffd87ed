from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from partnerships.core.models import Partnership
from partnerships.inviting import finding
from partnerships.inviting.models import Invitation
from partnerships.inviting.services import Sent
from partnerships.inviting.tests.conftest import invited_by, verify

pytestmark = pytest.mark.django_db
URL = "/api/v1/partnerships/invitations/"
CURRENT, STATUS, ALL = "/api/v1/partnerships/current/", "/api/v1/partnerships/current/status/", "/api/v1/partnerships/"
RECEIVED = {
    "is_sent": False,
    "invited_by": "Ana",
    "email": "",
    "message": "So we stop guessing.",
    "method": "income",
    "first_percent": None,
    "currency": "EUR",
    "status": "pending",
}


def ask(person: User, method: str, url: str, body: Any = None) -> Any:
    client = Client()
    client.force_login(person)
    return (
        getattr(client, method)(url, body, content_type="application/json")
        if body is not None
        else getattr(client, method)(url)
    )


def code_of(answer: Any, status: int) -> str:
    assert answer.status_code == status, answer.content
    code: str = answer.json()["errors"][0]["code"]
    return code


def at(invitation: Invitation, act: str = "") -> str:
    return f"{URL}{invitation.pk}/{act}"


def test_the_secret_is_in_one_answer_and_no_other(ana: User, ben: User) -> None:
    body = {"email": "Ben@example.org", "message": "Hello", "method": "percent", "first_percent": "60"}
    answer = ask(ana, "post", URL, body)
    assert (answer.status_code, answer["Cache-Control"]) == (201, "no-store")
    made = answer.json()
    assert made["link"] == f"http://testserver/invitation/{made['secret']}/"
    assert (made["email"], made["first_percent"], made["is_sent"]) == ("ben@example.org", "60.00", True)
    listed = ask(ana, "get", URL)
    assert made["secret"] not in listed.content.decode()
    assert made["code"] not in listed.content.decode()
    assert listed.json()["results"] == [{name: made[name] for name in listed.json()["results"][0]}]
    renewed = ask(ana, "post", f"{URL}{made['id']}/renewal/").json()
    assert renewed["secret"] != made["secret"]
    assert ask(ben, "post", f"{URL}lookup/", {"secret": made["secret"]}).status_code == 404


def test_the_invited_sees_who_invites_and_what_is_proposed_and_no_more(sent: Sent, ben: User) -> None:
    for opened in (sent.secret, sent.code, sent.link):
        shown = ask(ben, "post", f"{URL}lookup/", {"secret": opened}).json()
        assert {name: shown[name] for name in RECEIVED} == RECEIVED
        assert shown.keys() - RECEIVED.keys() == {"id", "expires_at", "decided_at", "created_at"}
    assert ask(ben, "get", URL).json()["results"] == []
    assert ask(ben, "post", f"{URL}lookup/", {"secret": "K7QM-4TXP"}).status_code == 404


def test_accepting_by_the_secret(sent: Sent, ana: User, ben: User, carla: User) -> None:
    url = at(sent.invitation, "acceptance/")
    assert code_of(ask(ana, "post", url, {"secret": sent.secret}), 403) == "not_your_own"
    assert ask(ben, "post", url, {}).status_code == 404
    assert ask(ben, "post", url, {"secret": sent.secret[:-1]}).status_code == 404
    ours = ask(ben, "post", url, {"secret": sent.secret}).json()
    assert (ours["status"], ours["place"], ours["partner"]) == (
        "active",
        1,
        {"id": str(ana.pk), "name": "Ana", "place": 0},
    )
    assert ask(carla, "post", url, {"secret": sent.secret}).status_code == 404
    assert ask(ana, "get", CURRENT).json()["partner"]["name"] == "Ben"
    assert ask(carla, "get", CURRENT).status_code == 404
    assert code_of(ask(ana, "post", URL, {}), 409) == "already_partnered"
    assert code_of(ask(ana, "delete", at(sent.invitation)), 409) == "already_decided"


def test_accepting_by_a_verified_address(ana: User, eve: User, carla: User) -> None:
    invitation = invited_by(ana, email=eve.email).invitation
    for act in ("acceptance/", "decline/"):
        assert ask(eve, "post", at(invitation, act), {}).status_code == 404
    verify(eve)
    assert [each["is_sent"] for each in ask(eve, "get", URL).json()["results"]] == [False]
    assert ask(eve, "get", f"{URL}?sent=true").json()["count"] == 0
    assert ask(carla, "post", at(invitation, "acceptance/"), {}).status_code == 404
    assert ask(eve, "post", at(invitation, "acceptance/"), {}).status_code == 200


def test_declining_and_withdrawing(ana: User, ben: User) -> None:
    first, second = invited_by(ana), invited_by(ana)
    assert ask(ben, "delete", at(first.invitation)).status_code == 404
    assert ask(ben, "post", at(first.invitation, "decline/"), {"secret": first.code}).status_code == 204
    assert ask(ana, "delete", at(second.invitation)).status_code == 204
    statuses = {each["id"]: each["status"] for each in ask(ana, "get", URL).json()["results"]}
    assert statuses == {str(first.invitation.pk): "declined", str(second.invitation.pk): "withdrawn"}
    assert not Partnership.objects.exists()


def test_too_many_codes_are_told_when_to_come_again(sent: Sent, ben: User, settings: Any) -> None:
    settings.THROTTLES_ON = True
    for _number in range(finding.CODE_TRIES):
        ask(ben, "post", f"{URL}lookup/", {"secret": "2222-2222"})
    answer = ask(ben, "post", f"{URL}lookup/", {"secret": sent.code})
    assert code_of(answer, 429) == "throttled"
    assert 0 < int(answer["Retry-After"]) <= finding.CODE_SECONDS


@pytest.mark.parametrize(
    ("body", "attr", "code"),
    [
        ({"email": "nonsense"}, "email", "invalid"),
        ({"email": "ana@example.org"}, "email", "own_address"),
        ({"method": "fixed"}, "method", "invalid_choice"),
        ({"method": "percent"}, "first_percent", "required"),
        ({"method": "percent", "first_percent": "100.5"}, "first_percent", "max_value"),
        ({"message": "x" * 501}, "message", "max_length"),
        ({"message": "a\x00b"}, "message", "null_characters_not_allowed"),
        ({"secret": "x"}, "secret", "unknown_field"),
    ],
)
def test_what_cannot_be_proposed(ana: User, body: dict[str, Any], attr: str, code: str) -> None:
    answer = ask(ana, "post", URL, body)
    assert code_of(answer, 400) == code
    assert answer.json()["errors"][0]["attr"] == attr


def test_the_course_of_a_partnership(couple: Partnership, ana: User, ben: User, carla: User) -> None:
    paused = ask(ben, "put", STATUS, {"status": "paused"}).json()
    assert (paused["status"], paused["paused_by"]) == ("paused", str(ben.pk))
    assert code_of(ask(ana, "put", STATUS, {"status": "active"}), 403) == "not_paused_by_you"
    assert ask(ben, "put", STATUS, {"status": "active"}).json()["paused_by"] is None
    assert code_of(ask(ana, "put", STATUS, {"status": "over"}), 400) == "invalid_choice"
    ended = ask(ana, "put", STATUS, {"status": "ended"}).json()
    assert (ended["status"], ended["ended_on"]) == ("ended", ana.today.isoformat())
    assert code_of(ask(ben, "put", STATUS, {"status": "active"}), 409) == "no_partnership"
    for person, partner in ((ana, "Ben"), (ben, "Ana")):
        assert ask(person, "get", CURRENT).status_code == 404
        assert [each["partner"]["name"] for each in ask(person, "get", ALL).json()["results"]] == [partner]
    assert ask(carla, "get", ALL).json()["results"] == []
