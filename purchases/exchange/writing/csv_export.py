"""CSV for a spreadsheet, and back: a row a thing. What has no place in a row is in JSON."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from io import StringIO

from accounts.models import User
from config.kernel.money import money_text
from ledger.exporting.own_format import neutralise
from purchases.core.listing import PurchaseFilter
from purchases.core.models import Warranty
from purchases.exchange.own_format import CSV_COLUMNS, join_tags
from purchases.exchange.selection import ExportedThing, pages


def csv_chunks(person: User, wanted: PurchaseFilter) -> Iterator[bytes]:
    """UTF-8 with a byte order mark, so that spreadsheets see it; 500 things at a time."""
    yield b"\xef\xbb\xbf" + _written([list(CSV_COLUMNS)])
    for page in pages(person, wanted):
        yield _written(_row(each) for each in page)


def _written(rows: Iterable[list[str]]) -> bytes:
    out = StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode()


def _row(each: ExportedThing) -> list[str]:
    """Every cell is text that no spreadsheet may take for a formula; a price is never below zero."""
    cells = {**_thing(each), **(_warranty(each.warranties[0]) if each.warranties else {})}
    return [neutralise(cells.get(name, "")) for name in CSV_COLUMNS]


def _thing(each: ExportedThing) -> dict[str, str]:
    thing = each.purchase
    return {
        "id": str(thing.pk),
        "origin": str(thing.origin or ""),
        "product_name": thing.product_name,
        "price": money_text(thing.price, thing.currency),
        "currency_code": thing.currency,
        "quantity": str(thing.quantity),
        "retailer": thing.retailer.name if thing.retailer else "",
        "brand": thing.brand.name if thing.brand else "",
        "category": each.category,
        "status": str(thing.status),
        "purchase_date": thing.purchase_date.isoformat(),
        "received_date": _day(thing.received_date),
        "return_until": _day(thing.return_until),
        "serial_number": thing.serial_number,
        "location": thing.location,
        "notes": thing.notes,
        "tags": join_tags(thing.tags),
        "is_archived": _flag(thing.is_archived),
        "life_months": str(thing.life_months or ""),
        "in_net_worth": _flag(thing.in_net_worth),
        "transaction": str(thing.transaction_id or ""),
    }


def _warranty(first: Warranty) -> dict[str, str]:
    return {
        "warranty_start": first.warranty_start.isoformat(),
        "warranty_end": _day(first.warranty_end),
        "warranty_type": str(first.warranty_type),
        "warranty_status": str(first.status),
        "warranty_provider": first.provider,
        "warranty_notes": first.notes,
    }


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _flag(value: bool) -> str:
    return "yes" if value else "no"
