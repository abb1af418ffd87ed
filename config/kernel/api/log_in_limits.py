"""Limits on the doors of allauth's headless API, counted before allauth sees a password.

5 tries in 5 minutes for one account from one address, on each door; a try that succeeds is forgotten where success
proves anything. allauth answers its own limits (20 failures of one address, 5 of one account from anywhere) with
400 and keeps no Retry-After: such answers are turned into 429 as well.

The log-in page counts at the same door. allauth's own limit there reads and then writes, so that many at once pass it;
it has the words for people, and refuses the sixth in turn. What comes beyond that at once is refused here.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Awaitable, Callable
from typing import Any, cast
from urllib.parse import parse_qs

import orjson
from asgiref.sync import iscoroutinefunction, sync_to_async
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.decorators import sync_and_async_middleware

from config.kernel.answers import refuse
from config.kernel.api.counters import counters, log_in_counters
from config.kernel.api.throttles import AddressThrottle, network_of
from config.kernel.audit import client_address

PREFIX = "/_allauth/"
PAGE, PAGE_DOOR = "/accounts/login/", "auth/login"
TRIES, SECONDS = 5, 300
# Doors where an answer that lets in (200) or asks for the next step (401) proves that the secret was right.
PROVES = {
    "auth/login",
    "auth/reauthenticate",
    "auth/2fa/authenticate",
    "auth/2fa/reauthenticate",
    "auth/webauthn/login",
    "auth/webauthn/authenticate",
    "auth/webauthn/reauthenticate",
    "auth/code/confirm",
    "auth/password/reset",
}
DOORS = PROVES | {"auth/signup", "auth/password/request", "auth/code/request", "auth/email/verify"}
LONGEST_READ = 10_000
Next = Callable[[HttpRequest], Any]


@sync_and_async_middleware
def log_in_limits(get_response: Next) -> Callable[[HttpRequest], HttpResponseBase | Awaitable[HttpResponseBase]]:
    if iscoroutinefunction(get_response):

        async def later(request: HttpRequest) -> HttpResponseBase:
            if not _is_counted(request.path):
                return cast(HttpResponseBase, await get_response(request))
            key, refused = await sync_to_async(count_try, thread_sensitive=False)(request)
            response = refused or await get_response(request)
            return await sync_to_async(settle, thread_sensitive=False)(request, key, response)

        return later

    def now(request: HttpRequest) -> HttpResponseBase:
        if not _is_counted(request.path):
            return cast(HttpResponseBase, get_response(request))
        key, refused = count_try(request)
        return settle(request, key, refused or get_response(request))

    return now


def door_of(path: str) -> str:
    """`auth/login` of `/_allauth/app/v1/auth/login`."""
    return PAGE_DOOR if path == PAGE else path.partition("/v1/")[2].rstrip("/")


def _is_counted(path: str) -> bool:
    return path.startswith(PREFIX) or path == PAGE


def count_try(request: HttpRequest) -> tuple[str | None, HttpResponse | None]:
    """The counter of this try, and the refusal when there were too many."""
    if not settings.THROTTLES_ON or request.method in {"GET", "HEAD", "OPTIONS"}:
        return None, None
    network = network_of(client_address(request) or "")
    if request.path == PAGE:
        return _count_at(PAGE_DOOR, network, request, TRIES + 1)
    count, left = counters().raise_by_one(f"address:{network}", AddressThrottle.seconds)
    if count > AddressThrottle.limit:
        return None, too_many(request, left)
    door = door_of(request.path)
    if door not in DOORS:
        return None, None
    return _count_at(door, network, request, TRIES)


def _count_at(door: str, network: str, request: HttpRequest, tries: int) -> tuple[str, HttpResponse | None]:
    key = f"door:{door}:{network}:{_digest(_account_of(request))}"
    count, left = log_in_counters().raise_by_one(key, SECONDS)
    return key, too_many(request, left) if count > tries else None


def settle(request: HttpRequest, key: str | None, response: HttpResponseBase) -> HttpResponseBase:
    if key is not None and _was_right(request, response):
        log_in_counters().clear(key)
    if isinstance(response, HttpResponse) and response.status_code == 400 and not response.content:
        # allauth says nothing of a body that is no JSON.
        return refuse(request.path, 400, "parse_error", "The body is not JSON.")
    if isinstance(response, HttpResponse) and not response.has_header("Retry-After"):
        by_allauth = response.status_code == 400 and b'"too_many_login_attempts"' in response.content
        if by_allauth or response.status_code == 429:
            return too_many(request, SECONDS)
    return response


def _was_right(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether the secret was. The page sends on whoever is logged in already, whatever they typed."""
    if request.path != PAGE:
        return response.status_code in {200, 401} and door_of(request.path) in PROVES
    person = getattr(request, "user", None)
    return response.status_code == 302 and getattr(person, "email", None) == _account_of(request)


def too_many(request: HttpRequest, seconds: float) -> HttpResponse:
    response = refuse(request.path, 429, "throttled", "Too many tries. Wait as long as Retry-After says.")
    response["Retry-After"] = str(max(1, math.ceil(seconds)))
    return response


def _account_of(request: HttpRequest) -> str:
    """What is being tried: the address in the body, else the session under way."""
    given = request.headers.get("X-Session-Token") or request.headers.get("Authorization", "")
    body = request.body if int(request.META.get("CONTENT_LENGTH") or 0) <= LONGEST_READ else b""
    if request.path == PAGE:
        return parse_qs(body.decode("latin-1")).get("login", [""])[0].strip().lower()
    try:
        sent = orjson.loads(body)
    except orjson.JSONDecodeError:
        sent = None
    if isinstance(sent, dict) and isinstance(sent.get("email"), str):
        given = sent["email"].strip().lower()
    return given


def _digest(account: str) -> str:
    return hashlib.sha256(account.encode()).hexdigest()[:32]
