"""What every page's frame shows. Everything is lazy: a page that does not use it pays nothing for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject

from config.kernel.body_limit import too_large

Count = Callable[[Any], int]
_counts: dict[str, Count] = {}


def shell_count(key: str) -> Callable[[Count], Count]:
    """Register what the badge of the section `key` counts for a person; it is asked once for each page."""

    def register(count: Count) -> Count:
        _counts[key] = count
        return count

    return register


class Badges:
    """Counts by section, each looked up when a template names it and at most once."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self._known: dict[str, int] = {}

    def __getitem__(self, key: str) -> int:
        if key not in self._known:
            user = getattr(self._request, "user", None)
            count = _counts.get(key)
            self._known[key] = count(user) if user and user.is_authenticated and count else 0
        return self._known[key]


def shell(request: HttpRequest) -> dict[str, Any]:
    def theme() -> str:
        return getattr(getattr(request, "user", None), "theme", "system")

    def theme_url() -> str:
        user = getattr(request, "user", None)
        if user is None or not user.is_authenticated:
            return ""
        try:
            return reverse("theme_change")
        except NoReverseMatch:
            return ""

    return {
        "theme": SimpleLazyObject(theme),
        "theme_url": SimpleLazyObject(theme_url),
        "person": SimpleLazyObject(lambda: getattr(request, "user", None)),
        "badges": Badges(request),
        "upload_limit": settings.UPLOAD_LIMIT,
        "too_large_text": SimpleLazyObject(lambda: too_large(settings.UPLOAD_LIMIT)),
    }
