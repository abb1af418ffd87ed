from __future__ import annotations

from typing import Self, TypeVar
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from accounts.models import User
from config.kernel.ids import new_id


class Household(models.Model):
    """What joint categories, budgets and goals hang on. A partnership points at it; nothing here looks up."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)


class HouseholdMemberQuerySet(models.QuerySet["HouseholdMember"]):
    def current(self, user: User | AnonymousUser) -> HouseholdMemberQuerySet:
        """The one household `user` is a member of now, if any. Nobody signed in: none."""
        return self.filter(person=user, is_open=True) if user.is_authenticated else self.none()


class HouseholdMember(models.Model):
    """Who belongs to a household. Why is decided above; that they do is stored here.

    Once it is over the row stays, no longer `is_open`: what was the household's stays readable and is not changed.
    """

    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="members", db_index=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="households")
    is_open = models.BooleanField(default=True)

    objects = HouseholdMemberQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["household", "person"], name="one_membership_per_household"),
            models.UniqueConstraint(fields=["person"], condition=Q(is_open=True), name="one_household_at_a_time"),
        ]


Belonging = TypeVar("Belonging", bound=models.Model)


class OfOwnerOrHousehold(models.QuerySet[Belonging]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The person's own, and those of every household they are or were a member of. Nobody signed in: none."""
        if not user.is_authenticated:
            return self.none()
        households = HouseholdMember.objects.filter(person=user)
        return self.filter(Q(owner=user) | Q(household__in=households.values("household")))

    def changeable_by(self, user: User | AnonymousUser) -> Self:
        """The person's own, and those of the household they are a member of now."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(owner=user) | Q(household__in=HouseholdMember.objects.current(user).values("household")))

    def of(self, *, owner: User | None, household: UUID | None) -> Self:
        """Exactly one person's, or exactly one household's."""
        return self.filter(household=household) if household is not None else self.filter(owner=owner, household=None)


class BelongsToSomebody(models.Model):
    """Belongs to one person, who alone sees it, or to one household."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    household = models.ForeignKey(Household, on_delete=models.CASCADE, null=True, blank=True, related_name="+")

    owner_id: UUID | None
    household_id: UUID | None

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(owner__isnull=False, household__isnull=True)
                | Q(owner__isnull=True, household__isnull=False),
                name="%(class)s_of_one",
            )
        ]
