from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from config.kernel.decimals import ExactDecimalField
from config.kernel.money import validate_currency


def validate_rate(rate: Decimal) -> None:
    if rate <= 0:
        raise ValidationError(_("A rate is above zero."), code="rate_not_positive")


class ExchangeRate(models.Model):
    """What one unit of `base` was worth in `currency` on a day. Without an owner it is everybody's."""

    class Source(models.TextChoices):
        ECB = "ecb", _("European Central Bank")
        HAND = "hand", _("entered by hand")
        PROVIDER = "provider", _("provider")

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+")
    base = models.CharField(_("one"), max_length=3, validators=[validate_currency])
    currency = models.CharField(_("is worth in"), max_length=3, validators=[validate_currency])
    on = models.DateField(_("on"))
    rate = ExactDecimalField(_("rate"), validators=[validate_rate])
    source = models.CharField(max_length=8, choices=Source.choices)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["base", "currency", "-on"], name="latest_rate")]
        constraints = [
            models.UniqueConstraint(
                fields=["base", "currency", "on"], condition=Q(owner__isnull=True), name="one_shared_rate_a_day"
            ),
            models.UniqueConstraint(
                fields=["owner", "base", "currency", "on"], condition=Q(owner__isnull=False), name="one_own_rate_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"1 {self.base} = {self.rate} {self.currency} on {self.on}"
