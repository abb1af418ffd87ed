"""Proof that it is the person, in the API."""

from __future__ import annotations

from typing import Any

from allauth.core.exceptions import ReauthenticationRequired
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request

from accounts.models import User
from accounts.proof import require_proof
from accounts.sessions import Caller

PROOF = (
    "Who has no password sends none: a log-in of the last five minutes counts instead, else the answer is 403 "
    "(`reauthentication_required`) until they proved it again in this session, at `/_allauth/app/v1/` by "
    "`auth/provider/token`, `auth/2fa/reauthenticate` or `auth/webauthn/reauthenticate`."
)


class PasswordField(serializers.CharField):
    """The caller's own once more, as they typed it; people without one leave it out."""

    def __init__(self, **kwargs: Any) -> None:
        given = {"trim_whitespace": False, "max_length": 1000, "write_only": True, "required": False}
        super().__init__(**{**given, **kwargs})


def require_proof_of(request: Request, password: str) -> None:
    """`require_proof` of who calls. Raises ValidationError as it does, and PermissionDenied."""
    assert isinstance(request.user, User)
    try:
        require_proof(person=request.user, password=password, session=session_of(request))
    except ReauthenticationRequired as error:
        raise PermissionDenied(_("Log in again first: that was too long ago."), "reauthentication_required") from error


def session_of(request: Request) -> SessionBase:
    """Of the bearer token, or of the cookie. One query."""
    if isinstance(request.auth, Caller):
        return SessionStore(request.auth.session_key)
    return request._request.session
