from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.models import User
from config.kernel.ids import new_id
from partnerships.approvals import services
from partnerships.approvals.api.answers import ApprovalAnswer
from partnerships.approvals.models import Approval
from partnerships.approvals.tests.probe import ask
from partnerships.core.models import Partnership
from partnerships.core.services import start_partnership
from partnerships.core.standing import Standing, standing_in

pytestmark = pytest.mark.django_db
Both = tuple[Standing, Standing]
URL = "/api/v1/approvals/"


def api(person: User) -> APIClient:
    client = APIClient()
    client.force_authenticate(person)
    return client


def refusal(response: Any, status: int) -> str:
    assert response.status_code == status, response.content
    [error] = response.json()["errors"]
    return str(error["code"])


def test_both_see_what_waits_and_only_the_other_one_decides(both: Both) -> None:
    ana, ben = both
    asked = ask(ana, message="Please")
    one = f"{URL}{asked.pk}/"
    for person in (ana.person, ben.person):
        [shown] = api(person).get(URL).json()["results"]
        assert shown == api(person).get(one).json()
        assert set(shown) == set(ApprovalAnswer().fields)
    assert refusal(api(ana.person).post(f"{one}approval/"), 403) == "not_your_own"
    assert refusal(api(ana.person).post(f"{one}decline/"), 403) == "not_your_own"
    assert refusal(api(ben.person).delete(one), 403) == "not_asked_by_you"
    decided = api(ben.person).post(f"{one}approval/", {"answer": "Gladly."})
    assert (decided.status_code, decided.json()["status"], decided.json()["answer"]) == (200, "approved", "Gladly.")
    assert refusal(api(ben.person).post(f"{one}approval/"), 409) == "already_decided"
    assert Partnership.objects.get().approval_threshold == 250


def test_a_decline_says_why_and_a_withdrawal_ends_it(both: Both) -> None:
    ana, ben = both
    asked = ask(ana)
    declined = api(ben.person).post(f"{URL}{asked.pk}/decline/", {"answer": "Tonight"}).json()
    assert (declined["status"], declined["answer"], declined["responded_by"]) == (
        "declined",
        "Tonight",
        str(ben.person.pk),
    )
    again = ask(ana)
    assert api(ana.person).delete(f"{URL}{again.pk}/").status_code == 204
    assert refusal(api(ana.person).delete(f"{URL}{again.pk}/"), 409) == "already_decided"
    assert Partnership.objects.get().approval_threshold == 100


def test_the_list_is_of_what_waits_unless_asked_otherwise(both: Both) -> None:
    ana, ben = both
    services.decline(approval=ask(ana, "150"), by=ben)
    waiting = ask(ben, "300")
    anas = api(ana.person)

    def ids(**asked: str) -> list[str]:
        return [each["id"] for each in anas.get(URL, asked).json()["results"]]

    assert ids() == [str(waiting.pk)]
    assert ids(theirs="true") == ids(mine="false") == [str(waiting.pk)]
    assert ids(mine="true") == ids(theirs="false") == []
    assert len(ids(status="any")) == 2
    assert len(ids(status="declined", kind="probe")) == 1
    assert ids(kind="other") == []
    for query in ({"status": "open"}, {"mine": "1"}, {"whose": "mine"}):
        assert anas.get(URL, query).status_code == 400


def test_what_has_moved_is_answered_with_the_fresh_request(both: Both) -> None:
    ana, ben = both
    asked = ask(ana)
    Partnership.objects.update(approval_threshold=Decimal(40), version=9)
    answer = api(ben.person).post(f"{URL}{asked.pk}/approval/")
    assert refusal(answer, 409) == "item_moved"
    fresh = Approval.objects.get(status="pending")
    assert answer.json()["current"] == {"approval": str(fresh.pk)}
    assert Partnership.objects.get().approval_threshold == 40


@pytest.mark.parametrize(("status", "code"), [("paused", "partnership_paused"), ("ended", "no_partnership")])
def test_a_partnership_that_rests_is_read_and_not_changed(status: str, code: str, both: Both) -> None:
    ana, ben = both
    asked = ask(ana)
    Partnership.objects.update(status=status)
    one = f"{URL}{asked.pk}/"
    assert api(ben.person).get(one).status_code == 200
    assert refusal(api(ben.person).post(f"{one}approval/"), 409) == code
    assert refusal(api(ben.person).post(f"{one}decline/"), 409) == code
    assert refusal(api(ana.person).delete(one), 409) == code


def test_strangers_and_later_partners_see_nothing_of_it(both: Both, carla: User) -> None:
    ana, ben = both
    asked = ask(ana)
    ben.other.partnership.members.update(is_open=False)
    later = start_partnership(first=ben.person, second=carla, currency="EUR", started_on=date(2026, 11, 20))
    assert api(carla).get(URL, {"status": "any"}).json()["results"] == []
    for key in (asked.pk, new_id()):
        one = f"{URL}{key}/"
        for answer in (
            api(carla).get(one),
            api(carla).delete(one),
            api(carla).post(f"{one}approval/"),
            api(carla).post(f"{one}decline/"),
        ):
            assert answer.status_code == 404
    assert standing_in(carla, later.pk).partner == ben.person


@pytest.mark.parametrize(
    ("sent", "code"),
    [({"answer": "x" * 501}, "max_length"), ({"answer": 5}, "invalid"), ({"reason": "no"}, "unknown_field")],
)
def test_a_bad_answer_decides_nothing(both: Both, sent: dict[str, object], code: str) -> None:
    ana, ben = both
    asked = ask(ana)
    for rest in ("approval/", "decline/"):
        assert refusal(api(ben.person).post(f"{URL}{asked.pk}/{rest}", sent, format="json"), 400) == code
    assert Approval.objects.get().status == "pending"


def test_what_has_waited_too_long_is_no_more_to_be_approved(both: Both) -> None:
    ana, ben = both
    asked = ask(ana)
    Approval.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    assert refusal(api(ben.person).post(f"{URL}{asked.pk}/approval/"), 409) == "approval_expired"
