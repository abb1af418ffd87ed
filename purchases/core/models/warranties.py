from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.kernel.ids import new_id
from config.kernel.money import ZERO, MoneyField
from purchases.core.models.things import Purchase


class WarrantyQuerySet(models.QuerySet["Warranty"]):
    def visible_to(self, user: User | AnonymousUser) -> WarrantyQuerySet:
        """Those of things `user` sees. Nobody signed in: none."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(purchase__access__person=user)

    def owned_by(self, user: User | AnonymousUser) -> WarrantyQuerySet:
        return self.filter(owner=user) if user.is_authenticated else self.none()


class Warranty(models.Model):
    """Somebody stands for a thing from `warranty_start` to `warranty_end`, both included; a lifetime has no end.

    `owner` is the thing's. It expires by itself once its end has passed where the owner lives. `told_days` is the last
    of the reminders that was sent for this end, None before the first.
    """

    class Type(models.TextChoices):
        LEGAL = "legal", _("By law")
        MANUFACTURER = "manufacturer", _("The maker's")
        LIMITED = "limited", _("Limited")
        EXTENDED = "extended", _("Extended")
        LIFETIME = "lifetime", _("For life")
        OTHER = "other", _("Another")

    class Status(models.TextChoices):
        ACTIVE = "active", _("active")
        EXPIRED = "expired", _("expired")
        VOIDED = "voided", _("void")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    purchase = models.ForeignKey(Purchase, on_delete=models.CASCADE, related_name="warranties")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    warranty_start = models.DateField(_("from"))
    warranty_end = models.DateField(_("until"), null=True, blank=True)
    warranty_type = models.CharField(_("kind"), max_length=12, choices=Type.choices, default=Type.LIMITED)
    status = models.CharField(_("status"), max_length=7, choices=Status.choices, default=Status.ACTIVE)
    provider = models.CharField(_("who stands for it"), max_length=100, blank=True)
    notes = models.CharField(_("notes"), max_length=500, blank=True)
    told_days = models.PositiveSmallIntegerField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    owner_id: UUID
    purchase_id: UUID

    objects = WarrantyQuerySet.as_manager()

    class Meta:
        verbose_name = _("warranty")
        indexes = [
            models.Index(fields=["owner", "warranty_end", "id"], name="warranties_by_end"),
            models.Index(fields=["owner", "status", "warranty_end", "id"], name="warranties_by_status"),
            models.Index(fields=["owner", "-id"], name="warranties_newest"),
            models.Index(fields=["warranty_end"], name="warranties_running", condition=Q(status="active")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(warranty_type="lifetime", warranty_end__isnull=True)
                | ~Q(warranty_type="lifetime") & Q(warranty_end__isnull=False),
                name="warranty_ends_unless_for_life",
            ),
            models.CheckConstraint(
                condition=Q(warranty_end__isnull=True) | Q(warranty_end__gte=F("warranty_start")),
                name="warranty_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=~Q(status="expired") | Q(warranty_end__isnull=False), name="warranty_for_life_stays"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_warranty_type_display()} {self.warranty_end or ''}".strip()


class Claim(models.Model):
    """Something was wrong with a thing and somebody was asked to put it right, perhaps under one of its warranties.

    `cost` is what it came to for the owner, in the thing's currency. `closed_on` stands where it has an outcome.
    """

    class Status(models.TextChoices):
        OPENED = "opened", _("opened")
        SENT = "sent", _("sent in")
        REPAIRED = "repaired", _("repaired")
        REPLACED = "replaced", _("replaced")
        REFUSED = "refused", _("refused")

    OUTCOMES = (Status.REPAIRED, Status.REPLACED, Status.REFUSED)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    purchase = models.ForeignKey(Purchase, on_delete=models.CASCADE, related_name="claims")
    warranty = models.ForeignKey(Warranty, on_delete=models.SET_NULL, null=True, blank=True, related_name="claims")
    status = models.CharField(_("status"), max_length=8, choices=Status.choices, default=Status.OPENED)
    problem = models.CharField(_("what is wrong"), max_length=500)
    reference = models.CharField(_("their reference"), max_length=100, blank=True)
    cost = MoneyField(_("cost"), default=ZERO)
    opened_on = models.DateField(_("opened on"))
    sent_on = models.DateField(_("sent in on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    notes = models.CharField(_("notes"), max_length=500, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    purchase_id: UUID
    warranty_id: UUID | None

    class Meta:
        verbose_name = _("claim")
        constraints = [
            models.CheckConstraint(condition=Q(cost__gte=0), name="claim_cost_not_below_zero"),
            models.CheckConstraint(
                condition=Q(status__in=["opened", "sent"], closed_on__isnull=True)
                | Q(status__in=["repaired", "replaced", "refused"], closed_on__isnull=False),
                name="claim_closed_with_an_outcome",
            ),
            models.CheckConstraint(
                condition=(Q(sent_on__isnull=True) | Q(sent_on__gte=F("opened_on")))
                & (Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on"))),
                name="claim_days_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.problem
