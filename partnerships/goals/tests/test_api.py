from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from accounts.models import User
from ledger.goals.models import Goal
from ledger.goals.services import contribute, create_goal
from partnerships.core.services import end_partnership
from partnerships.goals.services import ask_to_change
from partnerships.goals.tests.conftest import Both, proposes

pytestmark = pytest.mark.django_db
GOALS = "/api/v1/goals/"
Speaks = Callable[[User], APIClient]


@pytest.fixture
def frames(monkeypatch: pytest.MonkeyPatch) -> list[tuple[set[Any], str, dict[str, Any]]]:
    told: list[tuple[set[Any], str, dict[str, Any]]] = []

    def heard(people: Any, event: str, data: dict[str, Any]) -> None:
        told.append((set(people), event, data))

    monkeypatch.setattr("ledger.goals.telling.push", heard)
    return told


def test_asking_and_agreeing(ana: User, ben: User, both: Both, speaks: Speaks, frames: Any) -> None:
    made = speaks(ana).post(
        GOALS, {"name": "Lisbon", "target_amount": "2400.00", "shared": True, "message": "May?"}, format="json"
    )
    assert made.status_code == 201
    goal = made.json()
    assert (goal["status"], goal["is_shared"], goal["currency"]) == ("pending_approval", True, "EUR")
    assert speaks(ben).post(f"/api/v1/approvals/{goal['approval']}/approval/", {}, format="json").status_code == 200
    url = f"{GOALS}{goal['id']}/"
    assert speaks(ben).get(url).json()["status"] == "active"
    asked = speaks(ben).patch(url, {"target_amount": "2600.00"}, format="json")
    assert (asked.status_code, asked.json()["approval"]["kind"]) == (202, "goal_edit")
    again = speaks(ana).patch(url, {"target_amount": "2700.00"}, format="json")
    assert (again.status_code, again.json()["errors"][0]["code"]) == (409, "already_asked")
    speaks(ana).post(f"/api/v1/approvals/{asked.json()['approval']['id']}/approval/", {}, format="json")
    assert speaks(ana).get(url).json()["target_amount"] == "2600.00"
    logged = speaks(ben).put(f"{url}contribution/", {"amount": "50.00"}, format="json")
    assert logged.json()["goal"]["saved_amount"] == "50.00"
    added = next(each for each in frames if each[1] == "goal:added")
    assert (added[0], added[2]["goal"]["name"], added[2]["added_by"]) == ({ana.pk, ben.pk}, "Lisbon", str(ana.pk))
    progress = next(each for each in frames if each[1] == "goal:progress")
    assert progress[0] == {ana.pk, ben.pk}
    assert progress[2] == {"goal_id": goal["id"], "new_amount": "50.00", "updated_by": str(ben.pk)}
    dropped = speaks(ana).delete(url)
    assert (dropped.status_code, dropped.json()["approval"]["kind"]) == (202, "goal_delete")


def test_an_answer_sent_back_asks_for_nothing(ana: User, lisbon: Goal, speaks: Speaks) -> None:
    url = f"{GOALS}{lisbon.pk}/"
    answer = speaks(ana).put(url, speaks(ana).get(url).json(), format="json")
    assert answer.json()["errors"][0]["code"] == "unchanged"


def test_another_currency_than_the_partnerships_is_refused(ana: User, both: Both, speaks: Speaks) -> None:
    wanted = {"name": "Lisbon", "target_amount": "1", "shared": True, "currency": "USD"}
    assert speaks(ana).post(GOALS, wanted, format="json").json()["errors"][0]["code"] == "other_currency"


def test_what_the_partner_logged_is_theirs(ana: User, ben: User, lisbon: Goal, speaks: Speaks) -> None:
    part = contribute(goal=lisbon, person=ana, amount=Decimal(10))
    url = f"{GOALS}{lisbon.pk}/contributions/{part.pk}/"
    assert speaks(ben).patch(url, {"amount": "1.00"}, format="json").status_code == 403
    assert speaks(ben).delete(url).status_code == 403
    assert speaks(ana).delete(url).status_code == 204


def test_a_personal_goal_is_in_nothing_the_partner_gets(
    ana: User, ben: User, lisbon: Goal, speaks: Speaks, frames: Any, signed_in: Callable[[User], Client]
) -> None:
    page_before = signed_in(ben).get("/plan/goals/").content.decode()
    before = [speaks(ben).get(address).json() for address in (GOALS, f"{GOALS}summary/")]
    bike = create_goal(person=ana, name="Marker bike", target_amount=Decimal(500))
    contribute(goal=bike, person=ana, amount=Decimal(500))
    after = [speaks(ben).get(address).json() for address in (GOALS, f"{GOALS}summary/")]
    assert before == after
    page = signed_in(ben).get("/plan/goals/").content.decode()
    assert "Marker bike" not in page
    assert page.count("<article") == page_before.count("<article") == 1
    assert {each for people, _event, _data in frames for each in people} == {ana.pk}
    assert speaks(ben).get(f"{GOALS}{bike.pk}/").status_code == 404
    assert "Marker bike" in signed_in(ana).get("/plan/goals/").content.decode()


def test_an_ended_partnerships_goals_are_read_and_not_changed(
    ana: User, ben: User, both: Both, lisbon: Goal, speaks: Speaks, signed_in: Callable[[User], Client]
) -> None:
    contribute(goal=lisbon, person=ana, amount=Decimal(10))
    end_partnership(standing=both[0])
    url = f"{GOALS}{lisbon.pk}/"
    for person in (ana, ben):
        assert speaks(person).get(url).json()["saved_amount"] == "10.00"
        for answer in (
            speaks(person).patch(url, {"name": "x"}, format="json"),
            speaks(person).delete(url),
            speaks(person).post(f"{url}contribution/", {"amount": "1"}, format="json"),
        ):
            assert (answer.status_code, answer.json()["errors"][0]["code"]) == (409, "no_partnership")
        assert speaks(person).get(f"{GOALS}summary/").json()["sums"] == []
        browser = signed_in(person)
        assert "from a partnership that has ended" in browser.get("/plan/goals/").content.decode()
        page = browser.get(f"/plan/goals/{lisbon.pk}/")
        assert page.status_code == 200
        assert "Add money" not in page.content.decode()
        assert browser.post(f"/plan/goals/{lisbon.pk}/delete/").status_code == 404


def test_the_pages_ask_the_partner(
    ana: User, ben: User, both: Both, lisbon: Goal, signed_in: Callable[[User], Client]
) -> None:
    browser = signed_in(ana)
    answer = browser.post(
        "/plan/goals/add/",
        {"name": "Porto", "target_amount": "100", "goal_type": "travel", "priority": "2", "whose": "both"},
        follow=True,
    )
    page = answer.content.decode()
    assert "Porto waits for your partner" in page
    assert "Ben is asked" in page
    his = signed_in(ben).get("/plan/goals/").content.decode()
    assert "Answer" in his
    assert browser.post(f"/plan/goals/{lisbon.pk}/archive/").status_code == 302
    lisbon.refresh_from_db()
    assert lisbon.status == "active"
    assert signed_in(ben).get("/together/approvals/").content.decode().count("Lisbon") > 0
    assert (
        "Porto"
        not in browser.get("/plan/goals/?whose=mine")
        .content.decode()
        .partition('id="goals"')[2]
        .partition("</main>")[0]
    )


def test_the_desk_shows_what_was_asked(
    ana: User, ben: User, both: Both, lisbon: Goal, signed_in: Callable[[User], Client]
) -> None:
    changed = ask_to_change(standing=both[0], goal=lisbon, changes={"target_amount": Decimal(2600)})
    _goal, added = proposes(both[0], name="<b>Porto</b>")
    for asked in (changed, added):
        page = signed_in(ben).get(f"/together/approvals/{asked.pk}/").content.decode()
        assert "2,600" in page or "Porto" in page
        assert "<b>Porto" not in page
