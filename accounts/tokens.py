"""Access and refresh tokens: short-lived JWTs bound to a server-side session."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

from allauth.headless.tokens.strategies.jwt import JWTTokenStrategy
from allauth.headless.tokens.strategies.jwt import internal as jwt
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from accounts.models import RefreshUse, User
from config.kernel.audit import record

log = logging.getLogger("security")
REPLAY_GRACE = timedelta(seconds=10)


class TokenStrategy(JWTTokenStrategy):
    """allauth's own tokens, with claims of the apps above and refresh tokens that work once."""

    def get_claims(self, user: User) -> dict[str, Any]:
        """`partnership_id` is always there; settings.TOKEN_CLAIMS names functions of a person that say more."""
        claims: dict[str, Any] = {"partnership_id": None}
        for name in settings.TOKEN_CLAIMS:
            claims.update(import_string(name)(user))
        return claims

    def refresh_token(self, refresh_token: str) -> tuple[str, str] | None:
        """A new pair for a token that was never used before; None for any other.

        allauth's own rotation lets two parallel calls through: the first use is one insert here, and the second
        waits for it. Somebody who brings a used token later than a slow network would has stolen it or lost it,
        so the whole session ends (RFC 9700, 4.14.2); within the grace the first caller keeps theirs.

        Which tokens were used is known by RefreshUse alone. allauth keeps a list in the session besides, which any
        other request that saves the session at that moment would turn back; it is not asked.
        """
        payload = jwt.decode_token(refresh_token, "refresh")
        if payload is None:
            return None
        with transaction.atomic():
            use, is_first = RefreshUse.objects.get_or_create(jti=payload["jti"])
            if is_first:
                return self._new_pair(payload)
            if timezone.now() - use.at > REPLAY_GRACE:
                _end_session_of(payload)
        return None

    def _new_pair(self, payload: dict[str, Any]) -> tuple[str, str] | None:
        """The session lives on from today, and its row is locked by saying so: who logs out meanwhile comes after."""
        key = jwt.session_key_from_sid(payload["sid"])
        living = Session.objects.filter(pk=key, expire_date__gt=timezone.now())
        if not living.update(expire_date=timezone.now() + timedelta(seconds=settings.SESSION_COOKIE_AGE)):
            return None
        session = jwt.get_token_session(payload)
        user = jwt.validate_token_user(payload, session) if session is not None else None
        if user is None:
            return None
        access_token = jwt.create_access_token(user, session, self.get_claims(user))
        return access_token, jwt.create_refresh_token(user, session)


def _end_session_of(payload: dict[str, Any]) -> None:
    """Of many who bring the token at once, the one who ends the session writes it down."""
    key = jwt.session_key_from_sid(payload["sid"])
    ended, _by_model = Session.objects.filter(pk=key).delete()
    if not ended:
        return
    UserSession.objects.filter(session_key=key).delete()
    record("refresh_token_replayed", person=User.objects.filter(pk=payload["sub"]).first())
    log.warning("A refresh token of person %s came twice; its session was ended", payload["sub"])


def purge_refresh_uses() -> int:
    """Forget the uses of tokens that have expired since; returns how many."""
    expired = timezone.now() - timedelta(seconds=settings.HEADLESS_JWT_REFRESH_TOKEN_EXPIRES_IN)
    deleted, _by_model = RefreshUse.objects.filter(at__lt=expired).delete()
    return deleted
