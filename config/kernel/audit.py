"""Who did what, when and from where."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

from config.kernel.models import AuditEntry


def record(
    action: str, *, person: AbstractBaseUser | None, request: HttpRequest | None = None, **details: Any
) -> AuditEntry:
    """Add one row. `details` holds ids and words of ours, never a secret and nothing somebody typed as free text."""
    return AuditEntry.objects.create(
        action=action,
        person_id=person.pk if person else None,
        address=client_address(request) if request else None,
        user_agent=request.META.get("HTTP_USER_AGENT", "")[:300] if request else "",
        details=details,
    )


def client_address(request: HttpRequest) -> str | None:
    """Where a request came from: X-Forwarded-For counts only as far as TRUSTED_PROXIES have written it."""
    address: str = request.META.get("REMOTE_ADDR", "")
    trusted: int = settings.TRUSTED_PROXIES
    if trusted:
        hops = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        if len(hops) >= trusted:
            address = hops[-trusted].strip()
    try:
        return str(ip_address(address))
    except ValueError:
        return None
