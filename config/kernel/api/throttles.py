"""How often one may ask: a person 100 times a minute, an address without log-in 100 times in 15 minutes.

What costs much (import, export) is limited to 10 a minute besides: a view names the methods in `heavy`.
"""

from __future__ import annotations

import ipaddress
from typing import Any

from django.conf import settings
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from config.kernel.api.counters import counters

MINUTE = 60


def network_of(address: str) -> str:
    """The address itself; of IPv6 the /64 network, since one subscriber has all the addresses in it."""
    if ":" not in address:
        return address
    try:
        return str(ipaddress.ip_network((address.partition("%")[0], 64), strict=False))
    except ValueError:
        return address


class LimitedThrottle(BaseThrottle):
    """At most `limit` calls in the `seconds` after the first one."""

    limit: int
    seconds: int
    _wait: float = 0

    def key(self, request: Request, view: Any) -> str | None:
        """Whom the call counts against; None when it does not count here."""
        raise NotImplementedError

    def allow_request(self, request: Request, view: Any) -> bool:
        if not settings.THROTTLES_ON:
            return True
        key = self.key(request, view)
        if key is None:
            return True
        count, self._wait = counters().raise_by_one(key, self.seconds)
        return count <= self.limit

    def wait(self) -> float:
        return self._wait


class PersonThrottle(LimitedThrottle):
    limit, seconds = 100, MINUTE

    def key(self, request: Request, view: Any) -> str | None:
        return f"person:{request.user.pk}" if request.user.is_authenticated else None


class AddressThrottle(LimitedThrottle):
    limit, seconds = 100, 15 * MINUTE

    def key(self, request: Request, view: Any) -> str | None:
        if request.user.is_authenticated:
            return None
        return f"address:{network_of(self.get_ident(request))}"


class HeavyThrottle(LimitedThrottle):
    limit, seconds = 10, MINUTE

    def key(self, request: Request, view: Any) -> str | None:
        if request.method not in getattr(view, "heavy", ()):
            return None
        return f"heavy:{request.user.pk}"
