"""Proof that it is the person, before something that cannot be undone.

Who has a password types it again. Who has none has logged in a moment ago, or proves it once more: by the provider they
come by, a passkey, or a code (`accounts.reauthentication`).
"""

from __future__ import annotations

import time
from types import SimpleNamespace
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.core.exceptions import ReauthenticationRequired
from allauth.socialaccount.models import SocialLogin
from django.contrib.sessions.backends.base import SessionBase
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import User

CAME_BACK = "proved_by_provider"


def require_proof(*, person: User, password: str, session: SessionBase) -> None:
    """Counts wrong tries as failed log-ins. Needs a request around it, whose address is counted too.

    Raises:
        ValidationError: on `password`, `required`, `incorrect_password` or `too_many_login_attempts`.
        ReauthenticationRequired: the person has no password, and this session no proof of the last five minutes.
    """
    if not person.has_usable_password():
        if not is_fresh(person, session):
            raise ReauthenticationRequired
        return
    if not password:
        raise ValidationError({"password": ValidationError(_("Enter your password."), code="required")})
    try:
        is_theirs = get_adapter().reauthenticate(person, password)
    except ValidationError as error:
        raise ValidationError({"password": error}) from error
    if not is_theirs:
        raise ValidationError({"password": ValidationError(_("That is not your password."), code="incorrect_password")})


def is_fresh(person: User, session: SessionBase) -> bool:
    """Whether the person has proved it in this session within REAUTHENTICATION_TIMEOUT (300 s).

    The log-in itself counts for those without a password; the others are asked once more, as allauth does.
    """
    since = time.time() - app_settings.REAUTHENTICATION_TIMEOUT
    has_password = person.has_usable_password()
    records = get_authentication_records(SimpleNamespace(session=session), person)
    return any(each["at"] > since and (each.get("reauthenticated") or not has_password) for each in records)


def prove_by_provider(request: HttpRequest, sociallogin: SocialLogin) -> bool:
    """Note that who is logged in here has just logged in with their provider. False, and nothing, for anybody else's
    log-in, and for one that the provider says was longer ago than a proof lasts."""
    if not request.user.is_authenticated or sociallogin.user != request.user or not _is_recent(sociallogin):
        return False
    account = sociallogin.account
    record_authentication(
        request, request.user, "socialaccount", provider=account.provider, uid=account.uid, reauthenticated=True
    )
    return True


def _is_recent(sociallogin: SocialLogin) -> bool:
    """By `auth_time` of the id_token, which not all tell, else by when it was issued (OpenID Connect Core, 2)."""
    said: dict[str, Any] = sociallogin.account.extra_data
    claims = said.get("id_token") or said
    at = claims.get("auth_time", claims.get("iat"))
    return at is None or (isinstance(at, int | float) and at > time.time() - app_settings.REAUTHENTICATION_TIMEOUT)


def has_proved(request: HttpRequest) -> bool:
    return isinstance(request.user, User) and is_fresh(request.user, request.session)
