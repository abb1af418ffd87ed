from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.kernel.ids import new_id
from config.kernel.money import ZERO, MoneyField, validate_currency
from ledger.core.models import BelongsToSomebody, Category, OfOwnerOrHousehold
from ledger.goals.models import Goal


class Budget(BelongsToSomebody):
    """The plan of one month, of a person or a household. `month` is its first day; amounts are in `currency`.

    Its allocations add up to `total_income`, to the cent, when it is made; a person may then leave some of it open or
    plan more. Closed, as its month is over and its books are done, nothing of it changes any more.
    """

    class Status(models.TextChoices):
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    month = models.DateField()
    currency = models.CharField(max_length=3, validators=[validate_currency])
    total_income = MoneyField()
    risk_tolerance = models.CharField(max_length=12, choices=User.RiskTolerance.choices)
    status = models.CharField(max_length=6, choices=Status.choices, default=Status.OPEN)
    closed_at = models.DateTimeField(null=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[OfOwnerOrHousehold[Budget]] = OfOwnerOrHousehold.as_manager()  # type: ignore[assignment]

    class Meta(BelongsToSomebody.Meta):
        verbose_name = _("budget")
        constraints = [
            *BelongsToSomebody.Meta.constraints,
            models.UniqueConstraint(
                fields=["owner", "month"], condition=Q(owner__isnull=False), name="one_budget_a_month"
            ),
            models.UniqueConstraint(
                fields=["household", "month"], condition=Q(household__isnull=False), name="one_joint_budget_a_month"
            ),
            models.CheckConstraint(condition=Q(total_income__gte=0), name="budget_income_not_below_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class Allocation(models.Model):
    """What a month means to spend on a category and all below it that has no allocation of its own, or to set aside for
    a goal: exactly one of the two.

    `carried_amount` came over from the month before, below zero where too much was spent then. What was spent is
    never stored: it is read from the roll-ups, and of a goal from its contributions. `basis` says where the amount
    comes from.
    """

    class Basis(models.TextChoices):
        HISTORY = "history", _("what is usual")
        RECURRING = "recurring", _("what is due")
        GUIDE = "guide", _("the usual share")
        LIMIT = "limit", _("your limit")
        GOAL = "goal", _("a goal")
        PERSON = "person", _("by hand")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    budget = models.ForeignKey(Budget, on_delete=models.CASCADE, related_name="allocations", db_index=False)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, null=True, related_name="allocations")
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, null=True, related_name="allocations")
    allocated_amount = MoneyField(default=ZERO)
    carried_amount = MoneyField(default=ZERO)
    basis = models.CharField(max_length=9, choices=Basis.choices, default=Basis.GUIDE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["budget", "category"], name="one_allocation_a_category"),
            models.UniqueConstraint(fields=["budget", "goal"], name="one_allocation_a_goal"),
            models.CheckConstraint(
                condition=Q(category__isnull=False, goal__isnull=True) | Q(category__isnull=True, goal__isnull=False),
                name="allocation_of_one",
            ),
            models.CheckConstraint(condition=Q(allocated_amount__gte=0), name="allocation_not_below_zero"),
        ]


class RollsOver(BelongsToSomebody):
    """What is left of a category at the end of a month goes on to the next; by choice what is lacking does too."""

    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="+")
    takes_debt_along = models.BooleanField(default=False)

    objects: ClassVar[OfOwnerOrHousehold[RollsOver]] = OfOwnerOrHousehold.as_manager()  # type: ignore[assignment]

    class Meta(BelongsToSomebody.Meta):
        constraints = [
            *BelongsToSomebody.Meta.constraints,
            models.UniqueConstraint(
                fields=["owner", "category"], condition=Q(owner__isnull=False), name="one_choice_a_category"
            ),
            models.UniqueConstraint(
                fields=["household", "category"], condition=Q(household__isnull=False), name="one_joint_choice"
            ),
        ]
