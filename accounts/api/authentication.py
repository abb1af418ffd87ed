"""Who is calling: an app with a bearer token, a script with a key, else our own pages with the session cookie."""

from __future__ import annotations

from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts.keys.services import PREFIX, KeyCaller, caller_with, note_use
from accounts.models import User
from accounts.sessions import Caller, caller_of, is_presence_due, note_presence
from config.kernel.audit import client_address


class TokenAuthentication(SessionAuthentication):
    """A bearer token or key decides alone, whatever cookies came along; a cookie needs the CSRF token on writes."""

    def authenticate(self, request: Request) -> tuple[User, Any] | None:
        scheme, _space, token = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        if scheme.lower() != "bearer":
            return super().authenticate(request)
        token = token.strip()
        if token.startswith(PREFIX):
            return self._with_key(request, token)
        caller = caller_of(token)
        if caller is None:
            raise AuthenticationFailed(_("The access token is not valid, or its session has ended."), "token_not_valid")
        self._note_presence(request, caller)
        _speak(request, caller.person)
        return caller.person, caller

    def _with_key(self, request: Request, secret: str) -> tuple[User, KeyCaller]:
        caller = caller_with(secret)
        if caller is None:
            raise AuthenticationFailed(_("There is no such key, or it has expired or was revoked."), "key_not_valid")
        note_use(caller=caller, address=client_address(request._request))
        _speak(request, caller.person)
        return caller.person, caller

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"

    def _note_presence(self, request: Request, caller: Caller) -> None:
        if is_presence_due(caller.person):
            note_presence(
                person=caller.person,
                session_key=caller.session_key,
                address=client_address(request._request),
                user_agent=request.META.get("HTTP_USER_AGENT", ""),
            )


def _speak(request: Request, person: User) -> None:
    """A client that asks for no language is answered in its person's; LocaleMiddleware begins each request anew."""
    if "HTTP_ACCEPT_LANGUAGE" not in request.META:
        translation.activate(person.locale.lower())
