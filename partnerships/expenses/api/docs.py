"""Shared expenses and payments in the API's schema."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema

from ledger.core.api.docs.common import ENTRY, LIMIT, SKIP, UUID_SCHEMA, example, one_of, page_of_one, query
from partnerships.approvals.api.docs import ANA, ASKED, BEN, EXPENSE
from partnerships.expenses.api.answers import (
    AddedExpenseAnswer,
    ExpenseAnswer,
    ExpenseAskedAnswer,
    ExpenseBody,
    ExpensePage,
    ExpenseSplitAnswer,
    LinkBody,
    PaymentAnswer,
    PaymentBody,
    PaymentPage,
)
from partnerships.expenses.models import SharedExpense
from partnerships.expenses.months import MONTH_SCHEMA

NEW: dict[str, Any] = {"name": "Internet", "amount": "39.90", "frequency": "monthly", "starts_on": "2026-11-05"}
SHOWN: dict[str, Any] = {
    "id": EXPENSE,
    **NEW,
    "category": None,
    "ends_on": None,
    "payer": 1,
    "method": "",
    "first_percent": None,
    "notes": "",
    "status": "active",
    "currency": "EUR",
    "added_by": ANA,
    "created_at": "2026-11-02T18:20:00Z",
    "updated_at": "2026-11-02T18:20:00Z",
    "version": 1,
}
PAID: dict[str, Any] = {
    "id": "01930000-0000-7000-8000-0000000000b1",
    "expense": EXPENSE,
    "due_on": "2026-11-05",
    "payer": 1,
    "amount": "39.90",
    "currency": "EUR",
    "shares": ["22.74", "17.16"],
    "paid_on": "2026-11-06",
    "payee": "Internet",
    "category": None,
    "counts": True,
    "original_amount": None,
    "original_currency": None,
    "rate": None,
    "rate_on": None,
    "transaction": None,
    "recorded_by": BEN,
    "version": 1,
}
SPLIT: dict[str, Any] = {
    "month": "2026-11",
    "currency": "EUR",
    "total": "39.90",
    "partners": [
        {"place": 0, "person": ANA, "amount": "22.74", "percent": "56.99"},
        {"place": 1, "person": BEN, "amount": "17.16", "percent": "43.01"},
    ],
    "reason": "incomes",
    "lines": [
        {
            "expense": EXPENSE,
            "name": "Internet",
            "amount": "39.90",
            "shares": ["22.74", "17.16"],
            "reason": "incomes",
        }
    ],
}
_ASKS = (
    "It stays as it is until your partner approves: 202 with the approval. 409 `already_asked` while one waits, "
    "`waits_for_approval` before its first approval, `item_moved`, `no_partnership`, `partnership_paused`."
)
MONTH = query("month", "Of this month.", MONTH_SCHEMA)
EXPENSE_LIST = extend_schema(
    operation_id="shared_expenses_list",
    summary="List shared expenses",
    description="The newest first, those of partnerships that have ended too.",
    parameters=[
        query("status", "Of this status; all when left out.", one_of([*SharedExpense.Status.values, "any"])),
        LIMIT,
        SKIP,
    ],
    responses={200: ExpensePage},
    examples=[page_of_one(SHOWN)],
)
EXPENSE_CREATE = extend_schema(
    operation_id="shared_expenses_add",
    summary="Add a shared expense",
    description=(
        "Above the partnership's threshold, each time or in a month, or with a split of its own it waits for your "
        "partner: `status` is `pending_approval` and `approval` names what waits. 409 `no_partnership`, "
        "`partnership_paused`."
    ),
    request=ExpenseBody,
    responses={201: AddedExpenseAnswer, 409: None},
    examples=[example(NEW, request=True), example({**SHOWN, "approval": None}, status=201)],
)
EXPENSE_GET = extend_schema(
    operation_id="shared_expenses_get",
    summary="Show a shared expense",
    responses={200: ExpenseAnswer},
    examples=[example(SHOWN)],
)


def _asking(operation: str, sent: dict[str, Any]) -> Any:
    return extend_schema(
        operation_id=operation,
        summary="Ask to change a shared expense",
        description=f"Archiving included (`status`). {_ASKS}",
        request=ExpenseBody,
        responses={202: ExpenseAskedAnswer, 409: None},
        examples=[example(sent, request=True), example({"approval": ASKED}, status=202)],
    )


EXPENSE_PUT = _asking("shared_expenses_replace", {**NEW, "amount": "44.90"})
EXPENSE_PATCH = _asking("shared_expenses_change", {"amount": "44.90"})
EXPENSE_DELETE = extend_schema(
    operation_id="shared_expenses_delete",
    summary="Ask to end a shared expense",
    description=f"{_ASKS} One of your own that still waits is withdrawn at once: 204. What was paid for it stays.",
    responses={202: ExpenseAskedAnswer, 204: None, 409: None},
    examples=[example({"approval": {**ASKED, "kind": "expense_delete", "after": {}}}, status=202)],
)
EXPENSE_SPLIT = extend_schema(
    operation_id="shared_expenses_split",
    summary="Show what each of you bears a month",
    description=(
        "Active expenses brought to the month: weekly ones 52/12 of their amount, yearly ones a twelfth. Each line is "
        "divided by itself, so that the sums are those of the lines. 409 `no_partnership`."
    ),
    parameters=[MONTH],
    responses={200: ExpenseSplitAnswer, 409: None},
    examples=[example(SPLIT)],
)
PAYMENT_LIST = extend_schema(
    operation_id="shared_payments_list",
    summary="List payments for both",
    parameters=[MONTH, query("expense", "For these expenses.", UUID_SCHEMA, many=True), LIMIT, SKIP],
    responses={200: PaymentPage},
    examples=[page_of_one(PAID)],
)
PAYMENT_CREATE = extend_schema(
    operation_id="shared_expenses_pay",
    summary="Mark an occurrence as paid",
    description=(
        "It is split as agreed for the month of `paid_on`, once and for all. 400 `not_due`, `not_active`, "
        "`above_expense` (above the threshold and much more than the expense: change that first), "
        "`day_to_come`; 409 `already_paid` (`current.payment`), `item_moved`, `no_partnership`, `partnership_paused`."
    ),
    request=PaymentBody,
    responses={201: PaymentAnswer, 409: None},
    examples=[
        example({"due_on": "2026-11-05", "paid_on": "2026-11-06"}, request=True),
        example(PAID, status=201),
    ],
)
PAYMENT_GET = extend_schema(
    operation_id="shared_payments_get",
    summary="Show a payment for both",
    responses={200: PaymentAnswer},
    examples=[example(PAID)],
)
PAYMENT_DELETE = extend_schema(
    operation_id="shared_payments_undo",
    summary="Take a payment back",
    description="By whoever paid or recorded it: 400 `not_yours`, or `comes_from_ledger` for a transaction for both.",
    responses={204: None, 400: None, 409: None},
)
PAYMENT_LINK = extend_schema(
    operation_id="shared_payments_link",
    summary="Name the real payment in your ledger",
    description=(
        "Amount and day follow it from now on. 400 `not_yours` unless you paid it, `withheld`, `not_shareable`, "
        "`no_rate`, `above_expense`; 409 `already_linked`."
    ),
    request=LinkBody,
    responses={200: PaymentAnswer, 409: None},
    examples=[
        example({"transaction": ENTRY}, request=True),
        example({**PAID, "transaction": ENTRY}),
    ],
)
PAYMENT_UNLINK = extend_schema(
    operation_id="shared_payments_unlink",
    summary="Name it no more",
    description="The payment stays as it was last.",
    responses={204: None, 400: None, 409: None},
)
