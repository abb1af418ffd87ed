"""Together, as long as one is alone: what it is, inviting, and what has been sent."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from accounts.models import User
from config.kernel.slots import fills
from ledger.core.views.transactions import person
from partnerships.core.errors import Overtaken
from partnerships.core.models import Partnership
from partnerships.core.standing import current_standing, standings_of
from partnerships.inviting import finding, services
from partnerships.inviting.errors import TooManyTries
from partnerships.inviting.forms import CodeForm, InviteForm
from partnerships.inviting.income import keep_income
from partnerships.inviting.links import link_maker
from partnerships.inviting.mailing import has_mail_server
from partnerships.inviting.models import Invitation
from partnerships.inviting.services import Sent

EARLIER = 10


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """The form, and on its answer the link, the one time it can be shown. Eight queries."""
    user = person(request)
    if current_standing(user) is not None:
        is_script = request.htmx  # type: ignore[attr-defined]
        return HttpResponseClientRedirect("/together/") if is_script else redirect("together")
    form = InviteForm(request.POST if request.method == "POST" else None, person=user)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                keep_income(person=user, income=form.income, request=request)
                sent = services.invite(inviter=user, link_of=link_maker(request), **form.values)
        except ValidationError as error:
            form.refused(error)
        except Overtaken as overtaken:
            form.add_error(None, str(overtaken.message))
        else:
            return _page(request, user, sent=sent)
    return _page(request, user, form=form)


@login_required
@never_cache
@require_POST
def renew(request: HttpRequest, pk: UUID) -> HttpResponse:
    user = person(request)
    try:
        sent = services.renew_invitation(invitation=_own(user, pk), link_of=link_maker(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except Overtaken as overtaken:
        messages.error(request, str(overtaken.message))
    else:
        return _page(request, user, sent=sent)
    return redirect("invite")


@login_required
@require_POST
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    try:
        services.withdraw_invitation(invitation=_own(person(request), pk))
    except Overtaken as overtaken:
        messages.error(request, str(overtaken.message))
    else:
        messages.success(request, _("Withdrawn: the link opens nothing any more"))
    return redirect("invite")


@login_required
@never_cache
@require_POST
def enter_code(request: HttpRequest) -> HttpResponse:
    """Whoever has a code goes on to its invitation."""
    user = person(request)
    form = CodeForm(request.POST)
    status = 422
    if form.is_valid():
        try:
            found = finding.with_secret_or_code(form.cleaned_data["code"], user)
        except TooManyTries:
            status = 429
            form.add_error("code", _("Too many tries. Wait a quarter of an hour, or use the link."))
        else:
            if found is not None:
                finding.keep_in_session(request, found)
                return redirect("invitation")
            form.add_error("code", _("No open invitation has this code. Ask for a new one."))
    return _page(request, user, code_form=form, status=status)


def _own(user: User, pk: UUID) -> Invitation:
    return get_object_or_404(Invitation.objects.sent_by(user).select_related("invited_by"), pk=pk)


def _page(
    request: HttpRequest,
    user: User,
    *,
    form: InviteForm | None = None,
    code_form: CodeForm | None = None,
    sent: Sent | None = None,
    status: int = 200,
) -> HttpResponse:
    waiting = Invitation.objects.sent_by(user).filter(
        status__in=[Invitation.Status.PENDING, Invitation.Status.EXPIRED, Invitation.Status.DECLINED]
    )
    past = Partnership.objects.visible_to(user).order_by("-started_on", "-pk")
    context: dict[str, Any] = {
        "form": form or InviteForm(person=user),
        "code_form": code_form or CodeForm(),
        "sent": sent,
        "waiting": waiting.order_by("-created_at", "-pk")[:EARLIER],
        "received": _received(request, user),
        "past": standings_of(user, past[:EARLIER]),
        "currency": user.currency,
        "has_mail": has_mail_server(),
    }
    is_refused = form is not None and form.is_bound
    return render(request, "partnerships/inviting/invite.html", context, status=422 if is_refused else status)


@fills("invitations")
def received_notice(request: HttpRequest, thing: None) -> str:
    """Three queries at most."""
    context = {"received": _received(request, person(request))}
    return render_to_string("partnerships/inviting/_received.html", context, request=request)


def _received(request: HttpRequest, user: User) -> list[Invitation]:
    """By a verified address, or by a link this browser has opened."""
    received = list(Invitation.objects.received_by(user).select_related("invited_by").order_by("-created_at"))
    opened = finding.of_session(request)
    if opened is not None and opened.invited_by_id != user.pk and opened not in received:
        received.append(opened)
    return received
