"""Who asks. A new kind of asker is a line here and a rule in `tests/route_rules.py`."""

from __future__ import annotations

from dataclasses import dataclass

# By hand, beside config.kernel.api.key_areas: which scopes open an area, and which routes are of which area. The
# first beginning that fits decides; None is closed to keys.
AREAS = {
    "ledger": ("ledger:read", "ledger:write"),
    "imports": ("imports",),
    "partnerships": ("partnerships:read", "partnerships:write"),
    "profile": ("profile:read",),
    "admin": ("admin:read", "admin:write"),
    "backups": ("backups:read", "backups:write"),
    "backup_contents": ("backups:download",),
}
READING_SCOPES = ("ledger:read", "partnerships:read", "profile:read", "admin:read", "backups:read")
AREA_OF_ROUTES: tuple[tuple[str, str | None], ...] = (
    ("api/v1/me/keys/", None),
    ("api/v1/me/language/", None),
    ("api/v1/me/sessions/", None),
    ("api/v1/me/activity/", None),
    ("api/v1/me/export/", None),
    ("api/v1/me/import/", None),
    ("api/v1/me/devices/", None),
    ("api/v1/notifications/", None),
    ("api/v1/saved-views/", None),
    ("api/v1/live/stream/", None),
    ("api/v1/chat/messages/", None),
    ("api/v1/chat/stream/", None),
    ("api/v1/chat/actions/", None),
    ("api/v1/chat/conversations/", None),
    ("api/v1/me/", "profile"),
    ("api/v1/admin/", "admin"),
    ("api/v1/exchange-rates/file/", "admin"),
    ("api/v1/backups/<str:name>/restore/", None),
    ("api/v1/backups/<str:name>/download/", "backup_contents"),
    ("api/v1/backups/", "backups"),
    ("api/v1/recurring/feed/", None),
    ("api/v1/imports/", "imports"),
    ("api/v1/import-forms/", "imports"),
    ("api/v1/approvals/", "partnerships"),
    ("api/v1/shared-expenses/", "partnerships"),
    ("api/v1/shared-payments/", "partnerships"),
    ("api/v1/statements/", "partnerships"),
    ("api/v1/settlements/", "partnerships"),
    ("api/v1/contributions/", "partnerships"),
    ("api/v1/partnerships/", "partnerships"),
    ("api/v1/transactions/<uuid:key>/sharing/", "partnerships"),
    ("api/v1/transactions/<uuid:key>/embargo/", "partnerships"),
    ("api/v1/money-accounts/<uuid:key>/joint/", "partnerships"),
    ("api/v1/messages/", "partnerships"),
    ("api/v1/", "ledger"),
)
OPEN_ROUTES = ("api/v1/docs/", "api/v1/schema/")


@dataclass(frozen=True, slots=True)
class Identity:
    """`actor` of the cast, or None for nobody; `key`: comes with a key of theirs of that kind instead of a log-in."""

    name: str
    actor: str | None
    key: str = ""

    def key_for(self, route: str) -> str:
        """The name of the key in the cast: of scope 'wrong' is the one with every scope but those of the route."""
        return f"without {area_of(route) or 'ledger'}" if self.key == "wrong" else self.key


NOBODY = Identity("nobody", None)
STRANGER = Identity("stranger", "carla")
OWNER = Identity("owner", "ana")
STAFF = Identity("staff", "sam")
CLERK = Identity("staff without permission", "kim")
PEOPLE = (NOBODY, STRANGER, OWNER, STAFF, CLERK)
KEYS = (
    Identity("owner's key of wrong scope", "ana", "wrong"),
    Identity("owner's key that only reads", "ana", "reading"),
    Identity("owner's revoked key", "ana", "revoked"),
    Identity("stranger's key of every scope", "carla", "full"),
    Identity("staff's key of wrong scope", "sam", "wrong"),
    Identity("staff's key that only reads", "sam", "reading"),
)
IDENTITIES = (*PEOPLE, *KEYS)
PARTNER = Identity("partner", "ben")
FORMER_PARTNER = Identity("former partner", "dev")
INVITED = Identity("invited", "eve")
# Who is not the owner and still no stranger: see tests/route_household.py.
HOUSEHOLD = (
    PARTNER,
    FORMER_PARTNER,
    INVITED,
    Identity("partner's key of every scope", "ben", "full"),
    Identity("partner's key that only reads", "ben", "reading"),
)


def area_of(route: str) -> str | None:
    return next((area for beginning, area in AREA_OF_ROUTES if route.startswith(beginning)), None)
