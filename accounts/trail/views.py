"""'Activity' in the settings: what happened in a person's name."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.devices import device_name
from accounts.models import User
from accounts.trail.reading import part_of, trail_of

ENTRIES_A_PAGE = 50


@login_required
@require_safe
def activity(request: HttpRequest) -> HttpResponse:
    """`after` is the last entry of the page before; one that makes no sense shows the newest."""
    assert isinstance(request.user, User)
    after = _entry(request.GET.get("after", ""))
    part = part_of(trail_of(request.user), after=after, limit=ENTRIES_A_PAGE)
    rows = [
        {"entry": entry, "device": device_name(entry.user_agent) if entry.user_agent else ""} for entry in part.entries
    ]
    context = {"section": "settings_activity", "rows": rows, "older": part.older, "is_first": after is None}
    return render(request, "accounts/settings_activity.html", context)


def _entry(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
