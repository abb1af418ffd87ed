"""Every model of the ledger, gathered from its sub-packages for Django."""

from ledger.categorising.models import LearnedWord, PayeeChoice, Rule
from ledger.core.models import (
    Category,
    CategoryOverride,
    ExchangeRate,
    Household,
    Link,
    MoneyAccount,
    MoneyAccountAccess,
    Rollup,
    Transaction,
    TransactionLine,
    Transfer,
)
from ledger.imports.models import Import, ImportBatch, ImportedLine, ImportMapping, KeptMessage
from ledger.pairing.models import Proposal
from ledger.reconciling.models import StatementBalance
from ledger.recurring.models import Recurring, RecurringDay, RecurringFeed, RecurringNotice, RecurringOffer

__all__ = [
    "Category",
    "CategoryOverride",
    "ExchangeRate",
    "Household",
    "Import",
    "ImportBatch",
    "ImportMapping",
    "ImportedLine",
    "KeptMessage",
    "LearnedWord",
    "Link",
    "MoneyAccount",
    "MoneyAccountAccess",
    "PayeeChoice",
    "Proposal",
    "Recurring",
    "RecurringDay",
    "RecurringFeed",
    "RecurringNotice",
    "RecurringOffer",
    "Rollup",
    "Rule",
    "StatementBalance",
    "Transaction",
    "TransactionLine",
    "Transfer",
]
