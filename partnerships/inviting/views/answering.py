"""The invitation as the invited sees it, logged in or not, and their answer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from ledger.core.views.transactions import person
from partnerships.core.errors import Overtaken
from partnerships.core.standing import current_standing
from partnerships.inviting import finding, services
from partnerships.inviting.forms import IncomeForm
from partnerships.inviting.income import keep_income
from partnerships.inviting.models import Invitation
from partnerships.inviting.presenting import proposal


@never_cache
@require_safe
def open_link(request: HttpRequest, secret: str) -> HttpResponse:
    """Keeps the invitation in the session and goes on to it, so that the secret leaves the address at once."""
    found = finding.with_secret(secret)
    if found is None:
        return _gone(request)
    finding.keep_in_session(request, found)
    return redirect("invitation")


@login_required
@never_cache
@require_safe
def open_received(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One that was sent to a verified address of the reader's, or that this browser has opened already."""
    found = finding.of_session(request)
    if found is None or found.pk != pk:
        found = get_object_or_404(Invitation.objects.received_by(person(request)), pk=pk)
    finding.keep_in_session(request, found)
    return redirect("invitation")


@never_cache
@require_safe
def invitation(request: HttpRequest) -> HttpResponse:
    """What is proposed and by whom, to anybody who has opened its link. Two queries at most."""
    found = finding.of_session(request)
    return _gone(request) if found is None else _page(request, found)


@login_required
@require_POST
def accept(request: HttpRequest) -> HttpResponse:
    found, user = _answered(request), person(request)
    form = IncomeForm(request.POST, person=user)
    if not form.is_valid():
        return _page(request, found, form=form)
    try:
        with transaction.atomic():
            keep_income(person=user, income=form.income, request=request)
            services.accept_invitation(invitation=found, person=user)
    except ValidationError as error:
        form.refused(error)
        return _page(request, found, form=form)
    except Overtaken as error:
        return _page(request, found, refused=str(error.message), form=form)
    finding.forget_in_session(request)
    name = found.invited_by.short_name
    messages.success(request, _("You and %(name)s are partners here now") % {"name": name})
    return redirect("together")


@login_required
@require_POST
def decline(request: HttpRequest) -> HttpResponse:
    found = _answered(request)
    try:
        services.decline_invitation(invitation=found, person=person(request))
    except (Overtaken, ValidationError) as error:
        return _page(request, found, refused=_text_of(error))
    finding.forget_in_session(request)
    messages.success(request, _("Declined. Nothing is shared."))
    return redirect("invite")


def _answered(request: HttpRequest) -> Invitation:
    found = finding.of_session(request)
    if found is None:
        raise Http404
    return found


def _text_of(error: Overtaken | ValidationError) -> str:
    return str(error.message) if isinstance(error, Overtaken) else " ".join(error.messages)


def _page(request: HttpRequest, found: Invitation, refused: str = "", form: IncomeForm | None = None) -> HttpResponse:
    """409 where the answer came too late, 422 where what was typed with it is refused."""
    user = request.user if isinstance(request.user, User) else None
    status = 409 if refused else 422 if form is not None else 200
    context: dict[str, Any] = {
        "proposal": proposal(found),
        "is_own": user is not None and found.invited_by_id == user.pk,
        "has_partner": user is not None and current_standing(user) is not None,
        "refused": refused,
        "form": form or (IncomeForm(person=user) if user is not None else None),
    }
    return render(request, "partnerships/inviting/invitation.html", context, status=status)


def _gone(request: HttpRequest) -> HttpResponse:
    return render(request, "partnerships/inviting/gone.html", status=404)
