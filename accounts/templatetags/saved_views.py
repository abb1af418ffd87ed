"""The saved views of a list, for its page. Load with `{% load saved_views %}`."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import Context
from django.urls import reverse

from accounts.saved.lists import query_or_none
from accounts.saved.models import SavedView

register = template.Library()
# More of them are in the dialog.
SHOWN_AT_ONCE = 8


@register.inclusion_tag("accounts/saved/_views.html", takes_context=True)
def saved_views(context: Context, page: str) -> dict[str, Any]:
    """Links to the views of the list `page` (its URL name), and to saving the filters it has now. One query."""
    request: Any = context["request"]
    url, query = reverse(page), query_or_none(request.GET.urlencode())
    views = list(SavedView.objects.visible_to(request.user).filter(page=page).order_by("name", "pk"))
    shown = [
        {"name": each.name, "url": f"{url}?{each.query}", "is_current": each.query == query}
        for each in views[:SHOWN_AT_ONCE]
    ]
    return {
        "shown": shown,
        "hidden": len(views) - len(shown),
        "may_save": bool(query) and all(each.query != query for each in views),
        "manage_url": reverse("saved_views", args=[page]) + (f"?{query}" if query else ""),
    }
