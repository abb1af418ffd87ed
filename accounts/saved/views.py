"""Saved views of a list: saved from it, named anew, deleted, and had back."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from accounts.saved import services
from accounts.saved.forms import NameForm
from accounts.saved.lists import LISTS, query_or_none
from accounts.saved.models import SavedView


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def saved_views(request: HttpRequest, page: str) -> HttpResponse:
    """Those of one list, and the form that saves the filters in this address. For a dialog the content alone."""
    user, url = _person(request), _url_of(page)
    query = request.POST.get("query", "") if request.method == "POST" else request.GET.urlencode()
    form = NameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            view = services.save_view(person=user, page=page, name=form.cleaned_data["name"], query=query)
        except ValidationError as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("%(name)s is saved") % {"name": view.name})
            return redirect(f"{url}?{view.query}")
    return _shown(request, user, page, query, form=form)


@login_required
@require_POST
def saved_view_rename(request: HttpRequest, pk: UUID) -> HttpResponse:
    user = _person(request)
    view = get_object_or_404(SavedView.objects.visible_to(user), pk=pk)
    form = NameForm(request.POST, prefix=str(view.pk))
    if form.is_valid():
        try:
            services.change_view(view=view, changed_by=user, name=form.cleaned_data["name"])
        except ValidationError as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("It is called %(name)s now") % {"name": view.name})
            return _back(request, view.page)
    return _shown(request, user, view.page, request.POST.get("query", ""), form=NameForm(), renaming=form)


@login_required
@require_POST
def saved_view_delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    user = _person(request)
    view = get_object_or_404(SavedView.objects.visible_to(user), pk=pk)
    services.delete_view(view=view, deleted_by=user)
    undo = f"{reverse('saved_view_undo', args=[view.page])}?{urlencode({'name': view.name, 'query': view.query})}"
    messages.success(request, _("%(name)s is deleted") % {"name": view.name}, extra_tags=undo)
    return _back(request, view.page)


@login_required
@require_POST
def saved_view_undo(request: HttpRequest, page: str) -> HttpResponse:
    """Saves again what was deleted, under another id; the list fetches itself anew."""
    _url_of(page)
    values = {"name": request.GET.get("name", ""), "query": request.GET.get("query", "")}
    try:
        services.save_view(person=_person(request), page=page, **values)
    except ValidationError as refused:
        return HttpResponse(" ".join(refused.messages), status=HTTPStatus.BAD_REQUEST)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


def _shown(
    request: HttpRequest, user: User, page: str, query: str, *, form: NameForm, renaming: NameForm | None = None
) -> HttpResponse:
    rows: list[dict[str, Any]] = []
    for view in SavedView.objects.visible_to(user).filter(page=page).order_by("name", "pk"):
        is_typed = renaming is not None and renaming.prefix == str(view.pk)
        own = renaming if is_typed else NameForm(prefix=str(view.pk), initial={"name": view.name})
        rows.append({"view": view, "url": f"{_url_of(page)}?{view.query}", "form": own})
    context = {
        "page": page,
        "list_name": LISTS[page],
        "list_url": _url_of(page),
        "query": query_or_none(query),
        "form": form,
        "rows": rows,
    }
    htmx: Any = request.htmx  # type: ignore[attr-defined]
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors or renaming is not None else HTTPStatus.OK
    partial = "#saved-content" if htmx else ""
    return render(request, "accounts/saved/views.html" + partial, context, status=status)


def _back(request: HttpRequest, page: str) -> HttpResponse:
    """To the list as it was filtered."""
    query = query_or_none(request.POST.get("query", ""))
    return redirect(f"{_url_of(page)}?{query}" if query else _url_of(page))


def _url_of(page: str) -> str:
    """404 of what is no list, or has no page."""
    if page not in LISTS:
        raise Http404
    try:
        return reverse(page)
    except NoReverseMatch:
        raise Http404 from None


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
