"""Asking for a change, and its one decision. Each begins by holding the partnership, so they come one by one."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from config.kernel.audit import record
from config.kernel.events import announce
from config.kernel.live import push
from partnerships.approvals import errors
from partnerships.approvals.events import ApprovalRequested, ApprovalResponded
from partnerships.approvals.models import Approval
from partnerships.approvals.registry import Moved, Values, kind_named
from partnerships.approvals.shapes import approval_shape
from partnerships.core.errors import already_decided, not_your_own
from partnerships.core.models import Member, Partnership
from partnerships.core.standing import Standing
from partnerships.core.writing import hold_active

STAYS = timedelta(days=30)
Status = Approval.Status


@transaction.atomic
def request_approval(
    *,
    standing: Standing,
    kind: str,
    object_id: UUID | None,
    base_version: int | None,
    title: str,
    before: Values,
    after: Values,
    message: str = "",
) -> Approval:
    """Ask the partner for a change; they have 30 days. `before` and `after`: see Approval and the kind's fields.

    Raises Overtaken: `already_asked` where one of this kind waits for the object, `no_partnership`,
    `partnership_paused`.
    """
    hold_active(standing)
    kind_named(kind)
    asked = Approval(
        partnership=standing.partnership,
        kind=kind,
        object_id=object_id,
        base_version=base_version,
        title=title[:200],
        before=_plain(before),
        after=_plain(after),
        message=message,
        requested_by=standing.person,
    )
    _ask(asked)
    return asked


def _plain(values: Values) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(json.dumps(dict(values), cls=DjangoJSONEncoder))
    return plain


def _ask(asked: Approval) -> None:
    asked.expires_at = timezone.now() + STAYS
    try:
        with transaction.atomic():
            asked.save(force_insert=True)
    except IntegrityError as error:
        twin = Approval.objects.filter(
            partnership=asked.partnership_id, kind=asked.kind, object_id=asked.object_id, status=Status.PENDING
        ).first()
        if twin is None:
            raise
        raise errors.already_asked(twin.pk) from error
    announce(ApprovalRequested(asked.pk, asked.partnership_id, asked.kind, asked.requested_by_id))
    data = {"request": approval_shape(asked), "requested_by": approval_shape(asked)["requested_by"]}
    push(_both(asked.partnership_id), "approval:requested", data)


def approve(*, approval: Approval, by: Standing, answer: str = "") -> Approval:
    """Make exactly the change that was asked for, and say so, in one transaction.

    Where the object has moved, nothing of it is done: the request is outdated, and the same change is asked for anew
    on how the object stands now.

    Raises:
        Overtaken: `item_moved` (with the id of the fresh request), `already_decided`, `approval_expired`,
            `no_partnership`, `partnership_paused`.
        FieldError: `not_your_own`.
        ValidationError: the change can no longer be made; it goes on waiting.
    """
    try:
        with transaction.atomic():
            _check_partner(approval, by)
            hold_active(by)
            decided = _close(approval, Status.APPROVED, by.person, answer)
            kind_named(decided.kind).apply(decided, by)
            _tell(decided, by.person)
    except Moved as moved:
        fresh = _ask_anew(approval, moved, by)
        raise errors.item_moved(fresh.pk if fresh else None) from moved
    return decided


@transaction.atomic
def decline(*, approval: Approval, by: Standing, answer: str = "") -> Approval:
    """Leave everything as it is. Raises as approve, but for `item_moved` and ValidationError."""
    _check_partner(approval, by)
    hold_active(by)
    return _drop(approval, Status.DECLINED, by, answer)


@transaction.atomic
def withdraw(*, approval: Approval, by: Standing) -> Approval:
    """Take back what one asked for oneself. Raises as decline; FieldError `not_asked_by_you`."""
    if approval.requested_by_id != by.person.pk:
        raise errors.not_asked_by_you()
    hold_active(by)
    return _drop(approval, Status.WITHDRAWN, by, "")


def withdraw_all(partnership: Partnership, by: User | None) -> None:
    """Nothing waits in a partnership that ends. Call it in that transaction."""
    for approval in Approval.objects.filter(partnership=partnership, status=Status.PENDING).order_by("pk"):
        waiting = Approval.objects.filter(pk=approval.pk, status=Status.PENDING)
        if waiting.update(status=Status.WITHDRAWN, responded_by=by, responded_at=timezone.now()):
            _put_away(approval, by)


def expire_due() -> int:
    """End what has waited for 30 days, each in a transaction of its own; how many. Twice changes nothing."""
    due = Approval.objects.filter(status=Status.PENDING, expires_at__lte=timezone.now())
    return sum(_expire(each) for each in due.order_by("pk"))


@transaction.atomic
def _expire(approval: Approval) -> bool:
    Partnership.objects.select_for_update(no_key=True).get(pk=approval.partnership_id)
    waiting = Approval.objects.filter(pk=approval.pk, status=Status.PENDING)
    changed = waiting.update(status=Status.EXPIRED, responded_at=timezone.now())
    if changed:
        _put_away(approval, None)
    return bool(changed)


def _put_away(approval: Approval, by: User | None) -> None:
    approval.refresh_from_db()
    kind_named(approval.kind).drop(approval, None)
    _tell(approval, by)


def _check_partner(approval: Approval, by: Standing) -> None:
    if approval.requested_by_id == by.person.pk:
        raise not_your_own()


def _drop(approval: Approval, status: Status, by: Standing, answer: str) -> Approval:
    decided = _close(approval, status, by.person, answer)
    kind_named(decided.kind).drop(decided, by)
    _tell(decided, by.person)
    return decided


def _close(approval: Approval, status: Status, by: User | None, answer: str) -> Approval:
    """One conditional UPDATE: whoever is later hears that it was decided."""
    now = timezone.now()
    changed = Approval.objects.filter(pk=approval.pk, status=Status.PENDING, expires_at__gt=now).update(
        status=status, responded_by=by, responded_at=now, answer=answer
    )
    approval.refresh_from_db()
    if not changed:
        raise errors.approval_expired() if approval.status == Status.PENDING else already_decided()
    return approval


def _tell(approval: Approval, by: User | None) -> None:
    """One audit row, one announcement, one frame to each. The frame comes last, since it locks people's rows."""
    partnership_id, who = approval.partnership_id, by.pk if by else None
    record(
        f"approval_{approval.status}",
        person=by,
        approval=str(approval.pk),
        kind=approval.kind,
        partnership=str(partnership_id),
    )
    announce(ApprovalResponded(approval.pk, partnership_id, approval.kind, approval.status, who))
    data = {
        "request_id": str(approval.pk),
        "approved": approval.status == Status.APPROVED,
        "status": approval.status,
        "responded_by": str(who) if who else None,
    }
    push(_both(partnership_id), "approval:responded", data)


def _both(partnership_id: UUID) -> Iterable[UUID]:
    people = Member.objects.filter(partnership=partnership_id, person__isnull=False)
    return [each for each in people.values_list("person", flat=True) if each is not None]


@transaction.atomic
def _ask_anew(approval: Approval, moved: Moved, by: Standing) -> Approval | None:
    """The request is outdated; the same change of how the object stands now, if that still changes anything."""
    hold_active(by)
    outdated = _close(approval, Status.OUTDATED, None, "")
    before = _plain(moved.before) if moved.before is not None else None
    after = _same_change(outdated, before) if before is not None else None
    fresh = None
    if before is not None and after != before:
        fresh = Approval(
            partnership_id=outdated.partnership_id,
            kind=outdated.kind,
            object_id=outdated.object_id,
            base_version=moved.version,
            title=outdated.title,
            before=before,
            after=after,
            message=outdated.message,
            requested_by_id=outdated.requested_by_id,
        )
        _ask(fresh)
    else:
        kind_named(outdated.kind).drop(outdated, None)
    _tell(outdated, by.person)
    return fresh


def _same_change(approval: Approval, before: dict[str, Any]) -> dict[str, Any]:
    """What was changed then, changed on how it stands now; an end stays an end."""
    if not approval.after or kind_named(approval.kind).is_whole:
        return dict(approval.after)
    missing = object()
    changed = {name: value for name, value in approval.after.items() if approval.before.get(name, missing) != value}
    return {**before, **changed}
