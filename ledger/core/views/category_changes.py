"""What else is done to a category: its place among its siblings, its picture, making two into one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from ledger.core import services
from ledger.core.category_forms import CategoryForm, IconForm, MergeForm
from ledger.core.category_tree import CategoryTree, category_tree
from ledger.core.category_use import line_counts
from ledger.core.errors import Conflict
from ledger.core.models import Category
from ledger.core.views.categories import edit_page
from ledger.core.views.transactions import person

_BY = {"up": -1, "down": 1}


@login_required
@require_POST
def category_move(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One place up or down."""
    user = person(request)
    category = get_object_or_404(Category.objects.visible_to(user), pk=pk)
    by = _BY.get(request.POST.get("direction", ""))
    if by is None:
        return HttpResponseBadRequest(_("Up or down?"))
    services.move_in_order(category=category, person=user, by=by)
    return redirect("category_edit", pk)


@login_required
@require_POST
def category_icon(request: HttpRequest, pk: UUID) -> HttpResponse:
    user = person(request)
    category = get_object_or_404(Category.objects.visible_to(user), pk=pk)
    form = IconForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            services.change_category_icon(category=category, person=user, upload=form.cleaned_data["file"])
            return redirect("category_edit", pk)
        except ValidationError as error:
            form.add_error("file", error)
    return edit_page(request, user, category, CategoryForm(person=user, category=category), form, status=422)


@login_required
@require_POST
def category_icon_remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    user = person(request)
    category = get_object_or_404(Category.objects.visible_to(user), pk=pk)
    services.remove_category_icon(category=category, person=user)
    return redirect("category_edit", pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def category_merge(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Choose into which; look at how many lines that gives it; do it. Nothing is changed before the last step."""
    user = person(request)
    category = get_object_or_404(Category.objects.owned_by(user), pk=pk)
    tree = category_tree(user)
    is_post = request.method == "POST"
    asked = request.POST if is_post else request.GET or None
    form = MergeForm(asked, tree=tree, category=category)
    if is_post and form.is_valid():
        into = get_object_or_404(Category.objects.visible_to(user), pk=UUID(form.cleaned_data["into"]))
        try:
            version = form.cleaned_data["version"]
            services.merge_category(category=category, into=into, merged_by=user, version=version)
        except ValidationError as error:
            form.refused(error)
        except Conflict:
            form.add_error(None, _("This was changed elsewhere. Look at it again."))
        else:
            messages.success(request, _("%(name)s is merged") % {"name": category.name})
            return redirect("categories")
    context = {
        "form": form,
        "category": category,
        "node": tree.get(category.pk),
        **_outcome(form, user, tree, category),
    }
    return render(
        request, "ledger/categories/merge.html", context, status=422 if form.is_bound and form.errors else 200
    )


def _outcome(form: MergeForm, user: User, tree: CategoryTree, category: Category) -> dict[str, Any]:
    """What merging would come to; empty where nothing is chosen yet."""
    if not form.is_bound or not form.is_valid():
        return {}
    into = tree.get(UUID(form.cleaned_data["into"]))
    if into is None:
        return {}
    counts = line_counts(user, (category.pk, into.id))
    going, there = counts[category.pk], counts[into.id]
    return {"into": into, "going": going, "there": there, "together": going + there}
