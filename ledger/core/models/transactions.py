from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.kernel.ids import new_id
from config.kernel.money import MoneyField
from ledger.core.models.accounts import MoneyAccount, MoneyAccountAccess, Withheld
from ledger.core.models.categories import Category


class TransactionQuerySet(models.QuerySet["Transaction"]):
    def visible_to(self, user: User | AnonymousUser) -> TransactionQuerySet:
        """Every line of the accounts `user` sees in full, those in the bin too, but not what others withhold from
        them. Nobody signed in: none.

        One small query first, for the ids of those accounts: as a subquery under 'newest first' a person with ten
        rows beside a neighbour's million waited 736 ms.
        """
        if not user.is_authenticated:
            return self.none()
        return self.filter(lines_seen_by(user))

    def owned_by(self, user: User | AnonymousUser) -> TransactionQuerySet:
        """Lines `user` may change: of accounts they own, but not what the other owner withholds."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(lines_seen_by(user, owned=True))

    def live(self) -> TransactionQuerySet:
        """Those that count: not in the bin."""
        return self.filter(deleted_at__isnull=True)

    def binned(self) -> TransactionQuerySet:
        return self.filter(deleted_at__isnull=False)


def lines_seen_by(user: User, *, owned: bool = False, of: Sequence[str] = ("",)) -> Q:
    """Condition on transactions, or on all that the prefixes `of` name in another model. One small query, now."""
    grants = MoneyAccountAccess.objects.granted_to(user, level=MoneyAccountAccess.Level.FULL)
    by_role: dict[str, list[UUID]] = {}
    for account_id, role in grants.values_list("account_id", "role"):
        if not owned or role != MoneyAccountAccess.Role.VIEWER:
            by_role.setdefault(role, []).append(account_id)
    every = Q()
    for prefix in of:
        seen = Q(pk__in=[])
        for role, keys in by_role.items():
            seen |= Q(**{f"{prefix}account__in": keys, f"{prefix}withheld__in": ["", role]})
        every &= seen
    return every


class Transaction(models.Model):
    """One movement of money on one account.

    `amount` is signed, in the account's currency: out is negative. `own_amount` is the owner's part of it. One that
    is split over categories has TransactionLine rows and no category of its own (`is_split`). `booked_on` alone
    decides month and roll-up; `occurred_at` is extra. In the bin (`deleted_at`) it is out of every sum.

    `is_pending`: the bank has announced it and may still change or drop it. `refund_of` is the purchase a refund
    gives money back for. `reconciled_on` is the day of the statement on which a person has ticked it off.

    `withheld` names the owner, by role, who keeps it from everybody else (a gift), until the day `withheld_until`
    begins where that owner lives. Only the column decides; a job empties it.
    """

    class Kind(models.TextChoices):
        EXPENSE = "expense", _("Expense")
        INCOME = "income", _("Income")
        REFUND = "refund", _("Refund")
        TRANSFER = "transfer", _("Transfer")

    class CategorySource(models.TextChoices):
        """Who chose the category. A person's choice is never changed by a machine."""

        NONE = "", _("not chosen")
        PERSON = "person", _("chosen by you")
        LEARNED = "learned", _("as you chose before")
        MERCHANT = "merchant", _("known merchant")
        KEYWORD = "keyword", _("known word")
        SIMILAR = "similar", _("like others")
        FILE = "file", _("from the file")
        RULE = "rule", _("by your rule")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    # A key without an index of its own here is the beginning of another, or has one of the few rows that name it.
    account = models.ForeignKey(MoneyAccount, on_delete=models.CASCADE, related_name="transactions", db_index=False)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    raw_kind = models.CharField(max_length=40, blank=True)
    amount = MoneyField()
    own_amount = MoneyField()
    booked_on = models.DateField()
    occurred_at = models.DateTimeField(null=True, blank=True)
    payee = models.CharField(max_length=200, blank=True)
    payee_key = models.CharField(max_length=120, blank=True)
    notes = models.CharField(max_length=500, blank=True)
    search_text = models.CharField(max_length=800, blank=True)
    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, null=True, blank=True, related_name="transactions", db_index=False
    )
    category_source = models.CharField(
        max_length=8, choices=CategorySource.choices, default=CategorySource.NONE, blank=True
    )
    category_confidence = models.DecimalField(
        max_digits=3,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
    )
    category_reason = models.CharField(max_length=120, blank=True)
    is_split = models.BooleanField(default=False)
    withheld = models.CharField(max_length=8, choices=Withheld.choices, blank=True, default="")
    withheld_until = models.DateField(null=True, blank=True)
    is_pending = models.BooleanField(default=False)
    refund_of = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="refunds", db_index=False
    )
    reconciled_on = models.DateField(null=True, blank=True)
    # Without a constraint: PostgreSQL would look each line of a file up, and nobody but Django deletes people.
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", db_constraint=False
    )
    deleted_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1)

    objects = TransactionQuerySet.as_manager()

    class Meta:
        verbose_name = _("transaction")
        indexes = [
            models.Index(
                fields=["account", "-booked_on", "-id"],
                name="newest_of_account",
                condition=Q(deleted_at__isnull=True),
            ),
            models.Index(
                fields=["account", "category", "-booked_on", "-id"],
                name="newest_of_category",
                condition=Q(deleted_at__isnull=True),
            ),
            models.Index(fields=["account", "payee_key"], name="transaction_by_payee"),
            models.Index(fields=["category"], name="entries_of_category", condition=Q(category__isnull=False)),
            models.Index(fields=["refund_of"], name="refunds_of_entry", condition=Q(refund_of__isnull=False)),
            models.Index(fields=["deleted_at"], name="transaction_bin", condition=Q(deleted_at__isnull=False)),
            models.Index(
                fields=["account", "reconciled_on"],
                name="reconciled_of_account",
                condition=Q(reconciled_on__isnull=False),
            ),
            models.Index(fields=["account", "booked_on"], name="pending_of_account", condition=Q(is_pending=True)),
            models.Index(fields=["withheld_until"], name="withheld_entries", condition=Q(withheld_until__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_split=False) | Q(category__isnull=True), name="split_has_no_category"
            ),
            models.CheckConstraint(
                condition=Q(withheld="", withheld_until__isnull=True)
                | Q(withheld__in=Withheld.values, withheld_until__isnull=False),
                name="withheld_until_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.booked_on} {self.payee} {self.amount}"


class TransactionLine(models.Model):
    """One category's part of a split transaction; the parts add up to the whole, a category occurs once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    transaction = models.ForeignKey(Transaction, on_delete=models.CASCADE, related_name="lines", db_index=False)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, null=True, blank=True, related_name="lines")
    amount = MoneyField()
    own_amount = MoneyField()
    notes = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["transaction", "category"], name="one_line_per_category"),
        ]


class Transfer(models.Model):
    """The same money leaving one account and reaching another: two rows that count as neither income nor expense."""

    class FoundBy(models.TextChoices):
        PERSON = "person", _("by you")
        AUTOMATIC = "auto", _("by itself")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    outgoing = models.OneToOneField(Transaction, on_delete=models.CASCADE, related_name="transfer_out")
    incoming = models.OneToOneField(Transaction, on_delete=models.CASCADE, related_name="transfer_in")
    found_by = models.CharField(max_length=6, choices=FoundBy.choices, default=FoundBy.PERSON)
    created_at = models.DateTimeField(auto_now_add=True)


class Link(models.Model):
    """What putting two entries together changed of `entry`, so that parting them gives it back.

    Of a transfer each changed half has one, of a refund the refund (`other` is the purchase); of a merge the one that
    stayed (`other` went into the bin). `before` has, for each field that changed, what it was and what it became;
    'filing' is kind, category and parts in one.
    """

    class Kind(models.TextChoices):
        TRANSFER = "transfer"
        MERGE = "merge"
        REFUND = "refund"

    kind = models.CharField(max_length=8, choices=Kind.choices)
    entry = models.ForeignKey(Transaction, on_delete=models.CASCADE, related_name="links")
    other = models.ForeignKey(Transaction, on_delete=models.CASCADE, related_name="linked_by")
    before = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "other", "kind"], name="one_link_per_pair")]
