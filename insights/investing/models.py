"""How a person wants to invest: target shares and the limits their rules measure by."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.kernel.decimals import ExactDecimalField
from config.kernel.ids import new_id

LARGEST_PERCENT = MaxValueValidator(100)
LARGEST_FEE = Decimal(20)
MOST_MONTHS = 60


class InvestingPlanQuerySet(models.QuerySet["InvestingPlan"]):
    def visible_to(self, user: User | AnonymousUser) -> InvestingPlanQuerySet:
        """One's own; a partner is not told how one means to invest. Nobody signed in: none."""
        return self.filter(person=user) if user.is_authenticated else self.none()


class InvestingPlan(models.Model):
    """What a person decided themself; without a row all of it follows their risk tolerance (`plans.usual_plan`).

    `targets` has per cent as text by kind of position, adding up to 100; empty: those of the risk tolerance. Limits are
    per cent of all positions, `cash_months` months of spending, `fee_limit` per cent of the value a year.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="investing_plan")
    targets = models.JSONField(default=dict, blank=True)
    position_limit = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), LARGEST_PERCENT])
    protocol_limit = models.PositiveSmallIntegerField(validators=[LARGEST_PERCENT])
    currency_limit = models.PositiveSmallIntegerField(validators=[LARGEST_PERCENT])
    cash_months = models.PositiveSmallIntegerField(validators=[MaxValueValidator(MOST_MONTHS)])
    fee_limit = ExactDecimalField(validators=[MinValueValidator(Decimal(0)), MaxValueValidator(LARGEST_FEE)])
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1)

    person_id: UUID

    objects = InvestingPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("plan for investing")
        verbose_name_plural = _("plans for investing")

    def __str__(self) -> str:
        return str(self.pk)
