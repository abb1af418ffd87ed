"""Where the link of an invitation leads."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse


def link_maker(request: HttpRequest) -> Callable[[str], str]:
    """Makes the whole address of a secret: of PUBLIC_URL, else as this request came."""

    def link_of(secret: str) -> str:
        path = reverse("invitation_open", args=[secret])
        return f"{settings.PUBLIC_URL}{path}" if settings.PUBLIC_URL else request.build_absolute_uri(path)

    return link_of
