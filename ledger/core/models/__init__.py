from ledger.core.models.accounts import Household, MoneyAccount, MoneyAccountAccess, Withheld
from ledger.core.models.categories import Category, CategoryOverride
from ledger.core.models.rates import ExchangeRate
from ledger.core.models.rollups import Rollup
from ledger.core.models.transactions import Link, Transaction, TransactionLine, Transfer

__all__ = [
    "Category",
    "CategoryOverride",
    "ExchangeRate",
    "Household",
    "Link",
    "MoneyAccount",
    "MoneyAccountAccess",
    "Rollup",
    "Transaction",
    "TransactionLine",
    "Transfer",
    "Withheld",
]
