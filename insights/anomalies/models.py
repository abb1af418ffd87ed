from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.kernel.ids import new_id
from config.kernel.money import MoneyField, validate_currency
from ledger.core.models import Category, Transaction


class UsualQuerySet(models.QuerySet["Usual"]):
    def visible_to(self, user: User | AnonymousUser) -> UsualQuerySet:
        """What the person said themselves. Nobody signed in: none."""
        return self.filter(person=user) if user.is_authenticated else self.none()


class Usual(models.Model):
    """A person's word that something found unusual is not.

    It holds for the payment itself, and for what has the same cause: payments to `payee_key` of the same kind up to
    `up_to` (positive, in `currency`), or of `category` where several payments together were found. `transaction` goes
    when the entry is deleted for good; what was learned stays.
    """

    class Kind(models.TextChoices):
        AMOUNT = "amount", _("Unusual amount")
        NEW_PAYEE = "new_payee", _("New payee")
        DUPLICATE = "duplicate", _("Charged twice")
        PRICE_RISE = "price_rise", _("Price went up")
        CATEGORY_BURST = "category_burst", _("More than usual")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    transaction = models.ForeignKey(Transaction, on_delete=models.SET_NULL, null=True, related_name="+")
    kind = models.CharField(max_length=14, choices=Kind.choices)
    payee_key = models.CharField(max_length=120, blank=True)
    category = models.ForeignKey(Category, on_delete=models.SET_NULL, null=True, related_name="+")
    currency = models.CharField(max_length=3, validators=[validate_currency])
    up_to = MoneyField()
    created_at = models.DateTimeField(auto_now_add=True)

    person_id: UUID
    transaction_id: UUID | None
    category_id: UUID | None

    objects = UsualQuerySet.as_manager()

    class Meta:
        verbose_name = _("not unusual")
        verbose_name_plural = _("not unusual")
        constraints = [
            models.UniqueConstraint(fields=["person", "transaction"], name="one_word_on_a_payment"),
            models.CheckConstraint(condition=models.Q(up_to__gt=0), name="usual_up_to_above_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
