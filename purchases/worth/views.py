"""Saying how long a thing lasts, and whether it counts in net worth."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ledger.core.errors import Conflict, NoLongerThere
from ledger.core.views.transactions import person
from purchases.core.models import Purchase
from purchases.core.models.things import LONGEST_LIFE
from purchases.core.services import update_purchase
from purchases.worth.card import card_context


class WorthForm(forms.Form):
    """Without a life nothing can count."""

    life_months = forms.IntegerField(required=False, min_value=1, max_value=LONGEST_LIFE)
    in_net_worth = forms.BooleanField(required=False)
    version = forms.IntegerField(required=False, min_value=1)

    def changes(self) -> dict[str, Any]:
        life = self.cleaned_data["life_months"]
        return {"life_months": life, "in_net_worth": self.cleaned_data["in_net_worth"] and life is not None}


@login_required
@require_POST
def thing_worth(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Answers with the card, a plain form with the thing's page. What changed elsewhere meanwhile is shown as it is."""
    user = person(request)
    thing = get_object_or_404(Purchase.objects.owned_by(user), pk=pk)
    form, refusal = WorthForm(request.POST), ""
    if not form.is_valid():
        refusal = _("Choose how long it lasts.")
    else:
        try:
            thing = update_purchase(
                purchase=thing, changed_by=user, version=form.cleaned_data["version"], **form.changes()
            )
        except Conflict:
            thing.refresh_from_db()
            refusal = _("This was changed elsewhere. Here is how it stands now.")
        except NoLongerThere:
            return redirect("things")
        except ValidationError as refused:
            refusal = " ".join(refused.messages)
    if not request.htmx:  # type: ignore[attr-defined]
        if refusal:
            messages.error(request, refusal)
        return redirect("thing", pk)
    context = {**card_context(user, thing), "refusal": refusal}
    return render(request, "purchases/worth/_card.html", context, status=422 if refusal else 200)
