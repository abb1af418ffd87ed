"""Sorting at the first step: one line, all strong guesses at once, and whose a line is."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from ledger.core.category_tree import category_tree
from ledger.core.errors import Conflict
from ledger.core.system_categories import SYSTEM_CATEGORIES_BY_SLUG, system_category_id
from partnerships.core.errors import Overtaken
from partnerships.dates.left_over import MOST_SHOWN
from partnerships.dates.sorting import Choice, file_line, give_back, line_to_sort, take_offers
from partnerships.dates.views.answering import key_of, number_of, refusal, said
from partnerships.expenses.services import waiting_share
from partnerships.expenses.views.pages import reader_of
from partnerships.sharing.whose import say_whose


@login_required
@require_POST
def money_date_line(request: HttpRequest, pk: UUID) -> HttpResponse:
    """File one line under the tapped or chosen category."""
    standing = reader_of(request)
    before = line_to_sort(standing, pk)
    category = _category_key(request.POST.get("category", ""))
    if category is None:
        return said(request, standing, _("There is no such category."), error=True)
    choice = Choice(pk, category, number_of(request.POST.get("version")))
    try:
        filed = file_line(standing=standing, choice=choice)
    except Conflict:
        return said(request, standing, _("This line was changed elsewhere."), error=True)
    except (Overtaken, ValidationError) as refused:
        return said(request, standing, refusal(refused), error=True)
    node = category_tree(standing.person).get(filed.category_id)
    named = {"payee": filed.payee or str(filed.get_kind_display()), "category": node.name if node else ""}
    undo = reverse("money_date_line_undo", args=[pk])
    query = f"?{urlencode({'category': before.category_id})}" if before.category_id else ""
    return said(request, standing, _("%(payee)s is %(category)s now") % named, undo_url=undo + query)


@login_required
@require_POST
def money_date_line_undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Back to the category before."""
    standing = reader_of(request)
    try:
        give_back(standing=standing, line=pk, category=key_of(request.GET.get("category", "")))
    except (Overtaken, ValidationError) as refused:
        return said(request, standing, refusal(refused), error=True)
    return said(request, standing, _("As it was"))


@login_required
@require_POST
def money_date_take(request: HttpRequest) -> HttpResponse:
    """All strong guesses at once, as the page showed them: each `line` is an id, a category and a version."""
    standing = reader_of(request)
    choices = [each for each in map(_choice, request.POST.getlist("line")[:MOST_SHOWN]) if each is not None]
    try:
        filed = take_offers(standing=standing, choices=choices)
    except Overtaken as overtaken:
        return said(request, standing, refusal(overtaken), error=True)
    text = ngettext("%(count)s line sorted", "%(count)s lines sorted", filed) % {"count": filed}
    if filed < len(choices):
        text += ". " + _("What changed meanwhile is still here.")
    return said(request, standing, text, error=not filed)


@login_required
@require_POST
def money_date_whose(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Whose a line is; above the threshold the partner is asked."""
    standing = reader_of(request)
    entry = line_to_sort(standing, pk)
    try:
        say_whose(standing=standing, entry=entry, whose=request.POST.get("whose", ""))
    except (Overtaken, ValidationError) as refused:
        return said(request, standing, refusal(refused), error=True)
    if waiting_share(entry) is not None:
        return said(request, standing, _("%(partner)s is asked first") % {"partner": standing.other})
    return said(request, standing, _("Saved"))


def _category_key(text: str) -> UUID | None:
    """A category by its id, or one of everybody's by its short name."""
    return system_category_id(text) if text in SYSTEM_CATEGORIES_BY_SLUG else key_of(text)


def _choice(text: str) -> Choice | None:
    line, category, version = [*text.split(":"), "", ""][:3]
    key, wanted, seen = key_of(line), key_of(category), number_of(version)
    return Choice(key, wanted, seen) if key and wanted and seen else None
