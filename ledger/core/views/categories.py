"""Categories: the tree, own ones, and one's own view of the shared ones."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from config.kernel.assets import CATEGORY_ICONS, FURTHER_ICONS
from config.kernel.money import ZERO
from ledger.core import services
from ledger.core.category_forms import CategoryForm, IconForm, ReplacementForm
from ledger.core.category_tree import CategoryNode, CategoryTree, category_tree
from ledger.core.category_use import CategoryUse, use_of_categories
from ledger.core.errors import Conflict
from ledger.core.icon_names import ICON_NAMES
from ledger.core.models import Category
from ledger.core.sums import month_end
from ledger.core.views.conflicts import with_current_version
from ledger.core.views.rows import drill_url
from ledger.core.views.transactions import person


@dataclass(frozen=True, slots=True)
class LimitUse:
    """What is used of a monthly limit this month, with all below the category; `url` leads to the lines."""

    limit: Decimal
    used: Decimal
    url: str

    @property
    def percent(self) -> int:
        """What the bar shows: never more than the whole, and nothing where more came back than went."""
        return int(min(max(self.used, ZERO), self.limit) * 100 / self.limit)

    @property
    def over(self) -> Decimal:
        return max(self.used - self.limit, ZERO)

    @property
    def tone(self) -> str:
        return "over" if self.over else "soon" if self.used * 10 >= self.limit * 9 else "accent"


@dataclass(frozen=True, slots=True)
class TreeRow:
    node: CategoryNode
    level: int
    use: LimitUse | None


@login_required
@require_safe
def categories(request: HttpRequest) -> HttpResponse:
    """The whole tree, with what is used of each limit. Two queries, and those of the month where there is a limit."""
    user = person(request)
    tree = category_tree(user)
    use = None
    if any(each.monthly_limit for each in tree.in_order()):
        use = use_of_categories(user, tree, first=user.today, last=user.today)
    kinds = [
        {"title": str(kind.label), "families": [_family(tree, top, use) for top in tree.tops() if top.kind == kind]}
        for kind in Category.Kind
    ]
    partial = "#category-list" if request.htmx else ""  # type: ignore[attr-defined]
    context = {"kinds": kinds, "currency": user.currency}
    return render(request, "ledger/categories/categories.html" + partial, context)


def _family(tree: CategoryTree, top: CategoryNode, use: CategoryUse | None) -> list[TreeRow]:
    return [TreeRow(each, len(tree.path(each.id)) - 1, _limit_use(each, use)) for each in tree.family(top.id)]


def _limit_use(node: CategoryNode, use: CategoryUse | None) -> LimitUse | None:
    if node.monthly_limit is None or use is None:
        return None
    month = use.months[-1]
    span = {"booked_on_after": month, "booked_on_before": month_end(month)}
    url = drill_url(reverse("transactions"), category=node.id, **span)
    return LimitUse(node.monthly_limit, use.of_month(node.id, month), url)


def _icons(request: HttpRequest, form: CategoryForm) -> dict[str, Any]:
    """What an icon is chosen from: all of them weigh more than a page should, so the rare ones come when asked for."""
    shows_all = request.GET.get("icons") == "all"
    chosen = form["icon"].value()
    shown = [each for each in CATEGORY_ICONS if shows_all or each == chosen or each not in FURTHER_ICONS]
    return {
        "icons": [(each, ICON_NAMES[each]) for each in shown],
        "further_icons": FURTHER_ICONS - {chosen} if shows_all else frozenset(),
    }


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def category_add(request: HttpRequest) -> HttpResponse:
    form = CategoryForm(request.POST or None, person=person(request))
    if request.method == "POST" and form.is_valid() and form.save() is not None:
        messages.success(request, _("Added"))
        return redirect("categories")
    context = {"form": form, **_icons(request, form)}
    return render(request, "ledger/categories/form.html", context, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def category_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    user = person(request)
    category = get_object_or_404(Category.objects.visible_to(user), pk=pk)
    form = CategoryForm(request.POST or None, person=user, category=category)
    if request.method == "POST" and form.is_valid():
        try:
            if form.save() is not None:
                messages.success(request, _("Saved"))
                return redirect("categories")
        except Conflict as conflict:
            typed = with_current_version(request.POST, getattr(conflict.current, "version", 1))
            form = CategoryForm(typed, person=user, category=category)
            form.add_error(None, _("This was changed elsewhere. Saving again puts yours in its place."))
    return edit_page(request, user, category, form, status=422 if form.is_bound else 200)


def edit_page(
    request: HttpRequest,
    user: User,
    category: Category,
    form: CategoryForm,
    icon_form: IconForm | None = None,
    *,
    status: int,
) -> HttpResponse:
    siblings = [each for each in form.tree.siblings(category.pk) if each.kind == category.kind]
    context = {
        "form": form,
        "icon_form": icon_form or IconForm(),
        "category": category,
        "node": form.tree.get(category.pk),
        "siblings": siblings,
        **_icons(request, form),
        "is_own": not category.is_system,
        "currency": user.currency,
    }
    return render(request, "ledger/categories/form.html", context, status=status)


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
    return render(request, "ledger/categories/delete.html", context, status=422 if form.is_bound else 200)
