"""Wallets and their transactions as the API sends them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from ledger.holdings.fields import plain
from ledger.holdings.wallet_chains import chain_of, checksummed, endpoints
from ledger.holdings.wallet_models import Wallet, WalletTransaction


def wallet_shape(wallet: Wallet, count: int) -> dict[str, Any]:
    chain = chain_of(wallet.chain)
    return {
        "id": wallet.pk,
        "money_account": wallet.account_id,
        "chain": wallet.chain,
        "chain_label": chain.label if chain else wallet.chain,
        "address": checksummed(wallet.address),
        "name": wallet.name,
        "last_synced_at": wallet.last_synced_at,
        "last_block": wallet.last_block,
        "sync_status": wallet.sync_status,
        "sync_error": wallet.sync_error,
        "refused_count": wallet.refused_count,
        "is_configured": wallet.chain in endpoints(),
        "transaction_count": count,
        "version": wallet.version,
        "created_at": wallet.created_at,
        "updated_at": wallet.updated_at,
    }


def wallet_transaction_shape(
    row: WalletTransaction, wallet: Wallet, shown_categories: Mapping[UUID, UUID | None]
) -> dict[str, Any]:
    """`row` with its entry, `wallet` with its account. `shown_categories` as `others` of a Sight."""
    category = row.entry.category_id if row.entry is not None else None
    return {
        "id": row.pk,
        "event_id": row.event_id,
        "chain_name": wallet.chain,
        "transaction_hash": row.transaction_hash,
        "block_number": row.block_number,
        "timestamp": row.timestamp,
        "amount": plain(row.amount),
        "is_incoming": row.is_incoming,
        "token_address": row.token_address,
        "token_symbol": row.token_symbol,
        "category_id": shown_categories.get(category, category) if category is not None else None,
        "account_type": wallet.account.type,
        "transaction_type": row.transaction_type,
        "recipient_address": row.recipient_address,
        "gas_used": row.gas_used,
        "gas_price": None if row.gas_price is None else plain(row.gas_price),
        "gas_fee": None if row.gas_fee is None else plain(row.gas_fee),
        "metadata": row.metadata,
        "transaction": row.entry_id,
        "not_booked": row.not_booked,
    }
