"""What a person chooses the file's own categories to become."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from ledger.imports.file_categories import choose_categories
from ledger.imports.views.category_card import numbered
from ledger.imports.views.changes import do
from ledger.imports.views.pages import own_import

NEW = "new"


@login_required
@require_POST
def import_categories(request: HttpRequest, pk: UUID) -> HttpResponse:
    """`category-<place>` is '', 'new' or an id; what is not sent stays. Numbers of no category are passed over."""
    source = own_import(request, pk)
    choices: dict[str, dict[str, Any]] = {}
    for number, (path, _) in enumerate(numbered(source)):
        value = request.POST.get(f"category-{number}")
        if value is not None:
            choices[path] = {"category": _id(value), "new": value == NEW}
    return do(request, source, lambda: choose_categories(source=source, choices=choices))


def _id(value: str) -> str | None:
    """The id as sent; one that is none of the person's is refused by the service."""
    if value in ("", NEW):
        return None
    try:
        return str(UUID(value))
    except ValueError:
        return str(UUID(int=0))
