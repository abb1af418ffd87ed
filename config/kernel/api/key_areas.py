"""Which scope of an API key opens which endpoints. A view names its area; one that names none is closed to keys."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request

LEDGER, IMPORTS, PARTNERSHIPS, PROFILE, ADMIN = "ledger", "imports", "partnerships", "profile", "admin"
BACKUPS, BACKUP_CONTENTS = "backups", "backup_contents"

# Area: the scope that reads, and the one that changes; None where no key may.
SCOPES_OF_AREAS: dict[str, tuple[str, str | None]] = {
    LEDGER: ("ledger:read", "ledger:write"),
    IMPORTS: ("imports", "imports"),
    PARTNERSHIPS: ("partnerships:read", "partnerships:write"),
    PROFILE: ("profile:read", None),
    ADMIN: ("admin:read", "admin:write"),
    BACKUPS: ("backups:read", "backups:write"),
    BACKUP_CONTENTS: ("backups:download", None),
}


def needed_scope(area: str, method: str) -> str | None:
    """None: no key may do this, whatever its scopes."""
    if area not in SCOPES_OF_AREAS:
        return None
    read, change = SCOPES_OF_AREAS[area]
    return read if method in SAFE_METHODS else change


def check_key(request: Request, area: str) -> None:
    """Refuse a key that may not come here; a call without a key passes. Raises PermissionDenied."""
    scopes: frozenset[str] | None = getattr(request.auth, "scopes", None)
    if scopes is None:
        return
    scope = needed_scope(area, str(request.method))
    if scope is None:
        raise PermissionDenied(_("API keys do not open this: log in."), "not_for_keys")
    if scope not in scopes:
        raise PermissionDenied(_("This key lacks the scope %(scope)s.") % {"scope": scope}, "scope_missing")
