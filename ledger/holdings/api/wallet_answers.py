"""What the endpoints of wallets answer, for the API's schema; `wallet_shapes` makes it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from config.kernel.api.pagination import PageAnswer
from ledger.core.models import MoneyAccount
from ledger.holdings.wallet_models import Wallet, WalletTransaction

Answer = serializers.Serializer[Any]


class WalletAnswer(Answer):
    id = serializers.UUIDField()
    money_account = serializers.UUIDField()
    chain = serializers.CharField()
    chain_label = serializers.CharField()
    address = serializers.CharField(help_text=_("With the capitals of its checksum where the chain has one."))
    name = serializers.CharField()
    last_synced_at = serializers.DateTimeField(allow_null=True)
    last_block = serializers.IntegerField(allow_null=True, help_text=_("The newest block an event was seen in."))
    sync_status = serializers.ChoiceField(choices=Wallet.Sync.choices)
    sync_error = serializers.CharField(help_text=_("Why the last attempt failed, in a stable word; else empty."))
    refused_count = serializers.IntegerField(help_text=_("Rows of the last reading that were no events."))
    is_configured = serializers.BooleanField(help_text=_("Whether a subgraph is named for its chain."))
    transaction_count = serializers.IntegerField()
    version = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class WalletPage(PageAnswer):
    results = WalletAnswer(many=True)


class WalletTransactionAnswer(Answer):
    id = serializers.UUIDField()
    event_id = serializers.CharField()
    chain_name = serializers.CharField()
    transaction_hash = serializers.CharField()
    block_number = serializers.IntegerField()
    timestamp = serializers.DateTimeField()
    amount = serializers.CharField(help_text=_("In the token, exact to 18 decimals, never negative."))
    is_incoming = serializers.BooleanField()
    token_address = serializers.CharField()
    token_symbol = serializers.CharField(help_text=_("As the contract calls itself, unless we know it."))
    category_id = serializers.UUIDField(allow_null=True, help_text=_("That of the entry it was booked as."))
    account_type = serializers.ChoiceField(choices=MoneyAccount.Type.choices)
    transaction_type = serializers.ChoiceField(choices=WalletTransaction.Type.choices)
    recipient_address = serializers.CharField()
    gas_used = serializers.IntegerField(allow_null=True)
    gas_price = serializers.CharField(allow_null=True, help_text=_("Of a unit of gas, in the chain's coin."))
    gas_fee = serializers.CharField(allow_null=True, help_text=_("The two multiplied."))
    metadata = serializers.DictField()
    transaction = serializers.UUIDField(allow_null=True, help_text=_("The entry in your ledger, where it is booked."))
    not_booked = serializers.ChoiceField(
        choices=[(key, label) for key, label in WalletTransaction.NotBooked.choices if key],
        allow_blank=True,
        help_text=_("Why there is no entry; empty where there is or was one."),
    )


class WalletTransactionPage(PageAnswer):
    results = WalletTransactionAnswer(many=True)
