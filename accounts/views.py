"""The settings of the person who asks."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.mfa.utils import is_mfa_enabled
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import services, sessions
from accounts.avatars import change_avatar, remove_avatar
from accounts.forms import AccountDeletionForm, AvatarForm, LookForm, ProfileForm, ThemeForm
from accounts.models import User
from accounts.proof import require_proof
from config.kernel.audit import record
from config.kernel.models import AuditEntry

ENTRIES_SHOWN = 10


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    person = _person(request)
    form = ProfileForm(request.POST or None, initial=_profile_of(person))
    if request.method == "POST" and form.is_valid() and _save(request, person, form):
        messages.success(request, _("Saved."))
        return redirect("settings")
    return _page(request, "accounts/settings_profile.html", form, avatar_form=AvatarForm())


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def look(request: HttpRequest) -> HttpResponse:
    person = _person(request)
    initial = {"theme": person.theme, "locale": person.locale, "time_zone": person.time_zone}
    form = LookForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid() and _save(request, person, form):
        messages.success(request, _("Saved."))
        return redirect("settings_look")
    return _page(request, "accounts/settings_look.html", form)


@login_required
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    person = _person(request)
    devices = sessions.devices_of(person=person, session_key=request.session.session_key or "")
    entries = AuditEntry.objects.filter(person=person).order_by("-at")[:ENTRIES_SHOWN]
    context = {"section": "settings_security", "devices": devices, "entries": entries}
    context["has_factor"] = is_mfa_enabled(person)
    context["has_provider"] = SocialAccount.objects.filter(user=person).exists()
    return render(request, "accounts/settings_security.html", context)


@login_required
@require_POST
def session_end(request: HttpRequest, session_id: int) -> HttpResponse:
    person = _person(request)
    session = get_object_or_404(UserSession, user=person, pk=session_id)
    sessions.end_session(session=session)
    record("session_ended", person=person, request=request)
    messages.success(request, _("Logged out there."))
    return redirect("settings_security")


@login_required
@require_POST
def sessions_end(request: HttpRequest) -> HttpResponse:
    person = _person(request)
    sessions.end_other_sessions(person=person, session_key=request.session.session_key or "")
    record("other_sessions_ended", person=person, request=request)
    messages.success(request, _("Logged out everywhere else."))
    return redirect("settings_security")


@login_required
@require_POST
def avatar_change(request: HttpRequest) -> HttpResponse:
    person = _person(request)
    form = AvatarForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            change_avatar(person=person, upload=form.cleaned_data["file"])
        except ValidationError as error:
            form.add_error("file", error)
        else:
            return redirect("settings")
    profile_form = ProfileForm(initial=_profile_of(person))
    context = {"form": profile_form, "avatar_form": form, "section": "settings"}
    return render(request, "accounts/settings_profile.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)


@login_required
@require_POST
def avatar_remove(request: HttpRequest) -> HttpResponse:
    remove_avatar(person=_person(request))
    return redirect("settings")


@login_required
@require_POST
def theme_change(request: HttpRequest) -> HttpResponse:
    """The switch in the side bar; answers with nothing."""
    form = ThemeForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=HTTPStatus.UNPROCESSABLE_ENTITY)
    services.choose_theme(person=_person(request), theme=form.cleaned_data["theme"])
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def account_delete(request: HttpRequest) -> HttpResponse:
    person = _person(request)
    form = AccountDeletionForm(request.POST if request.method == "POST" else None, person=person)
    if request.method == "POST" and form.is_valid():
        person_id = str(person.pk)
        try:
            require_proof(person=person, password=form.cleaned_data.get("password", ""), session=request.session)
            services.delete_account(person=person)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            request.session.flush()
            record("account_deleted", person=None, request=request, person_id=person_id)
            messages.success(request, _("Your account and everything in it is gone."))
            return redirect(get_adapter(request).get_logout_redirect_url(request))
    return _page(request, "accounts/account_delete.html", form)


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _profile_of(person: User) -> dict[str, Any]:
    values = {name: getattr(person, name) for name in services.PROFILE_FIELDS}
    return {**values, "financial_goals": "\n".join(person.financial_goals), "version": person.version}


def _save(request: HttpRequest, person: User, form: forms.Form) -> bool:
    """True when the service took it; otherwise the form says why not."""
    changes = dict(form.cleaned_data)
    seen_version = changes.pop("version", None)
    differing = [name for name, value in changes.items() if getattr(person, name) != value]
    try:
        services.change_profile(person=person, seen_version=seen_version, **changes)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    if differing:
        record("profile_changed", person=person, request=request, fields=differing)
    return True


def _page(request: HttpRequest, template: str, form: forms.Form, **context: Any) -> HttpResponse:
    """The page with its form: 422 when the form was refused."""
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    match = request.resolver_match
    context |= {"form": form, "section": match.url_name if match else ""}
    return render(request, template, context, status=status)
