"""Statements, settlements and contributions as the API and live frames give them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from config.kernel.money import money_text
from partnerships.expenses.months import month_text
from partnerships.expenses.shapes import payment_shape
from partnerships.statements.balance import ower
from partnerships.statements.models import Contribution, Settlement
from partnerships.statements.statement import DueLine, Statement


def balance_shape(balance: Decimal, currency: str) -> dict[str, Any]:
    """Who owes how much; nobody where both are even."""
    return {"payer": ower(balance), "amount": money_text(abs(balance), currency), "currency": currency}


def settlement_shape(settlement: Settlement, currency: str, reader: int | None = None) -> dict[str, Any]:
    """`transaction` is the half in the ledger of the member at `reader`; of the other half it says only that it is."""
    halves = {settlement.payer: settlement.outgoing_id, 1 - settlement.payer: settlement.incoming_id}
    own = halves[reader] if reader is not None else None
    return {
        "id": str(settlement.pk),
        "number": settlement.number,
        "payer": settlement.payer,
        "amount": money_text(settlement.amount, currency),
        "currency": currency,
        "settled_on": settlement.settled_on.isoformat(),
        "note": settlement.note,
        "transaction": str(own) if own else None,
        "is_booked": [halves[0] is not None, halves[1] is not None],
        "made_by": str(settlement.made_by_id) if settlement.made_by_id else None,
        "created_at": settlement.created_at,
        "version": settlement.version,
    }


def statement_shape(statement: Statement, reader: UUID, place: int) -> dict[str, Any]:
    currency = statement.partnership.currency

    def money(amount: Decimal) -> str:
        return money_text(amount, currency)

    return {
        "month": month_text(statement.month),
        "currency": currency,
        "due": [_due_shape(each, currency) for each in statement.due],
        "paid": [payment_shape(each.payment, currency, reader) for each in statement.paid],
        "settlements": [settlement_shape(each, currency, place) for each in statement.settlements],
        "totals": {
            "due": money(statement.total_due),
            "due_shares": [money(each) for each in statement.due_parts],
            "open": money(statement.open),
            "paid": money(statement.total_paid),
            "paid_by": [money(each) for each in statement.paid_by],
            "shares": [money(each) for each in statement.shares],
        },
        "balance": balance_shape(statement.balance, currency),
        "carried_in": balance_shape(statement.carried_in, currency),
        "carried_out": balance_shape(statement.carried_out, currency),
    }


def _due_shape(line: DueLine, currency: str) -> dict[str, Any]:
    return {
        "expense": str(line.expense.pk),
        "name": line.expense.name,
        "due_on": line.due_on.isoformat(),
        "amount": money_text(line.amount, currency),
        "shares": [money_text(part, currency) for part in line.parts],
        "payment": str(line.payment.pk) if line.payment else None,
    }


def contribution_shape(contribution: Contribution, currency: str, person: UUID | None) -> dict[str, Any]:
    paid = contribution.paid_amount
    return {
        "id": str(contribution.pk),
        "month": month_text(contribution.month),
        "place": contribution.place,
        "person": str(person) if person else None,
        "required": money_text(contribution.required, currency),
        "paid_amount": None if paid is None else money_text(paid, currency),
        "paid_on": contribution.paid_on.isoformat() if contribution.paid_on else None,
        "is_paid": contribution.paid_on is not None,
        "currency": currency,
        "version": contribution.version,
    }
