"""`wallets/` in the API's schema."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema

from ledger.core.api.docs.common import (
    ACCOUNT,
    ENTRY,
    GROCERIES,
    LIMIT,
    SKIP,
    UUID_SCHEMA,
    changing,
    example,
    one_of,
    page_of_one,
    query,
)
from ledger.holdings.api import wallet_answers as answers
from ledger.holdings.api import wallet_bodies as bodies
from ledger.holdings.wallet_models import WalletTransaction

WALLET = "01930000-0000-7000-8000-0000000000b1"
ADDRESS = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
SENT: dict[str, Any] = {"chain": "ethereum", "address": ADDRESS, "name": "Savings on chain", "money_account": ACCOUNT}
SHOWN: dict[str, Any] = {
    "id": WALLET,
    **SENT,
    "chain_label": "Ethereum",
    "last_synced_at": "2026-11-20T03:00:12Z",
    "last_block": 23840112,
    "sync_status": "done",
    "sync_error": "",
    "refused_count": 0,
    "is_configured": True,
    "transaction_count": 18,
    "version": 1,
    "created_at": "2026-06-04T09:30:00Z",
    "updated_at": "2026-11-20T03:00:12Z",
}
EVENT: dict[str, Any] = {
    "id": "01930000-0000-7000-8000-0000000000b2",
    "event_id": "0x9c1f…-3",
    "chain_name": "ethereum",
    "transaction_hash": "0x9c1f2b7f4c1f0a7f7d3f1d7c1a9e7b0c5d2f3a4b6c8d9e0f1a2b3c4d5e6f7a8b",
    "block_number": 23840112,
    "timestamp": "2026-11-19T17:35:23Z",
    "amount": "250.000000000000000001",
    "is_incoming": False,
    "token_address": "0x1abaea1f7c830bd89acc67ec4af516284b1bc33c",
    "token_symbol": "EURC",
    "category_id": GROCERIES,
    "account_type": "investment",
    "transaction_type": "spend",
    "recipient_address": ADDRESS,
    "gas_used": 65000,
    "gas_price": "0.00000001",
    "gas_fee": "0.00065",
    "metadata": {"memo": "Invoice 12"},
    "transaction": ENTRY,
    "not_booked": "",
}
LIST = extend_schema(
    operation_id="wallets_list",
    summary="List wallets",
    description="Those of accounts whose lines you see.",
    parameters=[
        query("chain", "Only of this chain."),
        query("money_account", "Only of these accounts.", UUID_SCHEMA, many=True),
        LIMIT,
        SKIP,
    ],
    responses={200: answers.WalletPage},
    examples=[page_of_one(SHOWN)],
)
CREATE = extend_schema(
    operation_id="wallets_create",
    summary="Link a wallet",
    description="Only its address: a key is never asked for. On chains of Ethereum's kind 0x and 40 digits, and where "
    "letters are mixed their checksum must hold. 400 `unknown_chain`, `invalid_address`, `already_linked`, "
    "`not_a_wallet`, `account_closed`, `too_many`.",
    request=bodies.NewWalletBody,
    responses={201: answers.WalletAnswer, 403: None},
    examples=[example(SENT, request=True), example({**SHOWN, "transaction_count": 0}, status=201)],
)
GET = extend_schema(
    operation_id="wallets_get",
    summary="Show a wallet",
    responses={200: answers.WalletAnswer},
    examples=[example(SHOWN)],
)
PATCH = changing(
    "wallets_partial_update", "Rename a wallet", bodies.ChangedWalletBody, answers.WalletAnswer,
    {"name": "Cold wallet", "version": 1}, {**SHOWN, "name": "Cold wallet", "version": 2},
)  # fmt: skip
DELETE = extend_schema(
    operation_id="wallets_delete",
    summary="Let a wallet go",
    description="With what was read of the chain; what was booked of it stays in your ledger.",
    responses={204: None, 409: None},
)
TRANSACTIONS = extend_schema(
    operation_id="wallets_transactions_list",
    summary="List what was read of a wallet",
    description="The newest first, each once, exactly as its subgraph told it. One whose token is worth a currency is "
    "booked in the account as well, by the rate of its day; `not_booked` says why another is not.",
    parameters=[
        query("transaction_type", "Only of these.", one_of(WalletTransaction.Type.values), many=True),
        LIMIT,
        SKIP,
    ],
    responses={200: answers.WalletTransactionPage},
    examples=[page_of_one(EVENT)],
)
SYNC = extend_schema(
    operation_id="wallets_sync",
    summary="Read what is new of a wallet",
    description="In the background: `sync_status` is `waiting` until it is `done` or `failed`. Where one waits already "
    "nothing more is begun. 10 a minute. 400 `not_configured` where no subgraph is named for its chain.",
    request=None,
    responses={202: answers.WalletAnswer},
    examples=[example({**SHOWN, "sync_status": "waiting"}, status=202)],
)
