"""Who did what, when and from where."""

from __future__ import annotations

from datetime import timedelta
from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from config.kernel.models import AuditEntry, AuditPurge


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


@transaction.atomic
def purge() -> int:
    """Delete entries older than AUDIT_KEEP_DAYS, and note that; how many went. Nothing else deletes any."""
    before = timezone.now() - timedelta(days=settings.AUDIT_KEEP_DAYS)
    old = AuditEntry.objects.filter(at__lt=before)
    if not old.exists():
        return 0
    leave = AuditPurge.objects.create(before=before)
    leave.entries, _by_model = old.delete()
    leave.save(update_fields=["entries"])
    return leave.entries


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
