"""What nobody else may be told, and whether two answers are the same but for what differs in every answer."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from prove.routing.asking import Answer
from prove.routing.cast import UUID_LENGTH, Cast
from prove.routing.identities import Identity

OWNER = "ana"
STAFF_SITES = ("admin/", "api/v1/admin/", "api/v1/backups/")
STAFF = ("sam", "kim")
REFUSALS = (401, 403)
_ID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
_PASSING = [
    re.compile(each)
    for each in (
        r'(?<=name="csrfmiddlewaretoken" value=")[^"]*',
        r'(?<=name="client_id" value=")[^"]*',
        r'(?<="X-CSRFToken": ")[^"]*',
        r'(?<=<meta name="csrf-token" content=")[^"]*',
        r"(?<=X-Request-ID: )\S*",
        r"(?<=Expires: ).*",
        r"(?<=Set-Cookie csrftoken: ).*",
        # The moment of an export.
        r'(?<="exported_at":")[^"]*',
        # The second in which a toast on its way was signed, and that signature.
        r'(?<=:)[0-9A-Za-z]{6}:[\w-]{43}(?="?;)',
    )
]


def secrets_from(cast: Cast, route: str, identity: Identity, status: int) -> Iterable[str]:
    """The owner's words and ids; staff see on their own sites that things and people exist, never what is in them.

    Of her household each is kept from something else.
    """
    owner = cast[OWNER]
    if owner.household is not None and identity.actor in owner.household.kept_from:
        return owner.household.kept_from[identity.actor]
    if identity.actor == OWNER:
        return owner.markers if identity.key and status in REFUSALS else ()
    return owner.words if identity.actor in STAFF and route.startswith(STAFF_SITES) else owner.markers


def told(secrets: Iterable[str], answer: Answer, request: str) -> list[str]:
    """Those of the secrets that are in any part of the answer and were not in the request."""
    sent = answer.told
    return [each for each in secrets if each in sent and each not in request]


def touched(cast: Cast, identity: Identity, answer: Answer) -> list[str]:
    """Rows that came, went or changed and are the owner's, or point to what is: of what is hidden from who asks."""
    ids = {each.replace("-", "") for each in _untouchable(cast, identity)}
    return sorted(row for row in answer.rows if any(each in row for each in ids))


def _untouchable(cast: Cast, identity: Identity) -> Iterable[str]:
    owner = cast[OWNER]
    if owner.household is not None and identity.actor in owner.household.untouchable:
        return owner.household.untouchable[identity.actor]
    return [each for each in owner.ids.values() if len(each) == UUID_LENGTH]


def masked(answer: Answer, ids: Collection[str]) -> str:
    """Everything that was sent, without the ids asked for or just made, and what no two answers have in common."""
    text, rows = answer.told, " ".join(answer.rows)
    for each in ids:
        text = text.replace(each, "ID").replace(each.replace("-", ""), "ID")
    for pattern in _PASSING:
        text = pattern.sub("-", text)
    return _ID.sub(lambda found: "NEW" if found[0].replace("-", "") in rows else found[0], text)


def difference(one: str, other: str) -> str:
    """The first line in which they differ, shortened."""
    for first, second in zip(one.splitlines(), other.splitlines(), strict=False):
        if first != second:
            return f"{first.strip()[:100]!r}, not {second.strip()[:100]!r}"
    return "" if one == other else "one is longer"
