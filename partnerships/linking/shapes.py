"""A proposal as the API gives it, to its person alone."""

from __future__ import annotations

from typing import Any

from config.kernel.money import money_text
from partnerships.expenses.shapes import text_of
from partnerships.linking.models import LinkProposal


def proposal_shape(proposal: LinkProposal) -> dict[str, Any]:
    """Of one read with its line and account, expense or settlement."""
    line, currency = proposal.line, proposal.line.account.currency
    return {
        "id": str(proposal.pk),
        "transaction": str(line.pk),
        "money_account": str(line.account_id),
        "booked_on": line.booked_on.isoformat(),
        "payee": line.payee,
        "amount": money_text(line.amount, currency),
        "currency": currency,
        "expense": text_of(proposal.expense_id, currency),
        "name": proposal.expense.name if proposal.expense else None,
        "due_on": text_of(proposal.due_on, currency),
        "settlement": text_of(proposal.settlement_id, currency),
        "score": proposal.score,
        "reason": proposal.reason,
        "status": str(proposal.status),
        "created_at": proposal.created_at,
        "decided_at": proposal.decided_at,
    }
