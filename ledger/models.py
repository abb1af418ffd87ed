"""Every model of the ledger, gathered from its sub-packages for Django."""

from ledger.budgets.models import Allocation, Budget, RollsOver
from ledger.categorising.models import LearnedWord, PayeeChoice, Rule
from ledger.core.models import (
    Category,
    CategoryOverride,
    ExchangeRate,
    Household,
    HouseholdMember,
    Link,
    MoneyAccount,
    MoneyAccountAccess,
    Rollup,
    Transaction,
    TransactionLine,
    Transfer,
)
from ledger.goals.models import Goal, GoalContribution, GoalMilestone
from ledger.holdings.models import HoldingSum, Position, PositionMove, PositionValue
from ledger.holdings.wallet_models import Wallet, WalletTransaction
from ledger.imports.models import Import, ImportBatch, ImportedLine, ImportMapping, KeptMessage
from ledger.pairing.models import Proposal
from ledger.reconciling.models import StatementBalance
from ledger.recurring.models import Recurring, RecurringDay, RecurringFeed, RecurringNotice, RecurringOffer

__all__ = [
    "Allocation",
    "Budget",
    "Category",
    "CategoryOverride",
    "ExchangeRate",
    "Goal",
    "GoalContribution",
    "GoalMilestone",
    "HoldingSum",
    "Household",
    "HouseholdMember",
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
    "Position",
    "PositionMove",
    "PositionValue",
    "Proposal",
    "Recurring",
    "RecurringDay",
    "RecurringFeed",
    "RecurringNotice",
    "RecurringOffer",
    "RollsOver",
    "Rollup",
    "Rule",
    "StatementBalance",
    "Transaction",
    "TransactionLine",
    "Transfer",
    "Wallet",
    "WalletTransaction",
]
