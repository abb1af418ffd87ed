"""Telling a person something, once."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.notifications.kinds import kind_named
from accounts.notifications.models import Notification
from config.kernel.live import push

LONGEST_CAUSE = 200


@transaction.atomic
def notify(
    *,
    person_id: UUID,
    kind: str,
    cause: str,
    data: dict[str, Any],
    severity: str = Notification.Severity.INFO,
) -> Notification | None:
    """Tell a person of `kind`; None if they were told of this `cause` before. Call it last in a service, as `push`.

    `data` holds what the kind's words need (ids, amounts and days as text) and nothing the person may not see. Two
    statements, and one for its frame.
    """
    if kind_named(kind) is None:
        raise KeyError(kind)
    told = Notification(person_id=person_id, kind=kind, cause=cause[:LONGEST_CAUSE], severity=severity, data=data)
    Notification.objects.bulk_create([told], ignore_conflicts=True)
    if not Notification.objects.filter(pk=told.pk).exists():
        return None
    push([person_id], "notification:new", {"id": str(told.pk), "kind": kind, "severity": severity})
    return told
