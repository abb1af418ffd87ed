"""What a person asked before they bought something, what they were told, and what became of it."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.kernel.ids import new_id
from config.kernel.money import MoneyField, validate_currency
from ledger.core.models import Category
from partnerships.approvals.models import Approval
from purchases.core.models import Purchase


class AdviceQuerySet(models.QuerySet["Advice"]):
    def visible_to(self, user: User | AnonymousUser) -> AdviceQuerySet:
        """One's own; a partner who was asked reads the approval and nothing here. Nobody signed in: none."""
        return self.filter(person=user) if user.is_authenticated else self.none()


class Advice(models.Model):
    """One question and its answer. `amount` is the whole price, in `currency`; `on` the day it would be bought.

    `answer` holds the figures the decision was made of, as they were then (see `insights.advice.answers`), and no
    sentence: it is read in the language of whoever reads. `instalments` is how many payments, 1 unless it is paid so.
    `remind_on` is the day to weigh it again; None: nobody waits for it. `purchase` is what became of it.
    """

    class Decision(models.TextChoices):
        BUY = "buy", _("Buy")
        WAIT = "wait", _("Wait")
        DONT_BUY = "dont_buy", _("Don’t buy")

    class How(models.TextChoices):
        ONCE = "once", _("at once")
        INSTALMENTS = "instalments", _("in instalments")
        SAVINGS = "savings", _("from savings")
        SHARED = "shared", _("with my partner")

    class Outcome(models.TextChoices):
        OPEN = "open", _("open")
        WAITING = "waiting", _("waiting")
        ASKED = "asked", _("asked")
        BOUGHT = "bought", _("bought")
        DROPPED = "dropped", _("dropped")

    class Confidence(models.TextChoices):
        HIGH = "high", _("sure")
        MEDIUM = "medium", _("fairly sure")
        LOW = "low", _("not sure")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    item_description = models.CharField(_("what"), max_length=200)
    amount = MoneyField(_("price"))
    currency = models.CharField(max_length=3, validators=[validate_currency])
    on = models.DateField(_("when"))
    how = models.CharField(_("how"), max_length=11, choices=How.choices, default=How.ONCE)
    instalments = models.PositiveSmallIntegerField(default=1)
    category = models.ForeignKey(Category, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    decision = models.CharField(max_length=8, choices=Decision.choices)
    wait_until = models.DateField(null=True)
    confidence = models.CharField(max_length=6, choices=Confidence.choices)
    answer = models.JSONField(default=dict)
    outcome = models.CharField(max_length=7, choices=Outcome.choices, default=Outcome.OPEN)
    approval = models.ForeignKey(Approval, on_delete=models.SET_NULL, null=True, related_name="+")
    purchase = models.ForeignKey(Purchase, on_delete=models.SET_NULL, null=True, related_name="+")
    remind_on = models.DateField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    person_id: UUID
    category_id: UUID | None
    approval_id: UUID | None
    purchase_id: UUID | None

    objects: ClassVar[AdviceQuerySet] = AdviceQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("advice on a purchase")
        verbose_name_plural = _("advice on purchases")
        indexes = [
            models.Index(fields=["person", "-created_at", "-id"], name="advice_newest"),
            models.Index(fields=["remind_on"], name="advice_to_remind", condition=Q(remind_on__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="advice_amount_above_zero"),
            models.CheckConstraint(condition=Q(instalments__gte=1), name="advice_paid_at_least_once"),
        ]

    def __str__(self) -> str:
        return self.item_description
