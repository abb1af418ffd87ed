"""The check page's picture of a file: its columns, its first things, and what stands in the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from config.kernel.formatting import with_colon
from ledger.imports.readers.day_order import DAY_FIRST, MONTH_FIRST
from purchases.exchange.fields import LABELS, label_of
from purchases.exchange.preview import Preview
from purchases.exchange.reading.csv_reader import MOST_COLUMNS, Sheet
from purchases.exchange.reading.records import ReadThing
from purchases.exchange.reading.words import FIELDS

MOST_SHOWN, MOST_UNUSED, LONGEST_CELL = 60, 6, 40
FIGURES = frozenset(["price", "quantity", "life_months", "warranty_months"])


@dataclass(frozen=True, slots=True)
class Column:
    index: int
    header: str
    role: str
    label: str
    is_figure: bool
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Row:
    """A thing as it would be taken in; `why` it cannot be."""

    number: int
    name: str
    price: Any
    currency: str
    day: Any
    shop: str
    warranty: Any
    why: str


def choices_in(query: QueryDict) -> dict[str, str]:
    """What an address or a form says of columns and days; what makes no sense is left out."""
    found = {}
    for index in range(MOST_COLUMNS):
        role = query.get(f"column-{index}")
        if role is not None and (role in FIELDS or role == ""):
            found[f"column-{index}"] = str(role)
    order = query.get("day_order")
    if order in (DAY_FIRST, MONTH_FIRST):
        found["day_order"] = str(order)
    return found


def check_context(found: Preview, choices: Mapping[str, str]) -> dict[str, Any]:
    sheet = found.sheet
    orders = [(DAY_FIRST, _("Day first: 31/12")), (MONTH_FIRST, _("Month first: 12/31"))]
    columns = _columns(sheet) if sheet else []
    cells = zip(*(each.cells for each in columns), strict=True)
    return {
        "preview": found,
        "choices": choices,
        "columns": columns,
        "sample_rows": [list(zip(row, columns, strict=True)) for row in cells],
        "hidden_columns": max(0, len(sheet.roles) - len(_shown(sheet))) if sheet else 0,
        "labels": LABELS,
        "missing": [label_of(each) for each in sheet.missing] if sheet else [],
        "orders": orders if sheet and (not sheet.is_order_sure or "day_order" in choices) else [],
        "order": MONTH_FIRST if sheet and sheet.manner.month_first else DAY_FIRST,
        "rows": [_row(each) for each in found.things],
        "refused": [_row(each) for each in found.refused],
    }


def _shown(sheet: Sheet) -> list[int]:
    """Every column that is used, and the first few that are not."""
    unused = [index for index, role in enumerate(sheet.roles) if not role][:MOST_UNUSED]
    return [index for index, role in enumerate(sheet.roles) if role or index in unused][:MOST_SHOWN]


def _columns(sheet: Sheet) -> list[Column]:
    found = []
    for index in _shown(sheet):
        header = sheet.headers[index] if index < len(sheet.headers) and sheet.headers[index] else ""
        role = sheet.roles[index]
        found.append(
            Column(
                index=index,
                header=header or _("Column %(column)s") % {"column": index + 1},
                role=role,
                label=label_of(role) if role else _("Leave out"),
                is_figure=role in FIGURES,
                cells=[row[index][:LONGEST_CELL] if index < len(row) else "" for row in sheet.sample],
            )
        )
    return found


def _row(thing: ReadThing) -> Row:
    values, warranties = thing.values, thing.warranties or []
    return Row(
        number=thing.number,
        name=str(values.get("product_name", ""))[:100],
        price=values.get("price"),
        currency=values.get("currency", ""),
        day=values.get("purchase_date"),
        shop=thing.names["retailer"].name[:60] if "retailer" in thing.names else "",
        warranty=warranties[0]["warranty_end"] if warranties else None,
        why=f"{with_colon(label_of(thing.refusal.field))} {thing.refusal.text}" if thing.refusal else "",
    )
