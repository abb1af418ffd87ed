"""CSV files of banks: find the table, plan its columns, read its rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import islice
from typing import Any

from ledger.imports.readers.amounts import (
    THREE_DECIMALS,
    currency_code,
    currency_in,
    find_decimal_mark,
    in_some_dollars,
    parse_amount,
)
from ledger.imports.readers.columns import complete_by_content, labelled_plan
from ledger.imports.readers.dates import LAST_YEAR, day_reader, moment, real_day, written_day, year_chooser
from ledger.imports.readers.day_order import DAY_FIRST, MONTH_FIRST, Hints, decide_day_order
from ledger.imports.readers.facts import column_facts
from ledger.imports.readers.header_words import english
from ledger.imports.readers.layout import Layout, find_layout
from ledger.imports.readers.money import amount_reader, cell, decide_money
from ledger.imports.readers.plan import Plan, from_mapping, signature, to_mapping
from ledger.imports.readers.request import ReadRequest
from ledger.imports.readers.roles import chosen_roles, plan_of
from ledger.imports.readers.rows import RowReader
from ledger.imports.readers.statements import statement_of
from ledger.imports.readers.table import split_table
from ledger.imports.readers.types import FileRefused, Question, ReadFile

_NAME_DAY = re.compile(r"(?<![0-9])(20[0-9]{2})-?([01][0-9])-?([0-3][0-9])(?![0-9])")
_CONSECUTIVE = 400


def read_csv(text: str, encoding: str, request: ReadRequest) -> ReadFile:
    """Read a CSV file.

    Raises:
        FileRefused: no table, no dates, no amounts, or not one movement.
    """
    layout = find_layout(split_table(text))
    plan = from_mapping(request.mapping, layout.headers, layout.width)
    question = None
    if plan is None or not _reads(plan, layout):
        plan, question = _make_plan(layout, request)
    else:
        plan.mark = _fitting_mark(plan, layout)
    read_day = day_reader(month_first=plan.order == MONTH_FIRST, year_of=year_chooser(layout.days, request.today))
    zoned = any(moment(cell(row, plan.booked)) for row in layout.rows[:20])
    reader = RowReader(plan, layout, read_day, zoned=zoned)
    statements = tuple(statement_of(group) for group in reader.read())
    if not any(statement.lines for statement in statements):
        raise FileRefused("no_transactions")
    data = layout.table.head[layout.first : layout.first + 3]
    return ReadFile(
        format="csv",
        encoding=encoding,
        delimiter=layout.table.delimiter,
        statements=statements,
        columns=plan.column_uses(layout.headers, layout.width),
        header_line=_line_of(layout, layout.header) if layout.header is not None else None,
        sample_rows=tuple(tuple(value[:200] for value in row) for row in data),
        question=question,
        mapping=_mapping(plan, layout, request),
    )


def _mapping(plan: Plan, layout: Layout, request: ReadRequest) -> dict[str, Any]:
    mapping = to_mapping(plan, layout.headers, layout.width, layout.table.delimiter)
    roles = _chosen_roles(layout, request)
    return {**mapping, "roles": {str(index): role for index, role in sorted(roles.items())}} if roles else mapping


def _reads(plan: Plan, layout: Layout) -> bool:
    """Whether a remembered plan reads most rows of this file too: banks change what is below the same header."""
    amount_of = amount_reader(plan)
    first = plan.order == MONTH_FIRST
    read = 0
    for row in layout.rows:
        written = written_day(cell(row, plan.booked))
        year = None if written is None or written.year is not None else LAST_YEAR
        read += (
            written is not None
            and real_day(written, month_first=first, year=year) is not None
            and (amount_of(row) is not None)
        )
    return read * 2 > len(layout.rows)


def _fitting_mark(plan: Plan, layout: Layout) -> str:
    """The remembered decimal mark, unless it makes more decimals than the currency has and this file shows the other.

    '1.234' alone is a thousand and more, whatever '12.50' stood in the file before.
    """
    columns = (plan.amount, plan.debit, plan.credit, plan.balance)
    texts = [text for row in layout.rows for column in columns if (text := cell(row, column))]
    named = (currency_code(cell(row, plan.currency)) for row in layout.rows)
    currency = plan.fixed_currency or next(filter(None, named), "")
    shown = find_decimal_mark(texts, currency)
    most = 3 if currency in THREE_DECIMALS else 2
    fits = _decimals(texts, plan.mark) <= most or _decimals(texts, shown) > most
    return plan.mark if fits else shown


def _decimals(texts: Sequence[str], mark: str) -> int:
    """The most decimals one of the amounts has under a decimal mark."""
    values = (parse_amount(text, mark) for text in texts)
    return max((-int(value.as_tuple().exponent) for value in values if value is not None), default=0)


def _make_plan(layout: Layout, request: ReadRequest) -> tuple[Plan, Question | None]:
    facts = column_facts(layout.rows, layout.width)
    roles = _chosen_roles(layout, request)
    if roles:
        plan, unnamed = plan_of(roles), []
        plan.other_dates = tuple(each.index for each in facts if each.is_date and each.index != plan.booked)
    else:
        plan = labelled_plan(layout.headers, facts)
        unnamed = complete_by_content(plan, facts, layout.headers)
    if plan.booked < 0:
        raise FileRefused("no_date_column")
    if not unnamed and plan.amount is None and plan.debit is None and plan.credit is None:
        raise FileRefused("no_amount_column")
    plan.fixed_currency = _fixed_currency(plan, layout, unnamed)
    plan.dollars = not plan.fixed_currency and plan.currency is None and _in_some_dollars(plan, layout, unnamed)
    body = layout.table.head[layout.first :]
    consecutive = [row for row in body[: 2 * _CONSECUTIVE] if written_day(cell(row, plan.booked))][:_CONSECUTIVE]
    question = decide_money(plan, unnamed, consecutive, request.answers, layout.body)
    asked = request.answers.get("day_order")
    if asked in (DAY_FIRST, MONTH_FIRST):
        plan.order = asked
    else:
        hints, cells = _hints(plan, layout, request)
        decision = decide_day_order(cells, hints)
        plan.order = decision.order
        if question is None or question.code != "columns":
            question = decision.question or question
    return plan, None if request.answers else question


def _chosen_roles(layout: Layout, request: ReadRequest) -> dict[int, str]:
    """What the person says the columns of files of this form hold."""
    width = max(layout.width, len(layout.headers))
    if request.mapping.get("signature") != signature(layout.headers, layout.width):
        return {}
    return chosen_roles(request.mapping, width)


def _fixed_currency(plan: Plan, layout: Layout, unnamed: Sequence[int]) -> str:
    """The currency a header ('Betrag (EUR)') or the amounts themselves ('€ 5,00') name.

    A column of currencies goes before it, unless it is not the same throughout: then it is the shop's.
    """
    named = {currency_code(cell(row, plan.currency)) for row in layout.rows} - {""}
    header = layout.headers[plan.amount] if plan.amount is not None and plan.amount < len(layout.headers) else ""
    if len(named) > 1 and currency_in(header):
        plan.currency = None
    if plan.currency is not None:
        return ""
    for index in (plan.amount, plan.debit, plan.credit, plan.balance, *unnamed):
        header = layout.headers[index] if index is not None and index < len(layout.headers) else ""
        found = currency_in(header) or currency_in(_first_filled(layout, index))
        if found:
            return found
    return ""


def _in_some_dollars(plan: Plan, layout: Layout, unnamed: Sequence[int]) -> bool:
    columns = (plan.amount, plan.debit, plan.credit, plan.balance, *unnamed)
    return any(in_some_dollars(_first_filled(layout, index)) for index in columns)


def _first_filled(layout: Layout, index: int | None) -> str:
    """A column's first cell that is not blank: money out and in have columns of their own at many banks."""
    return next((found for row in layout.rows if (found := cell(row, index))), "")


def _hints(plan: Plan, layout: Layout, request: ReadRequest) -> tuple[Hints, list[str]]:
    """See `day_order.Hints`; and the cells of the day's column, in order, the same one after another once.

    The day in a file's name counts only where it is not a future one.
    """
    named = [day for m in _NAME_DAY.finditer(request.filename) if (day := _valid(m))]
    past = [day for day in named if day <= request.today]
    sample = layout.rows[:50]
    codes = {currency_code(cell(row, plan.currency)) for row in sample} | {plan.fixed_currency}
    columns = [i for i in plan.other_dates if not any((w := written_day(cell(r, i))) and w.swappable for r in sample)]
    cells, other = _days_in_order(plan.booked, columns[0] if columns else None, layout)
    head = " ".join(" ".join(row[:30]) for row in [*layout.table.head[: layout.first], *sample[:3]])
    hints = Hints(
        last_day=max(past) if past else request.today,
        currencies=frozenset(codes - {""}),
        english=english(layout.headers) if layout.headers else True,
        head=head[:4000],
        other_days=tuple(other) if columns else (),
    )
    return hints, cells


def _days_in_order(booked: int, beside: int | None, layout: Layout) -> tuple[list[str], list[date | None]]:
    """The cells of a day's column and the days of the one beside it, of all rows."""
    known: dict[str, str] = {}
    days: dict[str, date | None] = {}
    cells: list[str] = []
    others: list[date | None] = []
    last: tuple[str, str] | None = None
    for row in layout.body():
        text, other = cell(row, booked), cell(row, beside)
        if (text, other) == last:
            continue
        last = text, other
        if other not in days:
            days[other] = _day(other)
        cells.append(known.setdefault(text, text))
        others.append(days[other])
    return cells, others


def _day(text: str) -> date | None:
    written = written_day(text)
    return real_day(written, month_first=False) if written else None


def _line_of(layout: Layout, index: int) -> int:
    return next(number for number, _ in islice(layout.table.rows(), index, None))


def _valid(found: re.Match[str]) -> date | None:
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
