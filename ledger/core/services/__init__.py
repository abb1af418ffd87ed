"""Every change to the ledger's core. Doors (pages, API, jobs) call these and nothing else."""

from ledger.core.services.accounts import (
    close_money_account,
    create_money_account,
    delete_money_account,
    reopen_money_account,
    update_money_account,
)
from ledger.core.services.bulk import MOST_AT_ONCE, BulkChange, BulkReport, change_many
from ledger.core.services.categories import create_category, delete_category, override_category, update_category
from ledger.core.services.recording import (
    NewPart,
    NewRow,
    TransactionDraft,
    record_many,
    record_rows,
    record_transaction,
)
from ledger.core.services.transactions import (
    bin_transaction,
    choose_category,
    purge_bin,
    restore_transaction,
    update_transaction,
)
from ledger.core.services.transfers import record_transfer

__all__ = [
    "MOST_AT_ONCE",
    "BulkChange",
    "BulkReport",
    "NewPart",
    "NewRow",
    "TransactionDraft",
    "bin_transaction",
    "change_many",
    "choose_category",
    "close_money_account",
    "create_category",
    "create_money_account",
    "delete_category",
    "delete_money_account",
    "override_category",
    "purge_bin",
    "record_many",
    "record_rows",
    "record_transaction",
    "record_transfer",
    "reopen_money_account",
    "restore_transaction",
    "update_category",
    "update_money_account",
    "update_transaction",
]
