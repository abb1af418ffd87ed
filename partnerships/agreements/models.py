from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from config.kernel.money import MoneyField
from ledger.core.models import Category
from partnerships.core.models import Shared, SharedQuerySet

# Shares are whole billionths, so that an amount of a million splits as its exact ratio would, to the cent.
WHOLE = 1_000_000_000


class Method(models.TextChoices):
    INCOME = "income", _("By income")
    EQUAL = "equal", _("Half each")
    PERCENT = "percent", _("By percent")
    FIXED = "fixed", _("A fixed amount")


class Agreement(Shared):
    """How shared costs are split from `starts_on` (the first of a month) until a later agreement begins.

    Both have agreed to it: it came with the invitation, or through an approval. `first_percent` is what member 0
    bears (method 'percent'); `fixed_amount` is what the member `fixed_place` bears of each month's costs in the
    partnership's currency, at most all of them, the other bears the rest (method 'fixed'). Incomes are those of the
    profiles, or with `income_months` the average of that many whole months of each one's ledger. `whole_percent`
    rounds the shares by income to whole percents, so that the cents tell nobody's income.
    """

    starts_on = models.DateField()
    method = models.CharField(max_length=7, choices=Method.choices, default=Method.INCOME)
    first_percent = models.DecimalField(
        max_digits=5, decimal_places=2, null=True, validators=[MinValueValidator(0), MaxValueValidator(100)]
    )
    fixed_place = models.PositiveSmallIntegerField(null=True)
    fixed_amount = MoneyField(null=True)
    income_months = models.PositiveSmallIntegerField(
        default=0, validators=[MaxValueValidator(24)], help_text="0: the incomes of the profiles"
    )
    whole_percent = models.BooleanField(default=False)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    agreed_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[SharedQuerySet[Agreement]] = SharedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "starts_on"], name="one_agreement_per_start"),
            models.CheckConstraint(
                condition=~Q(method="percent") | Q(first_percent__isnull=False), name="percent_is_said"
            ),
            models.CheckConstraint(
                condition=~Q(method="fixed") | Q(fixed_place__in=[0, 1], fixed_amount__gte=0), name="fixed_is_said"
            ),
        ]


class AgreementException(models.Model):
    """A category, with all below it, that is split otherwise than the agreement says: equal or by percent."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="exceptions", db_index=False)
    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="+")
    method = models.CharField(max_length=7, choices=Method.choices)
    first_percent = models.DecimalField(max_digits=5, decimal_places=2, null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "category"], name="one_exception_per_category")]


class Reason(models.TextChoices):
    """Where a share comes from."""

    INCOMES = "incomes", _("by your incomes")
    MISSING = "missing", _("halves, as an income is missing")
    ZERO = "zero", _("halves, as neither of you has an income")
    EQUAL = "equal", _("half each, as agreed")
    PERCENT = "percent", _("by percent, as agreed")
    FIXED = "fixed", _("a fixed amount of what is planned for the month")
    UNPLANNED = "unplanned", _("halves, as nothing is planned for the month")
    CATEGORY = "category", _("as agreed for its category")
    EXPENSE = "expense", _("as agreed for this one")


class MonthShare(models.Model):
    """What an agreement by income or with a fixed amount came to in a month, kept once that month is over or settled:
    what changes later changes no earlier month. `first_share` is member 0's part in billionths.
    """

    partnership = models.ForeignKey(
        "partnerships.Partnership", on_delete=models.CASCADE, related_name="month_shares", db_index=False
    )
    month = models.DateField()
    first_share = models.BigIntegerField(validators=[MinValueValidator(0), MaxValueValidator(WHOLE)])
    reason = models.CharField(max_length=9, choices=Reason.choices)
    taken_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partnership", "month"], name="one_share_per_month")]
