"""Texts of receipts as they come out of PDFs and mails, beside what a person reads in them. The second half was not
looked at while the reader was tuned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

TODAY = date(2026, 11, 20)
_TEXTS = Path(__file__).parent / "texts"


@dataclass(frozen=True, slots=True)
class Sample:
    """`product` None: whatever is read is right."""

    name: str
    text: str
    amount: Decimal | None
    currency: str | None
    day: date | None
    shop: str | None
    months: int | None
    product: str | None


def samples(half: str) -> list[Sample]:
    """`half`: first or second."""
    parts = (_TEXTS / f"{half}_half.txt").read_text(encoding="utf-8").split("##### ")[1:]
    return [_sample(*each.split("\n", 1)) for each in parts]


def _sample(head: str, text: str) -> Sample:
    name, amount, currency, day, shop, months, product = (
        None if each.strip() == "-" else each.strip() for each in head.split("|")
    )
    return Sample(
        name=name or "",
        text=text,
        amount=Decimal(amount) if amount else None,
        currency=currency,
        day=date.fromisoformat(day) if day else None,
        shop=shop,
        months=int(months) if months else None,
        product=product,
    )
