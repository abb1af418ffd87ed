"""Putting one entry together with another that a person chooses, and taking it apart."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from ledger.core import errors
from ledger.core.models import Transaction
from ledger.core.models.transactions import TransactionQuerySet
from ledger.pairing import sentences
from ledger.pairing.candidates import choices_for
from ledger.pairing.models import Proposal
from ledger.pairing.services import put_together, take_apart
from ledger.pairing.views.pages import person


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def pair_choose(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The entries that could be the other half, the purchase or the same payment; one of them is chosen."""
    user = person(request)
    entry = get_object_or_404(_editable(user), pk=pk)
    refused = ""
    if request.method == "POST":
        key = _uuid(request.POST.get("other", ""))
        other = _editable(user).filter(pk=key).first() if key else None
        made, refused = _try(user, entry, other, request.POST.get("as", ""))
        if made is not None:
            undo = reverse("pair_undo", args=[made.pk])
            messages.success(request, sentences.accepted_text(made), extra_tags=undo)
            is_gone = made.kind == Proposal.Kind.DUPLICATE and made.second_id == entry.pk
            return redirect("transaction_detail", made.first_id if is_gone else entry.pk)
    context = {"entry": entry, "choices": choices_for(user, entry), "refused": refused}
    return render(request, "ledger/pairs_choose.html", context, status=422 if refused else 200)


def _try(user: User, entry: Transaction, other: Transaction | None, kind: str) -> tuple[Proposal | None, str]:
    """What it is now, or why it was refused."""
    if other is None:
        return None, _("Choose an entry.")
    try:
        return put_together(entry=entry, other=other, kind=kind, by=user), ""
    except ValidationError as refusal:
        return None, refusal.messages[0]
    except (errors.Conflict, errors.NoLongerThere):
        return None, _("One of the two was changed elsewhere. Choose again.")


@login_required
@require_POST
def pair_part(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take an entry and the one named `other` apart; both are filed as they were before."""
    user = person(request)
    entry = get_object_or_404(_editable(user), pk=pk)
    other = _uuid(request.POST.get("other", ""))
    if other is None:
        raise Http404
    take_apart(entry=entry, other=other, by=user)
    messages.success(request, _("Taken apart"))
    return redirect("transaction_detail", pk)


def _editable(user: User) -> TransactionQuerySet:
    return Transaction.objects.owned_by(user).live().select_related("account", "category")


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
