from ledger.budgets.services.changing import (
    apply_suggestion,
    check_amount,
    check_place,
    move_allocation,
    remove_allocation,
    set_allocation,
    update_budget,
)
from ledger.budgets.services.keeping import close_month, delete_budget, refresh_carried, set_roll_over
from ledger.budgets.services.making import create_budget, prepared

__all__ = [
    "apply_suggestion",
    "check_amount",
    "check_place",
    "close_month",
    "create_budget",
    "delete_budget",
    "move_allocation",
    "prepared",
    "refresh_carried",
    "remove_allocation",
    "set_allocation",
    "set_roll_over",
    "update_budget",
]
