"""Which kinds reach a person on which channel."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.notifications.kinds import Kind, all_kinds, kind_named
from accounts.notifications.models import Notification, NotificationPreference, NotificationSettings
from accounts.services import problem_with_amount

Channel = NotificationPreference.Channel
Choice = tuple[str, str, bool]


@dataclass(frozen=True, slots=True)
class Channels:
    """Where one kind reaches a person. Nowhere: they are not told of it at all."""

    app: bool
    email: bool
    push: bool

    @property
    def is_any(self) -> bool:
        return self.app or self.email or self.push


def channels_of(person_id: UUID, kind: Kind) -> Channels:
    """One query."""
    rows = NotificationPreference.objects.filter(person=person_id, kind=kind.name)
    return _with_defaults(kind, dict(rows.values_list("channel", "is_on")))


def preferences_of(person: User) -> list[tuple[Kind, Channels]]:
    """Every kind there is, by group. One query."""
    chosen: dict[str, dict[str, bool]] = {}
    rows = NotificationPreference.objects.filter(person=person)
    for kind, channel, is_on in rows.values_list("kind", "channel", "is_on"):
        chosen.setdefault(kind, {})[channel] = is_on
    return [(kind, _with_defaults(kind, chosen.get(kind.name, {}))) for kind in all_kinds()]


def settings_of(person: User) -> NotificationSettings:
    """The person's row, or the defaults where they chose nothing yet. One query."""
    return NotificationSettings.objects.visible_to(person).first() or NotificationSettings(person=person)


@transaction.atomic
def change_preferences(*, person: User, choices: Iterable[Choice]) -> None:
    """Each choice is a kind, a channel and whether it is on; the kinds not named stay as they are.

    What waits of a kind that is told here no more counts as read.

    Raises:
        ValidationError: `unknown_kind`.
    """
    rows = []
    for kind, channel, is_on in choices:
        if kind_named(kind) is None:
            raise ValidationError(_("There is no kind %(kind)s."), code="unknown_kind", params={"kind": kind[:40]})
        rows.append(NotificationPreference(person=person, kind=kind, channel=channel, is_on=is_on))
    NotificationPreference.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["person", "kind", "channel"], update_fields=["is_on"]
    )
    silent = [row.kind for row in rows if row.channel == Channel.APP and not row.is_on]
    unread = Notification.objects.visible_to(person).filter(kind__in=silent, read_at=None)
    unread.update(read_at=timezone.now())


@transaction.atomic
def change_settings(*, person: User, **values: Any) -> NotificationSettings:
    """Change `digest`, `push_details`, `large_payment` or `low_balance`; amounts in the person's currency.

    Raises:
        ValidationError: by field.
    """
    for name in ("large_payment", "low_balance"):
        problem = problem_with_amount(values.get(name), person.currency)
        if problem is not None:
            raise ValidationError({name: problem})
    settings, _made = NotificationSettings.objects.get_or_create(person=person)
    for name, value in values.items():
        setattr(settings, name, value)
    settings.full_clean(exclude=["person"])
    settings.save(update_fields=list(values))
    return settings


def _with_defaults(kind: Kind, chosen: Mapping[str, bool]) -> Channels:
    return Channels(
        app=chosen.get(Channel.APP, True),
        email=chosen.get(Channel.EMAIL, kind.by_email),
        push=chosen.get(Channel.PUSH, kind.by_push),
    )
