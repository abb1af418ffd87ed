"""A gap mended with one tap and the tap taken back; a statement taken back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from config.kernel.api.parameters import EARLIEST_DAY, LATEST_DAY
from ledger.core.errors import Conflict
from ledger.core.views.transactions import person, toast
from ledger.reconciling.explaining import Act, Explanation, explain
from ledger.reconciling.mending import Undo, mend, take_back
from ledger.reconciling.models import StatementBalance
from ledger.reconciling.services import delete_balance
from ledger.reconciling.standing import standing_of
from ledger.reconciling.views.pages import own_account


@login_required
@require_POST
def reconcile_mend(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Do what is still proposed: `why` and `entry` name the explanation; what is proposed no more changes nothing."""
    account = own_account(request, pk)
    standing = standing_of(person(request), account)
    found = explain(account, standing) if standing else []
    chosen = next((each for each in found if _names(request, each)), None)
    if standing is None or chosen is None or chosen.act == Act.NONE:
        messages.error(request, _("This has changed meanwhile. Here is how it stands now."))
        return redirect("reconcile_account", pk=pk)
    try:
        undo = mend(account=account, mended_by=person(request), standing=standing, explanation=chosen)
    except Conflict:
        messages.error(request, _("This has changed meanwhile. Here is how it stands now."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Done"), extra_tags=_undo_url(pk, undo))
    return redirect("reconcile_account", pk=pk)


def _names(request: HttpRequest, each: Explanation) -> bool:
    entry = str(each.entry.pk) if each.entry else ""
    return request.POST.get("why") == each.why.value and request.POST.get("entry", "") == entry


def _undo_url(pk: UUID, undo: Undo) -> str:
    known = {"act": undo.act.value, "entry": undo.entry_id, "day": undo.day, "amount": undo.amount}
    given = {name: str(value) for name, value in known.items() if value is not None}
    return f"{reverse('reconcile_mend_undo', args=[pk])}?{urlencode(given)}"


@login_required
@require_POST
def reconcile_mend_undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    account = own_account(request, pk)
    try:
        take_back(account=account, person=person(request), undo=_read_undo(request))
    except (ValidationError, ValueError, InvalidOperation, Http404):
        return toast(HttpResponse(status=404), _("There was nothing to take back."), error=True)
    return toast(HttpResponse(status=204), _("As it was"))


def _read_undo(request: HttpRequest) -> Undo:
    """Raises ValueError or InvalidOperation for an address nobody was given."""
    given = request.GET
    return Undo(
        act=Act(given.get("act", "")),
        entry_id=UUID(given["entry"]) if "entry" in given else None,
        day=_day(given["day"]) if "day" in given else None,
        amount=Decimal(given["amount"]) if "amount" in given else None,
    )


def _day(text: str) -> date:
    day = date.fromisoformat(text)
    if not EARLIEST_DAY <= day <= LATEST_DAY:
        raise ValueError(text)
    return day


@login_required
@require_POST
def reconcile_forget(request: HttpRequest, pk: UUID, balance: UUID) -> HttpResponse:
    """Take back a statement that was entered by hand; the undo of finishing one."""
    account = own_account(request, pk)
    found = get_object_or_404(StatementBalance.objects.filter(account=account), pk=balance)
    try:
        delete_balance(balance=found)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("reconcile_account", pk=pk)
    if request.htmx:  # type: ignore[attr-defined]
        return toast(HttpResponse(status=204), _("As it was"))
    messages.success(request, _("Taken back; its lines are open again"))
    return redirect("reconcile_account", pk=pk)
