"""A group of read rows becomes a statement, with the balances the file proves."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from ledger.imports.readers.rows import Group
from ledger.imports.readers.types import Statement


def statement_of(group: Group) -> Statement:
    """What a row names in words goes before what a column of balances says."""
    proven_opening, proven_closing, days = group.running.proven()
    opening = group.opening or proven_opening
    closing = group.closing or proven_closing
    numbered = any(c.isdigit() for c in group.account)
    balances: dict[date, Decimal] = {}
    if opening:
        balances[opening[0] - timedelta(days=1)] = opening[1]
    balances.update(days)
    if closing:
        balances[closing[0]] = closing[1]
    return Statement(
        account_number=group.account if numbered else "",
        account_name="" if numbered else group.account,
        currency=group.currency,
        lines=group.lines.finish(),
        refused=tuple(group.refused),
        pending=tuple(group.pending),
        opening_balance=opening[1] if opening else None,
        opening_on=opening[0] if opening else None,
        closing_balance=closing[1] if closing else None,
        closing_on=closing[0] if closing else None,
        dollars=group.dollars,
        balances=tuple(sorted(balances.items())),
    )
