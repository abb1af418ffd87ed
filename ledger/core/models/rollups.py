from __future__ import annotations

from datetime import date

from django.db import models

from config.kernel.ids import NIL
from config.kernel.money import ZERO, MoneyField
from ledger.core.models.accounts import MoneyAccount, Withheld
from ledger.core.models.transactions import Transaction

BEGINNING = date(1, 1, 1)


class Rollup(models.Model):
    """Sums of one account's transactions, kept in the same database transaction as the write (ledger.core.posting),
    so that analytics never read the history.

    By leaf category and kind: for a day, a week of the month (days 1-7, 8-14, 15-21, 22-28, 29-) and a month;
    `starts_on` is its first day. Beside them, smaller ones for what is asked most: by kind alone for a month ('f'),
    what flowed in and out; for a week of the month without category and kind ('b'), what the balance moved, so that
    the course of net worth reads at most five rows a month and account; and for all time ('a', from BEGINNING), so
    that a list knows its length.

    `category_key` is the category's id or the nil UUID for 'no category': a NULL would not be unique.
    `withheld` is the role of the owner who keeps these lines from everybody else for now: what a person may see of an
    account are its cells of '' and of their own role, and every sum is taken from those.
    `transaction_count` counts a split transaction once, in its first line; `line_count` counts every line.
    Rows may stay at zero.
    """

    class Span(models.TextChoices):
        DAY = "d"
        WEEK = "w"
        MONTH = "m"
        FLOW = "f"
        BALANCE = "b"
        ALL = "a"

    account = models.ForeignKey(MoneyAccount, on_delete=models.CASCADE, related_name="rollups", db_index=False)
    span = models.CharField(max_length=1, choices=Span.choices)
    starts_on = models.DateField()
    category_key = models.UUIDField(default=NIL)
    kind = models.CharField(max_length=8, choices=Transaction.Kind.choices, blank=True)
    withheld = models.CharField(max_length=8, choices=Withheld.choices, blank=True, default="")
    amount = MoneyField(default=ZERO)
    own_amount = MoneyField(default=ZERO)
    transaction_count = models.IntegerField(default=0)
    line_count = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "span", "starts_on", "category_key", "kind", "withheld"], name="one_rollup_per_cell"
            )
        ]
