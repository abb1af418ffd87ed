"""'What was this?': the lines without a category one at a time, each filed with one tap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from ledger.categorising.services import rank
from ledger.core import errors, rules, services
from ledger.core.access import lens_of
from ledger.core.category_tree import CategoryNode, CategoryTree, category_tree
from ledger.core.listing import TransactionFilter, count_transactions, list_transactions
from ledger.core.models import Category, Transaction
from ledger.core.services.recording import question_of
from ledger.core.system_categories import system_category_id
from ledger.core.views.rows import entry_from
from ledger.core.views.transactions import editable, person, similar_to, toast

OFFERED = 3
# For a line nothing is known of, by the kind of category.
_USUAL = {
    "expense": ("groceries", "dining", "general-shopping"),
    "income": ("salary", "refunds-cashback", "other-income"),
    "transfer": ("own-transfer", "card-payment", "partner-transfer"),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """A category to tap; `key` is the digit that does the same."""

    key: int
    category: CategoryNode


@login_required
@require_safe
def transaction_sort(request: HttpRequest) -> HttpResponse:
    """The newest line without a category behind `after`, and the three likeliest ones."""
    user = person(request)
    try:
        context = _card(user, category_tree(user), request.GET.get("after", ""))
    except ValueError:
        return redirect("transaction_sort")
    return render(request, "ledger/transactions_sort.html", context)


@login_required
@require_POST
def transaction_file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """File one line under the tapped category, and show the next."""
    user = person(request)
    entry = get_object_or_404(editable(user), pk=pk)
    after = request.POST.get("after", "")
    try:
        category = Category.objects.visible_to(user).filter(pk=UUID(request.POST.get("category", ""))).first()
    except ValueError:
        category = None
    if category is None:
        return HttpResponseBadRequest(_("There is no such category."))
    try:
        version = int(request.POST.get("version") or 0)
        entry = services.choose_category(entry=entry, changed_by=user, category=category, version=version or None)
    except errors.Conflict:
        return _next(request, user, after, _("This line was changed elsewhere."), error=True)
    except (ValidationError, ValueError):
        return HttpResponseBadRequest(_("This category is not for this kind of entry."))
    node = category_tree(user).get(category.pk)
    text = _("%(payee)s is %(category)s now") % {
        "payee": entry.payee or str(entry.get_kind_display()),
        "category": node.name if node else category.name,
    }
    return _next(request, user, after, text, filed=entry)


def _next(
    request: HttpRequest, user: User, after: str, text: str, *, filed: Transaction | None = None, error: bool = False
) -> HttpResponse:
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect(_url(after))
    tree = category_tree(user)
    try:
        context = _card(user, tree, after)
    except ValueError:
        context = _card(user, tree, "")
    response = render(request, "ledger/transactions_sort.html#sort-card", context)
    if filed is not None:
        response.write(render(request, "ledger/_similar_offer.html", _alike(user, filed, tree)).content)
    undo = reverse("transaction_category_undo", args=[filed.pk]) if filed else ""
    return toast(response, text, undo_url=undo, error=error)


def _alike(user: User, entry: Transaction, tree: CategoryTree) -> dict[str, Any]:
    return {
        "similar": similar_to(user, entry),
        "category": tree.shown(entry.category),
        "entry": entry,
        "offer_url": reverse("transaction_similar", args=[entry.pk]),
    }


def _card(user: User, tree: CategoryTree, after: str) -> dict[str, Any]:
    """Raises ValueError on an `after` that is none of ours."""
    lens = lens_of(user)
    asked = TransactionFilter(uncategorised=True)
    page = list_transactions(lens, asked, limit=1, after=after)
    left, is_exact = count_transactions(lens, asked)
    context: dict[str, Any] = {"left": left, "is_exact": is_exact, "after": after, "entry": None, "url": _url(after)}
    entry = editable(user).filter(pk=page.rows[0].id).first() if page.rows else None
    if entry is None:
        return context
    return context | {
        "entry": entry_from(entry, tree),
        "offers": _offers(user, entry, tree),
        "category_groups": tree.groups(kind=rules.category_kind_for(entry.kind)),
        "skip_url": _url(page.rows[0].cursor) if left > 1 else "",
    }


def _offers(user: User, entry: Transaction, tree: CategoryTree) -> list[Offer]:
    """Three always: what is known of the line, then what is usual."""
    kind = rules.category_kind_for(entry.kind)
    keys = [each.category_id for each in rank(user, question_of(entry), OFFERED)]
    keys += [system_category_id(slug) for slug in _USUAL[kind]]
    nodes = [node for key in dict.fromkeys(keys) if (node := tree.get(key)) is not None and not node.is_hidden]
    return [Offer(place, node) for place, node in enumerate(nodes[:OFFERED], start=1)]


def _url(after: str) -> str:
    query = f"?{urlencode({'after': after})}" if after else ""
    return reverse("transaction_sort") + query
