from partnerships.expenses.services.expenses import (
    ADD,
    DELETE,
    EDIT,
    add_expense,
    ask_to_change,
    ask_to_delete,
)
from partnerships.expenses.services.following import follow_transactions, resplit
from partnerships.expenses.services.payments import link_payment, mark_paid, undo_payment, unlink_payment
from partnerships.expenses.services.sharing import (
    PAYMENT_SHARE,
    question_of,
    share_or_ask,
    share_payment,
    unshare_payment,
    waiting_share,
)

__all__ = [
    "ADD",
    "DELETE",
    "EDIT",
    "PAYMENT_SHARE",
    "add_expense",
    "ask_to_change",
    "ask_to_delete",
    "follow_transactions",
    "link_payment",
    "mark_paid",
    "question_of",
    "resplit",
    "share_or_ask",
    "share_payment",
    "undo_payment",
    "unlink_payment",
    "unshare_payment",
    "waiting_share",
]
