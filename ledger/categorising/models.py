from __future__ import annotations

from django.conf import settings
from django.db import models

from ledger.core.models import Category


class PayeeChoice(models.Model):
    """What one person chose for one payee; the newest choice wins, `times` says how often it was made in a row."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="payee_choices")
    payee_key = models.CharField(max_length=120)
    kind = models.CharField(max_length=8)
    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="+")
    times = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "payee_key", "kind"], name="one_choice_per_payee")]
