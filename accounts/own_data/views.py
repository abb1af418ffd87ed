"""'My data' in the settings: all that is kept of a person, to take along."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from accounts.own_data.sending import own_data_response
from accounts.own_data.taking import check_archive, start_taking, state_of
from accounts.own_data.told import told_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def own_data(request: HttpRequest) -> HttpResponseBase:
    """A POST answers with the archive: no address that somebody is led to makes one."""
    assert isinstance(request.user, User)
    if request.method == "POST":
        return own_data_response(request, request.user)
    return _page(request, request.user)


@login_required
@require_POST
def own_data_import(request: HttpRequest) -> HttpResponse:
    """Read an archive, and have it taken in where it is whole."""
    assert isinstance(request.user, User)
    upload = request.FILES.get("file")
    if upload is None:
        return _page(request, request.user, _("Choose a file."))
    try:
        check_archive(person=request.user, upload=upload)
        start_taking(person=request.user, upload=upload)
    except ValidationError as error:
        return _page(request, request.user, " ".join(error.messages))
    messages.success(request, _("The archive is being taken in."))
    return redirect("settings_data")


def _page(request: HttpRequest, person: User, error: str = "") -> HttpResponse:
    state = state_of(person)
    context = {"section": "settings_data", "state": state, "told": told_of(state), "error": error}
    return render(request, "accounts/settings_data.html", context, status=422 if error else 200)
