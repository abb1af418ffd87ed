from ledger.core.models.accounts import MoneyAccount, MoneyAccountAccess, Withheld
from ledger.core.models.categories import Category, CategoryOverride
from ledger.core.models.households import BelongsToSomebody, Household, HouseholdMember, OfOwnerOrHousehold
from ledger.core.models.rates import ExchangeRate
from ledger.core.models.rollups import Rollup
from ledger.core.models.transactions import Link, Transaction, TransactionLine, Transfer

__all__ = [
    "BelongsToSomebody",
    "Category",
    "CategoryOverride",
    "ExchangeRate",
    "Household",
    "HouseholdMember",
    "Link",
    "MoneyAccount",
    "MoneyAccountAccess",
    "OfOwnerOrHousehold",
    "Rollup",
    "Transaction",
    "TransactionLine",
    "Transfer",
    "Withheld",
]
