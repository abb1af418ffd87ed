"""The page on which a plan is edited as a whole: income, what is planned at all, what goes along to the next month."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ledger.budgets import services
from ledger.budgets.forms import IncomeForm, PlaceAddForm, RollOverForm, uuid_named
from ledger.budgets.models import Budget
from ledger.budgets.queries import month_view
from ledger.budgets.views.changes import done, place_in
from ledger.budgets.views.month import budget_to_change, can_change, plan_url
from ledger.budgets.views.shown import groups_of
from ledger.core.models import Category
from ledger.core.views.transactions import person, toast


@login_required
@require_safe
def plan_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    return edit_page(request, budget_to_change(request, pk))


def edit_page(
    request: HttpRequest,
    budget: Budget,
    *,
    income: IncomeForm | None = None,
    add: PlaceAddForm | None = None,
    status: int = 200,
) -> HttpResponse:
    user = person(request)
    view = month_view(budget, user)
    context: dict[str, Any] = {
        "budget": budget,
        "view": view,
        "month": budget.month,
        "currency": budget.currency,
        "plan_url": plan_url(budget),
        "can_change": can_change(user, budget),
        "groups": groups_of(view),
        "income": income or IncomeForm(initial={"total_income": budget.total_income}),
        "add": add or PlaceAddForm(view=view),
        "choices": RollOverForm.CHOICES,
    }
    return render(request, "ledger/budgets/edit.html", context, status=status)


@login_required
@require_POST
def plan_income(request: HttpRequest, pk: UUID) -> HttpResponse:
    budget = budget_to_change(request, pk)
    form = IncomeForm(request.POST)
    if form.is_valid():
        try:
            services.update_budget(budget=budget, total_income=form.cleaned_data["total_income"])
            messages.success(request, _("Saved"))
            return redirect("plan_edit", pk)
        except ValidationError as refused:
            form.refused(refused)
    return edit_page(request, budget, income=form, status=422)


@login_required
@require_POST
def plan_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    budget, user = budget_to_change(request, pk), person(request)
    form = PlaceAddForm(request.POST, view=month_view(budget, user))
    if form.is_valid():
        place = place_in(user, UUID(form.cleaned_data["category"]))
        try:
            services.set_allocation(budget=budget, place=place, amount=form.cleaned_data["amount"])
            messages.success(request, _("Added"))
            return redirect("plan_edit", pk)
        except ValidationError as refused:
            form.add_error("amount", refused.messages[0])
    return edit_page(request, budget, add=form, status=422)


@login_required
@require_POST
def plan_remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Plan nothing there any more. As the undo of planning something the place is in the address."""
    budget = budget_to_change(request, pk)
    key = uuid_named(request.POST.get("place") or request.GET.get("place", ""))
    if key is None:
        return HttpResponseBadRequest(_("Which one?"))
    try:
        services.remove_allocation(budget=budget, key=key)
    except ValidationError as refused:
        return done(request, budget, " ".join(refused.messages), error=True)
    if "place" in request.GET:
        return toast(HttpResponse(status=204), _("As it was"))
    messages.success(request, _("It is not planned any more"))
    return redirect("plan_edit", pk)


@login_required
@require_POST
def plan_roll_over(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What becomes of a category's rest at the end of the month, from this one on."""
    budget, user = budget_to_change(request, pk), person(request)
    form = RollOverForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest(_("Which one?"))
    place = place_in(user, form.cleaned_data["category"])
    if not isinstance(place, Category):
        return HttpResponseBadRequest(_("Which one?"))
    text, is_error = _("Saved"), False
    try:
        services.set_roll_over(
            person=user, category=place, takes_debt_along=form.takes_debt_along, household_id=budget.household_id
        )
    except ValidationError as refused:
        text, is_error = " ".join(refused.messages), True
    if request.htmx:  # type: ignore[attr-defined]
        return toast(HttpResponse(status=204), text, error=is_error)
    (messages.error if is_error else messages.success)(request, text)
    return redirect("plan_edit", pk)


@login_required
@require_POST
def plan_close(request: HttpRequest, pk: UUID) -> HttpResponse:
    budget = budget_to_change(request, pk)
    try:
        services.close_month(budget=budget, today=person(request).today)
        messages.success(request, _("The month is closed"))
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return redirect(plan_url(budget))


@login_required
@require_POST
def plan_delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give up the plan; what was spent stays as it is."""
    budget = budget_to_change(request, pk)
    try:
        services.delete_budget(budget=budget)
        messages.success(request, _("The plan is gone; what was spent stays"))
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return redirect(plan_url(budget))
