"""Reading the audit trail, the newest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.models import User
from config.kernel.models import AuditEntry


@dataclass(frozen=True, slots=True)
class Part:
    """Some entries of a trail. `older` is the id after which the next part begins, None at its end."""

    entries: Sequence[AuditEntry]
    older: UUID | None


def trail_of(person: User) -> QuerySet[AuditEntry]:
    """What a person did, and what was tried in their name."""
    return AuditEntry.objects.filter(person=person)


def part_of(trail: QuerySet[AuditEntry], *, after: UUID | None = None, limit: int) -> Part:
    """The `limit` entries that follow entry `after`, which is looked for in `trail` itself. At most two queries.

    Steady while entries are added, and as fast at the end of the trail as at its beginning. An `after` that is not
    in the trail gives an empty part.
    """
    if after is not None:
        last = trail.filter(pk=after).first()
        if last is None:
            return Part([], None)
        trail = trail.filter(Q(at__lt=last.at) | Q(at=last.at, pk__lt=last.pk))
    found = list(trail.order_by("-at", "-pk")[: limit + 1])
    return Part(found[:limit], found[limit - 1].pk if len(found) > limit else None)
