"""Statements as banks cut them (a day, a page) put together again: one per account and currency."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from ledger.imports.readers.types import ReadLine, RefusedLine, Statement

Balance = tuple[date, Decimal]
_DAY = timedelta(days=1)


@dataclass(slots=True)
class Piece:
    """One statement of a file. `opening` is before its lines, `closing` after them.

    `interim`: the closing balance is of a moment, its day may bring more.
    """

    account_number: str = ""
    account_name: str = ""
    currency: str = ""
    kind_hint: str = ""
    subtype: str = ""
    institution: str = ""
    lines: list[ReadLine] = field(default_factory=list)
    refused: list[RefusedLine] = field(default_factory=list)
    pending: list[ReadLine] = field(default_factory=list)
    opening: Balance | None = None
    closing: Balance | None = None
    interim: bool = False


def joined(pieces: Iterable[Piece]) -> tuple[Statement, ...]:
    """One statement per account and currency, in the order they first appear. Lines keep the order of the file."""
    groups: dict[tuple[str, str, str], list[Piece]] = {}
    for piece in pieces:
        name, kind = (piece.account_number, "") if piece.account_number else (piece.account_name, piece.kind_hint)
        groups.setdefault((name, kind, piece.currency), []).append(piece)
    return tuple(_statement(group) for group in groups.values())


def _statement(group: Sequence[Piece]) -> Statement:
    ordered = _in_order_of_time(group)
    lines = tuple(line for piece in group for line in piece.lines)
    days = [line.booked_on for line in lines]
    opening = next((piece.opening for piece in ordered if piece.opening), None)
    closing = next((piece.closing for piece in reversed(ordered) if piece.closing), None)
    if opening and days:
        opening = (min(days), opening[1])
    if closing and days:
        closing = (max(closing[0], *days), closing[1])
    return Statement(
        account_number=group[0].account_number,
        account_name=_first(piece.account_name for piece in group),
        currency=group[0].currency,
        kind_hint=_first(piece.kind_hint for piece in group),
        subtype=_first(piece.subtype for piece in group),
        institution=_first(piece.institution for piece in group),
        lines=lines,
        refused=tuple(refused for piece in group for refused in piece.refused),
        pending=tuple(line for piece in group for line in piece.pending),
        opening_balance=opening[1] if opening else None,
        opening_on=opening[0] if opening else None,
        closing_balance=closing[1] if closing else None,
        closing_on=closing[0] if closing else None,
        balances=_at_the_end_of_days(ordered, closing),
    )


def _first(values: Iterable[str]) -> str:
    return next(filter(None, values), "")


def _in_order_of_time(group: Sequence[Piece]) -> list[Piece]:
    """The order in which each closes with what the next one opens with; else by closing day."""
    pieces = list(group)
    if _chained(pieces):
        return pieces
    if _chained(pieces[::-1]):
        return pieces[::-1]
    return sorted(pieces, key=lambda piece: piece.closing[0] if piece.closing else date.max)


def _chained(pieces: Sequence[Piece]) -> bool:
    return all(a.closing and b.opening and a.closing[1] == b.opening[1] for a, b in pairwise(pieces))


def _at_the_end_of_days(ordered: Sequence[Piece], closing: Balance | None) -> tuple[Balance, ...]:
    """The balances that hold at the end of a day, oldest first.

    Where lines count by another day than the bank's own booking, a balance between two pieces is true of no day: it
    is left out unless everything up to it lies on or before its day, and everything later after it.
    """
    firsts = [min((line.booked_on for line in piece.lines), default=date.max) for piece in ordered]
    lasts = [max((line.booked_on for line in piece.lines), default=date.min) for piece in ordered]
    found: dict[date, Decimal] = {}
    start = next((place for place, piece in enumerate(ordered) if piece.opening), None)
    if start is not None and (opening := ordered[start].opening):
        first = min(firsts[start:])
        if max(lasts[:start], default=date.min) < first:
            day = min(opening[0], first - _DAY) if first > date.min else opening[0]
            found[day] = opening[1]
    later = [date.max] * len(ordered)
    for place in range(len(ordered) - 2, -1, -1):
        later[place] = min(later[place + 1], firsts[place + 1])
    until = date.min
    for place, piece in enumerate(ordered):
        until = max(until, lasts[place])
        if piece.closing and not piece.interim and until <= piece.closing[0] < later[place]:
            found[piece.closing[0]] = piece.closing[1]
    if closing and not any(piece.interim for piece in ordered):
        found[closing[0]] = closing[1]
    return tuple(sorted(found.items()))


def once_each(statements: Sequence[Statement]) -> list[Statement]:
    """An account that a file states several times (month by month) is one statement; the latest balance closes it."""
    found: dict[tuple[str, str, str], Statement] = {}
    for number, each in enumerate(statements):
        key = (each.account_number or str(number), each.currency, each.kind_hint)
        found[key] = _with_more(found[key], each) if key in found else each
    return list(found.values())


def _with_more(first: Statement, second: Statement) -> Statement:
    closing = max(first, second, key=lambda each: each.closing_on or date.min)
    return replace(
        first,
        lines=(*first.lines, *second.lines),
        refused=(*first.refused, *second.refused),
        pending=(*first.pending, *second.pending),
        closing_balance=closing.closing_balance,
        closing_on=closing.closing_on,
        balances=tuple(sorted(dict([*first.balances, *second.balances]).items())),
    )
