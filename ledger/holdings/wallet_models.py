from __future__ import annotations

from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.kernel.decimals import ExactDecimalField
from config.kernel.ids import new_id
from ledger.core.models import MoneyAccount, Transaction
from ledger.core.models.accounts import MoneyAccountAccess
from ledger.core.models.transactions import lines_seen_by
from ledger.holdings.fields import plain


class WalletQuerySet(models.QuerySet["Wallet"]):
    def visible_to(self, user: User | AnonymousUser) -> WalletQuerySet:
        """Those of accounts `user` sees in full: an address tells every movement. Nobody signed in: none."""
        accounts = MoneyAccount.objects.visible_to(user, level=MoneyAccountAccess.Level.FULL)
        return self.filter(account__in=accounts)

    def owned_by(self, user: User | AnonymousUser) -> WalletQuerySet:
        return self.filter(account__in=MoneyAccount.objects.owned_by(user))


class Wallet(models.Model):
    """An address on a chain whose movements are read from a subgraph into `account`, a wallet of its owner.

    The address is kept in small letters on EVM chains. `last_block` is the newest block an event was seen in.
    `sync_error` is a stable word for why the last attempt failed, '' after one that did not; `refused_count` is how
    many events of the last reading were none.
    """

    class Sync(models.TextChoices):
        NEVER = "never", _("not synced yet")
        WAITING = "waiting", _("syncing")
        DONE = "done", _("synced")
        FAILED = "failed", _("could not be synced")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(MoneyAccount, on_delete=models.CASCADE, related_name="wallets", db_index=False)
    chain = models.CharField(_("chain"), max_length=50)
    address = models.CharField(_("address"), max_length=128)
    name = models.CharField(_("name"), max_length=100, blank=True)
    last_synced_at = models.DateTimeField(null=True, blank=True)
    last_block = models.BigIntegerField(null=True, blank=True)
    sync_status = models.CharField(max_length=7, choices=Sync.choices, default=Sync.NEVER)
    sync_error = models.CharField(max_length=30, blank=True)
    refused_count = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1)

    account_id: UUID

    objects: ClassVar[WalletQuerySet] = WalletQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("wallet")
        constraints = [
            models.UniqueConstraint(fields=["account", "chain", "address"], name="one_wallet_of_an_address"),
        ]

    def __str__(self) -> str:
        return self.name or f"{self.address[:6]}…{self.address[-4:]}"


class WalletTransactionQuerySet(models.QuerySet["WalletTransaction"]):
    def visible_to(self, user: User | AnonymousUser) -> WalletTransactionQuerySet:
        """Of wallets `user` sees, but not what another owner withholds in the ledger. One small query, now."""
        if not user.is_authenticated:
            return self.none()
        seen = Q(entry__isnull=True) | lines_seen_by(user, of=("entry__",))
        return self.filter(seen, wallet__in=Wallet.objects.visible_to(user))


class WalletTransaction(models.Model):
    """One event of a chain as its subgraph told it, kept once and never changed.

    `amount` is in the token, never below zero; `is_incoming` says which way. `gas_price` is in the chain's coin for a
    unit of gas. `entry` is what was booked of it in the ledger, None where the token is worth no currency we know
    (`not_booked` says why), or once the entry has gone for good.
    """

    class Type(models.TextChoices):
        DEPOSIT = "deposit", _("Deposit")
        WITHDRAWAL = "withdrawal", _("Withdrawal")
        TRANSFER = "transfer", _("Transfer")
        SPEND = "spend", _("Spending")

    class NotBooked(models.TextChoices):
        BOOKED = "", _("booked")
        NO_PRICE = "no_price", _("the token is worth no currency we know")
        IS_POSITION = "is_position", _("the token is held as a position")
        NO_RATE = "no_rate", _("no rate is known for that day")
        TOO_SMALL = "too_small", _("less than the currency's smallest coin")
        TOO_LARGE = "too_large", _("more than the ledger can keep")
        ACCOUNT_CLOSED = "account_closed", _("the account is closed")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    wallet = models.ForeignKey(Wallet, on_delete=models.CASCADE, related_name="transactions", db_index=False)
    event_id = models.CharField(max_length=200)
    transaction_hash = models.CharField(max_length=128)
    block_number = models.BigIntegerField()
    timestamp = models.DateTimeField()
    amount = ExactDecimalField()
    token_address = models.CharField(max_length=128, blank=True)
    token_symbol = models.CharField(max_length=40, blank=True)
    transaction_type = models.CharField(max_length=10, choices=Type.choices)
    is_incoming = models.BooleanField()
    recipient_address = models.CharField(max_length=128, blank=True)
    gas_used = models.BigIntegerField(null=True, blank=True)
    gas_price = ExactDecimalField(null=True, blank=True)
    metadata = models.JSONField(default=dict, blank=True)
    entry = models.OneToOneField(Transaction, on_delete=models.SET_NULL, null=True, blank=True, related_name="on_chain")
    not_booked = models.CharField(max_length=14, choices=NotBooked.choices, default=NotBooked.BOOKED, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    wallet_id: UUID
    entry_id: UUID | None

    objects: ClassVar[WalletTransactionQuerySet] = WalletTransactionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("transaction of a wallet")
        verbose_name_plural = _("transactions of wallets")
        constraints = [models.UniqueConstraint(fields=["wallet", "event_id"], name="one_event_of_a_wallet")]
        indexes = [models.Index(fields=["wallet", "-timestamp", "-id"], name="newest_of_wallet")]

    def __str__(self) -> str:
        return f"{self.transaction_type} {self.amount} {self.token_symbol}"

    @property
    def shown_amount(self) -> str:
        """All its digits, without zeros at the end."""
        return plain(self.amount)

    @property
    def rounded_amount(self) -> str:
        """What a line has room for: six digits of those that count, whole numbers whole."""
        whole = self.amount.adjusted() + 1
        return plain(round(self.amount, max(0, 6 - whole)))

    @property
    def gas_fee(self) -> Decimal | None:
        """What the gas cost, in the chain's coin; None where the subgraph does not say."""
        if self.gas_used is None or self.gas_price is None:
            return None
        fee: Decimal = self.gas_used * self.gas_price
        return fee
