"""What a transfer between currencies would arrive as by the rate: proposed, never entered by itself."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import User
from ledger.core.exchange import rates_for
from ledger.core.forms import TransferForm
from ledger.core.views.rate_notes import rates_note
from ledger.core.views.transactions import person


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`amount` is None where no rate is known between the two."""

    amount: Decimal | None
    base: str
    currency: str
    note: str


def suggested_arrival(user: User, form: TransferForm) -> Suggestion | None:
    """For what has been typed so far; None where it says too little, or where both accounts have one currency."""
    form.is_valid()
    given = form.cleaned_data
    source, target, amount = (given.get(name) for name in ("from_account", "to_account", "amount"))
    if source is None or target is None or not amount or source.currency == target.currency:
        return None
    on = given.get("booked_on") or user.today
    book = rates_for(user, (source.currency, target.currency), [on])
    converted = book.convert(amount, source.currency, target.currency, on)
    note = rates_note([converted.at]) if converted else ""
    return Suggestion(converted.amount if converted else None, source.currency, target.currency, note)


@login_required
@require_safe
def transfer_suggestion(request: HttpRequest) -> HttpResponse:
    """The fragment under the amount that arrives; with `take`, the field itself with the proposal in it."""
    user = person(request)
    form = TransferForm(request.GET, person=user)
    suggestion = suggested_arrival(user, form)
    if "take" not in request.GET:
        return render(request, "ledger/_transfer_rate.html", {"suggestion": suggestion})
    typed = request.GET.copy()
    if suggestion is not None and suggestion.amount is not None:
        typed["to_amount"] = str(form.fields["to_amount"].prepare_value(suggestion.amount))
    return render(request, "ledger/_transfer_arrival.html", {"form": TransferForm(typed, person=user)})
