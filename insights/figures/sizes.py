# ruff: noqa: S608 statements are put together from constants of ours, every value is a parameter
"""Large payments against small ones: how much of everyday spending few payments make."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db import connection

from config.kernel.money import ZERO, decimals_of, from_stored, to_stored
from config.kernel.sql import db_date, db_uuid
from ledger.core.access import Lens, part_of, seen_condition
from ledger.core.others_categories import expanded

# Sizes are in no roll-up: they are read from the lines of so many months at most.
MOST_MONTHS: Final = 3
# A payment is large from a twentieth of a usual month on, as a round sum.
LARGE_SHARE: Final = Decimal("0.05")
_ROUND: Final = (Decimal(1), Decimal(2), Decimal(5))


@dataclass(frozen=True, slots=True)
class Sizes:
    """Of the days `first` to `last`, both included: what payments of `bound` and more come to, and what smaller ones
    do. Positive, in the currency asked for."""

    bound: Decimal
    first: date
    last: date
    large: Decimal
    large_count: int
    small: Decimal
    small_count: int

    @property
    def large_share(self) -> Decimal:
        """0 to 1."""
        return (self.large / (self.large + self.small)).quantize(Decimal("0.0001"))

    @property
    def small_share(self) -> Decimal:
        return 1 - self.large_share


def bound_of(usual: Decimal, currency: str) -> Decimal:
    """The largest of 1, 2 and 5 times a power of ten that is not above a twentieth of a usual month; the least unit of
    the currency at least."""
    least = Decimal(1).scaleb(-decimals_of(currency))
    wanted = max(usual * LARGE_SHARE, least)
    power = Decimal(1).scaleb(wanted.adjusted())
    return max(step * power for step in _ROUND if step * power <= wanted)


def sizes(
    lens: Lens, *, first: date, last: date, usual: Decimal, currency: str, without: Collection[UUID]
) -> Sizes | None:
    """Expenses of accounts in `currency` whose lines are seen, `without` some categories; one split over categories
    counts as one. None where nothing is spent. One query, of three months at most.
    """
    seen = lens.lines.of_currency(currency)
    if not seen or usual <= 0:
        return None
    bound = bound_of(usual, currency)
    part, of_part = part_of(seen)
    condition, keys = seen_condition(seen)
    left_out = [db_uuid(each) for each in expanded(list(without), seen.others)]
    kept = f" AND (category_id IS NULL OR category_id NOT IN ({', '.join(['%s'] * len(left_out))}))" if left_out else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT CASE WHEN {part} <= %s THEN 1 ELSE 0 END, -SUM({part}), COUNT(*) FROM ledger_transaction"
            f" WHERE {condition} AND deleted_at IS NULL AND booked_on BETWEEN %s AND %s AND kind = 'expense'"
            f" AND {part} < 0{kept} GROUP BY 1",
            [*of_part, -to_stored(bound), *of_part, *keys, db_date(first), db_date(last), *of_part, *left_out],
        )
        found = {bool(large): (from_stored(int(amount)), int(lines)) for large, amount, lines in cursor.fetchall()}
    if not found:
        return None
    large, small = found.get(True, (ZERO, 0)), found.get(False, (ZERO, 0))
    return Sizes(bound, first, last, *large, *small)
