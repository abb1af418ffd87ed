from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.kernel.ids import new_id
from config.kernel.money import MoneyField, validate_currency
from ledger.core.models import Category, Transaction
from purchases.core.models.names import Brand, Retailer

MOST_PIECES = 9999
LONGEST_LIFE = 600


class PurchaseQuerySet(models.QuerySet["Purchase"]):
    def visible_to(self, user: User | AnonymousUser) -> PurchaseQuerySet:
        """The person's own, and what a partner shows them. Nobody signed in: none."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(access__person=user)

    def owned_by(self, user: User | AnonymousUser) -> PurchaseQuerySet:
        """Those `user` may change."""
        return self.filter(owner=user) if user.is_authenticated else self.none()


class Purchase(models.Model):
    """A thing that was bought. ThingAccess says who sees it; its owner alone changes it.

    `price` is what was paid for all of `quantity` together, in `currency`; 0 for a present. `return_until` is the last
    day on which the shop takes it back, `return_told` that its owner was reminded of that day. `transaction` is the
    payment of it, one of the owner's; one payment may be that of several things.

    What it is worth falls in a straight line from `price` to nothing in `life_months` from the month it was bought;
    None: nobody said. It counts in its owner's net worth if `in_net_worth`. `is_shared`: somebody else
    sees it as well. `papers` is how many documents hang on it.
    `origin` is the id it had where it was exported, so that the same file makes nothing twice.
    """

    class Status(models.TextChoices):
        ORDERED = "ordered", _("ordered")
        RECEIVED = "received", _("received")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="purchases")
    product_name = models.CharField(_("product"), max_length=200)
    price = MoneyField(_("price"))
    currency = models.CharField(max_length=3, validators=[validate_currency])
    quantity = models.PositiveSmallIntegerField(
        _("pieces"), default=1, validators=[MinValueValidator(1), MaxValueValidator(MOST_PIECES)]
    )
    retailer = models.ForeignKey(Retailer, on_delete=models.RESTRICT, null=True, blank=True, related_name="purchases")
    brand = models.ForeignKey(Brand, on_delete=models.RESTRICT, null=True, blank=True, related_name="purchases")
    category = models.ForeignKey(Category, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    status = models.CharField(_("status"), max_length=8, choices=Status.choices, default=Status.RECEIVED)
    purchase_date = models.DateField(_("bought on"))
    received_date = models.DateField(_("received on"), null=True, blank=True)
    return_until = models.DateField(_("can go back until"), null=True, blank=True)
    return_told = models.BooleanField(default=False, editable=False)
    serial_number = models.CharField(_("serial number"), max_length=100, blank=True)
    location = models.CharField(_("where it is"), max_length=100, blank=True)
    notes = models.CharField(_("notes"), max_length=500, blank=True)
    tags = models.JSONField(default=list, blank=True)
    is_archived = models.BooleanField(default=False)
    is_shared = models.BooleanField(default=False, editable=False)
    life_months = models.PositiveSmallIntegerField(
        _("lasts so many months"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_LIFE)],
    )
    in_net_worth = models.BooleanField(_("counts in net worth"), default=False)
    papers = models.PositiveSmallIntegerField(default=0, editable=False)
    origin = models.UUIDField(null=True, editable=False)
    transaction = models.ForeignKey(
        Transaction, on_delete=models.SET_NULL, null=True, blank=True, related_name="purchases", db_index=False
    )
    search_text = models.CharField(max_length=2000, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    owner_id: UUID
    retailer_id: UUID | None
    brand_id: UUID | None
    category_id: UUID | None
    transaction_id: UUID | None

    objects = PurchaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("purchase")
        indexes = [
            models.Index(fields=["transaction"], name="purchases_of_payment", condition=Q(transaction__isnull=False)),
            models.Index(
                fields=["return_until"],
                name="purchases_to_return",
                condition=Q(return_told=False, return_until__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(price__gte=0), name="purchase_price_not_below_zero"),
            models.CheckConstraint(
                condition=Q(received_date__isnull=True) | Q(status="received", received_date__gte=F("purchase_date")),
                name="purchase_received_after_it_was_bought",
            ),
            models.CheckConstraint(
                condition=Q(return_until__isnull=True) | Q(return_until__gte=F("purchase_date")),
                name="purchase_goes_back_after_it_was_bought",
            ),
            models.CheckConstraint(
                condition=Q(in_net_worth=False) | Q(life_months__isnull=False), name="purchase_worth_needs_a_life"
            ),
            models.UniqueConstraint(
                fields=["owner", "origin"], condition=Q(origin__isnull=False), name="one_purchase_per_origin"
            ),
        ]

    def __str__(self) -> str:
        return self.product_name


class ThingAccess(models.Model):
    """Who sees a thing. Why somebody may is decided by `purchases.core.services.sharing`; that they may is stored here.

    `purchase_date` and `is_archived` are the thing's, so that a person's newest are read off an index, whosever.
    """

    class Role(models.TextChoices):
        OWNER = "owner"
        VIEWER = "viewer"

    purchase = models.ForeignKey(Purchase, on_delete=models.CASCADE, related_name="access")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    role = models.CharField(max_length=6, choices=Role.choices)
    purchase_date = models.DateField()
    is_archived = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    purchase_id: UUID
    person_id: UUID

    objects: ClassVar[models.Manager[ThingAccess]] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["purchase", "person"], name="one_access_per_person"),
            models.UniqueConstraint(fields=["purchase"], condition=Q(role="owner"), name="one_owner_per_thing"),
        ]
        indexes = [
            models.Index(fields=["person", "is_archived", "-purchase_date", "-purchase"], name="newest_things"),
            models.Index(fields=["person", "-purchase_date", "-purchase"], name="newest_things_of_all"),
            models.Index(fields=["person", "role", "is_archived"], name="things_by_role"),
        ]
