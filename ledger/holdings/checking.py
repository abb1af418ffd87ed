"""Holdings checked against themselves: positions and sums reckoned anew from moves and values, differences named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from uuid import UUID

from config.kernel.money import ZERO
from ledger.core.checking import Difference, checks_accounts
from ledger.core.models import MoneyAccount
from ledger.holdings.models import HoldingSum, Position, PositionMove, PositionValue
from ledger.holdings.settling import columns_of
from ledger.holdings.standing import MoreThanHeld, Moved, TooMuch, stand
from ledger.holdings.summing import Cell, Changes, differences

FIRST = date.min


@checks_accounts
def check_holdings(account: MoneyAccount) -> Iterator[Difference]:
    """Reads every move and value of the account's positions once. Four queries."""
    counted = Changes()
    moved, valued = _moves(account), _values(account)
    for position in Position.objects.filter(account=account).iterator():
        moves, values = moved[position.pk], valued[position.pk]
        counted.add_moves(account.pk, position.currency, moves)
        counted.add_worth(account.pk, position.currency, differences(values))
        try:
            should = columns_of(stand(moves, position.currency))
        except (MoreThanHeld, TooMuch) as refusal:
            yield Difference(account.pk, f"position {position.pk}", "kept", repr(refusal))
            continue
        latest = max(values, default=FIRST)
        should |= {"current_value": values.get(latest, ZERO), "valued_on": latest if values else None}
        for name, value in should.items():
            if getattr(position, name) != value:
                kept = getattr(position, name)
                yield Difference(account.pk, f"{name} of position {position.pk}", str(kept), str(value))
    yield from _check_sums(account, counted)


def _moves(account: MoneyAccount) -> dict[UUID, list[Moved]]:
    found: dict[UUID, list[Moved]] = defaultdict(list)
    rows = PositionMove.objects.filter(position__account=account)
    for position_id, *columns in rows.values_list("position_id", "pk", "kind", "on", "shares", "amount", "price"):
        found[position_id].append(Moved(*columns))
    return found


def _values(account: MoneyAccount) -> dict[UUID, dict[date, Decimal]]:
    found: dict[UUID, dict[date, Decimal]] = defaultdict(dict)
    rows = PositionValue.objects.filter(position__account=account)
    for position_id, on, value in rows.values_list("position_id", "on", "value"):
        found[position_id][on] = value
    return found


def _check_sums(account: MoneyAccount, counted: Changes) -> Iterator[Difference]:
    rows = HoldingSum.objects.filter(account=account)
    kept: dict[Cell, list[object]] = {
        (account.pk, each.currency, each.starts_on): [each.value, each.flow, each.yielded] for each in rows
    }
    for cell in sorted(kept.keys() | counted.cells.keys()):
        have, should = kept.get(cell, [ZERO] * 3), counted.cells[cell]
        if have != should:
            yield Difference(account.pk, f"holdings of {cell[1]} since {cell[2]}", str(have), str(should))
