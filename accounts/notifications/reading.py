"""What a person was told, in their words, the newest first."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.notifications.kinds import Kind, Words, kind_named
from accounts.notifications.models import Notification, NotificationPreference, NotificationQuerySet

log = logging.getLogger(__name__)
MOST_COUNTED = 100
CENTRE = "/notifications/"


@dataclass(frozen=True, slots=True)
class Told:
    """A notification and what it says in the language that is active."""

    notification: Notification
    words: Words
    kind: Kind | None

    @property
    def icon(self) -> str:
        return self.kind.icon if self.kind else "bell"


@dataclass(frozen=True, slots=True)
class Part:
    """Some of a list. `older` is the id after which the next part begins, None at its end."""

    told: Sequence[Told]
    older: UUID | None


def shown_to(person: User) -> NotificationQuerySet:
    """Without the kinds the person is told of by mail or push only."""
    channel = NotificationPreference.Channel.APP
    silent = NotificationPreference.objects.filter(person=person, channel=channel, is_on=False)
    return Notification.objects.visible_to(person).exclude(kind__in=silent.values("kind"))


def narrowed(
    found: NotificationQuerySet,
    *,
    unread: bool | None = None,
    kinds: Collection[str] = (),
    severities: Collection[str] = (),
) -> NotificationQuerySet:
    if unread is not None:
        found = found.filter(read_at__isnull=unread)
    if kinds:
        found = found.filter(kind__in=kinds)
    if severities:
        found = found.filter(severity__in=severities)
    return found


def part_of(found: NotificationQuerySet, person: User, *, after: UUID | None = None, skip: int = 0, limit: int) -> Part:
    """The `limit` that follow `after`, which is looked for among the person's own. At most two queries."""
    if after is not None:
        last = Notification.objects.visible_to(person).filter(pk=after).first()
        if last is None:
            return Part([], None)
        found = found.filter(Q(created_at__lt=last.created_at) | Q(created_at=last.created_at, pk__lt=last.pk))
    rows = list(found.order_by("-created_at", "-pk")[skip : skip + limit + 1])
    return Part(in_words(rows[:limit], person), rows[limit - 1].pk if len(rows) > limit else None)


def in_words(notifications: Iterable[Notification], person: User) -> list[Told]:
    """No query."""
    return [told_as(each, person) for each in notifications]


def told_as(notification: Notification, person: User) -> Told:
    """What an older version wrote may lack what its words need today: it is shown all the same."""
    kind = kind_named(notification.kind)
    words = Words(_("Something happened"), "", CENTRE)
    if kind is not None:
        try:
            words = kind.words(notification.data, person)
        except (KeyError, ValueError, ArithmeticError):
            log.exception("%s could not be put in words", notification.kind)
    return Told(notification, words, kind)


def unread_count(person: User) -> int:
    """For the badge; of more than 99 it says 100. One query, from an index of what is unread."""
    return Notification.objects.visible_to(person).filter(read_at=None)[:MOST_COUNTED].count()
