"""What a person chooses the file's own categories to become."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from ledger.core import errors as core_errors
from ledger.core.models import Category
from ledger.imports.file_categories import choose_categories
from ledger.imports.line_categories import choose_category
from ledger.imports.views.category_card import numbered
from ledger.imports.views.changes import do
from ledger.imports.views.pages import own_import, person

NEW = "new"
LINE = "category-"
# Much shorter than ids, of which a page would hold a hundred.
_SLUG = re.compile(r"[a-z0-9-]{1,60}")


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


@login_required
@require_POST
def import_line_categories(request: HttpRequest, pk: UUID) -> HttpResponse:
    """`category-<statement>:<line>` is an id or the slug of a shared one, '' for what Tuppence finds; only those that
    changed are taken.
    """
    source = own_import(request, pk)
    sent = {name.removeprefix(LINE): request.POST[name] for name in request.POST if name.startswith(LINE)}

    def choose() -> None:
        for key, value in sent.items():
            category = _visible(request, value) if value else None
            if source.choices.get(f"c{key}", "") != (str(category.pk) if category else ""):
                choose_category(source=source, key=key, category=category)

    return do(request, source, choose)


def _visible(request: HttpRequest, value: str) -> Category:
    """Raises FieldError: none of the categories the person sees."""
    mine = Category.objects.visible_to(person(request))
    key = _id(value)
    category = mine.filter(pk=UUID(key)).first() if key else None
    if category is None and _SLUG.fullmatch(value):
        category = mine.filter(slug=value, owner__isnull=True).first()
    if category is None:
        raise core_errors.category_not_usable()
    return category


def _id(value: str) -> str | None:
    """The id as sent; one that is none of the person's is refused by the service."""
    if value in ("", NEW):
        return None
    try:
        return str(UUID(value))
    except ValueError:
        return str(UUID(int=0))
