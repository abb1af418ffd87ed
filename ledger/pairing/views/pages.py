"""The desk of pairs and duplicates, and putting an entry together with another by hand."""

from __future__ import annotations

import json
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from ledger.core import errors
from ledger.core.models import MoneyAccount
from ledger.pairing import sentences, services
from ledger.pairing.models import Proposal
from ledger.pairing.views.desk import LIKELY, PER_PAGE, TABS, desk_pairs

Kind = Proposal.Kind
Status = Proposal.Status


def person(request: HttpRequest) -> User:
    """The signed-in person; every view here is behind `login_required`."""
    return cast(User, request.user)


@login_required
@require_safe
def pairs(request: HttpRequest) -> HttpResponse:
    """What may belong together, by kind, and what was paired by itself. Five queries whatever there is."""
    user = person(request)
    waiting = Proposal.objects.visible_to(user).waiting()
    counts = dict(waiting.order_by().values_list("kind").annotate(Count("pk")))
    shown = request.GET.get("show", "")
    if shown not in TABS:
        shown = next((name for name, kind in TABS.items() if kind and counts.get(kind)), "transfers")
    kind = TABS[shown]
    if kind:
        found = waiting.filter(kind=kind).order_by("-score", "-first__booked_on", "pk")
    else:
        made = Proposal.objects.visible_to(user).filter(status=Status.AUTOMATIC)
        found = made.order_by("-decided_at", "pk")
    place = _place(request.GET.get("page", ""))
    listed = list(found.select_related("first__account", "second__account")[place : place + PER_PAGE + 1])
    url = f"{reverse('pairs')}?show={shown}"
    context = {
        "tabs": _tabs(shown, counts),
        "shown": shown,
        "kind": kind,
        "pairs": desk_pairs(listed[:PER_PAGE]),
        "likely": [each.pk for each in listed[:PER_PAGE] if kind and each.score >= LIKELY],
        "newer_url": f"{url}&page={place // PER_PAGE - 1}" if place else "",
        "older_url": f"{url}&page={place // PER_PAGE + 1}" if len(listed) > PER_PAGE else "",
        "has_accounts": MoneyAccount.objects.owned_by(user).exists(),
    }
    return render(request, "ledger/pairs.html", context)


def _place(page: str) -> int:
    return int(page) * PER_PAGE if page.isascii() and page.isdigit() and len(page) < 5 else 0


def _tabs(shown: str, counts: dict[str, int]) -> list[dict[str, Any]]:
    names = {
        "transfers": _("Transfers"),
        "refunds": _("Refunds"),
        "duplicates": _("Twice"),
        "automatic": _("By itself"),
    }
    return [
        {
            "url": f"{reverse('pairs')}?show={name}",
            "text": f"{names[name]} {counts[kind]}" if kind and counts.get(kind) else names[name],
            "current": name == shown,
        }
        for name, kind in TABS.items()
    ]


def _own(request: HttpRequest, pk: UUID) -> Proposal:
    return get_object_or_404(Proposal.objects.visible_to(person(request)), pk=pk)


@login_required
@require_POST
def pair_accept(request: HttpRequest, pk: UUID) -> HttpResponse:
    proposal = _own(request, pk)
    try:
        proposal = services.accept_proposal(proposal=proposal, accepted_by=person(request))
    except (errors.Conflict, Http404):
        return _said(request, _("This was decided already."), error=True)
    except ValidationError as refusal:
        return _said(request, refusal.messages[0], error=True)
    return _said(request, sentences.accepted_text(proposal), undo_url=reverse("pair_undo", args=[pk]))


@login_required
@require_POST
def pair_decline(request: HttpRequest, pk: UUID) -> HttpResponse:
    try:
        proposal = services.decline_proposal(proposal=_own(request, pk))
    except (errors.Conflict, errors.NoLongerThere):
        return _said(request, _("This was decided already."), error=True)
    return _said(request, sentences.declined_text(proposal), undo_url=reverse("pair_undo", args=[pk]))


@login_required
@require_POST
def pair_undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a decision back; of what was paired by itself for good."""
    proposal = _own(request, pk)
    try:
        proposal = services.undo_decision(proposal=proposal)
    except errors.Conflict:
        return _said(request, _("There was nothing to take back."), error=True)
    return _said(request, _("As it was") if proposal.status == Status.OPEN else _("Taken apart, for good"))


@login_required
@require_POST
def pairs_accept(request: HttpRequest) -> HttpResponse:
    """Every proposal that was shown as likely; what cannot be any more is passed over."""
    wanted = _uuids(request.POST.getlist("ids"))
    found = Proposal.objects.visible_to(person(request)).waiting().filter(pk__in=wanted, score__gte=LIKELY)
    done = services.accept_many(proposals=found.order_by("-score", "pk"), accepted_by=person(request))
    text = ngettext("%(count)s put together", "%(count)s put together", len(done)) % {"count": len(done)}
    undo = f"{reverse('pairs_undo')}?ids={','.join(str(each.pk) for each in done)}" if done else ""
    return _said(request, text, undo_url=undo)


@login_required
@require_POST
def pairs_undo(request: HttpRequest) -> HttpResponse:
    undone = 0
    wanted = _uuids(request.GET.get("ids", "").split(","))
    for proposal in Proposal.objects.visible_to(person(request)).filter(pk__in=wanted, status=Status.ACCEPTED):
        services.undo_decision(proposal=proposal)
        undone += 1
    return _said(request, _("As it was") if undone else _("There was nothing to take back."), error=not undone)


@login_required
@require_POST
def pairs_look(request: HttpRequest) -> HttpResponse:
    """Look at everything again, in a job."""
    user = person(request)
    accounts = list(MoneyAccount.objects.owned_by(user).values_list("pk", flat=True))
    services.find_pairs_later(person=user, accounts=accounts)
    return _said(request, _("Looking. What is found appears here."))


def _uuids(texts: list[str]) -> list[UUID]:
    found = []
    for text in texts[:PER_PAGE]:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def _said(request: HttpRequest, text: str, *, undo_url: str = "", error: bool = False) -> HttpResponse:
    """A toast; to a page without scripts the desk again, with the message on it."""
    if not request.htmx:  # type: ignore[attr-defined]
        say = messages.error if error else messages.success
        say(request, text, extra_tags=undo_url)
        return redirect("pairs")
    response = HttpResponse(status=204)
    news = {"toast": {"text": text, "undo_url": undo_url, "error": error}, "refresh": {}}
    response["HX-Trigger"] = json.dumps(news)
    return response
