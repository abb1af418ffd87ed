"""Pushes to an app by Firebase Cloud Messaging's HTTP v1 API, as the service account of FCM_CREDENTIALS.

An access token is got for a signed assertion (RFC 7523) and kept in the cache, encrypted, until shortly before its end.
"""

from __future__ import annotations

import json
from contextlib import suppress
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import jwt
import orjson
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from accounts.notifications.models import PushDevice
from accounts.notifications.pushed import Pushed
from config.kernel.fetching import Fetched, FetchFailed, fetch
from config.kernel.secrets import CannotDecrypt, decrypt, encrypt

SCOPE = "https://www.googleapis.com/auth/firebase.messaging"
GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
GOOD_FOR = 3600
RENEWED_BEFORE = 300
LARGEST_ANSWER = 100_000
_TOKEN = "fcm-access-token"  # noqa: S105 where it lies in the cache


def is_configured() -> bool:
    return bool(settings.FCM_CREDENTIALS)


def send(device: PushDevice, what: Pushed) -> Fetched:
    """With a token that was refused, once more with a new one. Raises FetchRefused, FetchFailed."""
    account = _account()
    answer = _send(account, device, what)
    if answer.status == HTTPStatus.UNAUTHORIZED:
        cache.delete(_TOKEN)
        answer = _send(account, device, what)
    return answer


def is_gone(answer: Fetched) -> bool:
    """UNREGISTERED: the app was removed, or its token replaced."""
    if answer.status != HTTPStatus.NOT_FOUND:
        return False
    try:
        details = orjson.loads(answer.body)["error"].get("details", ())
        return any(each.get("errorCode") == "UNREGISTERED" for each in details)
    except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError):
        return False


def _send(account: dict[str, Any], device: PushDevice, what: Pushed) -> Fetched:
    shown = {"title": what.title, **({"body": what.text} if what.text else {})}
    message = {
        "token": device.address,
        "notification": shown,
        "data": {"id": what.id, "kind": what.kind, "severity": what.severity, "url": what.url},
        "android": {"priority": "HIGH" if what.is_urgent else "NORMAL", "notification": {"tag": what.id}},
        "apns": {"headers": {"apns-priority": "10" if what.is_urgent else "5", "apns-collapse-id": what.id}},
    }
    return fetch(
        f"{settings.FCM_URL}/v1/projects/{account['project_id']}/messages:send",
        headers={"Authorization": f"Bearer {_token(account)}", "Content-Type": "application/json"},
        body=orjson.dumps({"message": message}),
        limit=LARGEST_ANSWER,
        allow_hosts=_hosts(settings.FCM_URL),
    )


def _token(account: dict[str, Any]) -> str:
    """Raises FetchFailed where Google gives none."""
    with suppress(CannotDecrypt):
        if (kept := cache.get(_TOKEN)) is not None:
            return decrypt(kept, purpose=_TOKEN)
    now = int(timezone.now().timestamp())
    claims = {
        "iss": account["client_email"],
        "scope": SCOPE,
        "aud": account["token_uri"],
        "iat": now,
        "exp": now + GOOD_FOR,
    }
    assertion = jwt.encode(claims, account["private_key"], algorithm="RS256")
    answer = fetch(
        account["token_uri"],
        headers={"Content-Type": "application/x-www-form-urlencoded"},
        body=urlencode({"grant_type": GRANT, "assertion": assertion}).encode(),
        limit=LARGEST_ANSWER,
        allow_hosts=_hosts(account["token_uri"]),
    )
    if answer.status != HTTPStatus.OK:
        raise FetchFailed("unreachable")
    given = orjson.loads(answer.body)
    token: str = given["access_token"]
    cache.set(_TOKEN, encrypt(token, purpose=_TOKEN), max(1, int(given.get("expires_in", GOOD_FOR)) - RENEWED_BEFORE))
    return token


def _account() -> dict[str, Any]:
    account: dict[str, Any] = json.loads(Path(settings.FCM_CREDENTIALS).read_text())
    return account


def _hosts(url: str) -> tuple[str, ...]:
    """Who runs the instance named these addresses, so they may lead into its own network."""
    return (urlsplit(url).hostname or "",)
