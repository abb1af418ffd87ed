from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.kernel.ids import new_id
from config.kernel.money import MoneyField
from ledger.core.models import MoneyAccount, Transaction


class StatementBalanceQuerySet(models.QuerySet["StatementBalance"]):
    def owned_by(self, user: User | AnonymousUser) -> StatementBalanceQuerySet:
        """Of the accounts `user` owns: beside figures held back, what the bank says would tell them."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(account__in=MoneyAccount.objects.owned_by(user))

    def counting(self) -> StatementBalanceQuerySet:
        """The newest of each day."""
        of_day = StatementBalance.objects.filter(account=models.OuterRef("account"), on=models.OuterRef("on"))
        later = Q(created_at__gt=models.OuterRef("created_at"))
        twin = Q(created_at=models.OuterRef("created_at"), id__gt=models.OuterRef("id"))
        return self.filter(~models.Exists(of_day.filter(later | twin)))


class StatementBalance(models.Model):
    """What the bank says an account held at the end of a day. `origin` is the id of what brought it (an import's part).

    Of one day there may be several: a file's, a later file's, one read off paper. The newest counts (by
    `created_at`: the clock in ids runs ahead where thousands are made at once).
    One entered by hand may be a whole statement that was ticked off: its lines say so in `reconciled_on`, and
    `correction` is what was booked for the rest that nobody found.
    """

    class Source(models.TextChoices):
        FILE = "file", _("from a file")
        HAND = "hand", _("entered by hand")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(MoneyAccount, on_delete=models.CASCADE, related_name="statement_balances")
    on = models.DateField(_("day"))
    amount = MoneyField(_("balance"))
    source = models.CharField(max_length=4, choices=Source.choices)
    origin = models.UUIDField(null=True, db_index=True)
    correction = models.ForeignKey(Transaction, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = StatementBalanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("bank balance")
        indexes = [
            models.Index(fields=["account", "-on", "-created_at", "-id"], name="balances_of_account"),
            models.Index(fields=["correction"], name="balance_of_correction", condition=Q(correction__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["account", "on", "origin"], name="one_balance_per_origin"),
            models.UniqueConstraint(
                fields=["account", "on"], condition=Q(origin__isnull=True), name="one_balance_by_hand"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.amount}"
