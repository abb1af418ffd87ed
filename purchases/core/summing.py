"""What a person's things come to, kept in the write: ten thousand are read as fast as a hundred.

A change takes away what the row came to before and adds what it comes to now; `recompute` says what it must be.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID

from django.db import connection

from config.kernel.folding import fold
from config.kernel.money import to_stored
from config.kernel.sql import db_uuid, placeholders
from purchases.core.models import Purchase, PurchaseSum, Warranty

Grouping = PurchaseSum.Grouping
Key: TypeAlias = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Cell:
    """`amount` in stored units."""

    grouping: str
    key: str
    currency: str = ""
    label: str = ""
    count: int = 1
    pieces: int = 0
    amount: int = 0


def product_key(name: str) -> str:
    """What all purchases of one product have in common."""
    return " ".join(fold(name).split())[:200]


def cells_of_purchase(purchase: Purchase) -> Iterator[Cell]:
    day = purchase.purchase_date.isoformat()
    keys = {
        Grouping.ALL: "",
        Grouping.STATUS: str(purchase.status),
        Grouping.MONTH: day[:7],
        Grouping.DAY: day,
        Grouping.RETAILER: str(purchase.retailer_id or ""),
        Grouping.BRAND: str(purchase.brand_id or ""),
        Grouping.PRODUCT: product_key(purchase.product_name),
        Grouping.PAPERS: "some" if purchase.papers else "none",
    }
    if purchase.in_net_worth:
        keys[Grouping.WORTH] = f"{day[:7]}/{purchase.life_months}"
        if purchase.is_shared:
            keys[Grouping.WORTH_SHOWN] = keys[Grouping.WORTH]
    amount = to_stored(purchase.price)
    for grouping, key in keys.items():
        label = purchase.product_name if grouping == Grouping.PRODUCT else ""
        yield Cell(grouping.value, key, purchase.currency, label, 1, purchase.quantity, amount)


def cells_of_warranty(warranty: Warranty) -> Iterator[Cell]:
    """A void one counts as that and in no month."""
    yield Cell(Grouping.WARRANTY_STATUS.value, str(warranty.status))
    if warranty.status == Warranty.Status.VOIDED:
        return
    yield Cell(Grouping.WARRANTY_START.value, warranty.warranty_start.isoformat()[:7])
    if warranty.warranty_end is not None:
        yield Cell(Grouping.WARRANTY_END.value, warranty.warranty_end.isoformat()[:7])


def add_up(owner_id: UUID, *, added: Iterable[Cell] = (), removed: Iterable[Cell] = ()) -> None:
    """Apply the difference in the transaction of the write. Cells are locked in one order by all.

    Two statements at most, none where nothing moved.
    """
    moved: dict[Key, list[int]] = {}
    labels: dict[Key, str] = {}
    for sign, cells in ((1, added), (-1, removed)):
        for each in cells:
            key = (each.grouping, each.key, each.currency)
            sums = moved.setdefault(key, [0, 0, 0])
            for place, value in enumerate((each.count, each.pieces, each.amount)):
                sums[place] += sign * value
            if sign > 0:
                labels[key] = each.label
    changed = sorted((key, sums) for key, sums in moved.items() if any(sums))
    if not changed:
        return
    owner = db_uuid(owner_id)
    rows = [value for key, sums in changed for value in (owner, *key, labels.get(key, ""), *sums)]
    lowered = [key for key, sums in changed if sums[0] < 0]
    with connection.cursor() as cursor:
        cursor.execute(_UPSERT.format(rows=placeholders(len(changed), 8)), rows)
        if lowered:
            keys = [value for key in lowered for value in key]
            cursor.execute(_EMPTY.format(keys=placeholders(len(lowered), 3)), [owner, *keys])


def recompute(owner_id: UUID) -> dict[Key, tuple[int, int, int]]:
    """What the sums of one person must be, from the rows themselves: for checks."""
    found: dict[Key, list[int]] = {}
    for cell in _all_cells(owner_id):
        sums = found.setdefault((cell.grouping, cell.key, cell.currency), [0, 0, 0])
        for place, value in enumerate((cell.count, cell.pieces, cell.amount)):
            sums[place] += value
    return {key: (count, pieces, amount) for key, (count, pieces, amount) in found.items()}


def _all_cells(owner_id: UUID) -> Iterator[Cell]:
    for purchase in Purchase.objects.filter(owner=owner_id).iterator():
        yield from cells_of_purchase(purchase)
    for warranty in Warranty.objects.filter(owner=owner_id).iterator():
        yield from cells_of_warranty(warranty)


# Columns are as they are named in the model; "grouping" is a word of SQL.
_UPSERT = (
    'INSERT INTO purchases_purchasesum (owner_id, "grouping", "key", currency, label, "count", pieces, amount)'
    ' VALUES {rows} ON CONFLICT (owner_id, "grouping", "key", currency) DO UPDATE SET'
    ' "count" = purchases_purchasesum."count" + excluded."count",'
    " pieces = purchases_purchasesum.pieces + excluded.pieces,"
    " amount = purchases_purchasesum.amount + excluded.amount"
)
_EMPTY = (
    'DELETE FROM purchases_purchasesum WHERE owner_id = %s AND "count" = 0'
    ' AND ("grouping", "key", currency) IN (VALUES {keys})'
)
