"""Every model of the ledger, gathered from its sub-packages for Django."""

from ledger.categorising.models import PayeeChoice
from ledger.core.models import (
    Category,
    CategoryOverride,
    Household,
    MoneyAccount,
    MoneyAccountAccess,
    Rollup,
    Transaction,
    TransactionLine,
    Transfer,
)
from ledger.imports.models import Import, ImportBatch, ImportedLine, ImportMapping

__all__ = [
    "Category",
    "CategoryOverride",
    "Household",
    "Import",
    "ImportBatch",
    "ImportMapping",
    "ImportedLine",
    "MoneyAccount",
    "MoneyAccountAccess",
    "PayeeChoice",
    "Rollup",
    "Transaction",
    "TransactionLine",
    "Transfer",
]
