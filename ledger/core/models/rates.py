from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.kernel.decimals import ExactDecimalField
from config.kernel.money import validate_currency

LARGEST_RATE = Decimal(10**9)
SMALLEST_RATE = 1 / LARGEST_RATE
MOST_DECIMALS = 18


def validate_rate(rate: Decimal) -> None:
    """Between a billionth and a billion, with 18 decimals at most."""
    if rate <= 0:
        raise ValidationError(_("A rate is above zero."), code="rate_not_positive")
    exponent = rate.as_tuple().exponent
    if not SMALLEST_RATE <= rate <= LARGEST_RATE or (isinstance(exponent, int) and -exponent > MOST_DECIMALS):
        raise ValidationError(_("No two currencies are this far apart."), code="rate_out_of_range")


class ExchangeRateQuerySet(models.QuerySet["ExchangeRate"]):
    def visible_to(self, user: User | AnonymousUser) -> ExchangeRateQuerySet:
        """Everybody's rates and the person's own. Nobody signed in: none."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(owner__isnull=True) | Q(owner=user))

    def owned_by(self, user: User | AnonymousUser) -> ExchangeRateQuerySet:
        """Rates `user` entered by hand and may take away."""
        return self.filter(owner=user) if user.is_authenticated else self.none()

    def shared(self) -> ExchangeRateQuerySet:
        return self.filter(owner__isnull=True)


class ExchangeRate(models.Model):
    """What one unit of `base` was worth in `currency` on a day. Without an owner it is everybody's."""

    class Source(models.TextChoices):
        """Whose word it is. Shared rates come from files and providers, a person's own by hand."""

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

    objects = ExchangeRateQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["-on", "base", "currency"], name="newest_rates")]
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
