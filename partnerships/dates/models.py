from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from partnerships.core.models import Shared, SharedQuerySet

SORT, ANSWER, WEEK, SETTLE, AGREE = STEP_NAMES = ("sort", "answer", "week", "settle", "agree")
STEPS = len(STEP_NAMES)


class MoneyDate(Shared):
    """Ten minutes together, once a week: `week` is its Monday, `step` (1 to 5) where the two are.

    `counts` says what was done at each step, by the step's name: how many lines were sorted (while it runs, too) and
    questions answered, and as exact text what was spent in the week, what was settled and what is due next month.
    """

    week = models.DateField()
    step = models.PositiveSmallIntegerField(default=1)
    counts = models.JSONField(default=dict)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[SharedQuerySet[MoneyDate]] = SharedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "week"], name="one_money_date_a_week"),
            models.CheckConstraint(condition=Q(step__gte=1, step__lte=STEPS), name="money_date_step"),
        ]

    @property
    def name(self) -> str:
        """Of the step where the two are."""
        return STEP_NAMES[self.step - 1]
