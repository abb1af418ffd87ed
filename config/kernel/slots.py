"""Places on the pages of a lower app that a higher one fills: its fragment is made by its own code and template."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

Filling = Callable[[HttpRequest, Any], str]
_fillings: dict[str, list[Filling]] = {}


def fills(place: str) -> Callable[[Filling], Filling]:
    """Register what stands in `place`: given the request and what the page is about, HTML rendered by a template."""

    def register(filling: Filling) -> Filling:
        found = _fillings.setdefault(place, [])
        if filling not in found:
            found.append(filling)
        return filling

    return register


def filled(place: str, request: HttpRequest, thing: Any) -> SafeString:
    """All that stands in `place`, in the order it was registered; nothing where nobody fills it."""
    return mark_safe("".join(each(request, thing) for each in _fillings.get(place, ())))  # noqa: S308 made by templates
