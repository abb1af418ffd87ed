"""Of a transaction: whose it is, and until when the partner is not to see it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from config.kernel.slots import fills
from ledger.core.models import Transaction
from ledger.core.services import MOST_AT_ONCE
from ledger.core.views.transactions import editable, person, toast
from partnerships.core.errors import Overtaken
from partnerships.core.models import Partnership
from partnerships.core.standing import current_standing
from partnerships.expenses.services import waiting_share
from partnerships.expenses.worth import SHAREABLE
from partnerships.sharing.forms import HideForm
from partnerships.sharing.gifts import hide_until, show_again
from partnerships.sharing.views.privacy import standing_of
from partnerships.sharing.whose import BOTH, MINE, PARTNERS, is_joint, say_whose, whose_of


@fills("transaction")
def transaction_card(request: HttpRequest, entry: Transaction) -> str:
    """Five queries; one for who has no partner."""
    standing = current_standing(person(request))
    if standing is None or standing.partner is None:
        return ""
    joint = is_joint(entry)
    texts = {BOTH: _("For both"), MINE: _("Only mine"), PARTNERS: _("Only %(partner)s’s") % {"partner": standing.other}}
    whose, waits = whose_of(standing, entry), waiting_share(entry) is not None
    context = {
        "entry": entry,
        "partner": str(standing.other),
        "is_joint": joint,
        "is_active": standing.partnership.status == Partnership.Status.ACTIVE,
        "can_share": (joint or entry.kind in SHAREABLE) and not entry.withheld,
        "whose": whose,
        "waits": waits,
        "choices": [
            {"key": key, "text": text, "current": key == whose and not waits}
            for key, text in texts.items()
            if joint or key != PARTNERS
        ],
        "can_hide": joint or (whose != BOTH and not waits),
        "hide_form": HideForm(person=person(request), initial=entry.withheld_until),
    }
    return render_to_string("partnerships/sharing/_transaction.html", context, request=request)


@fills("bulk_bar")
def bulk_button(request: HttpRequest, thing: Any) -> str:
    """One query."""
    standing = current_standing(person(request))
    if standing is None or standing.partnership.status != Partnership.Status.ACTIVE:
        return ""
    return render_to_string("partnerships/sharing/_bulk.html", {}, request=request)


@login_required
@require_POST
def transaction_whose(request: HttpRequest, pk: UUID) -> HttpResponse:
    standing = standing_of(request)
    entry = get_object_or_404(editable(standing.person), pk=pk)
    try:
        say_whose(standing=standing, entry=entry, whose=request.POST.get("whose", ""))
    except (ValidationError, Overtaken) as refusal:
        _say(request, refusal)
    else:
        waits = waiting_share(entry) is not None
        partner = {"partner": standing.other}
        messages.success(request, _("%(partner)s is asked first") % partner if waits else _("Saved"))
    return redirect("transaction_detail", pk=pk)


@login_required
@require_POST
def transactions_share(request: HttpRequest) -> HttpResponse:
    """The chosen lines for both; it is said how many wait for the partner, and how many cannot be and stay."""
    standing = standing_of(request)
    keys = {each for each in map(_uuid, request.POST.getlist("ids")[:MOST_AT_ONCE]) if each is not None}
    shared, asked, stayed = 0, 0, len(keys)
    for entry in editable(standing.person).filter(pk__in=keys).order_by("pk"):
        try:
            say_whose(standing=standing, entry=entry, whose=BOTH)
        except ValidationError:
            continue
        except Overtaken as refusal:
            return toast(HttpResponse(status=204), str(refusal.message), error=True)
        waits = waiting_share(entry) is not None
        asked, shared = asked + waits, shared + (not waits)
    stayed -= shared + asked
    text = ngettext("%(count)s line is for both", "%(count)s lines are for both", shared) % {"count": shared}
    if asked:
        counted = {"count": asked, "partner": standing.other}
        text += ". " + ngettext("%(count)s waits for %(partner)s", "%(count)s wait for %(partner)s", asked) % counted
    if stayed:
        text += ". " + ngettext("%(count)s cannot be.", "%(count)s cannot be.", stayed) % {"count": stayed}
    if not request.htmx:  # type: ignore[attr-defined]
        messages.success(request, text)
        return redirect("transactions")
    response = toast(HttpResponse(status=204), text)
    response["HX-Trigger"] = response["HX-Trigger"][:-1] + ', "refresh": {}, "selection:clear": {}}'
    return response


@login_required
@require_POST
def transaction_hide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Until the day that was sent; `show` in its place ends it now."""
    user = person(request)
    entry = get_object_or_404(editable(user), pk=pk)
    form = HideForm(request.POST, person=user)
    try:
        if "show" in request.POST:
            show_again(entry=entry, by=user)
            messages.success(request, _("It is shown again"))
        elif form.is_valid():
            hide_until(entry=entry, by=user, until=form.cleaned_data["until"])
            messages.success(request, _("Hidden"))
        else:
            messages.error(request, _("Say until which day."))
    except ValidationError as refusal:
        _say(request, refusal)
    return redirect(f"{reverse('transaction_detail', args=[pk])}#whose")


def _say(request: HttpRequest, refusal: ValidationError | Overtaken) -> None:
    text = str(refusal.message) if isinstance(refusal, Overtaken) else " ".join(refusal.messages)
    messages.error(request, text)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
