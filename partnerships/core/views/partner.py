"""The settings' section 'Partner': pausing, resuming, ending."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ledger.core.views.transactions import person
from partnerships.core import services
from partnerships.core.errors import Overtaken
from partnerships.core.forms import EndForm
from partnerships.core.models import Partnership
from partnerships.core.standing import Standing, current_standing, standings_of

PAST_SHOWN = 10


@login_required
@require_safe
def partner(request: HttpRequest) -> HttpResponse:
    return _page(request)


@login_required
@require_POST
def pause(request: HttpRequest) -> HttpResponse:
    return _change(request, lambda standing: services.pause_partnership(standing=standing), _("Paused"))


@login_required
@require_POST
def resume(request: HttpRequest) -> HttpResponse:
    return _change(request, lambda standing: services.resume_partnership(standing=standing), _("It goes on"))


@login_required
@require_POST
def end(request: HttpRequest) -> HttpResponse:
    form = EndForm(request.POST, partner=_standing(request).other)
    if not form.is_valid():
        return _page(request, form)
    done = _("Ended. What you shared until today stays readable to both of you.")
    return _change(request, lambda standing: services.end_partnership(standing=standing), done)


def _change(request: HttpRequest, act: Callable[[Standing], object], done: str) -> HttpResponse:
    try:
        act(_standing(request))
    except Overtaken as overtaken:
        messages.error(request, str(overtaken.message))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, done)
    return redirect("settings_partner")


def _standing(request: HttpRequest) -> Standing:
    found = current_standing(person(request))
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, form: EndForm | None = None) -> HttpResponse:
    """Four queries."""
    user = person(request)
    standing = current_standing(user)
    past = Partnership.objects.visible_to(user).filter(status=Partnership.Status.ENDED).order_by("-ended_on", "-pk")
    context = {
        "section": "settings_partner",
        "standing": standing,
        "is_paused": standing is not None and standing.partnership.status == Partnership.Status.PAUSED,
        "paused_by_me": standing is not None and standing.partnership.paused_by_id == user.pk,
        "form": form or (EndForm(partner=standing.other) if standing else None),
        "past": standings_of(user, past[:PAST_SHOWN]),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form is not None else HTTPStatus.OK
    return render(request, "partnerships/core/settings_partner.html", context, status=status)
