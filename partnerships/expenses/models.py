from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from config.kernel.money import MoneyField
from ledger.core.models import Category, Transaction
from partnerships.agreements.models import Method
from partnerships.core.models import Shared, SharedQuerySet


class SharedExpense(Shared):
    """A commitment both bear: rent, a subscription, a holiday. `amount` is positive, in the partnership's currency.

    Due for the first time on `starts_on`, then weekly, monthly (a 31st on shorter months' last day) or yearly until
    `ends_on`; once on `starts_on` alone. `payer` is the place of who usually pays, None for either. `method` and
    `first_percent` split this one otherwise than the agreement. One that waits for the other partner is not counted.
    """

    class Frequency(models.TextChoices):
        WEEKLY = "weekly", _("every week")
        MONTHLY = "monthly", _("every month")
        YEARLY = "yearly", _("every year")
        ONCE = "once", _("once")

    class Status(models.TextChoices):
        ACTIVE = "active", _("active")
        ARCHIVED = "archived", _("archived")
        PENDING_APPROVAL = "pending_approval", _("waits for approval")

    name = models.CharField(_("name"), max_length=200)
    amount = MoneyField(_("amount"))
    category = models.ForeignKey(Category, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    frequency = models.CharField(_("how often"), max_length=7, choices=Frequency.choices, default=Frequency.MONTHLY)
    starts_on = models.DateField(_("first due on"))
    ends_on = models.DateField(_("last due on"), null=True, blank=True)
    payer = models.PositiveSmallIntegerField(_("usually paid by"), null=True, blank=True)
    method = models.CharField(max_length=7, choices=Method.choices, blank=True)
    first_percent = models.DecimalField(
        max_digits=5, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0), MaxValueValidator(100)]
    )
    notes = models.CharField(_("notes"), max_length=500, blank=True)
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.ACTIVE)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[SharedQuerySet[SharedExpense]] = SharedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [models.Index(fields=["partnership", "status", "-created_at"], name="expenses_by_status")]
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="expense_above_zero")]

    def __str__(self) -> str:
        return self.name


class SharedPayment(Shared):
    """Money one partner paid for both on a day: for an expense that was due on `due_on`, or for anything else.

    `amount` is positive, a refund negative, in the partnership's currency. `transaction` is the real payment where it
    is in the payer's ledger, named by `linked_by`; `payee` and `category` are what both see of it, kept here since the
    other may see no more.
    `first_share` (billionths) is how it is split and `first_amount` what member 0 bears of it, both kept with it, so
    that a later agreement changes nothing. What was paid in another currency keeps that and the dated rate. It `counts`
    unless its transaction is in the bin.
    """

    expense = models.ForeignKey(SharedExpense, on_delete=models.SET_NULL, null=True, related_name="payments")
    due_on = models.DateField(null=True)
    payer = models.PositiveSmallIntegerField()
    amount = MoneyField()
    paid_on = models.DateField()
    payee = models.CharField(max_length=200, blank=True)
    category = models.ForeignKey(Category, on_delete=models.SET_NULL, null=True, related_name="+")
    first_share = models.BigIntegerField()
    first_amount = MoneyField()
    counts = models.BooleanField(default=True)
    original_amount = MoneyField(null=True)
    original_currency = models.CharField(max_length=3, blank=True)
    rate = models.CharField(max_length=40, blank=True)
    rate_on = models.DateField(null=True)
    transaction = models.OneToOneField(Transaction, on_delete=models.SET_NULL, null=True, related_name="shared_payment")
    linked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[SharedQuerySet[SharedPayment]] = SharedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [models.Index(fields=["partnership", "paid_on"], name="payments_by_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["expense", "due_on"], condition=Q(expense__isnull=False), name="one_payment_per_due_day"
            ),
            models.CheckConstraint(condition=Q(payer__in=[0, 1]), name="payer_is_one_of_two"),
        ]
