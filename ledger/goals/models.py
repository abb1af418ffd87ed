from __future__ import annotations

from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from config.kernel.ids import new_id
from config.kernel.money import ZERO, MoneyField, validate_currency
from ledger.core.models import BelongsToSomebody, Category, MoneyAccount, OfOwnerOrHousehold, Transaction
from ledger.core.models.categories import COLOR, validate_icon


class Goal(BelongsToSomebody):
    """Something money is set aside for. It earmarks money and holds none: balances know nothing of it.

    Amounts are in `currency`. `saved_amount` is the sum of its contributions, `yield_earned` of those that are yield;
    only services move them. `monthly_amount` is what is meant to go in each month. `account` is where the money
    lies, if that is known. A shared one waits for the partner as `pending_approval` and is in no sum until then.
    """

    class Type(models.TextChoices):
        EMERGENCY_FUND = "emergency_fund", _("Emergency fund")
        HOME = "home", _("Home")
        TRAVEL = "travel", _("Travel")
        VEHICLE = "vehicle", _("Vehicle")
        EDUCATION = "education", _("Education")
        DEBT = "debt", _("Paying off a debt")
        PURCHASE = "purchase", _("Something to buy")
        RETIREMENT = "retirement", _("Retirement")
        OTHER = "other", _("Something else")

    class Status(models.TextChoices):
        ACTIVE = "active", _("active")
        COMPLETED = "completed", _("completed")
        ARCHIVED = "archived", _("archived")
        PENDING_APPROVAL = "pending_approval", _("waits for approval")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(_("name"), max_length=200)
    description = models.CharField(_("description"), max_length=500, blank=True)
    goal_type = models.CharField(_("kind"), max_length=14, choices=Type.choices, default=Type.OTHER)
    target_amount = MoneyField(_("target"))
    saved_amount = MoneyField(default=ZERO, editable=False)
    yield_earned = MoneyField(default=ZERO, editable=False)
    currency = models.CharField(max_length=3, validators=[validate_currency])
    monthly_amount = MoneyField(_("each month"), null=True, blank=True)
    target_date = models.DateField(_("wanted by"), null=True, blank=True)
    priority = models.PositiveSmallIntegerField(
        _("priority"), default=1, validators=[MinValueValidator(1), MaxValueValidator(10)]
    )
    category = models.ForeignKey(Category, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    account = models.ForeignKey(MoneyAccount, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    icon = models.CharField(max_length=50, default="target", validators=[validate_icon])
    color = models.CharField(max_length=7, default="#17694F", validators=COLOR)
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.ACTIVE)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    completed_on = models.DateField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1)

    category_id: UUID | None
    account_id: UUID | None
    added_by_id: UUID | None

    objects: ClassVar[OfOwnerOrHousehold[Goal]] = OfOwnerOrHousehold.as_manager()  # type: ignore[assignment]

    class Meta(BelongsToSomebody.Meta):
        verbose_name = _("goal")
        constraints = [
            *BelongsToSomebody.Meta.constraints,
            models.CheckConstraint(condition=Q(target_amount__gt=0), name="goal_target_above_zero"),
            models.CheckConstraint(condition=Q(saved_amount__gte=0), name="goal_saved_not_below_zero"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def left_amount(self) -> Decimal:
        """Still to save, never below zero."""
        left: Decimal = self.target_amount - self.saved_amount
        return max(left, ZERO)


class GoalContribution(models.Model):
    """Money put towards a goal on a day, negative where some was taken out again. In the goal's currency.

    One that is a part of a `transaction` stays when that goes for good. `person` is who logged it. One that does not
    `counts` is in no sum: its transaction is in the bin, or was when it went for good.
    """

    class Kind(models.TextChoices):
        CONTRIBUTION = "contribution", _("put in")
        WITHDRAWAL = "withdrawal", _("taken out")
        YIELD = "yield", _("yield")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="contributions", db_index=False)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.CONTRIBUTION)
    amount = MoneyField()
    on = models.DateField()
    transaction = models.ForeignKey(
        Transaction, on_delete=models.SET_NULL, null=True, related_name="goal_contributions"
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    note = models.CharField(max_length=200, blank=True)
    counts = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    goal_id: UUID
    transaction_id: UUID | None
    person_id: UUID | None

    class Meta:
        indexes = [models.Index(fields=["goal", "-on", "-id"], name="goal_contributions_by_day")]
        constraints = [
            models.UniqueConstraint(fields=["goal", "transaction"], name="one_contribution_of_a_payment"),
            models.CheckConstraint(
                condition=Q(kind="withdrawal", amount__lt=0) | ~Q(kind="withdrawal") & Q(amount__gt=0),
                name="contribution_amount_by_kind",
            ),
        ]


class GoalMilestone(models.Model):
    """A quarter of the way that was reached, once: what is taken out and put in again does not reach it anew."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="milestones", db_index=False)
    percent = models.PositiveSmallIntegerField()
    reached_on = models.DateField()

    class Meta:
        ordering = [F("percent").asc()]
        constraints = [models.UniqueConstraint(fields=["goal", "percent"], name="one_milestone_of_a_kind")]
