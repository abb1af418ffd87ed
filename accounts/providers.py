"""Log-in with other identity providers, all of them by OpenID Connect with a code and PKCE."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any

from allauth.account.internal.decorators import login_not_required
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect import views
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from requests import RequestException

log = logging.getLogger("security")
# What a provider that is down, or answers something else than it should, makes allauth raise.
BROKEN = (OAuth2Error, RequestException, KeyError, TypeError, ValueError)


class Provider(OpenIDConnectProvider):
    def verify_token(self, request: HttpRequest, token: dict[str, Any]) -> SocialLogin:
        """What an app sends in a token is whatever somebody typed: no part of it may be missed loudly."""
        try:
            return super().verify_token(request, token)
        except BROKEN as error:
            raise get_adapter().validation_error("invalid_token") from error


class ProviderAdapter(DefaultSocialAccountAdapter):
    """Nobody gets into an account by its address alone: who has one connects a provider after logging in to it."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Some providers write the flag as text, where even 'false' would count as confirmed."""
        for address in sociallogin.email_addresses:
            address.verified = str(address.verified).lower() == "true"

    def get_signup_form_initial_data(self, sociallogin: SocialLogin) -> dict[str, Any]:
        name = sociallogin.account.get_provider_account().get_user_data().get("name")
        given = name[:100] if isinstance(name, str) else ""
        return {**super().get_signup_form_initial_data(sociallogin), "name": given}

    def get_provider(self, request: HttpRequest, provider: str, client_id: str | None = None) -> Provider:
        """Also one that is configured no longer, to whom it is connected, so that it can be shown and removed."""
        try:
            return Provider(request, app=super().get_provider(request, provider, client_id).app)
        except SocialApp.DoesNotExist:
            if not SocialAccount.objects.filter(user_id=request.user.pk, provider=provider).exists():
                raise
            return Provider(request, app=SocialApp(provider_id=provider, name=provider))


def providers() -> list[dict[str, str]]:
    """What is configured: `id` and `name`."""
    apps: list[dict[str, Any]] = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    return [{"id": each["provider_id"], "name": each["name"]} for each in apps]


@never_cache
@login_not_required
@require_POST
def leave(request: HttpRequest, provider_id: str) -> HttpResponse:
    """To the provider, by a page that goes on by itself: our policy lets no form's answer lead to another host."""
    try:
        answer = views.login(request, provider_id)
    except BROKEN as error:
        return _broken(request, provider_id, error)
    if answer.status_code != HTTPStatus.FOUND:
        return answer  # type: ignore[no-any-return]
    return render(request, "socialaccount/leaving.html", {"url": answer["Location"]})


@never_cache
@login_not_required
@require_GET
def come_back(request: HttpRequest, provider_id: str) -> HttpResponse:
    try:
        return views.callback(request, provider_id)  # type: ignore[no-any-return]
    except BROKEN as error:
        return _broken(request, provider_id, error)


def _broken(request: HttpRequest, provider_id: str, error: Exception) -> HttpResponse:
    log.warning("The identity provider %s failed: %s", provider_id, type(error).__name__)
    return render(request, "socialaccount/authentication_error.html", status=HTTPStatus.BAD_GATEWAY)
