"""The bytes of papers, for pages."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from ledger.core.views.transactions import person
from purchases.documents.models import Document
from purchases.documents.serving import content_response, thumbnail_response


@login_required
@require_safe
def paper(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """One query and those of what the person sees."""
    return content_response(request, _seen(request, pk))


@login_required
@require_safe
def paper_thumbnail(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    return thumbnail_response(request, _seen(request, pk))


def _seen(request: HttpRequest, pk: UUID) -> Document:
    seen = Document.objects.visible_to(person(request)).select_related("file", "thumbnail")
    return get_object_or_404(seen, pk=pk)
