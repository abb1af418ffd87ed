"""To an identity provider and back, where it may be down or answer anything."""

from __future__ import annotations

import logging
from collections.abc import Callable
from http import HTTPStatus

from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from requests import RequestException

log = logging.getLogger("security")
# What a provider that is down, or answers something else than it should, makes allauth raise.
BROKEN = (OAuth2Error, RequestException, KeyError, TypeError, ValueError)
View = Callable[[HttpRequest], HttpResponse]


def leave_by(request: HttpRequest, view: View, provider_id: str) -> HttpResponse:
    """To the provider, by a page that goes on by itself: our policy lets no form's answer lead to another host."""
    try:
        answer = view(request)
    except BROKEN as error:
        return _broken(request, provider_id, error)
    if answer.status_code != HTTPStatus.FOUND:
        return answer
    return render(request, "socialaccount/leaving.html", {"url": answer["Location"]})


def come_back_by(request: HttpRequest, view: View, provider_id: str) -> HttpResponse:
    try:
        return view(request)
    except BROKEN as error:
        return _broken(request, provider_id, error)


def _broken(request: HttpRequest, provider_id: str, error: Exception) -> HttpResponse:
    log.warning("The identity provider %s failed: %s", provider_id, type(error).__name__)
    return render(request, "socialaccount/authentication_error.html", status=HTTPStatus.BAD_GATEWAY)
