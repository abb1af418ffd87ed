"""Changing the plan where it is shown: an amount, money moved, a suggestion taken, the plan of a month made."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import reswap, retarget

from accounts.models import User
from config.kernel.money import ZERO
from ledger.budgets import services
from ledger.budgets.forms import AmountForm, MakeForm, MoveForm, typed, uuid_named
from ledger.budgets.models import Allocation, Budget
from ledger.budgets.months import month_named
from ledger.budgets.queries import budget_of, month_view
from ledger.budgets.suggesting import suggestions
from ledger.budgets.views.month import (
    NOT_NOW,
    budget_to_change,
    make_page,
    plan_page,
    plan_url,
    suggestion_mark,
)
from ledger.budgets.wording import money
from ledger.core.category_tree import category_tree
from ledger.core.models import Category
from ledger.core.views.rows import drill_url
from ledger.core.views.transactions import person, toast
from ledger.goals.models import Goal

_MOST_PUT_OFF = 50


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def plan_make(request: HttpRequest) -> HttpResponse:
    """Make the plan as it was shown; by GET it is only shown."""
    asked = request.POST if request.method == "POST" else request.GET
    user, household = person(request), asked.get("scope") == "household"
    month = month_named(asked.get("month", "")) or user.today.replace(day=1)
    form = MakeForm(request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        return make_page(request, month, form, household=household)
    try:
        income = form.cleaned_data["total_income"]
        made = services.create_budget(person=user, month=month, total_income=income, household=household)
    except ValidationError as refused:
        existing = budget_of(user, month, household=household)
        if existing is not None:
            messages.error(request, " ".join(refused.messages))
            return redirect(plan_url(existing))
        form.refused(refused)
        return make_page(request, month, form, household=household)
    messages.success(request, _("The plan is made. Every amount can be changed."))
    return redirect(plan_url(made))


def place_in(user: User, key: UUID) -> Category | Goal:
    """A category or a goal the person may plan for, by its id."""
    found = Category.objects.visible_to(user).filter(pk=key).first()
    place = found or Goal.objects.changeable_by(user).filter(pk=key).first()
    if place is None:
        raise Http404
    return place


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def plan_amount(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Type what is planned at one place. The undo posts the amount that was, in the address."""
    budget, user = budget_to_change(request, pk), person(request)
    asked = request.POST if "place" in request.POST else request.GET
    key = uuid_named(asked.get("place", ""))
    if key is None:
        return HttpResponseBadRequest(_("Which one?"))
    place = place_in(user, key)
    now = _planned(budget, key)
    editor: dict[str, Any] = {"budget": budget, "place": place, "now": now or ZERO, "currency": budget.currency}
    if request.method != "POST":
        return _editor(request, {**editor, "form": AmountForm(initial={"place": key})})
    form = AmountForm(asked)
    if form.is_valid():
        amount = form.amount_from(now or ZERO)
        if now is not None and amount == now:
            return plan_page(request, budget) if request.htmx else redirect(plan_url(budget))  # type: ignore[attr-defined]
        try:
            changed = services.set_allocation(budget=budget, place=place, amount=amount)
        except ValidationError as refused:
            form.add_error("amount", refused.messages[0])
        else:
            if asked is request.GET:
                return toast(HttpResponse(status=204), _("As it was"))
            figures = {"name": _name(user, place), "amount": money(amount, budget.currency)}
            return done(request, changed, _("%(name)s: %(amount)s a month") % figures, _undo(budget, key, now))
    return _editor(request, {**editor, "form": form}, status=422)


def _undo(budget: Budget, key: UUID, amount: Decimal | None) -> str:
    """Where `amount` is planned again; None: where nothing was planned at all."""
    if amount is None:
        return drill_url(reverse("plan_remove", args=[budget.pk]), place=key)
    return drill_url(reverse("plan_amount", args=[budget.pk]), place=key, amount=typed(amount))


def _editor(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    if not request.htmx:  # type: ignore[attr-defined]
        return render(request, "ledger/budgets/amount.html", context, status=status)
    response = render(request, "ledger/budgets/_editor.html", context, status=status)
    return reswap(retarget(response, "#plan-editor"), "outerHTML") if status != 200 else response


def _planned(budget: Budget, key: UUID) -> Decimal | None:
    found = Allocation.objects.filter(budget=budget)
    amounts = found.filter(category=key) | found.filter(goal=key)
    return amounts.values_list("allocated_amount", flat=True).first()


def _name(user: User, place: Category | Goal) -> str:
    if isinstance(place, Goal):
        return place.name
    node = category_tree(user).get(place.pk)
    return node.name if node else place.name


@login_required
@require_POST
def plan_move(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Move money from one place to another; its undo moves it back."""
    budget, user = budget_to_change(request, pk), person(request)
    asked = request.POST if "source" in request.POST else request.GET
    form = MoveForm(asked, view=month_view(budget, user))
    if form.is_valid():
        given = form.cleaned_data
        source, target, amount = UUID(given["source"]), place_in(user, UUID(given["target"])), given["amount"]
        try:
            changed = services.move_allocation(budget=budget, source=source, target=target, amount=amount or ZERO)
        except ValidationError as refused:
            form.add_error("amount", refused.messages[0])
        else:
            if asked is request.GET:
                return toast(HttpResponse(status=204), _("As it was"))
            return done(request, changed, _moved(budget, amount), _back(budget, source, target.pk, amount))
    return plan_page(request, budget, move=form, status=422)


def _moved(budget: Budget, amount: Decimal) -> str:
    return _("%(amount)s moved") % {"amount": money(amount, budget.currency)}


def _back(budget: Budget, source: UUID, target: UUID, amount: Decimal) -> str:
    return drill_url(reverse("plan_move", args=[budget.pk]), source=target, target=source, amount=typed(amount))


@login_required
@require_POST
def plan_suggestion(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Do what is suggested, with its amount or another one."""
    budget, user = budget_to_change(request, pk), person(request)
    form = MoveForm(request.POST, view=month_view(budget, user))
    if form.is_valid():
        source, target = UUID(form.cleaned_data["source"]), place_in(user, UUID(form.cleaned_data["target"]))
        amount = form.cleaned_data["amount"] or ZERO
        try:
            changed = services.apply_suggestion(
                budget=budget, source=source, target=target, amount=amount, applied_by=user
            )
        except ValidationError as refused:
            form.add_error("amount", refused.messages[0])
        else:
            return done(request, changed, _moved(budget, amount), _back(budget, source, target.pk, amount))
    return plan_page(request, budget, other=form, status=422)


@login_required
@require_POST
def plan_not_now(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the next suggestion; this one comes no more in this session."""
    budget, user = budget_to_change(request, pk), person(request)
    asked = (request.POST.get("source", ""), request.POST.get("target", ""))
    for each in suggestions(month_view(budget, user)):
        if (str(each.source.key), str(each.target.key)) == asked:
            put_off = [*request.session.get(NOT_NOW, ()), suggestion_mark(budget, each)]
            request.session[NOT_NOW] = put_off[-_MOST_PUT_OFF:]
    return done(request, budget, "")


def done(request: HttpRequest, budget: Budget, text: str, undo_url: str = "", *, error: bool = False) -> HttpResponse:
    """The plan as it stands now, with what happened in words and the way back."""
    if request.htmx:  # type: ignore[attr-defined]
        response = plan_page(request, budget)
        return toast(response, text, undo_url=undo_url, error=error) if text else response
    if text:
        (messages.error if error else messages.success)(request, text, extra_tags=undo_url)
    return redirect(plan_url(budget))
