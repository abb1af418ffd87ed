"""The page of approvals: what waits for me, what I asked, what was decided; and one of them close by."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from ledger.core.views.transactions import person
from partnerships.approvals.listing import asked_by, waiting_for
from partnerships.approvals.models import Approval
from partnerships.approvals.presenting import readings
from partnerships.core.models import Partnership
from partnerships.core.standing import current_standing

PER_PAGE = 20
HISTORY = 10


@login_required
@require_safe
def approvals(request: HttpRequest) -> HttpResponse:
    """Six queries, and those of what is shown of each kind."""
    user = person(request)
    page = _page_number(request)
    decided = Approval.objects.visible_to(user).exclude(status=Approval.Status.PENDING)
    first = (page - 1) * PER_PAGE
    shown = list(decided.select_related("partnership").order_by("-responded_at", "-id")[first : first + PER_PAGE + 1])
    standing = current_standing(user)
    context = {
        "waiting": readings(waiting_for(user), user.pk),
        "asked": readings(asked_by(user), user.pk),
        "decided": readings(shown[:PER_PAGE], user.pk),
        "newer_url": f"?page={page - 1}" if page > 1 else "",
        "older_url": f"?page={page + 1}" if len(shown) > PER_PAGE else "",
        "partner": str(standing.other) if standing else "",
        "is_paused": standing is not None and standing.partnership.status == Partnership.Status.PAUSED,
    }
    return render(request, "partnerships/approvals/approvals.html", context)


def _page_number(request: HttpRequest) -> int:
    text = request.GET.get("page", "")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 6 else 1


@login_required
@require_safe
def approval_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    user = person(request)
    visible = Approval.objects.visible_to(user).select_related("partnership")
    approval = get_object_or_404(visible, pk=pk)
    waiting = list(waiting_for(user))
    others = [each for each in waiting if each.pk != pk]
    [reading] = readings([approval], user.pk)
    context = {
        "reading": reading,
        "history": readings(_history(visible, approval), user.pk),
        "next": others[0] if others else None,
        "number": next((place for place, each in enumerate(waiting, 1) if each.pk == pk), None),
        "count": len(waiting),
        "is_active": approval.partnership.status == Partnership.Status.ACTIVE,
    }
    return render(request, "partnerships/approvals/approval.html", context)


def _history(visible: QuerySet[Approval], approval: Approval) -> QuerySet[Approval]:
    """What else was decided of the same thing, the newest first."""
    if approval.object_id is None:
        return visible.none()
    family = approval.kind.partition("_")[0]
    same = visible.filter(
        object_id=approval.object_id, partnership=approval.partnership_id, kind__startswith=f"{family}_"
    )
    return same.exclude(status=Approval.Status.PENDING).exclude(pk=approval.pk).order_by("-responded_at")[:HISTORY]
