"""What clients send of wallets. Chain and address are checked by the services, which know the chains."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from config.kernel.api.fields import LineField
from config.kernel.api.views import BodySerializer
from ledger.core.api.bodies import VERSION_HELP

_SHOWN = (
    "id", "chain_label", "last_synced_at", "last_block", "sync_status", "sync_error", "refused_count",
    "is_configured", "transaction_count", "created_at", "updated_at",
)  # fmt: skip


class NewWalletBody(BodySerializer):
    also_sent: ClassVar = (*_SHOWN, "version")

    chain = LineField(max_length=50, help_text=_("In small letters, such as ethereum or bitcoin."))
    address = LineField(max_length=128)
    name = LineField(required=False, allow_blank=True, max_length=100)
    money_account = serializers.UUIDField(
        required=False, help_text=_("An account of yours of the kind wallet; left out, one is opened.")
    )


class ChangedWalletBody(BodySerializer):
    also_sent: ClassVar = (*_SHOWN, "chain", "address", "money_account")

    name = LineField(required=False, allow_blank=True, max_length=100)
    version = serializers.IntegerField(required=False, min_value=1, max_value=2**31 - 1, help_text=VERSION_HELP)
