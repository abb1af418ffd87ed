"""Whether one's partner is told that one is here: a part of the settings' section 'Partner'."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chat import presence
from chat.forms import PresenceForm
from config.kernel.slots import fills
from ledger.core.views.transactions import person, toast
from partnerships.core.standing import Standing


@fills("settings_partner")
def presence_card(request: HttpRequest, standing: Standing) -> str:
    """One query."""
    form = PresenceForm(initial={"is_shown": presence.is_shown(standing.person)})
    return render_to_string("chat/_presence.html", {"form": form, "partner": str(standing.other)}, request=request)


@login_required
@require_POST
def presence_show(request: HttpRequest) -> HttpResponse:
    form = PresenceForm(request.POST)
    form.full_clean()
    shown = form.cleaned_data["is_shown"]
    presence.show(person(request), shown)
    done = _("You show when you are here") if shown else _("Neither of you sees when the other is here")
    if request.htmx:  # type: ignore[attr-defined]
        return toast(HttpResponse(status=204), done)
    messages.success(request, done)
    return redirect("settings_partner")
