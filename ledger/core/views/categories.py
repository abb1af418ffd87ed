"""Categories: the tree, own ones, and one's own view of the shared ones."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from config.kernel.assets import CATEGORY_ICONS
from ledger.core import services
from ledger.core.category_tree import CategoryNode, CategoryTree, category_tree
from ledger.core.forms import CategoryForm, ReplacementForm
from ledger.core.models import Category
from ledger.core.views.transactions import person


@login_required
@require_safe
def categories(request: HttpRequest) -> HttpResponse:
    """The whole tree. Two queries."""
    tree = category_tree(person(request))
    kinds = [
        {"title": str(kind.label), "families": [_family(tree, top) for top in tree.tops() if top.kind == kind]}
        for kind in Category.Kind
    ]
    partial = "#category-list" if request.htmx else ""  # type: ignore[attr-defined]
    return render(request, "ledger/categories.html" + partial, {"kinds": kinds})


def _family(tree: CategoryTree, top: CategoryNode) -> dict[str, Any]:
    below = [tree.get(each) for each in tree.branch(top.id)[1:]]
    return {"top": top, "children": below}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def category_add(request: HttpRequest) -> HttpResponse:
    form = CategoryForm(request.POST or None, person=person(request))
    if request.method == "POST" and form.is_valid() and form.save() is not None:
        messages.success(request, _("Added"))
        return redirect("categories")
    context = {"form": form, "icons": CATEGORY_ICONS}
    return render(request, "ledger/category_form.html", context, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def category_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    user = person(request)
    category = get_object_or_404(Category.objects.visible_to(user), pk=pk)
    form = CategoryForm(request.POST or None, person=user, category=category)
    if request.method == "POST" and form.is_valid() and form.save() is not None:
        messages.success(request, _("Saved"))
        return redirect("categories")
    context = {
        "form": form,
        "category": category,
        "icons": CATEGORY_ICONS,
        "is_own": not category.is_system,
    }
    return render(request, "ledger/category_form.html", context, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def category_delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Delete an own category; its lines go where the person says."""
    user = person(request)
    category = get_object_or_404(Category.objects.owned_by(user), pk=pk)
    form = ReplacementForm(request.POST or None, person=user, category=category)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["replacement"]
        replacement = get_object_or_404(Category.objects.visible_to(user), pk=UUID(chosen)) if chosen else None
        try:
            services.delete_category(category=category, deleted_by=user, replacement=replacement)
            messages.success(request, _("Deleted"))
            return redirect("categories")
        except ValidationError as error:
            form.add_error("replacement", error.messages[0])
    context = {"form": form, "category": category}
    return render(request, "ledger/category_delete.html", context, status=422 if form.is_bound else 200)
