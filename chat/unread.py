"""How much of the partner's a person has not read, for the badge."""

from __future__ import annotations

from django.db.models import F

from accounts.models import User
from chat.models import Message
from partnerships.core.models import Member, Partnership


def unread_count(person: User) -> int:
    """In an active partnership; one query."""
    return Message.objects.filter(
        partnership__status=Partnership.Status.ACTIVE,
        partnership__members__person=person,
        partnership__members__is_open=True,
        place=1 - F("partnership__members__place"),
        kind=Message.Kind.TEXT,
        read_at=None,
    ).count()


def has_partner(person: User) -> int:
    """1 or 0: whether there is somebody to talk with. One query."""
    return Member.objects.filter(person=person, is_open=True).count()
