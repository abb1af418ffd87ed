"""The plan of a month: what is left to spend, each category against what was planned, and what could be moved."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from ledger.budgets.figures import MonthView, Row
from ledger.budgets.forms import MakeForm, MoveForm, PurchaseForm, WhatIfForm, typed, uuid_named
from ledger.budgets.models import Budget
from ledger.budgets.months import month_after, month_named, month_text
from ledger.budgets.purchases import check_purchase
from ledger.budgets.queries import WhatIf, budget_of, household_of, month_view
from ledger.budgets.suggesting import Suggestion, suggestions
from ledger.budgets.views.making import make_context
from ledger.budgets.views.shown import groups_of, lines_url, rings_of, row_of, unplanned_of
from ledger.core.models import Category
from ledger.core.views.rows import drill_url
from ledger.core.views.transactions import person
from ledger.goals.progress import progress_of

HOUSEHOLD, MINE = "household", "mine"
NOT_NOW = "plan_not_now"
MOST_MONTHS = 24


@login_required
@require_safe
def plan(request: HttpRequest) -> HttpResponse:
    """This month's unless the address says which, the household's where it has one. Without a plan: how to make one."""
    user = person(request)
    month = month_named(request.GET.get("month", "")) or user.today.replace(day=1)
    budget, household = _asked_for(user, month, request.GET.get("scope", ""))
    if budget is not None:
        return plan_page(request, budget)
    form = MakeForm({"total_income": request.GET["income"]} if "income" in request.GET else None)
    return make_page(request, month, form, household=household)


def _asked_for(user: User, month: date, scope: str) -> tuple[Budget | None, bool]:
    """The budget and whether it is, or would be, the household's."""
    if scope != MINE:
        joint = budget_of(user, month, household=True)
        if joint is not None or scope == HOUSEHOLD:
            return joint, joint is not None or household_of(user) is not None
    return budget_of(user, month), False


def make_page(request: HttpRequest, month: date, form: MakeForm, *, household: bool, status: int = 200) -> HttpResponse:
    user = person(request)
    context = {**_frame(user, month, household=household), **make_context(user, month, form, household=household)}
    return render(request, "ledger/budgets/make.html", context, status=422 if form.errors else status)


def plan_page(
    request: HttpRequest,
    budget: Budget,
    *,
    move: MoveForm | None = None,
    other: MoveForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page, or what changes of it where a script asks after a change. `other` is a suggestion's refused amount."""
    user = person(request)
    view = month_view(budget, user)
    household = budget.household_id is not None
    context = {
        **_frame(user, budget.month, household=household),
        **_figures(view),
        "can_change": can_change(user, budget),
        **_suggestion(view, request.session.get(NOT_NOW, ())),
        "move": move or MoveForm(view=view),
        "what_if": _what_if(request, view),
        "purchase": _purchase(request, view),
        "other": other,
    }
    after_change = request.htmx and request.method == "POST"  # type: ignore[attr-defined]
    template = "ledger/budgets/month.html" + ("#plan-month" if after_change else "")
    return render(request, template, context, status=status)


def can_change(user: User, budget: Budget) -> bool:
    """Open, and the person's or that of the household they are in. One query."""
    is_open = budget.status == Budget.Status.OPEN
    return is_open and Budget.objects.changeable_by(user).filter(pk=budget.pk).exists()


def plan_url(budget: Budget) -> str:
    scope = MINE if budget.household_id is None else HOUSEHOLD
    return drill_url(reverse("plan"), month=month_text(budget.month), scope=scope)


def budget_to_change(request: HttpRequest, pk: UUID) -> Budget:
    """One's own, or the household's of now; what a closed month refuses, its services say."""
    return get_object_or_404(Budget.objects.changeable_by(person(request)), pk=pk)


def _frame(user: User, month: date, *, household: bool) -> dict[str, Any]:
    """What stands above the figures: the month, its neighbours, and whose plan it is."""
    scope = HOUSEHOLD if household else MINE
    this = user.today.replace(day=1)
    earlier, later = month_after(month, -1), month_after(month)
    has_joint = household or Budget.objects.visible_to(user).filter(household__isnull=False).exists()
    scopes = [
        {
            "url": drill_url("", month=month_text(month), scope=each),
            "text": text,
            "current": each == scope,
        }
        for each, text in ((HOUSEHOLD, _("Household")), (MINE, _("Mine")))
    ]
    return {
        "month": month,
        "month_text": month_text(month),
        "scope": scope,
        "scopes": scopes if has_joint or household_of(user) is not None else [],
        "earlier_url": drill_url("", month=month_text(earlier), scope=scope)
        if earlier >= month_after(this, -MOST_MONTHS)
        else "",
        "later_url": drill_url("", month=month_text(later), scope=scope)
        if later <= month_after(this, MOST_MONTHS)
        else "",
    }


def _figures(view: MonthView) -> dict[str, Any]:
    groups = groups_of(view)
    asides = [each for group in groups for each in group.rows if each.row.set_aside or each.row.goal is not None]
    return {
        "view": view,
        "budget": view.budget,
        "currency": view.currency,
        "left": view.left_to_spend,
        "groups": groups,
        "unplanned": unplanned_of(view),
        "rings": rings_of(groups, view.total_income),
        "spent_url": lines_url(view, kind="expense,refund"),
        "asides": len(asides),
        "asides_done": sum(1 for each in asides if each.row.spent >= each.row.available),
        "spending_rows": sum(1 for each in view.categories if each.spent),
    }


def _suggestion(view: MonthView, not_now: Collection[str]) -> dict[str, Any]:
    """The first that the person has not put off in this session, and what it makes of both."""
    found = next((each for each in suggestions(view) if suggestion_mark(view.budget, each) not in not_now), None)
    if found is None:
        return {}
    return {
        "suggestion": found,
        "source_after": found.source.allocated - found.amount,
        "target_after": found.target.allocated + found.amount,
        "suggested_text": typed(found.amount),
    }


def suggestion_mark(budget: Budget, suggestion: Suggestion) -> str:
    return f"{budget.pk}:{suggestion.source.key}:{suggestion.target.key}"


def _what_if(request: HttpRequest, view: MonthView) -> dict[str, Any]:
    """The form, and what would be once it is sent: nothing is saved."""
    asked = request.GET if "more" in request.GET else None
    form = WhatIfForm(asked, view=view)
    found: dict[str, Any] = {"form": form}
    if not form.is_valid():
        return found
    key, more = UUID(form.cleaned_data["place"]), form.cleaned_data["more"]
    row = view.row(key)
    assert row is not None
    wanted = row.allocated + more
    if wanted < 0:
        form.add_error("more", _("So much is not planned there."))
        return found
    would_be = month_view(view.budget, view.purse.reader, WhatIf(amounts={key: wanted}))
    then = would_be.row(key)
    assert then is not None
    return found | {
        "row": row,
        "then": then,
        "view": would_be,
        "left": would_be.left_to_spend,
        "reached": _reached(row, more, view.purse.today),
    }


def _reached(row: Row, more: Decimal, today: date) -> tuple[date | None, date | None] | None:
    """When a goal is there as planned, and when it would be; None of a category."""
    goal = row.goal
    if goal is None:
        return None
    days = [
        progress_of(
            target=goal.target_amount,
            saved=goal.saved_amount,
            currency=goal.currency,
            going_in=amount,
            target_date=goal.target_date,
            today=today,
            went_in_this_month=row.spent > 0,
        ).expected_on
        for amount in (row.allocated, row.allocated + more)
    ]
    return days[0], days[1]


def _purchase(request: HttpRequest, view: MonthView) -> dict[str, Any]:
    """The form, and whether it fits once it is sent."""
    asked = request.GET if "price" in request.GET else None
    form = PurchaseForm(asked, view=view)
    if not form.is_valid():
        return {"form": form}
    user = view.purse.reader
    category = Category.objects.visible_to(user).filter(pk=form.cleaned_data["category"]).first()
    price = form.cleaned_data["price"]
    if category is None or price is None:
        return {"form": form}
    check = check_purchase(person=user, budget=view.budget, month=view.month, category=category, amount=price)
    return {"form": form, "check": check}


@login_required
@require_safe
def plan_row(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One line as it stands: whoever leaves its editor gets it back."""
    user = person(request)
    budget = get_object_or_404(Budget.objects.visible_to(user), pk=pk)
    view = month_view(budget, user)
    key = uuid_named(request.GET.get("place", ""))
    row = view.row(key) if key else None
    if row is None:
        raise Http404
    planned = {each.category.id for each in view.categories if each.category is not None}
    context = {"shown": row_of(row, view, planned), "budget": budget, "currency": view.currency}
    return render(request, "ledger/budgets/_row.html", context | {"can_change": can_change(user, budget)})
