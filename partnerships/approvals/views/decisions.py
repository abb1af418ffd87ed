"""Approve, decline, withdraw: one tap each."""

from __future__ import annotations

import json
from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ledger.core.views.transactions import person, toast
from partnerships.approvals import services
from partnerships.approvals.models import Approval
from partnerships.core.errors import Overtaken
from partnerships.core.standing import Standing, standing_in

ANSWER_LENGTH = 500
Act = Callable[[Approval, Standing, str], object]


@login_required
@require_POST
def approval_approve(request: HttpRequest, pk: UUID) -> HttpResponse:
    def act(approval: Approval, by: Standing, answer: str) -> None:
        services.approve(approval=approval, by=by, answer=answer)

    return _decide(request, pk, act, _("Approved: the change is made"))


@login_required
@require_POST
def approval_decline(request: HttpRequest, pk: UUID) -> HttpResponse:
    def act(approval: Approval, by: Standing, answer: str) -> None:
        services.decline(approval=approval, by=by, answer=answer)

    return _decide(request, pk, act, _("Declined: everything stays as it is"))


@login_required
@require_POST
def approval_withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    def act(approval: Approval, by: Standing, answer: str) -> None:
        services.withdraw(approval=approval, by=by)

    return _decide(request, pk, act, _("Withdrawn"))


def _decide(request: HttpRequest, pk: UUID, act: Act, done: str) -> HttpResponse:
    """To a script: 204 with a toast, and the lists fetch themselves; else back to the list, or to what stands now."""
    user = person(request)
    approval = get_object_or_404(Approval.objects.visible_to(user).select_related("partnership"), pk=pk)
    answer = " ".join(request.POST.get("answer", "").replace("\x00", "").split())[:ANSWER_LENGTH]
    target = ""
    try:
        act(approval, standing_in(user, approval.partnership_id), answer)
        refused = ""
    except Overtaken as overtaken:
        refused = str(overtaken.message)
        target = (overtaken.current or {}).get("approval") or ""
    except ValidationError as error:
        refused = " ".join(error.messages)
        target = str(pk)
    if request.htmx:  # type: ignore[attr-defined]
        return _to_script(refused or done, error=bool(refused))
    (messages.error if refused else messages.success)(request, refused or done)
    return redirect("approval_detail", target) if target else redirect("approvals")


def _to_script(text: str, *, error: bool) -> HttpResponse:
    answer = toast(HttpResponse(status=204), text, error=error)
    answer["HX-Trigger"] = json.dumps({**json.loads(answer["HX-Trigger"]), "refresh": {}})
    return answer
