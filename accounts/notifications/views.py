"""The pages of notifications: the centre, the bell of every page, and what a person chooses in their settings."""

from __future__ import annotations

from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.notifications import services, vapid
from accounts.notifications.forms import NotificationForm
from accounts.notifications.kinds import all_kinds
from accounts.notifications.models import Notification, PushDevice
from accounts.notifications.reading import Told, narrowed, part_of, shown_to, told_as

SHOWN = 30
UNREAD = "unread"


@login_required
@require_safe
def notifications(request: HttpRequest) -> HttpResponse:
    """Everything, or what is not read, or one kind of it, by day. Two queries, one more behind the first page."""
    person = _person(request)
    kinds = {each.name: each for each in all_kinds()}
    kind, only_unread = request.GET.get("kind", ""), request.GET.get("show") == UNREAD
    found = narrowed(shown_to(person), unread=True if only_unread else None, kinds=[kind] if kind in kinds else [])
    after = _id(request.GET.get("after", ""))
    part = part_of(found, person, after=after, limit=SHOWN)
    context = {
        "days": _by_day(part.told),
        "older": part.older,
        "is_first": after is None,
        "until": part.told[0].notification.pk if part.told and after is None else None,
        "only_unread": only_unread,
        "kind": kind if kind in kinds else "",
        "kinds": list(kinds.values()),
    }
    return render(request, "accounts/notifications/centre.html", context)


@login_required
@require_safe
def bell(request: HttpRequest) -> HttpResponse:
    """The bell of the top bar with its count, fetched again when something came or was read. One query."""
    return render(request, "accounts/notifications/_bell.html")


@login_required
@require_POST
def notification_open(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Read it and go where it leads."""
    person = _person(request)
    found = get_object_or_404(shown_to(person), pk=pk)
    services.mark_read(notification=found)
    return redirect(told_as(found, person).words.url)


@login_required
@require_POST
def notification_delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    services.delete_notification(notification=get_object_or_404(shown_to(_person(request)), pk=pk))
    return _back(request)


@login_required
@require_POST
def notifications_read(request: HttpRequest) -> HttpResponse:
    """What the page showed and what is older; what came meanwhile stays unread."""
    person = _person(request)
    until = Notification.objects.visible_to(person).filter(pk=_id(request.POST.get("until", ""))).first()
    services.mark_all_read(person=person, until=until)
    return _back(request)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings_notifications(request: HttpRequest) -> HttpResponse:
    person = _person(request)
    form = NotificationForm(request.POST if request.method == "POST" else None, person=person)
    if form.is_valid() and form.save():
        messages.success(request, _("Saved."))
        return redirect("settings_notifications")
    context: dict[str, Any] = {
        "section": "settings_notifications",
        "form": form,
        "devices": PushDevice.objects.visible_to(person).order_by("-created_at"),
        "vapid_key": vapid.public_key() if vapid.is_configured() else "",
    }
    return render(request, "accounts/notifications/settings.html", context, status=422 if form.is_bound else 200)


def _by_day(told: Any) -> list[tuple[Any, list[Told]]]:
    """As the reader's days are."""
    days = groupby(told, key=lambda each: timezone.localdate(each.notification.created_at))
    return [(day, list(each)) for day, each in days]


def _back(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=204) if request.htmx else redirect("notifications")  # type: ignore[attr-defined]


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
