"""What is left to spend, on the overview: it fetches itself, so that the first page waits for no plan."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from accounts.models import User
from config.kernel.slots import fills
from ledger.budgets.models import Budget
from ledger.budgets.queries import budget_of, month_view
from ledger.budgets.views.month import plan_url
from ledger.core.views.transactions import person


@fills("overview")
def left_to_come(request: HttpRequest, thing: object) -> str:
    """The place of the figure where this month has a plan. One query."""
    user = person(request)
    planned = Budget.objects.visible_to(user).filter(month=user.today.replace(day=1))
    return render_to_string("ledger/budgets/_left.html", request=request) if planned.exists() else ""


@login_required
@require_safe
def plan_left(request: HttpRequest) -> HttpResponse:
    """The figure of this month; nothing where it has no plan. Queries as `month_view`, and three."""
    budget = _this_months(person(request))
    if budget is None:
        return HttpResponse(status=204)
    left = month_view(budget, person(request)).left_to_spend
    is_joint = budget.household_id is not None
    context = {"left": left, "is_joint": is_joint, "currency": left.currency, "plan_url": plan_url(budget)}
    return render(request, "ledger/budgets/_left.html", context)


def _this_months(user: User) -> Budget | None:
    """The household's where it has one, as on the page of the plan."""
    month = user.today.replace(day=1)
    return budget_of(user, month, household=True) or budget_of(user, month)
