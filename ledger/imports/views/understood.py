"""The check page's picture of what was understood: the columns of a table, or the fields of any other format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from config.kernel.formatting import active_locale, format_money, format_short_day
from ledger.imports import sentences
from ledger.imports.models import Import, ImportMapping
from ledger.imports.readers import ColumnUse, ReadFile, ReadLine
from ledger.imports.readers.examples import examples
from ledger.imports.readers.roles import ROLES
from ledger.imports.readers.types import Statement

UNUSED_COLUMNS_SHOWN = 8
SAMPLES = 3


@dataclass(frozen=True, slots=True)
class ColumnHead:
    """A column of the file, or a field of its records. `role` is what it was taken for; '' where nobody may choose."""

    index: int
    role: str
    label: str
    icon: str
    header: str
    is_figure: bool
    unused: bool


def understood(
    source: Import, read: ReadFile, currency: str, typed: Mapping[int, str], *, every: bool
) -> dict[str, Any]:
    """`typed` are roles that were refused, to be shown as chosen; `every` shows the columns nobody uses too."""
    shown = _shown_columns(read, every=every)
    if shown:
        heads = [_head(column, typed.get(column.index, column.role)) for column in shown]
        cells = [[row[each.index] if each.index < len(row) else "" for each in heads] for row in read.sample_rows]
        changeable = read.format == "csv" and not read.product
    else:
        heads, cells = _fields(read, currency)
        changeable = False
    return {
        "columns": heads,
        "sample_rows": [list(zip(row, heads, strict=True)) for row in cells],
        "changeable": changeable,
        "hidden_columns": len(read.columns) - len(shown),
        "roles": sorted(((role, sentences.role(role)[0]) for role in ROLES), key=lambda each: each[1]),
        "readings": sentences.readings(examples(read), currency),
        "as_last_time": _preset_of(source),
    }


def _preset_of(source: Import) -> ImportMapping | None:
    """The remembered form the file was read by, unless somebody has changed something since."""
    if not source.mapping or source.answers:
        return None
    kept = ImportMapping.objects.filter(person=source.person_id, shape=source.shape).order_by("-name").first()
    return kept if kept is not None and kept.mapping == source.mapping else None


def _shown_columns(read: ReadFile, *, every: bool) -> list[ColumnUse]:
    """Every column that is used, and the first few that are not: some programs export a hundred."""
    unused = [column for column in read.columns if column.role == "ignore"]
    kept = unused if every else unused[:UNUSED_COLUMNS_SHOWN]
    return [column for column in read.columns if column.role != "ignore" or column in kept]


def _head(column: ColumnUse, role: str) -> ColumnHead:
    label, icon = sentences.role(role)
    header = column.header or _("Column %(column)s") % {"column": column.index + 1}
    return ColumnHead(column.index, role, label, icon, header, role in sentences.FIGURES, role == "ignore")


def _fields(read: ReadFile, currency: str) -> tuple[list[ColumnHead], list[list[str]]]:
    """The fields of the first records, with what the format calls them."""
    lines = _first_lines(read.statements)
    fields = {
        "booked_on": [format_short_day(line.booked_on, active_locale()) for line in lines],
        "payee": [line.payee for line in lines],
        "notes": [line.notes for line in lines],
        "category": [line.category for line in lines],
        "bank_id": [line.bank_id for line in lines],
        "amount": [format_money(line.amount, currency, active_locale(), sign="always").text for line in lines],
    }
    used = {role: cells for role, cells in fields.items() if any(cells)}
    heads = []
    for index, role in enumerate(used):
        label, icon = sentences.role(role)
        name = "" if read.product else sentences.field_name(read.format, role)
        heads.append(ColumnHead(index, "", label, icon, name, role in sentences.FIGURES, unused=False))
    return heads, [list(row) for row in zip(*used.values(), strict=True)]


def _first_lines(statements: tuple[Statement, ...]) -> list[ReadLine]:
    for statement in statements:
        if statement.lines:
            return list(islice(statement.lines, SAMPLES))
    return []
