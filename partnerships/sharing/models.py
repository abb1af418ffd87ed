from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from ledger.core.models import Category, MoneyAccount, Transaction
from partnerships.core.models import Shared, SharedQuerySet


class SharingRule(Shared):
    """What a partner pays for both without saying so each time: everything of an account, or of a category.

    It holds for payments booked from `since` on, on accounts that are `person`'s alone.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    account = models.ForeignKey(MoneyAccount, on_delete=models.CASCADE, null=True, related_name="+")
    category = models.ForeignKey(Category, on_delete=models.CASCADE, null=True, related_name="+")
    since = models.DateField()
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[SharedQuerySet[SharingRule]] = SharedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(account__isnull=False, category__isnull=True)
                | Q(account__isnull=True, category__isnull=False),
                name="account_or_category",
            ),
            models.UniqueConstraint(
                fields=["person", "account"], condition=Q(account__isnull=False), name="one_rule_per_shared_account"
            ),
            models.UniqueConstraint(
                fields=["person", "category"], condition=Q(category__isnull=False), name="one_rule_per_shared_category"
            ),
        ]


class JointTime(Shared):
    """From when to when an account belongs to both, both days included; without `since` from its first line on. Of the
    last day only what was written down before `left_at`, the moment one of them left.

    What was booked then is for both, unless a PersonalLine says otherwise. Who the two owners are is the ledger's.
    """

    account = models.ForeignKey(MoneyAccount, on_delete=models.CASCADE, related_name="joint_times")
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    left_at = models.DateTimeField(null=True)

    objects: ClassVar[SharedQuerySet[JointTime]] = SharedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account"], condition=Q(until__isnull=True), name="joint_once_at_a_time")
        ]


class PersonalLine(Shared):
    """A line that is the part of one of the two alone, by `place`, though others like it are for both: on a joint
    account, or where a SharingRule would take it.
    """

    transaction = models.OneToOneField(Transaction, on_delete=models.CASCADE, related_name="personal_line")
    place = models.PositiveSmallIntegerField()
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[SharedQuerySet[PersonalLine]] = SharedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(place__in=[0, 1]), name="personal_to_one_of_two")]
