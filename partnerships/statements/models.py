from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from config.kernel.money import MoneyField
from ledger.core.models import Transaction
from partnerships.core.models import Shared, SharedQuerySet


class Settlement(Shared):
    """What one partner gave the other so that both are even: `number` counts them, so each is made once.

    `amount` is positive, from the member `payer` to the other. `outgoing` and `incoming` are its two halves in the two
    ledgers, each where its owner has said which account, or has linked the imported row. `kept` says of each half by
    its name how the row was filed before, or that it was booked for this, so that undoing gives it back.
    """

    number = models.PositiveIntegerField()
    payer = models.PositiveSmallIntegerField()
    amount = MoneyField()
    settled_on = models.DateField()
    outgoing = models.OneToOneField(Transaction, on_delete=models.SET_NULL, null=True, related_name="settlement_out")
    incoming = models.OneToOneField(Transaction, on_delete=models.SET_NULL, null=True, related_name="settlement_in")
    note = models.CharField(max_length=200, blank=True)
    kept = models.JSONField(default=dict)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[SharedQuerySet[Settlement]] = SharedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "number"], name="one_settlement_per_number"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="settlement_above_zero"),
        ]


class Contribution(Shared):
    """What the member `place` owes the joint pot for a month, and when it was paid. Made on the first of the month.

    `required` is their share of the month's shared costs then; `paid_amount` what they said they paid.
    """

    month = models.DateField()
    place = models.PositiveSmallIntegerField()
    required = MoneyField()
    paid_on = models.DateField(null=True)
    paid_amount = MoneyField(null=True)
    marked_at = models.DateTimeField(null=True)
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    transaction = models.OneToOneField(Transaction, on_delete=models.SET_NULL, null=True, related_name="contribution")
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[SharedQuerySet[Contribution]] = SharedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "month", "place"], name="one_contribution_per_month"),
            models.CheckConstraint(condition=Q(place__in=[0, 1]), name="contribution_of_one_of_two"),
        ]
