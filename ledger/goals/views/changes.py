"""Setting a goal, changing it, putting it away."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from ledger.core.errors import Conflict
from ledger.core.views.conflicts import with_current_version
from ledger.core.views.transactions import person
from ledger.goals import services, sharing
from ledger.goals.errors import SharingRefused
from ledger.goals.forms import GoalForm
from ledger.goals.models import Goal
from ledger.goals.queries import report_of

Status = Goal.Status


def goal_to_change(request: HttpRequest, pk: UUID) -> Goal:
    """One's own, or both's of now: what is over is only read."""
    return get_object_or_404(Goal.objects.changeable_by(person(request)), pk=pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def goal_add(request: HttpRequest) -> HttpResponse:
    form = GoalForm(request.POST if request.method == "POST" else None, person=person(request))
    if form.is_valid() and form.save():
        assert form.goal is not None
        waits = form.goal.status == Status.PENDING_APPROVAL
        text = _("%(name)s waits for your partner") if waits else _("%(name)s is set")
        messages.success(request, text % {"name": form.goal.name})
        return redirect("goals")
    return render(request, "ledger/goals/form.html", {"form": form}, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def goal_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Of both's, sending it asks the partner for the change."""
    user, found = person(request), goal_to_change(request, pk)
    form = GoalForm(request.POST if request.method == "POST" else None, person=user, goal=found)
    if form.is_valid():
        try:
            if form.save():
                messages.success(request, _done(user, found, _("Saved")))
                return redirect("goal", pk)
        except Conflict as conflict:
            typed = with_current_version(request.POST, getattr(conflict.current, "version", 1))
            form = GoalForm(typed, person=user, goal=found)
            form.add_error(None, _("This was changed elsewhere. Saving again puts yours in its place."))
    context = {"form": form, "goal": found, "couple": form.couple}
    return render(request, "ledger/goals/form.html", context, status=422 if form.is_bound else 200)


@login_required
@require_POST
def goal_more(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put in from now on what makes it come in time."""
    user, found = person(request), goal_to_change(request, pk)
    needed = report_of(found, user.today).progress.needed_monthly
    return _change(request, found, {"monthly_amount": needed}) if needed else redirect("goal", pk)


@login_required
@require_POST
def goal_archive(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _change(request, goal_to_change(request, pk), {"status": Status.ARCHIVED})


@login_required
@require_POST
def goal_reopen(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _change(request, goal_to_change(request, pk), {"status": Status.ACTIVE})


@login_required
@require_POST
def goal_delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    user, found = person(request), goal_to_change(request, pk)
    try:
        if found.household_id is None:
            services.delete_goal(goal=found, deleted_by=user)
            text = _("It is gone; what lies on your accounts stays there")
        elif sharing.current().delete(person=user, goal=found, version=None) is None:
            text = _("Withdrawn")
        else:
            text = _done(user, found, "")
    except (ValidationError, SharingRefused) as refused:
        messages.error(request, refusal(refused))
        return redirect("goal", pk)
    messages.success(request, text)
    return redirect("goals")


def _change(request: HttpRequest, goal: Goal, changes: dict[str, Any]) -> HttpResponse:
    user = person(request)
    try:
        if goal.household_id is None:
            services.update_goal(goal=goal, changed_by=user, **changes)
        else:
            sharing.current().change(person=user, goal=goal, changes=changes, version=None, message="")
    except (ValidationError, SharingRefused) as refused:
        messages.error(request, refusal(refused))
    else:
        messages.success(request, _done(user, goal, _("Saved")))
    return redirect("goals")


def _done(user: User, goal: Goal, text: str) -> str:
    couple = sharing.current().couple_of(user) if goal.household_id is not None else None
    if couple is None:
        return text
    return _("%(partner)s is asked. Until then everything stays as it is.") % {"partner": couple.partner}


def refusal(error: ValidationError | SharingRefused) -> str:
    return str(error.message) if isinstance(error, SharingRefused) else " ".join(error.messages)
