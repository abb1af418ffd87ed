"""The person's API keys, in their settings."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.keys import services
from accounts.keys.forms import KeyForm
from accounts.keys.models import ApiKey
from accounts.keys.scopes import WORDS
from accounts.models import User
from accounts.proof import require_proof
from config.kernel.audit import record


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def keys(request: HttpRequest) -> HttpResponse:
    """The list, and the form for another. A new key is shown on the answer itself, the one time it can be."""
    person = _person(request)
    form = KeyForm(request.POST or None, person=person)
    made: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            require_proof(person=person, password=form.cleaned_data.get("password", ""), session=request.session)
            key, secret = services.create_key(
                person=person,
                name=form.cleaned_data["name"],
                scopes=form.cleaned_data["scopes"],
                expires_at=form.expires_at(),
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            record("api_key_made", person=person, request=request, key=str(key.pk), scopes=key.scope_names)
            made, form = {"made": key, "secret": secret}, KeyForm(person=person)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    context = {"section": "settings_keys", "form": form, "keys": _shown(person), **made}
    return render(request, "accounts/settings_keys.html", context, status=status)


@login_required
@require_POST
def key_revoke(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = _person(request)
    key = get_object_or_404(ApiKey.objects.owned_by(person), pk=pk)
    services.revoke_key(key=key)
    record("api_key_revoked", person=person, request=request, key=str(pk))
    messages.success(request, _("The key opens nothing any more."))
    return redirect("settings_keys")


def _shown(person: User) -> list[dict[str, Any]]:
    return [
        {"key": key, "has_expired": key.has_expired(), "may": [WORDS.get(name, name) for name in key.scope_names]}
        for key in ApiKey.objects.owned_by(person).order_by("-created_at")
    ]


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
