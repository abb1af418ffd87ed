"""Every change to the ledger's core. Doors (pages, API, jobs) call these and nothing else."""

from ledger.core.services.accounts import (
    close_money_account,
    create_money_account,
    delete_money_account,
    reopen_money_account,
    update_money_account,
)
from ledger.core.services.bulk import MOST_AT_ONCE, BulkChange, BulkReport, change_many
from ledger.core.services.categories import (
    create_category,
    delete_category,
    merge_category,
    override_category,
    update_category,
)
from ledger.core.services.category_icons import change_category_icon, remove_category_icon
from ledger.core.services.category_places import move_in_order
from ledger.core.services.granting import add_co_owner, grant_view, leave_account, revoke_views
from ledger.core.services.households import join_household, leave_household
from ledger.core.services.merging import merge_transactions, unmerge_transactions
from ledger.core.services.recording import (
    NewPart,
    NewRow,
    TransactionDraft,
    record_many,
    record_rows,
    record_transaction,
)
from ledger.core.services.refunds import given_back, link_refund, unlink_refund
from ledger.core.services.sharing import reshare, share_again
from ledger.core.services.transactions import (
    bin_transaction,
    choose_category,
    purge_bin,
    restore_transaction,
    update_transaction,
)
from ledger.core.services.transfers import pair_transfer, record_transfer, transfers_of, unpair_transfer
from ledger.core.services.withholding import release_due, release_transaction, withhold_transaction

__all__ = [
    "MOST_AT_ONCE",
    "BulkChange",
    "BulkReport",
    "NewPart",
    "NewRow",
    "TransactionDraft",
    "add_co_owner",
    "bin_transaction",
    "change_category_icon",
    "change_many",
    "choose_category",
    "close_money_account",
    "create_category",
    "create_money_account",
    "delete_category",
    "delete_money_account",
    "given_back",
    "grant_view",
    "join_household",
    "leave_account",
    "leave_household",
    "link_refund",
    "merge_category",
    "merge_transactions",
    "move_in_order",
    "override_category",
    "pair_transfer",
    "purge_bin",
    "record_many",
    "record_rows",
    "record_transaction",
    "record_transfer",
    "release_due",
    "release_transaction",
    "remove_category_icon",
    "reopen_money_account",
    "reshare",
    "restore_transaction",
    "revoke_views",
    "share_again",
    "transfers_of",
    "unlink_refund",
    "unmerge_transactions",
    "unpair_transfer",
    "update_category",
    "update_money_account",
    "update_transaction",
    "withhold_transaction",
]
