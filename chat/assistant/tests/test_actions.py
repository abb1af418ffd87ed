"""What is proposed is done once, by one tap, and can be taken back; nobody else can."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.models import User
from chat.assistant.models import AssistantAction
from chat.assistant.tests.conftest import Home
from chat.assistant.tests.test_questions import ask
from ledger.budgets.models import Allocation
from ledger.core.models import Transaction
from ledger.goals.models import Goal

Speaks = Callable[[User], APIClient]


def proposed(client: APIClient, text: str) -> Any:
    (action,) = ask(client, text)["actions"]
    assert action["status"] == "pending"
    return action


def url(action: Any) -> str:
    return f"/api/v1/chat/actions/{action['id']}/"


def test_an_expense_is_written_down_at_one_tap_and_taken_back(home: Home, speaks: Speaks) -> None:
    client = speaks(home.ana)
    action = proposed(client, "coffee 4.85 at Starbucks")
    lines = Transaction.objects.live().filter(amount=Decimal("-4.85"))
    assert not lines.exists()
    done = client.post(url(action))
    assert (done.status_code, done.json()["status"]) == (200, "done")
    entry = lines.get()
    assert (entry.account, entry.payee, entry.category and entry.category.slug) == (
        home.everyday,
        "Starbucks",
        "coffee",
    )
    assert client.post(url(action)).json()["errors"][0]["code"] == "already_decided"
    assert lines.count() == 1
    assert client.delete(url(action)).status_code == 204
    assert not lines.exists()
    assert client.delete(url(action)).status_code == 409


def test_the_plan_is_changed_and_put_back(home: Home, speaks: Speaks) -> None:
    client = speaks(home.ana)
    planned = Allocation.objects.get(category__slug="groceries")
    action = proposed(client, "Set the groceries budget to 500")
    assert client.post(url(action)).status_code == 200
    planned.refresh_from_db()
    assert planned.allocated_amount == Decimal(500)
    assert client.delete(url(action)).status_code == 204
    planned.refresh_from_db()
    assert planned.allocated_amount == Decimal(320)


def test_money_of_the_plan_is_moved_and_moved_back(home: Home, speaks: Speaks) -> None:
    client = speaks(home.ana)
    planned = Allocation.objects.filter(category__slug__in=["dining", "groceries"]).order_by("allocated_amount")
    action = proposed(client, "Move 50 from dining to groceries")
    client.post(url(action))
    assert [each.allocated_amount for each in planned] == [Decimal(70), Decimal(370)]
    client.delete(url(action))
    assert [each.allocated_amount for each in planned.all()] == [Decimal(120), Decimal(320)]


def test_a_goal_is_made_and_unmade(home: Home, speaks: Speaks) -> None:
    client = speaks(home.ana)
    action = proposed(client, "Create a goal Lisbon of 900 by June")
    client.post(url(action))
    goal = Goal.objects.get(name="Lisbon")
    assert (goal.target_amount, goal.owner) == (Decimal(900), home.ana)
    client.delete(url(action))
    assert not Goal.objects.filter(name="Lisbon").exists()


def test_nobody_else_decides_and_nothing_old_is_done(home: Home, speaks: Speaks) -> None:
    client, other = speaks(home.ana), speaks(home.ben)
    action = proposed(client, "coffee 4.85 at Starbucks")
    assert (other.post(url(action)).status_code, other.delete(url(action)).status_code) == (404, 404)
    AssistantAction.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.post(url(action)).json()["errors"][0]["code"] == "expired"
    assert client.delete(url(action)).status_code == 204
    assert AssistantAction.objects.get().status == "dismissed"


def test_the_page_works_without_a_script(home: Home) -> None:
    browser = Client()
    browser.force_login(home.ana)
    answer = browser.post("/ask/", {"message": "coffee 4.85 at Starbucks"}, follow=True)
    assert "Write down €4.85" in answer.content.decode()
    key = AssistantAction.objects.get().pk
    answer = browser.post(f"/ask/actions/{key}/confirm/", follow=True)
    assert Transaction.objects.live().filter(amount=Decimal("-4.85")).count() == 1
    assert browser.post("/ask/", {"message": " "}).status_code == 422
    for path in ("/ask/", "/ask/?q=What+is+due"):
        assert browser.get(path).status_code == 200
