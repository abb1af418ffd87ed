"""A group of read rows becomes a statement, with the balances the file proves."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from ledger.imports.readers.balance import prove
from ledger.imports.readers.rows import Group
from ledger.imports.readers.types import ReadLine, Statement

_Balance = tuple[date, Decimal] | None


def statement_of(group: Group) -> Statement:
    opening, closing = _proven(group.lines)
    opening = group.opening or opening
    closing = group.closing or closing
    numbered = any(c.isdigit() for c in group.account)
    return Statement(
        account_number=group.account if numbered else "",
        account_name="" if numbered else group.account,
        currency=group.currency,
        lines=tuple(group.lines),
        refused=tuple(group.refused),
        opening_balance=opening[1] if opening else None,
        opening_on=opening[0] if opening else None,
        closing_balance=closing[1] if closing else None,
        closing_on=closing[0] if closing else None,
        dollars=group.dollars,
    )


def _proven(lines: list[ReadLine]) -> tuple[_Balance, _Balance]:
    """Opening and closing balance of a running balance that agrees with every amount, in the order of its days."""
    if not any(line.balance is not None for line in lines):
        return None, None
    proof = prove([line.amount for line in lines], [line.balance for line in lines])
    falling = lines[0].booked_on > lines[-1].booked_on
    rising = lines[0].booked_on < lines[-1].booked_on
    downwards = proof.down == proof.steps and not falling
    upwards = proof.up == proof.steps and not rising
    if not downwards and not upwards:
        return None, None
    ordered = lines if downwards else lines[::-1]
    before = Decimal(0)
    opening: _Balance = None
    for line in ordered:
        before += line.amount
        if line.balance is not None:
            opening = (ordered[0].booked_on, line.balance - before)
            break
    after = Decimal(0)
    for line in reversed(ordered):
        if line.balance is not None:
            return opening, (ordered[-1].booked_on, line.balance + after)
        after += line.amount
    return opening, None
