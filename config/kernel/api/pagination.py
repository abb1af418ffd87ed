"""Lists: `limit` (20, at most 100) with `skip`, or with the `cursor` of the page before, which stays fast and
steady however long the list is and whatever is added at its top.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response

from config.kernel.api.parameters import Parameters

DEFAULT_LIMIT = 20
LARGEST_LIMIT = 100
LARGEST_SKIP = 1_000_000


@dataclass(frozen=True, slots=True)
class Window:
    """Which part of a list is asked for. With a cursor, `skip` is 0."""

    limit: int = DEFAULT_LIMIT
    skip: int = 0
    cursor: str = ""


def read_window(parameters: Parameters) -> Window:
    """The window of a request; what is wrong with it is kept in `parameters` (see there)."""
    cursor = parameters.text("cursor", longest=300)
    skip = parameters.integer("skip", 0, LARGEST_SKIP)
    if cursor and skip:
        parameters.refuse("cursor", _("Send either cursor or skip."), "cursor_or_skip")
    limit = parameters.integer("limit", 1, LARGEST_LIMIT)
    return Window(DEFAULT_LIMIT if limit is None else limit, skip or 0, cursor or "")


def page_of(
    request: Request,
    window: Window,
    results: Sequence[Any],
    *,
    count: int,
    count_exact: bool = True,
    next_cursor: str | None = None,
    has_next: bool | None = None,
) -> dict[str, Any]:
    """The envelope of a list. `has_next` None: there is more when `count` says so."""
    reached = window.skip + len(results)
    if has_next is None:
        has_next = reached < count
    url = f"{request.scheme}://{request.get_host()}{request.get_full_path()}"
    following = None
    if has_next and window.cursor and next_cursor:
        following = _with(url, "cursor", next_cursor)
    elif has_next:
        following = _with(url, "skip", reached)
    previous = None
    if window.skip:
        before = max(0, window.skip - window.limit)
        previous = _with(url, "skip", before) if before else _with(url, "skip", None)
    return {
        "count": count,
        "count_exact": count_exact,
        "next": following,
        "previous": previous,
        "next_cursor": next_cursor if has_next else None,
        "results": results,
    }


def _with(url: str, name: str, value: object) -> str:
    """`url` with one parameter of its query set, or left out for None; the others stay as they were sent."""
    path, _mark, query = url.partition("?")
    kept = [each for each in query.split("&") if each and each.partition("=")[0] != name]
    if value is not None:
        kept.append(f"{name}={quote(str(value))}")
    return f"{path}?{'&'.join(kept)}" if kept else path


class SkipLimitPagination(BasePagination):
    """The same conventions for DRF's generic views; exact counts, so only for short lists."""

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        parameters = Parameters(request.query_params)
        self.request, self.window = request, read_window(parameters)
        parameters.raise_refusals()
        if self.window.cursor:
            raise ValidationError({"cursor": [ErrorDetail(str(_("This list has no cursor.")), "invalid")]})
        self.count = queryset.count()
        return list(queryset[self.window.skip : self.window.skip + self.window.limit])

    def get_paginated_response(self, data: Any) -> Response:
        return Response(page_of(self.request, self.window, data, count=self.count))


class PageAnswer(serializers.Serializer[Any]):
    """The envelope of a list, for the schema; a subclass adds `results`."""

    count = serializers.IntegerField(help_text=_("With count_exact false: there are at least as many."))
    count_exact = serializers.BooleanField()
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    next_cursor = serializers.CharField(allow_null=True)
