"""Telling a person something, once; reading it, and letting it go."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from accounts.notifications import telling
from accounts.notifications.kinds import kind_named
from accounts.notifications.models import Notification, NotificationQuerySet
from accounts.notifications.preferences import channels_of
from config.kernel.live import push

LONGEST_CAUSE = 200
TAKEN_BACK = "notification:read"
READ_STAY = timedelta(days=90)
ALL_STAY = timedelta(days=365)


@transaction.atomic
def notify(
    *,
    person_id: UUID,
    kind: str,
    cause: str,
    data: dict[str, Any],
    severity: str = Notification.Severity.INFO,
) -> Notification | None:
    """Tell a person of `kind`; None if they were told of this `cause` before or want to hear of it nowhere.

    `data` holds what the kind's words need (ids, amounts and days as text) and nothing the person may not see: what
    names `account` goes when they lose sight of it. Call it last in a service, as `push`, and people in the order of
    their ids: the person's row is locked first, so that two who tell the same never wait for each other crosswise.
    Four statements, and one for its frame.
    """
    found = kind_named(kind)
    if found is None:
        raise KeyError(kind)
    if not User.objects.select_for_update(no_key=True).filter(pk=person_id).values_list("pk").first():
        return None
    cause = cause[:LONGEST_CAUSE]
    if Notification.objects.filter(person=person_id, cause=cause).exists():
        return None
    channels = channels_of(person_id, found)
    if not channels.is_any:
        return None
    now = timezone.now()
    told = Notification.objects.create(
        person_id=person_id,
        kind=kind,
        cause=cause,
        severity=severity,
        data=data,
        created_at=now,
        read_at=None if channels.app else now,
        mailed_at=None if channels.email else now,
        pushed_at=None if channels.push else now,
    )
    telling.tell_soon(told, channels)
    if channels.app:
        push([person_id], "notification:new", {"id": str(told.pk), "kind": kind, "severity": severity})
    return told


@transaction.atomic
def mark_read(*, notification: Notification) -> None:
    """Twice is the same as once. One statement, and one for its frame the first time."""
    unread = Notification.objects.filter(pk=notification.pk, read_at=None)
    if unread.update(read_at=timezone.now()):
        push([notification.person_id], "notification:read", {"id": str(notification.pk)})


@transaction.atomic
def mark_cause_read(*, person_id: UUID, cause: str) -> None:
    """What was told of this cause counts as read: it was dealt with elsewhere. As `mark_read` otherwise."""
    told = Notification.objects.filter(person=person_id, cause=cause[:LONGEST_CAUSE], read_at=None).first()
    if told is not None:
        mark_read(notification=told)


@transaction.atomic
def mark_all_read(*, person: User, until: Notification | None = None) -> int:
    """Everything that waits, or what is no newer than `until`. How many it was."""
    unread = Notification.objects.visible_to(person).filter(read_at=None)
    if until is not None:
        unread = unread.filter(Q(created_at__lt=until.created_at) | Q(created_at=until.created_at, pk__lte=until.pk))
    count = unread.update(read_at=timezone.now())
    if count:
        push([person.pk], "notification:read", {"id": None})
    return count


@transaction.atomic
def delete_notification(*, notification: Notification) -> None:
    """It is seen no more and goes nowhere any more; its cause stays told. Twice is the same as once."""
    now = timezone.now()
    done = {"read_at": now, "mailed_at": now, "pushed_at": now}
    kept = Notification.objects.filter(pk=notification.pk, deleted_at=None)
    if kept.update(deleted_at=now, data={}, **done):
        push([notification.person_id], "notification:read", {"id": str(notification.pk)})


def forget(found: NotificationQuerySet) -> set[UUID]:
    """Delete what people may not read any more, in the caller's transaction; who they are. Two statements at most."""
    people = set(found.values_list("person_id", flat=True))
    if people:
        found.delete()
    return people


@transaction.atomic
def take_back(found: NotificationQuerySet) -> None:
    """`forget`, and say so to their windows."""
    push(forget(found), TAKEN_BACK, {"id": None})


def about_account(account_id: UUID, people: Iterable[UUID]) -> NotificationQuerySet:
    """What was told of an account to these people."""
    return Notification.objects.filter(person__in=list(people), data__account=str(account_id))


def purge(now: datetime | None = None) -> None:
    """What was read goes 90 days after it was told, everything after a year."""
    now = now or timezone.now()
    Notification.objects.filter(created_at__lt=now - READ_STAY, read_at__isnull=False).delete()
    Notification.objects.filter(created_at__lt=now - ALL_STAY).delete()
