"""Shared expenses and payments as the API and live frames give them, and as approvals keep them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from config.kernel.money import money_text
from partnerships.expenses.models import SharedExpense, SharedPayment


def text_of(value: Any, currency: str) -> Any:
    """One value of an expense as JSON: money and days as text."""
    if isinstance(value, Decimal):
        return money_text(value, currency)
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def expense_values(expense: SharedExpense, currency: str) -> dict[str, Any]:
    """What can be changed of it."""
    return {
        "name": expense.name,
        "amount": money_text(expense.amount, currency),
        "category": text_of(expense.category_id, currency),
        "frequency": str(expense.frequency),
        "starts_on": expense.starts_on.isoformat(),
        "ends_on": text_of(expense.ends_on, currency),
        "payer": expense.payer,
        "method": str(expense.method),
        "first_percent": percent_text(expense.first_percent),
        "notes": expense.notes,
        "status": str(expense.status),
    }


def percent_text(percent: Decimal | None) -> str | None:
    return None if percent is None else f"{percent:.2f}"


def expense_shape(expense: SharedExpense, currency: str) -> dict[str, Any]:
    return {
        "id": str(expense.pk),
        **expense_values(expense, currency),
        "currency": currency,
        "added_by": text_of(expense.added_by_id, currency),
        "created_at": expense.created_at,
        "updated_at": expense.updated_at,
        "version": expense.version,
    }


def payment_shape(payment: SharedPayment, currency: str, reader: UUID) -> dict[str, Any]:
    """`transaction` is told to the payer alone, who recorded it there: the other sees no more than stands here."""
    second = payment.amount - payment.first_amount
    original = payment.original_amount
    return {
        "id": str(payment.pk),
        "expense": text_of(payment.expense_id, currency),
        "due_on": text_of(payment.due_on, currency),
        "payer": payment.payer,
        "amount": money_text(payment.amount, currency),
        "currency": currency,
        "shares": [money_text(payment.first_amount, currency), money_text(second, currency)],
        "paid_on": payment.paid_on.isoformat(),
        "payee": payment.payee,
        "category": text_of(payment.category_id, currency),
        "counts": payment.counts,
        "original_amount": None if original is None else money_text(original, payment.original_currency),
        "original_currency": payment.original_currency or None,
        "rate": payment.rate or None,
        "rate_on": text_of(payment.rate_on, currency),
        "transaction": _told_transaction(payment, reader),
        "recorded_by": text_of(payment.recorded_by_id, currency),
        "version": payment.version,
    }


def _told_transaction(payment: SharedPayment, reader: UUID) -> str | None:
    if payment.transaction_id is None or payment.linked_by_id != reader:
        return None
    return str(payment.transaction_id)
