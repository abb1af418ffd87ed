# ruff: noqa: S608 statements are put together from constants of ours, every value is a parameter
"""At which hours and on which days of the week money is spent or earned.

Days of the week come from roll-ups. Hours are not in them, as most files of banks have no time of day: they are read
from the lines of three months at the most, which is what the cost of it is bounded by.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Final
from uuid import UUID

from django.db import connection

from accounts.models import User
from config.kernel.kept import Kept
from config.kernel.money import ZERO, from_stored
from config.kernel.sql import db_date, db_uuid, from_db_uuid
from insights.figures.basis import basis
from insights.figures.flows import INCOME, Flow, Flows, Reader
from insights.figures.trends import Figure
from ledger.core.access import Lens, part_of, seen_condition
from ledger.core.category_tree import CategoryTree
from ledger.core.converting import rate_day
from ledger.core.exchange import Rate, RateBook, rates_for, rounded
from ledger.core.models import Transaction
from ledger.core.others_categories import expanded

Kind = Transaction.Kind
MONTHS_OF_HOURS: Final = 3
_HOUR: Final = {
    "sqlite": "SUBSTR(occurred_at, 1, 13)",
    "postgresql": "TO_CHAR(occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24')",
}


@dataclass(frozen=True, slots=True)
class HourFigure:
    """`weekday` is 0 on Monday; the hour is that of the person's time zone."""

    weekday: int
    hour: int
    figure: Figure


@dataclass(frozen=True, slots=True)
class Hours:
    """`weekdays` are by the day a line was booked on, Monday first; `hours` by when it happened, those with something.

    `figure` is all of the range, `untimed` the part of it whose hour is not known: the hours and it add up to it.
    """

    currency: str
    kind: str
    first: date
    last: date
    figure: Figure
    weekdays: list[Figure]
    hours: list[HourFigure]
    untimed: Figure
    used: tuple[Rate, ...]
    apart: tuple[str, ...]


KEPT: Final = Kept[Hours](most=64)


def hours(
    person: User,
    lens: Lens,
    tree: CategoryTree,
    *,
    first: date,
    last: date,
    currency: str,
    kind: str,
    categories: tuple[UUID, ...] = (),
) -> Hours:
    """The days `first` to `last`, both included, at most three months. None but the queries of `basis` where it is
    kept; else those of `Reader.read` twice, one of the lines, two more for the rates of several currencies.
    """
    key = basis(person, lens, currency, first, last, kind, categories, tree=tree)
    return KEPT.get(key, lambda: _hours(Reader(person, lens, currency, kind), tree, first, last, categories))


def _hours(reader: Reader, tree: CategoryTree, first: date, last: date, categories: tuple[UUID, ...]) -> Hours:
    wanted = {key for named in categories for key in tree.branch(named)}
    whole = _kept(reader.read(first, last, by_day=False), wanted)
    days = _kept(replace(reader, by_category=bool(wanted)).read(first, last, by_day=True), wanted)
    weekdays = [Figure() for _each in range(7)]
    for each in days.cells:
        weekdays[each.on.weekday()] = weekdays[each.on.weekday()].plus(each)
    timed = _timed(reader, wanted, first, last, whole.apart)
    figure = _sum(whole.cells)
    known = Figure(sum((each.figure.amount for each in timed), ZERO), sum(each.figure.lines for each in timed))
    return Hours(
        currency=reader.currency,
        kind=reader.kind,
        first=first,
        last=last,
        figure=figure,
        weekdays=weekdays,
        hours=timed,
        untimed=Figure(figure.amount - known.amount, figure.lines - known.lines),
        used=whole.used,
        apart=whole.apart,
    )


def _kept(flows: Flows, wanted: set[UUID]) -> Flows:
    cells = [each for each in flows.cells if not wanted or each.category in wanted]
    return Flows(flows.currency, cells, flows.used, flows.apart)


def _sum(cells: list[Flow]) -> Figure:
    figure = Figure()
    for each in cells:
        figure = figure.plus(each)
    return figure


def _timed(reader: Reader, wanted: set[UUID], first: date, last: date, apart: tuple[str, ...]) -> list[HourFigure]:
    """Lines with a time of day that are not split over categories."""
    currencies = reader.lens.currencies
    rows = [row for row in _rows(reader, wanted, first, last) if currencies[row[0]] not in apart]
    others = {currencies[row[0]] for row in rows} - {reader.currency}
    today = reader.person.today
    book = RateBook(())
    if others:
        book = rates_for(reader.person, {*others, reader.currency}, sorted({rate_day(row[1], today) for row in rows}))
    sums: dict[tuple[int, int], list[Fraction | int]] = defaultdict(lambda: [Fraction(), 0])
    for account_id, day, moment, amount, lines in rows:
        rate = book.rate(currencies[account_id], reader.currency, rate_day(day, today))
        if rate is not None:
            local = moment.astimezone(reader.person.zone)
            cell = sums[local.weekday(), local.hour]
            cell[0] += Fraction(amount) * rate.value
            cell[1] += lines
    return [
        HourFigure(weekday, hour, Figure(rounded(Fraction(worth), reader.currency), int(lines)))
        for (weekday, hour), (worth, lines) in sorted(sums.items())
    ]


def _rows(
    reader: Reader, wanted: set[UUID], first: date, last: date
) -> list[tuple[UUID, date, datetime, Decimal, int]]:
    """Account, a day of the month, the hour, amount and lines. One query, none where no lines are seen."""
    lens = reader.lens.lines
    if not lens:
        return []
    sign, kinds = (1, (Kind.INCOME,)) if reader.kind == INCOME else (-1, (Kind.EXPENSE, Kind.REFUND))
    part, parameters = part_of(lens)
    condition, keys = seen_condition(lens)
    of_category, named = "", expanded(wanted, lens.others) if wanted else ()
    if named:
        of_category = f" AND category_id IN ({', '.join(['%s'] * len(named))})"
    hour = _HOUR[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT account_id, MIN(booked_on), {hour}, SUM({part}), COUNT(*) FROM ledger_transaction"
            f" WHERE {condition} AND deleted_at IS NULL AND booked_on BETWEEN %s AND %s AND occurred_at IS NOT NULL"
            f" AND NOT is_split AND kind IN ({', '.join(['%s'] * len(kinds))}){of_category}"
            f" GROUP BY account_id, {hour}, SUBSTR(CAST(booked_on AS VARCHAR(10)), 1, 7)",
            [*parameters, *keys, db_date(first), db_date(last), *kinds, *(db_uuid(each) for each in named)],
        )
        return [
            (
                from_db_uuid(account_id),
                date.fromisoformat(day) if isinstance(day, str) else day,
                datetime.strptime(moment, "%Y-%m-%d %H").replace(tzinfo=UTC),
                from_stored(sign * int(amount)),
                int(lines),
            )
            for account_id, day, moment, amount, lines in cursor.fetchall()
        ]
