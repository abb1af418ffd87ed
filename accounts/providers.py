"""Log-in with other identity providers, by OpenID Connect with a code and PKCE; Apple's way is in `accounts.apple`."""

from __future__ import annotations

from functools import partial
from typing import Any

from allauth.account.internal.decorators import login_not_required
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.headless.base.response import AuthenticationResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.provider import OAuth2Provider
from allauth.socialaccount.providers.openid_connect import views
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.apple import AppleProvider
from accounts.proof import CAME_BACK, prove_by_provider
from accounts.provider_ways import BROKEN, come_back_by, leave_by

APPLE = "apple"


class Provider(OpenIDConnectProvider):
    def get_auth_params_from_request(self, request: HttpRequest, action: str) -> dict[str, Any]:
        """Who proves that it is them is to log in there anew, though they may be known there (max_age, OpenID Connect
        Core 3.1.2.1). What a request adds by itself is not passed on."""
        is_proof = request.POST.get("process") == AuthProcess.REDIRECT
        return {**self.get_auth_params(), **({"max_age": "0"} if is_proof else {})}

    def verify_token(self, request: HttpRequest, token: dict[str, Any]) -> SocialLogin:
        """What an app sends in a token is whatever somebody typed: no part of it may be missed loudly."""
        try:
            return super().verify_token(request, token)
        except BROKEN as error:
            raise get_adapter().validation_error("invalid_token") from error


class ProviderAdapter(DefaultSocialAccountAdapter):
    """Nobody gets into an account by its address alone: who has one connects a provider after logging in to it."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Some providers write the flag as text, where even 'false' would count as confirmed.

        Who is logged in already proves that it is them; their session goes on.
        """
        for address in sociallogin.email_addresses:
            address.verified = str(address.verified).lower() == "true"
        process = sociallogin.state.get("process")
        if process == AuthProcess.REDIRECT:
            request.session[CAME_BACK] = prove_by_provider(request, sociallogin)
        elif process == AuthProcess.LOGIN and _is_by_app(request) and prove_by_provider(request, sociallogin):
            raise ImmediateHttpResponse(AuthenticationResponse(request))

    def get_signup_form_initial_data(self, sociallogin: SocialLogin) -> dict[str, Any]:
        name = sociallogin.account.get_provider_account().get_user_data().get("name")
        given = name[:100] if isinstance(name, str) else ""
        return {**super().get_signup_form_initial_data(sociallogin), "name": given}

    def get_provider(self, request: HttpRequest, provider: str, client_id: str | None = None) -> OAuth2Provider:
        """Also one that is configured no longer, to whom it is connected, so that it can be shown and removed."""
        try:
            app = self.get_app(request, provider, client_id)
            return (AppleProvider if app.provider == APPLE else Provider)(request, app=app)
        except SocialApp.DoesNotExist:
            if not SocialAccount.objects.filter(user_id=request.user.pk, provider=provider).exists():
                raise
            return Provider(request, app=SocialApp(provider_id=provider, name=provider))


def providers() -> list[dict[str, str]]:
    """What is configured: `id`, `name` and the `url` of the way there."""
    configured: dict[str, Any] = settings.SOCIALACCOUNT_PROVIDERS
    apps: list[dict[str, Any]] = configured.get("openid_connect", {}).get("APPS", [])
    found = [(each["provider_id"], each["name"], "openid_connect_login", [each["provider_id"]]) for each in apps]
    if configured.get(APPLE, {}).get("APPS"):
        found.append((APPLE, "Apple", "apple_login", []))
    return [{"id": key, "name": name, "url": reverse(route, args=args)} for key, name, route, args in found]


@never_cache
@login_not_required
@require_POST
def leave(request: HttpRequest, provider_id: str) -> HttpResponse:
    return leave_by(request, partial(views.login, provider_id=provider_id), provider_id)


@never_cache
@login_not_required
@require_GET
def come_back(request: HttpRequest, provider_id: str) -> HttpResponse:
    return come_back_by(request, partial(views.callback, provider_id=provider_id), provider_id)


def _is_by_app(request: HttpRequest) -> bool:
    return hasattr(request.allauth, "headless")  # type: ignore[attr-defined]
