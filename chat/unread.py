"""How much of the partner's a person has not read, for the badge."""

from __future__ import annotations

from accounts.models import User
from chat.models import Message
from partnerships.core.models import Member, Partnership


def unread_count(person: User) -> int:
    """In an active partnership; two queries, one where there is none."""
    mine = Member.objects.filter(person=person, is_open=True, partnership__status=Partnership.Status.ACTIVE)
    found = mine.values_list("partnership", "place").first()
    if found is None:
        return 0
    partnership, place = found
    waiting = Message.objects.filter(partnership=partnership, kind=Message.Kind.TEXT, read_at=None)
    return waiting.filter(place=1 - place).count()


def has_partner(person: User) -> int:
    """1 or 0: whether there is somebody to talk with. One query."""
    return Member.objects.filter(person=person, is_open=True).count()
