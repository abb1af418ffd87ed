"""The pages of the plan: what they show, what a typed amount does, and who may do it."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from ledger.budgets import services
from ledger.budgets.models import Allocation, Budget, RollsOver
from ledger.budgets.tests.conftest import NOVEMBER, OCTOBER, Spends, category, view_of
from ledger.core import services as core
from ledger.core.models import Household, HouseholdMember, MoneyAccount
from ledger.goals.models import Goal

SignedIn = Callable[[User], Client]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def anas(ana: User, signed_in: SignedIn) -> Client:
    return signed_in(ana)


def content_of(answer: Any) -> str:
    """The page without the shell around it."""
    found: str = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    assert found
    return found


def _text(page: Any) -> str:
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode())))


def _figure(page: Any) -> str:
    found = re.search(r"data-left-to-spend>(.*?)</dd>", page.content.decode(), re.DOTALL)
    assert found is not None
    return html.unescape(re.sub(r"<[^>]+>", "", found[1]))


def _lines(page: Any) -> list[Decimal]:
    return [each.amount for group in page.context["page"]["groups"] for each in group.entries]


def _toast(answer: Any) -> dict[str, Any]:
    news: dict[str, Any] = json.loads(answer["HX-Trigger"])["toast"]
    return news


def _amount(budget: Budget, slug: str) -> Decimal:
    amount: Decimal = Allocation.objects.get(budget=budget, category=category(slug)).allocated_amount
    return amount


def url(name: str, budget: Budget) -> str:
    return reverse(name, args=[budget.pk])


def test_without_a_plan_the_month_shows_what_is_usual_and_makes_it_at_one_press(
    ana: User, anas: Client, half_a_year: None
) -> None:
    shown = anas.get(reverse("plan"))
    words = _text(shown)
    assert "No plan for this month yet" in words
    assert "€3,000.00 given out to the cent" in words
    assert "Rent what is usual 900 .00" in words
    assert not Budget.objects.exists()
    less = anas.get(reverse("plan"), {"income": "2000"})
    assert "€2,000.00 given out to the cent" in _text(less)
    assert anas.get(reverse("plan"), {"income": "lots"}).status_code == 422
    made = anas.post(reverse("plan_make"), {"month": "2026-11", "scope": "mine", "total_income": "2000,00"})
    assert made.status_code == 302
    budget = Budget.objects.get(owner=ana, month=NOVEMBER)
    assert sum(budget.allocations.values_list("allocated_amount", flat=True)) == budget.total_income == Decimal(2000)
    again = anas.post(reverse("plan_make"), {"month": "2026-11", "scope": "mine"}, follow=True)
    assert "There is a budget for this month already." in _text(again)


def test_who_is_new_is_asked_what_comes_in(anas: Client, everyday: MoneyAccount) -> None:
    words = _text(anas.get(reverse("plan")))
    assert "Say what comes in" in words
    assert "Make this plan" not in words
    refused = anas.post(reverse("plan_make"), {"month": "2026-11", "scope": "mine", "total_income": ""})
    assert refused.status_code == 422
    assert "nothing is known of it yet" in _text(refused)


def test_the_six_figures_add_up_and_each_row_leads_to_its_lines(anas: Client, november: Budget, spend: Spends) -> None:
    spend("100", "dining")
    spend("30", "coffee")
    page = anas.get(reverse("plan"))
    left = page.context["left"]
    assert left.income + left.carried - left.spent - left.set_aside - left.still_due == left.left
    assert _figure(page) == f"€{left.left:,.2f}"
    dining = re.search(
        rf'id="plan-{category("dining").pk}".*?href="([^"]*transactions[^"]*)"', page.content.decode(), re.DOTALL
    )
    assert dining is not None
    assert _lines(anas.get(html.unescape(dining[1]))) == [Decimal(-100)]


def test_the_lines_of_a_family_leave_out_what_has_a_place_of_its_own(
    anas: Client, november: Budget, spend: Spends
) -> None:
    food = category("food-dining")
    services.set_allocation(budget=november, place=food, amount=Decimal(50))
    spend("100", "dining")
    spend("30", "coffee")
    page = anas.get(reverse("plan"))
    row = next(each for group in page.context["groups"] for each in group.rows if each.key == food.pk)
    lines = anas.get(row.url)
    assert -sum(_lines(lines)) == row.row.spent == Decimal(30)
    assert "Without Groceries, Dining" in _text(lines)


def test_typing_an_amount_changes_the_plan_and_the_toast_takes_it_back(anas: Client, november: Budget) -> None:
    place = {"place": str(category("dining").pk)}
    editor = anas.get(url("plan_amount", november), place, headers=HTMX)
    assert "data-editing" in editor.content.decode()
    changed = anas.post(url("plan_amount", november), {**place, "amount": "250.50"}, headers=HTMX)
    assert 'id="plan-month"' in changed.content.decode()
    assert "<html" not in changed.content.decode()
    assert _amount(november, "dining") == Decimal("250.50")
    assert _toast(changed)["text"] == "Dining: €250.50 a month"
    undone = anas.post(_toast(changed)["undo_url"], headers=HTMX)
    assert (undone.status_code, _amount(november, "dining")) == (204, Decimal(190))


@pytest.mark.parametrize(("typed", "planned"), [("+50", "240"), ("-20", "170"), ("\u221220", "170"), ("", "190")])
def test_more_and_less_than_now_are_typed_with_their_sign(
    anas: Client, november: Budget, typed: str, planned: str
) -> None:
    anas.post(url("plan_amount", november), {"place": category("dining").pk, "amount": typed}, headers=HTMX)
    assert _amount(november, "dining") == Decimal(planned)


@pytest.mark.parametrize("typed", ["-200", "lots", "1.005", "99999999999999999"])
def test_a_refused_amount_stays_in_its_field(anas: Client, november: Budget, typed: str) -> None:
    sent = {"place": category("dining").pk, "amount": typed}
    refused = anas.post(url("plan_amount", november), sent, headers=HTMX)
    assert refused.status_code == 422
    assert refused["HX-Retarget"] == "#plan-editor"
    assert f'value="{typed}"' in refused.content.decode()
    assert "field-error" in refused.content.decode()
    alone = anas.post(url("plan_amount", november), sent)
    assert (alone.status_code, _amount(november, "dining")) == (422, Decimal(190))


def test_what_was_not_planned_is_planned_by_typing_and_its_undo_plans_it_no_more(
    anas: Client, november: Budget, spend: Spends
) -> None:
    spend("25", "vet")
    assert "Not planned" in _text(anas.get(reverse("plan")))
    changed = anas.post(url("plan_amount", november), {"place": category("vet").pk, "amount": "40"}, headers=HTMX)
    assert _amount(november, "vet") == Decimal(40)
    assert anas.post(_toast(changed)["undo_url"], headers=HTMX).status_code == 204
    assert not Allocation.objects.filter(budget=november, category=category("vet")).exists()


def test_money_is_moved_and_back(anas: Client, november: Budget) -> None:
    sent = {"source": category("rent").pk, "target": category("dining").pk, "amount": "100"}
    moved = anas.post(url("plan_move", november), sent, headers=HTMX)
    assert (_amount(november, "rent"), _amount(november, "dining")) == (Decimal(800), Decimal(290))
    anas.post(_toast(moved)["undo_url"], headers=HTMX)
    assert (_amount(november, "rent"), _amount(november, "dining")) == (Decimal(900), Decimal(190))
    refused = anas.post(url("plan_move", november), {**sent, "amount": "901"}, headers=HTMX)
    assert refused.status_code == 422
    assert "Less than that is planned there." in _text(refused)
    assert 'value="901"' in refused.content.decode()


def test_a_suggestion_is_taken_put_off_or_taken_with_another_amount(
    anas: Client, november: Budget, spend: Spends
) -> None:
    spend("230", "dining")
    page = anas.get(reverse("plan"))
    found = page.context["suggestion"]
    assert "Move" in _text(page)
    sent = {"source": found.source.key, "target": found.target.key}
    too_much = anas.post(url("plan_suggestion", november), {**sent, "amount": "5000"}, headers=HTMX)
    assert too_much.status_code == 422
    assert 'value="5000"' in too_much.content.decode()
    anas.post(url("plan_suggestion", november), {**sent, "amount": "10"}, headers=HTMX)
    assert _amount(november, "dining") == Decimal(200)
    other = anas.get(reverse("plan")).context["suggestion"]
    sent = {"source": other.source.key, "target": other.target.key}
    later = anas.post(url("plan_not_now", november), sent, headers=HTMX).context.get("suggestion")
    assert later is None or (later.source.key, later.target.key) != (other.source.key, other.target.key)


def test_trying_something_changes_nothing(anas: Client, november: Budget, ana: User) -> None:
    goal = Goal.objects.create(
        owner=ana, added_by=ana, name="Lisbon", target_amount=Decimal(600), currency="EUR", monthly_amount=Decimal(100)
    )
    services.set_allocation(budget=november, place=goal, amount=Decimal(100))
    before = view_of(november, ana).left_to_spend.left
    tried = anas.get(reverse("plan"), {"month": "2026-11", "scope": "mine", "place": str(goal.pk), "more": "50"})
    assert tried.context["what_if"]["left"].left == before - 50
    assert tried.context["what_if"]["reached"] == (date(2027, 4, 30), date(2027, 2, 28))
    assert view_of(november, ana).left_to_spend.left == before
    assert "So much is not planned there." in _text(anas.get(reverse("plan"), {"place": str(goal.pk), "more": "-101"}))


def test_a_purchase_is_checked_to_the_cent(anas: Client, november: Budget, spend: Spends) -> None:
    spend("140", "dining")
    asked = {"category": str(category("dining").pk), "price": "50"}
    assert "It fits." in _text(anas.get(reverse("plan"), asked))
    over = _text(anas.get(reverse("plan"), {**asked, "price": "50.01"}))
    assert "It does not fit." in over
    assert "by €0.01" in over


def test_the_plan_is_edited_as_a_whole(anas: Client, november: Budget, ana: User) -> None:
    dining = category("dining")
    assert "Dining" in _text(anas.get(url("plan_edit", november)))
    assert anas.post(url("plan_income", november), {"total_income": "3100"}).status_code == 302
    november.refresh_from_db()
    assert november.total_income == Decimal(3100)
    assert anas.post(url("plan_income", november), {"total_income": "-1"}).status_code == 422
    assert anas.post(url("plan_add", november), {"category": category("vet").pk, "amount": "20"}).status_code == 302
    assert _amount(november, "vet") == Decimal(20)
    anas.post(url("plan_roll_over", november), {"category": dining.pk, "choice": "debt"}, headers=HTMX)
    assert RollsOver.objects.get(owner=ana, category=dining).takes_debt_along
    anas.post(url("plan_roll_over", november), {"category": dining.pk, "choice": ""}, headers=HTMX)
    assert not RollsOver.objects.exists()
    anas.post(url("plan_remove", november), {"place": category("vet").pk})
    assert not Allocation.objects.filter(budget=november, category=category("vet")).exists()
    assert anas.post(url("plan_delete", november)).status_code == 302
    assert not Budget.objects.exists()


def test_a_month_that_is_over_is_closed_and_only_read_then(ana: User, anas: Client, half_a_year: None) -> None:
    october = services.create_budget(person=ana, month=OCTOBER, total_income=Decimal(2000))
    page = anas.get(reverse("plan"), {"month": "2026-10", "scope": "mine"})
    assert "Close the month" in _text(page)
    anas.post(url("plan_close", october))
    closed = anas.get(reverse("plan"), {"month": "2026-10", "scope": "mine"})
    assert "This month was closed on" in _text(closed)
    assert "plan_amount" not in closed.content.decode()
    assert "hx-post" not in content_of(closed)
    refused = anas.post(url("plan_amount", october), {"place": category("rent").pk, "amount": "1"}, headers=HTMX)
    assert (refused.status_code, _amount(october, "rent")) == (422, Decimal(900))
    early = anas.post(url("plan_close", services.create_budget(person=ana, month=NOVEMBER, total_income=Decimal(1))))
    assert early.status_code == 302
    assert Budget.objects.filter(month=NOVEMBER, status="open").exists()


def test_both_change_the_households_plan_and_nobody_else_sees_it(
    ana: User, ben: User, carla: User, signed_in: SignedIn, half_a_year: None
) -> None:
    household = Household.objects.create()
    for each in (ana, ben):
        HouseholdMember.objects.create(household=household, person=each)
    bens = signed_in(ben)
    made = bens.post(reverse("plan_make"), {"month": "2026-11", "scope": "household", "total_income": "1000"})
    assert made.status_code == 302
    budget = Budget.objects.get(household=household)
    sent = {"place": category("rent").pk, "amount": "600"}
    assert signed_in(ana).post(url("plan_amount", budget), sent, headers=HTMX).status_code == 200
    assert "Household" in _text(bens.get(reverse("plan")))
    assert _amount(budget, "rent") == Decimal(600)
    HouseholdMember.objects.filter(household=household).update(is_open=False)
    left = bens.get(reverse("plan"), {"scope": "household", "month": "2026-11"})
    assert "hx-post" not in content_of(left)
    assert bens.post(url("plan_amount", budget), sent).status_code == 404
    for name in ("plan_amount", "plan_row", "plan_edit"):
        assert signed_in(carla).get(url(name, budget), {"place": str(category("rent").pk)}).status_code == 404


def test_somebody_elses_goal_is_no_place_of_ones_plan(anas: Client, november: Budget, ben: User) -> None:
    his = Goal.objects.create(owner=ben, added_by=ben, name="Bike", target_amount=Decimal(600), currency="EUR")
    assert anas.get(url("plan_amount", november), {"place": str(his.pk)}).status_code == 404
    hidden = core.create_category(owner=ben, name="Secret")
    assert anas.post(url("plan_amount", november), {"place": hidden.pk, "amount": "1"}).status_code == 404


def test_the_page_asks_the_same_number_of_questions_however_much_is_planned(
    anas: Client, november: Budget, spend: Spends
) -> None:
    anas.get(reverse("plan"))
    with CaptureQueriesContext(connection) as few:
        anas.get(reverse("plan"))
    for slug in ("vet", "coffee", "bars", "gifts", "streaming", "fuel"):
        spend("5", slug)
        services.set_allocation(budget=november, place=category(slug), amount=Decimal(10))
    with CaptureQueriesContext(connection) as many:
        anas.get(reverse("plan"))
    assert len(many) == len(few) <= 32


def test_the_overview_tells_what_is_left_once_there_is_a_plan(
    anas: Client, half_a_year: None, ana: User, spend: Spends
) -> None:
    spend("10", "dining")
    assert reverse("plan_left") not in anas.get(reverse("overview")).content.decode()
    assert anas.get(reverse("plan_left")).status_code == 204
    budget = services.create_budget(person=ana, month=NOVEMBER, total_income=Decimal(3000))
    assert f'hx-get="{reverse("plan_left")}"' in anas.get(reverse("overview")).content.decode()
    left = view_of(budget, ana).left_to_spend.left
    assert f"€{left:,.2f} left to spend" in _text(anas.get(reverse("plan_left")))
