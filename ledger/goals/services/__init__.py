from ledger.goals.services.contributions import (
    change_contribution,
    contribute,
    delete_contribution,
    log_yield,
    withdraw,
)
from ledger.goals.services.following import follow_payments, is_followed
from ledger.goals.services.goals import (
    add_household_goal,
    archive_goal,
    create_goal,
    delete_goal,
    put_values,
    remove,
    reopen_goal,
    tell_change,
    update_goal,
)

__all__ = [
    "add_household_goal",
    "archive_goal",
    "change_contribution",
    "contribute",
    "create_goal",
    "delete_contribution",
    "delete_goal",
    "follow_payments",
    "is_followed",
    "log_yield",
    "put_values",
    "remove",
    "reopen_goal",
    "tell_change",
    "update_goal",
    "withdraw",
]
