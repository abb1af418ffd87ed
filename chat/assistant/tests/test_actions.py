"""What is proposed is done once, by one tap, and can be taken back; nobody else can."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.models import User
from chat.assistant.models import AssistantAction
from chat.assistant.tests.conftest import Home
from chat.assistant.tests.test_questions import ask
from insights.advice.models import Advice
from insights.advice.services import weigh_purchase
from ledger.budgets.models import Allocation
from ledger.budgets.services.changing import set_allocation
from ledger.budgets.services.making import create_budget
from ledger.core import services
from ledger.core.models import Category, Transaction
from ledger.goals.models import Goal
from ledger.goals.services.contributions import contribute
from ledger.recurring.services import create_recurring

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


def test_what_was_changed_since_is_not_taken_back(home: Home, speaks: Speaks) -> None:
    client = speaks(home.ana)
    asked = ("coffee 4.85 at Starbucks", "Set the groceries budget to 500", "Move 50 from dining to coffee")
    done = [client.post(url(proposed(client, text))).json() for text in (*asked, "Create a goal Lisbon of 900 by June")]
    entry = Transaction.objects.get(amount=Decimal("-4.85"))
    services.update_transaction(entry=entry, changed_by=home.ana, payee="Starbucks Central")
    budget = Allocation.objects.get(category__slug="groceries").budget
    for slug, amount in (("groceries", 450), ("coffee", 75)):
        set_allocation(budget=budget, place=Category.objects.get(slug=slug), amount=Decimal(amount))
    contribute(goal=Goal.objects.get(name="Lisbon"), person=home.ana, amount=Decimal(5))
    for each in done:
        answer = client.delete(url(each))
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (409, "changed_since"), each["label"]
        assert AssistantAction.objects.get(pk=each["id"]).status == "done"
    assert Transaction.objects.live().filter(pk=entry.pk).exists()
    planned = Allocation.objects.filter(category__slug__in=["groceries", "dining", "coffee"]).order_by(
        "allocated_amount"
    )
    assert [each.allocated_amount for each in planned] == [Decimal(70), Decimal(75), Decimal(450)]


def test_money_is_put_towards_a_goal_that_there_is_and_taken_out_again(home: Home, speaks: Speaks) -> None:
    client, goal = speaks(home.ana), Goal.objects.get(name="Japan")
    assert ask(client, "Add 100 to goal Lisbon")["actions"] == []
    action = proposed(client, "Add 100 to goal japan")
    assert Goal.objects.count() == 1
    client.post(url(action))
    goal.refresh_from_db()
    assert goal.saved_amount == Decimal("850.25")
    assert client.delete(url(action)).status_code == 204
    goal.refresh_from_db()
    assert goal.saved_amount == Decimal("750.25")


def test_a_plan_of_another_month_is_that_months(home: Home, speaks: Speaks) -> None:
    client = speaks(home.ana)
    text = "Set the groceries budget to 400 next month"
    refused = ask(client, text)
    assert (refused["actions"], "December" in refused["content"]) == ([], True)
    december = create_budget(person=home.ana, month=date(2026, 12, 1), total_income=Decimal(2500))
    client.post(url(proposed(client, text)))
    planned = Allocation.objects.filter(category__slug="groceries").order_by("budget__month")
    assert [each.allocated_amount for each in planned] == [Decimal(320), Decimal(400)]
    assert planned[1].budget == december


def test_a_reminder_is_for_a_day_to_come_within_a_year(home: Home, speaks: Speaks) -> None:
    for when in ("in 5 years", "yesterday"):
        answer = ask(speaks(home.ana), f"Remind me to buy a bicycle for 2900 {when}")
        assert (answer["actions"], "within a year" in answer["content"]) == ([], True)


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


def test_a_reminder_is_kept_with_what_it_weighs_and_taken_back(home: Home, speaks: Speaks) -> None:
    client = speaks(home.ana)
    action = proposed(client, "Remind me when I can buy a bicycle for 2900")
    assert not Advice.objects.exists()
    done = client.post(url(action)).json()
    advice = Advice.objects.get()
    assert (advice.item_description, advice.amount, advice.outcome) == ("bicycle", Decimal(2900), "waiting")
    assert advice.remind_on == date.fromisoformat(action["payload"]["on"])
    assert done["url"] == f"/advice/{advice.pk}/"
    assert client.delete(url(action)).status_code == 204
    assert not Advice.objects.exists()


def test_what_was_weighed_before_is_reminded_of_by_its_name(home: Home, speaks: Speaks) -> None:
    client = speaks(home.ana)
    assert ask(client, "Remind me when I can buy the bicycle")["actions"] == []
    weigh_purchase(person=home.ben, item_description="Bicycle", amount=Decimal(5))
    advice = weigh_purchase(person=home.ana, item_description="Red bicycle", amount=Decimal(2900))
    action = proposed(client, "Remind me on 5 January when I can buy the bicycle")
    client.post(url(action))
    advice.refresh_from_db()
    assert advice.remind_on == date(2027, 1, 5)
    client.delete(url(action))
    advice = Advice.objects.get(pk=advice.pk)
    assert (advice.remind_on, advice.outcome) == (None, "open")


def test_where_it_is_better_to_wait_a_reminder_of_that_day_is_offered(home: Home, speaks: Speaks) -> None:
    home.everyday.refresh_from_db()
    services.record_transaction(
        account=home.everyday,
        recorded_by=home.ana,
        amount=Decimal(90) - home.everyday.balance,
        booked_on=date(2026, 11, 20),
        payee="Roof",
    )
    create_recurring(
        recorded_by=home.ana, account=home.everyday, frequency="monthly", books=False, kind="income",
        amount=Decimal(4000), payee="Work", starts_on=date(2026, 12, 5),
    )  # fmt: skip
    answer = ask(speaks(home.ana), "Should I buy headphones for 100 euros?")
    until = weigh_purchase(person=home.ana, item_description="headphones", amount=Decimal(100)).wait_until
    assert until is not None
    (action,) = answer["actions"]
    assert (action["kind"], action["payload"]["on"]) == ("remind_purchase", until.isoformat())


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
