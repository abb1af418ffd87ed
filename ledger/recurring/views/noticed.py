"""Deciding on what was found in the history, and putting a notice away."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ledger.core.views.transactions import person
from ledger.recurring.noticing import dismiss_notice, open_notices
from ledger.recurring.offering import accept_offer, decline_offer, open_offers


@login_required
@require_POST
def recurring_offer_accept(request: HttpRequest, pk: UUID) -> HttpResponse:
    user = person(request)
    offer = get_object_or_404(open_offers(user), pk=pk)
    try:
        accept_offer(offer=offer, by=user)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, _("%(payee)s is watched for from now on") % {"payee": offer.payee})
    return redirect("recurring")


@login_required
@require_POST
def recurring_offer_decline(request: HttpRequest, pk: UUID) -> HttpResponse:
    offer = get_object_or_404(open_offers(person(request)), pk=pk)
    decline_offer(offer=offer)
    messages.success(request, _("%(payee)s is not offered again") % {"payee": offer.payee})
    return redirect("recurring")


@login_required
@require_POST
def recurring_notice_dismiss(request: HttpRequest, pk: UUID) -> HttpResponse:
    dismiss_notice(notice=get_object_or_404(open_notices(person(request)), pk=pk))
    return redirect("recurring")
