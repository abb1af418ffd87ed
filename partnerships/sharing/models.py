from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from ledger.core.models import Category, MoneyAccount
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
