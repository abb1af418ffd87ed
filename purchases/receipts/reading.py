"""What a receipt, an invoice or a confirmation says, read from its text: what is not sure is None, which is better than
wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Self

from purchases.receipts.amounts import read_currency, read_total
from purchases.receipts.days import read_day
from purchases.receipts.details import read_order_number, read_product, read_warranty
from purchases.receipts.lines import lines_of
from purchases.receipts.shops import read_shop


@dataclass(frozen=True, slots=True)
class Reading:
    """`amount` is what was to be paid in all, after vouchers, in `currency`. `day` is when it was bought, or the
    paper's own. `confidence` is how many of amount, day and shop were read, from 0 to 3.
    """

    amount: Decimal | None = None
    currency: str | None = None
    day: date | None = None
    shop: str | None = None
    product: str | None = None
    order_number: str | None = None
    warranty_months: int | None = None
    confidence: int = 0

    def as_json(self) -> dict[str, Any]:
        """For a JSON column: without what was not read, amounts and days as text."""
        found = {name: value for name, value in asdict(self).items() if value is not None}
        return {name: str(value) if isinstance(value, Decimal | date) else value for name, value in found.items()}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self | None:
        """What `as_json` gave; None of anything else."""
        try:
            return cls(
                amount=Decimal(kept["amount"]) if "amount" in kept else None,
                day=date.fromisoformat(kept["day"]) if "day" in kept else None,
                currency=kept.get("currency"),
                shop=kept.get("shop"),
                product=kept.get("product"),
                order_number=kept.get("order_number"),
                warranty_months=kept.get("warranty_months"),
                confidence=kept["confidence"],
            )
        except (KeyError, TypeError, ValueError, InvalidOperation):
            return None


def read_receipt(text: str, *, default_currency: str, today: date) -> Reading | None:
    """None where it reads like no receipt at all. Days after `today` are passed over. Of a long text the beginning is
    read, in a time that grows with it in a straight line.

    An amount without a sign of its currency anywhere is taken for one of `default_currency`.
    """
    lines = lines_of(text)
    total = read_total(lines)
    order_number, months = read_order_number(lines), read_warranty(lines)
    if total is None and order_number is None and months is None:
        return None
    currency = read_currency(lines, total, default_currency) if total is not None else None
    day = read_day(lines, currency=currency, today=today)
    shop = read_shop(lines)
    if total is None and (day is None or shop is None):
        return None
    return Reading(
        amount=total.amount if total is not None else None,
        currency=currency,
        day=day,
        shop=shop,
        product=read_product(lines),
        order_number=order_number,
        warranty_months=months,
        confidence=sum(each is not None for each in (total, day, shop)),
    )
