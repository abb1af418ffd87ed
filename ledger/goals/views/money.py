"""Money that goes towards a goal: put in, taken out, changed, and from the page of a payment."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from config.kernel.money import ZERO
from config.kernel.slots import fills
from ledger.core.models import Transaction
from ledger.core.views.transactions import person
from ledger.goals import services
from ledger.goals.errors import SharingRefused
from ledger.goals.forms import MoneyForm, PartForm
from ledger.goals.models import Goal, GoalContribution
from ledger.goals.services.payments import parts_seen_by, same_money
from ledger.goals.services.saved import OPEN
from ledger.goals.views.changes import goal_to_change, refusal

OFFERED = 8


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def goal_money(request: HttpRequest, pk: UUID) -> HttpResponse:
    """`transaction` in the address chooses a payment to begin with."""
    goal = goal_to_change(request, pk)
    data = request.POST if request.method == "POST" else None
    form = MoneyForm(data, person=person(request), goal=goal, entry_id=_payment_asked(request))
    if form.is_valid() and form.save() is not None:
        messages.success(request, _("Noted"))
        return redirect("goal", pk)
    return render(
        request, "ledger/goals/money.html", {"form": form, "goal": goal}, status=422 if form.is_bound else 200
    )


def _payment_asked(request: HttpRequest) -> UUID | None:
    text = request.POST.get("transaction") or request.GET.get("transaction", "")
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def _part(request: HttpRequest, pk: UUID, part: UUID) -> GoalContribution:
    """One the person logged themself, or whose logger has gone."""
    goal = goal_to_change(request, pk)
    found = get_object_or_404(GoalContribution.objects.select_related("goal"), pk=part, goal=goal)
    if found.person_id not in (None, person(request).pk):
        raise Http404
    return found


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def goal_part(request: HttpRequest, pk: UUID, part: UUID) -> HttpResponse:
    found = _part(request, pk, part)
    form = PartForm(request.POST if request.method == "POST" else None, person=person(request), part=found)
    if form.is_valid() and form.save():
        messages.success(request, _("Saved"))
        return redirect("goal", pk)
    context = {"form": form, "goal": found.goal, "part": found}
    return render(request, "ledger/goals/part.html", context, status=422 if form.is_bound else 200)


@login_required
@require_POST
def goal_part_delete(request: HttpRequest, pk: UUID, part: UUID) -> HttpResponse:
    found = _part(request, pk, part)
    try:
        services.delete_contribution(contribution=found, person=person(request))
    except (ValidationError, SharingRefused) as refused:
        messages.error(request, refusal(refused))
    except PermissionDenied as other:
        raise Http404 from other
    else:
        messages.success(request, _("It is taken back"))
    return redirect("goal", pk)


@fills("transaction")
def goals_of_payment(request: HttpRequest, entry: Transaction) -> str:
    """On the page of a payment: the goals it is in, and those it may be put towards. Six queries, one without goals."""
    user = person(request)
    goals = Goal.objects.changeable_by(user).filter(currency=entry.account.currency, status__in=OPEN)
    if entry.withheld:
        goals = goals.filter(household=None)
    offered = list(goals.order_by("priority", "target_date", "created_at")[:OFFERED])
    if not offered:
        return ""
    of_payment = parts_seen_by(user).filter(transaction__in=same_money(entry.pk))
    parts = list(of_payment.select_related("goal").order_by("created_at"))
    taken = sum((each.amount for each in parts), ZERO)
    inside = {each.goal_id for each in parts}
    context: dict[str, Any] = {
        "entry": entry,
        "parts": parts,
        "offered": [each for each in offered if each.pk not in inside] if abs(entry.amount) > taken else [],
    }
    return render_to_string("ledger/goals/_transaction.html", context, request)
