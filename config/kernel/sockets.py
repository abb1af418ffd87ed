"""Who may open a socket, and until when: by the browser's cookie, or by an app's token in its first frame."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from http.cookies import SimpleCookie
from importlib import import_module
from typing import Any, Protocol
from urllib.parse import urlsplit
from uuid import UUID

from allauth.core.internal.sessionkit import get_session_user
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http.request import split_domain_port, validate_host
from django.utils import timezone
from django.utils.module_loading import import_string

from config.kernel.channel_layer import send_to_group
from config.kernel.live import group_of

log = logging.getLogger(__name__)
PATH = "/ws/"
Scope = dict[str, Any]
Application = Callable[[Scope, Any, Any], Awaitable[None]]


class Caller(Protocol):
    """What the function named by LIVE_TOKEN_READER finds in an access token."""

    @property
    def person(self) -> Any: ...
    @property
    def session_key(self) -> str: ...
    @property
    def expires_at(self) -> datetime: ...


@dataclass(frozen=True, slots=True)
class Holder:
    """The person at the other end. `expires_at` is None for a cookie, whose session is asked instead."""

    person_id: UUID
    session_key: str
    expires_at: datetime | None


class Door:
    """Lets a handshake in as 'cookie' or 'token' and refuses what another site's page starts in our name."""

    def __init__(self, consumer: Application) -> None:
        self.consumer = consumer

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        door = door_for({name: value.decode("latin-1") for name, value in scope["headers"]})
        if scope["path"] != PATH or door is None:
            await receive()
            await send({"type": "websocket.close", "code": 4403})
            return
        await self.consumer({**scope, "door": door}, receive, send)


def door_for(headers: dict[bytes, str]) -> str | None:
    """The cookie counts only with the Origin of our own pages; without both, only a token can open.

    The sockets of React Native always name an origin, the server's own, and hold no cookie of ours.
    """
    origin = headers.get(b"origin")
    if origin is None:
        return None if b"cookie" in headers else "token"
    if origin in settings.CORS_ALLOWED_ORIGINS:
        return "token"
    host = headers.get(b"host", "")
    is_host = urlsplit(origin).netloc == host and validate_host(split_domain_port(host)[0], settings.ALLOWED_HOSTS)
    if not is_host and origin not in getattr(settings, "CSRF_TRUSTED_ORIGINS", ()):
        return None
    return "cookie" if f"{settings.SESSION_COOKIE_NAME}=" in headers.get(b"cookie", "") else "token"


def session_key_in(scope: Scope) -> str:
    """The session key the cookie names, or an empty string."""
    for name, value in scope["headers"]:
        if name == b"cookie":
            morsel = SimpleCookie(value.decode("latin-1")).get(settings.SESSION_COOKIE_NAME)
            return morsel.value if morsel else ""
    return ""


def holder_of_session(session_key: str) -> Holder | None:
    """Two queries. None when the session has ended or its person may not log in."""
    if not session_key:
        return None
    user = get_session_user(import_module(settings.SESSION_ENGINE).SessionStore(session_key))
    return Holder(user.pk, session_key, None) if user is not None and user.is_active else None


def holder_of_token(token: str) -> Holder | None:
    caller: Caller | None = import_string(settings.LIVE_TOKEN_READER)(token)
    return Holder(caller.person.pk, caller.session_key, caller.expires_at) if caller else None


def still_holds(holder: Holder) -> bool:
    """Session alive and person not blocked. Two queries."""
    alive = Session.objects.filter(session_key=holder.session_key, expire_date__gt=timezone.now())
    return alive.exists() and get_user_model().objects.filter(pk=holder.person_id, is_active=True).exists()


def live_seq_of(person_id: UUID) -> int:
    seq: int = get_user_model().objects.values_list("live_seq", flat=True).get(pk=person_id)
    return seq


def group_of_session(session_key: str) -> str:
    """Hashed, since names of groups travel through Redis and its logs."""
    return f"session.{hashlib.sha256(session_key.encode()).hexdigest()[:32]}"


def close_sockets_of(person_id: UUID) -> None:
    """Close every open window's socket, once the transaction commits: for a person who was just blocked."""
    transaction.on_commit(lambda: _end(group_of(person_id)), robust=True)


def close_with_session(sender: type[Session], instance: Session, **_signal: Any) -> None:
    """Receiver of the session row's deletion: log-out, password change and ending it from the list all end there."""
    group = group_of_session(instance.pk)
    transaction.on_commit(lambda: _end(group), robust=True)


def _end(group: str) -> None:
    """When Redis does not carry it, the socket's own watch ends it within a minute."""
    try:
        send_to_group(group, {"type": "live.ended"})
    except Exception as error:  # noqa: BLE001 logging out must not fail because a socket cannot be told
        log.warning("Could not close sockets: %s", type(error).__name__)
