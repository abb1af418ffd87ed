"""What both have under a name, and is asked of the partner to be added, changed or dropped: one way for all kinds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol, TypeVar
from uuid import UUID

from django.db.models import Model

from ledger.core.errors import Conflict
from partnerships.approvals.models import Approval
from partnerships.approvals.services import request_approval, withdraw
from partnerships.core.standing import Standing

WAITS = "pending_approval"


class Item(Protocol):
    """A record that is known to both by its name; `status` is WAITS until the partner has agreed to it at all."""

    pk: Any
    name: str
    version: int
    status: str


Found = TypeVar("Found", bound=Model)


def settled(record: Found, version: int | None, *, gone: Exception, waits: Exception) -> Found:
    """It as it stands now, its first approval behind it. One query.

    Raises `gone` or `waits`; Conflict where `version` is given and is not the current one.
    """
    fresh: Any = type(record)._default_manager.filter(pk=record.pk).first()
    if fresh is None:
        raise gone
    if version is not None and fresh.version != version:
        raise Conflict(fresh)
    if fresh.status == WAITS:
        raise waits
    found: Found = fresh
    return found


def ask_about(
    *,
    standing: Standing,
    kind: str,
    item: Item,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    message: str = "",
) -> Approval:
    """Ask the partner; what they decide is of the version they were shown. Raises as request_approval."""
    return request_approval(
        standing=standing,
        kind=kind,
        object_id=item.pk,
        base_version=item.version,
        title=item.name,
        before=dict(before),
        after=dict(after),
        message=message,
    )


def withdraw_waiting(*, kind: str, object_id: UUID, by: Standing) -> bool:
    """Whether an addition of this `kind` waited still; it is withdrawn then. Raises as withdraw."""
    waiting = Approval.objects.filter(kind=kind, object_id=object_id, status=Approval.Status.PENDING).first()
    if waiting is None:
        return False
    withdraw(approval=waiting, by=by)
    return True
