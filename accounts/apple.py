"""Sign in with Apple: OpenID Connect but for a client secret that is a signed token, and an answer that is a POST.

Apple posts its answer from its own site, so that the browser sends none of our cookies with it (SameSite=Lax). It is
sent on to a second address, where they come along and the state is checked.
"""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, unquote, urlencode

from allauth.account.internal.decorators import login_not_required
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.apple.client import AppleOAuth2Client
from allauth.socialaccount.providers.apple.provider import AppleProvider as AllauthProvider
from allauth.socialaccount.providers.apple.views import AppleOAuth2Adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST
from jwt import PyJWTError, get_unverified_header

from accounts.provider_ways import BROKEN, come_back_by, leave_by

ISSUER = "https://appleid.apple.com"
SIGNED_BY = ("RS256", "ES256")
NAME_COOKIE, NAME_SECONDS, NAME_LENGTH = "apple-name", 600, 100
LONGEST_PARAMETER = 2_000
# What a token says of a person; the rest of an answer of Apple's is tokens, which nothing here needs.
KEPT = ("sub", "email", "email_verified", "is_private_email", "iat", "auth_time")


class AppleProvider(AllauthProvider):
    def verify_token(self, request: HttpRequest, token: dict[str, Any]) -> SocialLogin:
        """What an app sends, as `accounts.providers.Provider` takes it."""
        try:
            claims = verified_claims(self, token["id_token"])
            return self.sociallogin_from_response(request, claims)
        except BROKEN as error:
            raise get_adapter().validation_error("invalid_token") from error

    def get_oauth2_adapter(self, request: HttpRequest) -> AppleAdapter:
        return AppleAdapter(request)

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        """The name is whole here, and goes into the sign-up form (`accounts.providers.ProviderAdapter`)."""
        return {"email": data.get("email")}


class AppleAdapter(AppleOAuth2Adapter):
    login_cancelled_error = "user_cancelled_authorize"

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        server = server_of(self.get_provider().app)
        self.authorize_url = f"{server}/auth/authorize"
        self.access_token_url = f"{server}/auth/token"

    def get_provider(self) -> AppleProvider:
        try:
            found = super().get_provider()
        except SocialApp.DoesNotExist as error:
            raise Http404 from error
        if not isinstance(found, AppleProvider):
            raise Http404
        return found

    def get_access_token_data(
        self, request: HttpRequest, app: SocialApp, client: AppleOAuth2Client, pkce_code_verifier: str | None = None
    ) -> dict[str, Any]:
        """Only what Apple gives for the code: a token in the posted form could have been obtained by anybody."""
        answer: dict[str, Any] = client.get_access_token(request.GET["code"], pkce_code_verifier=pkce_code_verifier)
        return answer

    def parse_token(self, data: dict[str, Any]) -> SocialToken:
        token = SocialToken(token=data["access_token"])
        token.user_data = verified_claims(self.get_provider(), data.get("id_token"))
        return token

    def complete_login(self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any) -> SocialLogin:
        """The name is what the browser posted, and only a proposal for the sign-up form."""
        claims = {**token.user_data, "name": unquote(request.COOKIES.get(NAME_COOKIE, ""))[:NAME_LENGTH]}
        return self.get_provider().sociallogin_from_response(request, claims)


def server_of(app: SocialApp) -> str:
    """Apple's address. `server_url` among the app's settings is where tests have another."""
    return str(app.settings.get("server_url") or ISSUER)


def verified_claims(provider: AllauthProvider, id_token: Any) -> dict[str, Any]:
    """Who an id_token speaks of, once its signature, issuer, audience and time have been found right. Asks for keys.

    Raises:
        OAuth2Error: any of that is wrong.
        RequestException: the keys cannot be had.
    """
    try:
        if get_unverified_header(id_token).get("alg") not in SIGNED_BY:
            raise OAuth2Error("unknown signature")
        claims: dict[str, Any] = jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=f"{server_of(provider.app)}/auth/keys",
            issuer=ISSUER,
            audience=provider.get_auds(),
            lookup_kid=jwtkit.lookup_kid_jwk,
        )
        if not claims["sub"] or not claims["exp"]:
            raise OAuth2Error("no subject or no end")
    except (PyJWTError, KeyError, TypeError, AttributeError) as error:
        raise OAuth2Error("Invalid id_token") from error
    return {name: claims[name] for name in KEPT if name in claims}


@never_cache
@login_not_required
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    return leave_by(request, OAuth2LoginView.adapter_view(AppleAdapter), "apple")


@never_cache
@csrf_exempt
@login_not_required
@require_POST
def receive(request: HttpRequest) -> HttpResponse:
    """Apple's POST: no session, nothing believed or kept here but a name, in a cookie of the next address alone."""
    AppleAdapter(request)
    sent = {name: request.POST[name][:LONGEST_PARAMETER] for name in ("code", "state", "error") if name in request.POST}
    address = reverse("apple_finish_callback")
    answer = HttpResponseRedirect(f"{address}?{urlencode(sent)}")
    answer.status_code = HTTPStatus.SEE_OTHER
    answer.set_cookie(
        NAME_COOKIE,
        quote(name_in(request.POST.get("user", ""))),
        max_age=NAME_SECONDS,
        path=address,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return answer


@never_cache
@login_not_required
@require_GET
def come_back(request: HttpRequest) -> HttpResponse:
    answer = come_back_by(request, OAuth2CallbackView.adapter_view(AppleAdapter), "apple")
    answer.delete_cookie(NAME_COOKIE, path=request.path, samesite="Lax")
    return answer


def name_in(user: str) -> str:
    """The person's name in what Apple posts beside the first answer; empty for anything else somebody posts."""
    try:
        name = json.loads(user[:LONGEST_PARAMETER])["name"]
        parts = [name.get("firstName"), name.get("lastName")]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return ""
    return " ".join(part.strip() for part in parts if isinstance(part, str))[:NAME_LENGTH]
