"""What two people do for the ledger's goals: say whom a goal is shared with, and ask the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.http import Http404
from django.urls import reverse

from accounts.models import User
from ledger.goals import sharing
from ledger.goals.errors import SharingRefused, currency_of_partnership
from ledger.goals.models import Goal
from partnerships.approvals.shapes import approval_shape
from partnerships.core.errors import Overtaken, no_partnership
from partnerships.core.models import Partnership
from partnerships.core.standing import Standing, current_standing, standing_in
from partnerships.core.writing import hold_active
from partnerships.goals import services


@contextmanager
def _told_below() -> Iterator[None]:
    """A refusal in words the ledger knows."""
    try:
        yield
    except Overtaken as overtaken:
        raise SharingRefused(overtaken.code, overtaken.message, overtaken.current) from overtaken


class GoalsOfTwo:
    """See ledger.goals.sharing.SharedGoals."""

    def couple_of(self, person: User) -> sharing.Couple | None:
        standing = current_standing(person)
        if standing is None:
            return None
        partnership = standing.partnership
        is_active = partnership.status == Partnership.Status.ACTIVE
        return sharing.Couple(partnership.household_id, partnership.currency, str(standing.other), is_active)

    def hold(self, person: User, household_id: UUID) -> None:
        with _told_below():
            hold_active(_standing_of(person, household_id))

    def add(self, *, person: User, values: Mapping[str, Any], message: str) -> tuple[Goal, UUID]:
        wanted = dict(values)
        with _told_below():
            standing = current_standing(person)
            if standing is None:
                raise no_partnership()
            if wanted.pop("currency", standing.partnership.currency) != standing.partnership.currency:
                raise currency_of_partnership(standing.partnership.currency)
            goal, asked = services.add_goal(standing=standing, values=wanted, message=message)
        return goal, asked.pk

    def change(
        self, *, person: User, goal: Goal, changes: Mapping[str, Any], version: int | None, message: str
    ) -> dict[str, Any]:
        with _told_below():
            asked = services.ask_to_change(
                standing=_standing_of(person, goal.household_id),
                goal=goal,
                changes=changes,
                version=version,
                message=message,
            )
        return approval_shape(asked)

    def delete(self, *, person: User, goal: Goal, version: int | None) -> dict[str, Any] | None:
        with _told_below():
            standing = _standing_of(person, goal.household_id)
            asked = services.ask_to_delete(standing=standing, goal=goal, version=version)
        return None if asked is None else approval_shape(asked)

    def waiting(self, person: User) -> Mapping[UUID, sharing.Asked]:
        standing = current_standing(person)
        if standing is None:
            return {}
        return {
            key: sharing.Asked(reverse("approval_detail", args=[each.pk]), each.requested_by_id == person.pk)
            for key, each in services.waiting_of(standing.partnership.pk).items()
        }


def _standing_of(person: User, household_id: UUID | None) -> Standing:
    """In the household's partnership. Two queries. Raises Http404 where they never were of it."""
    partnership = Partnership.objects.visible_to(person).filter(household=household_id).first()
    if partnership is None:
        raise Http404
    return standing_in(person, partnership.pk)


sharing.register(GoalsOfTwo())
