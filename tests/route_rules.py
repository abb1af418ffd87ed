"""What follows from the statuses written by hand in `route_expectations`: for keys, other methods and other people.

A rule stands here once; what breaks it is named in `EXCEPTIONS`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from prove.routing.asking import METHODS
from prove.routing.identities import CLERK, NOBODY, OPEN_ROUTES, OWNER, PEOPLE, STAFF, STRANGER, Identity, area_of

REFUSED = 405
DOORS = (302, 401)
# Of the methods that change nothing, those a scope to read is enough for.
READING = ("GET", "HEAD", "OPTIONS")
COLUMNS = (NOBODY, STRANGER, OWNER, STAFF)
KEYS_AREA = "api/v1/"
STAFF_AREA = ("api/v1/admin/", "api/v1/backups/")
STAFFS = ("admin", "backups", "backup_contents")
STAFF_SITE = "admin/"
# Staff open these with the permission the staff site asks for the same.
FOR_PERMISSION = (
    "api/v1/admin/audit/",
    "api/v1/admin/people/",
    "api/v1/admin/people/<uuid:key>/block/",
    "api/v1/backups/",
    "api/v1/backups/status/",
    "api/v1/backups/plan/",
    "api/v1/backups/rehearse/",
    "api/v1/backups/heal/",
    "api/v1/backups/runs/",
    "api/v1/backups/runs/<uuid:key>/",
    "api/v1/backups/<str:name>/",
    "api/v1/backups/<str:name>/verify/",
    "api/v1/backups/<str:name>/download/",
    "api/v1/backups/<str:name>/restore/",
    "api/v1/exchange-rates/file/",
    "money-accounts/rates/file/",
)
BINNED = ("api/v1/transactions/<uuid:key>/restoration/", "transactions/<uuid:pk>/restore/")
# They follow the same words as files of banks do.
THING_IMPORTS = ("things/import/", "api/v1/purchases/imports/")
# Route, method and the name of an identity: the status that no rule gives.
EXCEPTIONS: dict[tuple[str, str, str], int] = {("admin/backups/", "GET", CLERK.name): 403}

Statuses = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Expectation:
    """`named` holds the methods a row names. Of foreign code only those are compared, and no other may answer 500."""

    route: str
    named: dict[str, Statuses]
    foreign: bool = False

    def status(self, method: str, identity: Identity) -> int | None:
        """The status that must come, or None where any below 500 will do."""
        exception = EXCEPTIONS.get((self.route, method, identity.name))
        if exception is not None:
            return exception
        if identity.key:
            return self._of_key(method, identity)
        if identity == CLERK and self.route.startswith(STAFF_SITE):
            return self._of_clerk(method)
        if identity == CLERK and self.route in FOR_PERMISSION:
            return self._of_person(method, STRANGER)
        return self._of_person(method, STAFF if identity == CLERK else identity)

    def _of_person(self, method: str, person: Identity) -> int | None:
        """HEAD as GET. OPTIONS describes the API to whoever may come in, and nothing else does more than is named."""
        written = "GET" if method == "HEAD" and not self.foreign else method
        if written in self.named:
            return self.named[written][COLUMNS.index(person)]
        if self.foreign:
            return None
        doors = {statuses[0] for statuses in self.named.values()} & set(DOORS)
        if person == NOBODY and doors:
            return doors.pop()
        if self.route.startswith(STAFF_AREA) and person != STAFF:
            return 403
        return 200 if method == "OPTIONS" and self.route.startswith(KEYS_AREA) and doors else REFUSED

    def _of_clerk(self, method: str) -> int | None:
        """Staff without a permission come onto the staff's site and see none of its models."""
        if method != "GET" or self._of_person(method, STAFF) is None:
            return None
        if self.route == "admin/<app_label>/":
            return 404
        of_model = self.route.count("/") > 2 and "password_change" not in self.route
        if of_model and not self.route.endswith("/<path:object_id>/"):
            return 403
        return self._of_person(method, STAFF)

    def _of_key(self, method: str, identity: Identity) -> int | None:
        """As the key's person where its scopes reach, 403 where they do not, and like nobody outside the API."""
        if not self.route.startswith(KEYS_AREA) or identity.key == "revoked":
            return self._of_person(method, NOBODY)
        person = next(each for each in PEOPLE if each.actor == identity.actor)
        return self._of_person(method, person) if self.opens(identity, method) else 403

    def opens(self, identity: Identity, method: str) -> bool:
        area = area_of(self.route)
        if self.route in OPEN_ROUTES:
            return True
        if area is None or identity.key == "wrong":
            return False
        if area in STAFFS and identity.actor != STAFF.actor:
            return False
        if method in READING:
            return identity.key == "full" or area not in ("imports", "backup_contents")
        return identity.key == "full" and area not in ("profile", "backup_contents")


def read_table(table: str, *, foreign: bool = False) -> dict[str, Expectation]:
    """Rows of `route  METHOD n n n n  METHOD n n n n`, wrapped at will; a dot stands for the empty route."""
    expectations: dict[str, Expectation] = {}
    named: dict[str, Statuses] = {}
    words = iter(table.split())
    for word in words:
        if word in METHODS:
            named[word] = (int(next(words)), int(next(words)), int(next(words)), int(next(words)))
        else:
            named, route = {}, "" if word == "." else word
            expectations[route] = Expectation(route, named, foreign)
    return expectations


def address_of(route: str, ids: dict[str, str]) -> str:
    """The route with somebody's ids: each placeholder is named by the part of the address before it. Of what they have
    none of, an id of theirs that is of something else.
    """
    if route in BINNED:
        ids = {**ids, "transactions": ids["binned"]}
    if route.startswith(THING_IMPORTS):
        ids = {**ids, **dict.fromkeys(("import", "imports"), ids["thing-imports"])}
    if "webauthn" in route:
        ids = {**ids, "keys": ids["anything"]}

    def id_of(match: re.Match[str]) -> str:
        before = route[: match.start()].rstrip("/").rpartition("/")[2]
        missing = "transactions" if match[0].startswith("<uuid:") else "anything"
        return ids.get(before, ids[missing])

    return "/" + re.sub(r"<[^>]*>", id_of, route)
