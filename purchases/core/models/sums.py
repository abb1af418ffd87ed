from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.db import models

from config.kernel.money import ZERO, MoneyField


class PurchaseSum(models.Model):
    """One figure of a person's own things, kept right by every write (see `purchases.core.summing`).

    What `key` is depends on `grouping`: a month (`2026-11`), a day, a retailer's or brand's id ('' without one), a
    product folded, a status, 'none' or 'some' papers, a month and a life (`2025-03/48`) of what counts in net worth
    (`worth`) and of what of that the partner sees (`shown`). `count` is how many purchases or warranties, `pieces` and
    `amount` what they come to in `currency`, which warranties have none of. `label` is how the product was written
    first.
    """

    class Grouping(models.TextChoices):
        ALL = "all"
        STATUS = "status"
        MONTH = "month"
        DAY = "day"
        RETAILER = "retailer"
        BRAND = "brand"
        PRODUCT = "product"
        PAPERS = "papers"
        WORTH = "worth"
        WORTH_SHOWN = "shown"
        WARRANTY_STATUS = "warranty"
        WARRANTY_START = "starts"
        WARRANTY_END = "ends"

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    grouping = models.CharField(max_length=8, choices=Grouping.choices)
    key = models.CharField(max_length=200, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    label = models.CharField(max_length=200, blank=True)
    count = models.IntegerField(default=0)
    pieces = models.IntegerField(default=0)
    amount = MoneyField(default=ZERO)

    owner_id: UUID

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "grouping", "key", "currency"], name="one_sum_per_key")]
        indexes = [
            models.Index(fields=["owner", "grouping", "-pieces", "-amount", "key"], name="sums_by_pieces"),
            models.Index(fields=["owner", "grouping", "-amount", "-count", "key"], name="sums_by_amount"),
        ]
