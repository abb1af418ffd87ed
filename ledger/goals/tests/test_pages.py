from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from ledger.core import services as core
from ledger.core.models import MoneyAccount
from ledger.goals.models import Goal, GoalContribution
from ledger.goals.services import contribute
from ledger.goals.tests.conftest import Books, Makes

GOALS = "/plan/goals/"


@pytest.fixture
def ana_client(ana: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(ana)


def typed(**values: Any) -> dict[str, Any]:
    return {"name": "Lisbon", "target_amount": "2400", "goal_type": "travel", "priority": "1", **values}


def test_an_empty_page_says_what_to_do(ana_client: Client) -> None:
    page = ana_client.get(GOALS).content.decode()
    assert 'href="/plan/goals/add/"' in page
    assert "Whose goals" not in page


def test_a_goal_is_set_and_shown(ana_client: Client) -> None:
    answer = ana_client.post(f"{GOALS}add/", typed(target_date="2027-05-01", monthly_amount="200"), follow=True)
    assert answer.redirect_chain == [(GOALS, 302)]
    page = answer.content.decode()
    assert "Lisbon" in page
    assert "months late" in page
    assert "200.00 more a month" in page
    assert "Only me" in page


def test_more_a_month_makes_it_come_in_time(ana_client: Client, make: Makes) -> None:
    goal = make(monthly_amount=Decimal(200))
    ana_client.post(f"{GOALS}{goal.pk}/more/")
    goal.refresh_from_db()
    assert goal.monthly_amount == 400
    assert "Just in time" in ana_client.get(GOALS).content.decode()


def test_a_refusal_keeps_what_was_typed(ana_client: Client, make: Makes) -> None:
    for wrong, words in [
        ({"target_amount": "-5"}, "Enter an amount above zero."),
        ({"name": " "}, "This field is required."),
        ({"target_date": "0001-01-01"}, "Enter another day."),
        ({"monthly_amount": "-1"}, "Enter an amount of zero or more."),
    ]:
        answer = ana_client.post(f"{GOALS}add/", typed(description="typed by hand", **wrong))
        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert 'value="typed by hand"' in answer.content.decode()
    assert not Goal.objects.exists()


def test_money_from_a_payment_takes_what_is_left_of_it(
    ana: User, ana_client: Client, make: Makes, books: Books, savings: MoneyAccount
) -> None:
    goal, other, entry = make(), make(name="Bike"), books("310")
    contribute(goal=other, person=ana, amount=Decimal(60), transaction=entry)
    url = f"{GOALS}{goal.pk}/money/"
    assert "Standing order · €250.00" in ana_client.get(url).content.decode()
    answer = ana_client.post(url, {"kind": "contribution", "transaction": str(entry.pk), "amount": "", "on": ""})
    assert answer.status_code == 302
    part = GoalContribution.objects.get(goal=goal)
    assert (part.amount, part.on) == (250, date(2026, 11, 2))
    page = ana_client.get(f"{GOALS}{goal.pk}/").content.decode()
    assert "in Holiday pot" in page


def test_the_half_that_came_is_offered_of_a_transfer(
    ana: User, ana_client: Client, make: Makes, savings: MoneyAccount
) -> None:
    everyday = core.create_money_account(owner=ana, currency="EUR", name="Everyday")
    pair = core.record_transfer(
        from_account=everyday, to_account=savings, recorded_by=ana, amount=Decimal(310), booked_on=date(2026, 11, 2)
    )
    page = ana_client.get(f"{GOALS}{make().pk}/money/").content.decode()
    assert str(pair.incoming_id) in page
    assert str(pair.outgoing_id) not in page


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"amount": ""}, "Say how much."),
        ({"amount": "5", "kind": "withdrawal"}, "There is not that much in it."),
        ({"amount": "5", "on": "2026-11-21"}, "This day is still to come."),
    ],
)
def test_money_that_cannot_be_is_refused(ana_client: Client, make: Makes, values: dict[str, str], words: str) -> None:
    given = {"kind": "contribution", "note": "typed by hand", **values}
    answer = ana_client.post(f"{GOALS}{make().pk}/money/", given)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert 'value="typed by hand"' in answer.content.decode()


def test_what_went_in_is_changed_and_taken_back(ana: User, ana_client: Client, make: Makes) -> None:
    goal = make()
    part = contribute(goal=goal, person=ana, amount=Decimal(10))
    url = f"{GOALS}{goal.pk}/money/{part.pk}/"
    assert ana_client.post(url, {"amount": "12", "on": "2026-11-01", "note": ""}).status_code == 302
    goal.refresh_from_db()
    assert goal.saved_amount == 12
    assert ana_client.post(f"{url}delete/").status_code == 302
    assert not GoalContribution.objects.exists()


def test_a_change_that_came_too_late_is_shown(ana_client: Client, make: Makes) -> None:
    goal = make()
    url = f"{GOALS}{goal.pk}/change/"
    assert ana_client.post(url, typed(name="Porto", version="1")).status_code == 302
    late = ana_client.post(url, typed(name="Faro", version="1"))
    assert late.status_code == 422
    assert "changed elsewhere" in late.content.decode()
    goal.refresh_from_db()
    assert (goal.name, goal.icon) == ("Porto", "plane")


@pytest.mark.parametrize(("act", "status"), [("archive", "archived"), ("reopen", "active")])
def test_putting_away_and_going_on(ana_client: Client, make: Makes, act: str, status: str) -> None:
    goal = make()
    assert ana_client.post(f"{GOALS}{goal.pk}/{act}/").status_code == 302
    goal.refresh_from_db()
    assert goal.status == status
    assert "Lisbon" in ana_client.get(GOALS).content.decode()


def test_deleting(ana_client: Client, make: Makes) -> None:
    assert ana_client.post(f"{GOALS}{make().pk}/delete/").status_code == 302
    assert not Goal.objects.exists()


def test_strangers_find_nothing(
    ana: User, ben: User, carla: User, make: Makes, signed_in: Callable[[User], Client]
) -> None:
    goal = make(name="Marker goal")
    part = contribute(goal=goal, person=ana, amount=Decimal(1))
    stranger = signed_in(carla)
    assert "Marker goal" not in stranger.get(GOALS).content.decode()
    for address in ("", "change/", "money/", f"money/{part.pk}/"):
        assert stranger.get(f"{GOALS}{goal.pk}/{address}").status_code == 404
    for act in ("more", "archive", "reopen", "delete", "money", "change", f"money/{part.pk}/delete"):
        assert stranger.post(f"{GOALS}{goal.pk}/{act}/").status_code == 404


def test_text_from_outside_is_escaped(ana_client: Client, make: Makes, books: Books) -> None:
    goal = make(name="<script>alert(1)</script>", description="<img src=x>")
    for address in (GOALS, f"{GOALS}{goal.pk}/", f"{GOALS}{goal.pk}/money/", f"/transactions/{books('5').pk}/"):
        page = ana_client.get(address).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def test_a_payments_page_leads_to_goals(ana: User, ana_client: Client, make: Makes, books: Books) -> None:
    entry = books("10")
    url = f"/transactions/{entry.pk}/"
    assert "Put it towards" not in ana_client.get(url).content.decode()
    goal = make()
    assert f"/plan/goals/{goal.pk}/money/?transaction={entry.pk}" in ana_client.get(url).content.decode()
    assert (
        f'value="{entry.pk}" selected'
        in ana_client.get(f"{GOALS}{goal.pk}/money/?transaction={entry.pk}").content.decode()
    )
    contribute(goal=goal, person=ana, amount=Decimal(10), transaction=entry)
    page = ana_client.get(url).content.decode()
    assert "Put it towards" not in page
    assert f'href="/plan/goals/{goal.pk}/"' in page


def test_many_goals_are_few_cards_and_rows(ana_client: Client, make: Makes) -> None:
    for number in range(12):
        make(name=f"Goal {number}")
    page = ana_client.get(GOALS).content.decode()
    assert page.count("<article") == 9
    assert all(f">Goal {number}<" in page for number in range(12))
    assert "Further goals" in page


def test_the_page_costs_the_same_however_much_went_in(
    ana: User, ana_client: Client, make: Makes, books: Books, savings: MoneyAccount, django_assert_max_num_queries: Any
) -> None:
    for number in range(8):
        goal = make(name=f"Goal {number}", account_id=savings.pk)
        for _time in range(number):
            contribute(goal=goal, person=ana, amount=Decimal(1), transaction=books("5"))
    ana_client.get(GOALS)
    with django_assert_max_num_queries(22):
        ana_client.get(GOALS)
