"""It is the payment, it is not, and taking a link back: one tap each."""

from __future__ import annotations

import json
from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ledger.core.errors import Conflict, NoLongerThere
from ledger.core.views.transactions import person, toast
from partnerships.core.errors import Overtaken
from partnerships.core.standing import standing_in
from partnerships.expenses.views.pages import refusal, to_statement
from partnerships.linking import services
from partnerships.linking.models import LinkProposal
from partnerships.linking.views.cards import EXPENSE, LINE, STATEMENT

Act = Callable[..., LinkProposal]


@login_required
@require_POST
def shared_found_accept(request: HttpRequest, pk: UUID) -> HttpResponse:
    undo = reverse("shared_found_undo", args=[pk])
    return _decide(request, pk, services.accept_proposal, _("Linked: it is paid by this"), undo)


@login_required
@require_POST
def shared_found_decline(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _decide(request, pk, services.decline_proposal, _("You are not asked about this again"))


@login_required
@require_POST
def shared_found_undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _decide(request, pk, services.undo_link, _("As it was"))


def _decide(request: HttpRequest, pk: UUID, act: Act, done: str, undo: str = "") -> HttpResponse:
    """To a script: 204 with a toast, and the lists fetch themselves; else back to the page that asked."""
    proposal = get_object_or_404(LinkProposal.objects.visible_to(person(request)), pk=pk)
    refused = ""
    try:
        act(standing=standing_in(person(request), proposal.partnership_id), proposal=proposal)
    except (Overtaken, ValidationError) as error:
        refused = refusal(error)
    except (Conflict, NoLongerThere):
        refused = _("This payment was changed elsewhere. Look again.")
    undo = "" if refused else undo
    if request.htmx:  # type: ignore[attr-defined]
        answer = toast(HttpResponse(status=204), refused or done, undo_url=undo, error=bool(refused))
        answer["HX-Trigger"] = json.dumps({**json.loads(answer["HX-Trigger"]), "refresh": {}})
        return answer
    (messages.error if refused else messages.success)(request, refused or done, extra_tags=undo)
    return _back(request, proposal)


def _back(request: HttpRequest, proposal: LinkProposal) -> HttpResponse:
    asked = request.POST.get("back")
    if asked == LINE:
        return redirect("transaction_detail", proposal.transaction_id)
    if asked == EXPENSE and proposal.expense_id is not None:
        return redirect("shared_expense", proposal.expense_id)
    if asked == STATEMENT:
        return to_statement(proposal.settlement.settled_on if proposal.settlement else proposal.due_on)
    return redirect("shared_found")
