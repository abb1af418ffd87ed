"""Which of the two a person is in their partnership, and who the other one is."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import Http404

from accounts.models import User
from partnerships.core.models import Member, Partnership


@dataclass(frozen=True, slots=True)
class Standing:
    """A person in a partnership: `place` is theirs, `other` the member beside them (its person may have gone)."""

    partnership: Partnership
    person: User
    place: int
    other: Member

    @property
    def partner(self) -> User | None:
        return self.other.person

    @property
    def people(self) -> list[UUID]:
        """Both, for live frames."""
        return [self.person.pk, *([self.other.person_id] if self.other.person_id else [])]


def current_standing(person: User | AnonymousUser) -> Standing | None:
    """In the person's open partnership, active or paused; None without one. One query."""
    if not person.is_authenticated:
        return None
    found = Member.objects.filter(partnership__members__person=person, is_open=True)
    return _standing(person, list(found.select_related("partnership", "person").order_by("place")))


def standing_in(person: User | AnonymousUser, partnership_id: UUID) -> Standing:
    """In any partnership the person is or was one of. One query. Raises Http404 where they never were."""
    if person.is_authenticated:
        found = Member.objects.filter(partnership=partnership_id).select_related("partnership", "person")
        standing = _standing(person, list(found.order_by("place")))
        if standing is not None:
            return standing
    raise Http404


def standing_named(person: User | AnonymousUser, text: str) -> Standing:
    """As `standing_in`, of an id from outside. Raises Http404 where it is none, too."""
    try:
        return standing_in(person, UUID(text))
    except ValueError:
        raise Http404 from None


def standings_of(person: User, partnerships: QuerySet[Partnership]) -> list[Standing]:
    """In each of `partnerships`, which the person is or was one of, in their order. Two queries."""
    ordered = list(partnerships)
    of: dict[UUID, list[Member]] = {each.pk: [] for each in ordered}
    for member in Member.objects.filter(partnership__in=ordered).select_related("partnership", "person"):
        of[member.partnership_id].append(member)
    found = [_standing(person, of[each.pk]) for each in ordered]
    return [each for each in found if each is not None]


def _standing(person: User, members: list[Member]) -> Standing | None:
    mine = next((each for each in members if each.person_id == person.pk), None)
    other = next((each for each in members if each.person_id != person.pk), None)
    if mine is None or other is None:
        return None
    return Standing(mine.partnership, person, mine.place, other)
