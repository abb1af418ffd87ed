# ruff: noqa: S608 statements are put together from constants of ours, every value is a parameter
"""Sums of roll-ups as one person may see them: the only readers of cells by category, kind and month for people.

Amounts are in stored units and signed as in the lines; transfers are left out, and so are cells that are empty. By
hand: through the ORM the page of figures costs twice as much, most of it spent on ids of accounts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from config.kernel.ids import NIL
from config.kernel.sql import db_date, db_uuid, from_db_uuid
from ledger.core.access import Lens, part_of, seen_condition
from ledger.core.coarsening import CROWD, Cell, coarsened
from ledger.core.models import Rollup
from ledger.core.others_categories import expanded

Span = Rollup.Span
ONE_DAY = timedelta(days=1)


class Sum(NamedTuple):
    """`starts_on` is the first day of the cell, `category` NIL for none and PRIVATE for what is not told apart. Where
    the sum goes over accounts or categories, NIL stands for all of them, and date.min for all days. `whole` is all of
    it, `own` the part that counts through the lens.
    """

    account_id: UUID
    starts_on: date
    category: UUID
    kind: str
    whole: int
    own: int
    lines: int


ACCOUNT, STARTS_ON, CATEGORY = "account_id", "starts_on", "category_key"
_FIELDS = (ACCOUNT, STARTS_ON, CATEGORY)


def sums_by(*columns: str, lens: Lens, first: date, last: date, of_months: str = Span.MONTH.value) -> list[Sum]:
    """Sums over the days `first` to `last`, both included, by the named columns and kind.

    `of_months` names the cells that whole months are read from; FLOW where no category is asked for. One query, and
    one more where the lens has accounts of which only sums are seen.
    """
    spans = [(of_months if span == Span.MONTH else span, start, end) for span, start, end in periods(first, last)]
    return read(columns, lens.lines, spans) + _shown_of_coarse(columns, lens.coarse, first, last)


def _as_shown(found: list[Sum], others: Mapping[UUID, UUID | None]) -> list[Sum]:
    """Others' categories under what they are shown as, so that each is there once."""
    sums: dict[tuple[UUID, date, UUID, str], list[int]] = {}
    for each in found:
        category = others.get(each.category, each.category) or NIL
        figures = sums.setdefault((each.account_id, each.starts_on, category, each.kind), [0, 0, 0])
        for place, more in enumerate((each.whole, each.own, each.lines)):
            figures[place] += more
    return [Sum(*key, *figures) for key, figures in sums.items()]


def sums_of_weeks(*, lens: Lens, month: date, without: Iterable[UUID] = ()) -> list[Sum]:
    """Of each week of a month, of accounts whose lines are seen; `without` these categories. One query."""
    span = (Span.WEEK.value, month, month_end(month))
    return read((STARTS_ON,), lens.lines, [span], without=list(without))


def latest_month(lens: Lens, *, until: date) -> date | None:
    """First day of the latest month of which anything is shown, not after `until`'s. As many queries as `sums_by`."""
    found = []
    for part, kinds, by_side, least in (
        (lens.lines, "", "", 1),
        (lens.coarse, " AND kind <> 'transfer'", ", account_id, CASE WHEN kind = 'income' THEN 1 ELSE 0 END", CROWD),
    ):
        if not part:
            continue
        condition, keys = seen_condition(part)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT starts_on FROM ledger_rollup WHERE {condition} AND span = %s AND starts_on <= %s{kinds}"
                f" GROUP BY starts_on{by_side} HAVING SUM(transaction_count) >= %s ORDER BY starts_on DESC LIMIT 1",
                [*keys, Span.FLOW.value, db_date(until.replace(day=1)), least],
            )
            row = cursor.fetchone()
        if row is not None:
            found.append(_day(row[0]))
    return max(found, default=None)


def count_lines(lens: Lens) -> dict[UUID, int]:
    """Lines of each account whose lines are seen, those that others withhold left out. One query."""
    if not lens.lines:
        return {}
    condition, keys = seen_condition(lens.lines)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT account_id, SUM(line_count) FROM ledger_rollup WHERE {condition} AND span = %s"
            " GROUP BY account_id",
            [*keys, Span.ALL.value],
        )
        return {from_db_uuid(key): int(lines) for key, lines in cursor.fetchall()}


def moved_since(lens: Lens, first: date) -> list[tuple[date, int]]:
    """What the balances through `lens` moved in each period since `first`, whole amounts, the latest first. One query.

    Of accounts whose lines are seen a period is a week of the month. Of others it is a month: what a balance was at
    the ends of months is told, and never its course between them.
    """
    parts, parameters = [], []
    fine, seen = lens.lines, lens.totals
    for some, span in ((fine, Span.BALANCE), (_rest(seen, fine), Span.FLOW)):
        if some:
            condition, keys = seen_condition(some)
            parts.append(f"({condition} AND span = %s)")
            parameters += [*keys, span.value]
    if not parts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT starts_on, SUM(amount) FROM ledger_rollup WHERE ({' OR '.join(parts)}) AND starts_on >= %s"
            " GROUP BY starts_on ORDER BY starts_on DESC",
            [*parameters, db_date(first)],
        )
        return [(_day(day), int(moved)) for day, moved in cursor.fetchall()]


_MOVED = (
    "SELECT account_id, starts_on, category_key, kind, SUM(amount), SUM(amount), SUM(line_count)"
    " FROM ledger_rollup WHERE {condition} AND span = %s AND starts_on BETWEEN %s AND %s{parts}"
    " GROUP BY account_id, starts_on, category_key, kind HAVING SUM(line_count) <> 0"
)


def moved_by_month(lens: Lens, *, first: date, last: date, categories: Iterable[UUID] = ()) -> list[Sum]:
    """What moved each account in each month by kind, transfers too: of accounts whose lines are seen.

    `category` is NIL, and beside that one of `categories` for its part of the same. Whole amounts; `own` is the same.
    `first` and `last` are first days of months, both included. One query.
    """
    if not lens.lines:
        return []
    condition, keys = seen_condition(lens.lines)
    between = [db_date(first), db_date(last)]
    asked = _MOVED.format(condition=condition, parts="")
    values = [*keys, Span.FLOW.value, *between]
    if named := [db_uuid(each) for each in categories]:
        # Not a condition PostgreSQL takes an index for: it would read all months anew for each of the categories.
        parts = f" AND (category_key IN ({', '.join(['%s'] * len(named))})) IS NOT FALSE"
        asked += f" UNION ALL {_MOVED.format(condition=condition, parts=parts)}"
        values += [*keys, Span.MONTH.value, *between, *named]
    with connection.cursor() as cursor:
        cursor.execute(asked, values)
        return [_sum(row, (0, 1, 2)) for row in cursor.fetchall()]


def balances_by_month(lens: Lens, *, first: date, last: date) -> list[Sum]:
    """What the balance moved in each month, of accounts whose balance is seen and whose lines are not: told as the
    balances at the ends of months are. `category` is NIL and `kind` empty; else as `moved_by_month`. One query.
    """
    seen = _rest(lens.totals, lens.lines)
    if not seen:
        return []
    condition, keys = seen_condition(seen)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT account_id, starts_on, SUM(amount) FROM ledger_rollup WHERE {condition} AND span = %s"
            " AND starts_on BETWEEN %s AND %s GROUP BY account_id, starts_on HAVING SUM(amount) <> 0",
            [*keys, Span.FLOW.value, db_date(first), db_date(last)],
        )
        return [
            Sum(from_db_uuid(key), _day(month), NIL, "", int(moved), int(moved), 0)
            for key, month, moved in cursor.fetchall()
        ]


def _rest(lens: Lens, but: Lens) -> Lens:
    return Lens(lens.scope, {key: each for key, each in lens.sights.items() if key not in but.sights})


def read(
    columns: Sequence[str], lens: Lens, spans: Sequence[tuple[str, date, date]], *, without: Sequence[UUID] = ()
) -> list[Sum]:
    """Cells of accounts whose lines are seen, as they are; `spans` as of `periods`. One query, none for no account."""
    if not lens:
        return []
    named = "".join(f"{column}, " for column in columns)
    part, parameters = part_of(lens)
    condition, keys = seen_condition(lens)
    wanted = []
    values: list[Any] = []
    for span, start, end in spans:
        wanted.append("span = %s AND starts_on BETWEEN %s AND %s")
        values += [span, db_date(start), db_date(end)]
    others = lens.others if without or CATEGORY in columns else {}
    if without:
        without = expanded(without, others)
        condition += f" AND category_key NOT IN ({', '.join(['%s'] * len(without))})"
        keys = [*keys, *(db_uuid(each) for each in without)]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {named}kind, SUM(amount), SUM({part}), SUM(line_count) FROM ledger_rollup"
            f" WHERE {condition} AND (({') OR ('.join(wanted)})) AND kind <> 'transfer'"
            f" GROUP BY {named}kind HAVING SUM(line_count) <> 0",
            [*parameters, *keys, *values],
        )
        rows = cursor.fetchall()
    places = [columns.index(each) if each in columns else None for each in _FIELDS]
    found = [_sum(row, places) for row in rows]
    return _as_shown(found, others) if others else found


def _sum(row: Sequence[Any], places: Sequence[int | None]) -> Sum:
    account, day, category = places
    return Sum(
        NIL if account is None else from_db_uuid(row[account]),
        date.min if day is None else _day(row[day]),
        NIL if category is None else from_db_uuid(row[category]),
        row[-4],
        int(row[-3]),
        int(row[-2]),
        int(row[-1]),
    )


def _shown_of_coarse(columns: Sequence[str], lens: Lens, first: date, last: date) -> list[Sum]:
    whole = whole_months(first, last)
    if not lens or whole is None:
        return []
    part, parameters = part_of(lens)
    condition, keys = seen_condition(lens)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT account_id, starts_on, category_key, kind, amount, {part}, transaction_count, line_count"
            f" FROM ledger_rollup WHERE {condition} AND span = %s AND starts_on BETWEEN %s AND %s"
            " AND kind <> 'transfer' AND line_count <> 0",
            [*parameters, *keys, Span.MONTH.value, db_date(whole[0]), db_date(whole[1])],
        )
        cells = [
            Cell(from_db_uuid(key), _day(month), from_db_uuid(category), kind, whole, int(own), firsts, lines)
            for key, month, category, kind, whole, own, firsts, lines in cursor.fetchall()
        ]
    others = lens.others
    if others:
        cells = [each._replace(category=others.get(each.category, each.category) or NIL) for each in cells]
    found: dict[tuple[UUID, date, UUID, str], list[int]] = {}
    for each in coarsened(cells):
        key = (
            each.account_id if ACCOUNT in columns else NIL,
            each.month if STARTS_ON in columns else date.min,
            each.category if CATEGORY in columns else NIL,
            each.kind,
        )
        figures = found.setdefault(key, [0, 0, 0])
        figures[0] += each.whole
        figures[1] += each.own
        figures[2] += each.lines
    return [Sum(*key, *figures) for key, figures in found.items()]


def _day(value: date | str) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value


def next_month(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def month_end(day: date) -> date:
    return next_month(day.replace(day=1)) - ONE_DAY


def periods(first: date, last: date) -> list[tuple[str, date, date]]:
    """The spans whose cells cover each day from `first` to `last` once: whole months, and days at the ends."""
    whole = whole_months(first, last)
    if whole is None:
        return [(Span.DAY.value, first, last)]
    parts = [(Span.MONTH.value, *whole)]
    if first < whole[0]:
        parts.append((Span.DAY.value, first, whole[0] - ONE_DAY))
    if whole[1] < last:
        parts.append((Span.DAY.value, whole[1] + ONE_DAY, last))
    return parts


def whole_months(first: date, last: date) -> tuple[date, date] | None:
    """First and last day of the months that lie in the range as a whole."""
    start = first if first.day == 1 else next_month(first)
    end = last if last == month_end(last) else last.replace(day=1) - ONE_DAY
    return (start, end) if start <= end else None
