"""Keeps balances and roll-ups right in the same database transaction as the write that changes them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from secrets import randbits
from uuid import UUID

from django.db import connection

from config.kernel.ids import NIL
from config.kernel.money import from_stored, to_stored
from config.kernel.sql import db_date, db_uuid, from_db_uuid, placeholders
from ledger.core.models import Rollup, Transaction, TransactionLine
from ledger.core.models.rollups import BEGINNING

CELLS_PER_STATEMENT = 200
Cell = tuple[UUID, str, date, UUID, str, str]
_Sums = list[int]


class Span:
    """Rollup.Span as plain texts: they are parts of keys that are compared a million times."""

    DAY, WEEK, MONTH, FLOW, BALANCE, ALL = (each.value for each in Rollup.Span)


@dataclass(frozen=True, slots=True)
class Posting:
    """Some lines' part in the sums, one line's as a rule: `lines` are added up here, and `transactions` counts the
    first line of each transaction.
    """

    account_id: UUID
    booked_on: date
    category_id: UUID | None
    kind: str
    withheld: str
    amount: int
    own_amount: int
    transactions: int = 1
    lines: int = 1


@dataclass(frozen=True, slots=True)
class Moved:
    """An account's new balance, all lines counted, and what moved it: stored units by the role that withholds them."""

    balance: Decimal
    by: Mapping[str, int]

    def seen_by(self, role: str) -> bool:
        """Whether the balance moved for somebody of this role."""
        return self.by.get("", 0) + self.by.get(role, 0) != 0

    def after(self, earlier: Moved | None) -> Moved:
        """This move and the one before it as one."""
        if earlier is None:
            return self
        keys = self.by.keys() | earlier.by.keys()
        return Moved(self.balance, {key: self.by.get(key, 0) + earlier.by.get(key, 0) for key in keys})


Balances = dict[UUID, Moved]


def postings_of(transaction: Transaction, lines: Sequence[TransactionLine] = ()) -> list[Posting]:
    """What `transaction` adds to the sums; nothing when it is in the bin. Amounts in stored units."""
    if transaction.deleted_at is not None:
        return []
    common = (transaction.account_id, transaction.booked_on)
    if not transaction.is_split:
        return [
            Posting(
                *common,
                transaction.category_id,
                transaction.kind,
                transaction.withheld,
                to_stored(transaction.amount),
                to_stored(transaction.own_amount),
            )
        ]
    return [
        Posting(
            *common,
            line.category_id,
            transaction.kind,
            transaction.withheld,
            to_stored(line.amount),
            to_stored(line.own_amount),
            0 if place else 1,
        )
        for place, line in enumerate(lines)
    ]


def post(added: Iterable[Posting], removed: Iterable[Posting] = ()) -> Balances:
    """Apply the difference to balances and roll-ups; returns the accounts whose balance moved for anybody.

    Every write to a line comes by here, also where no sum moves, and gives its account another revision.

    One UPDATE per account and one upsert per 200 cells, in a fixed order, so that two writers never wait for each
    other crosswise. Must run in the transaction of the write.
    """
    days: dict[Cell, _Sums] = {}
    moved: dict[UUID, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for sign, postings in ((1, added), (-1, removed)):
        for each in postings:
            moved[each.account_id][each.withheld] += sign * each.amount
            key = (each.account_id, Span.DAY, each.booked_on, each.category_id or NIL, each.kind, each.withheld)
            _add(days, key, sign, (each.amount, each.own_amount, each.transactions, each.lines))
    balances = _move_balances(moved)
    _upsert(_with_wider_cells(days))
    return balances


def week_of_month(day: date) -> date:
    """The 1st, 8th, 15th, 22nd or 29th that begins the week of the month `day` is in."""
    return day.replace(day=(day.day - 1) // 7 * 7 + 1)


def cells_of(posting: Posting) -> list[Cell]:
    """Every cell one posting moves."""
    key = (posting.category_id or NIL, posting.kind, posting.withheld)
    return list(_with_wider_cells({(posting.account_id, Span.DAY, posting.booked_on, *key): [1, 1, 1, 1]}))


def _with_wider_cells(days: dict[Cell, _Sums]) -> dict[Cell, _Sums]:
    """The cells of days and all wider ones, each added up from the next narrower: a thousand lines share a month."""
    weeks: dict[Cell, _Sums] = {}
    months: dict[Cell, _Sums] = {}
    rest: dict[Cell, _Sums] = {}
    for (account, _, day, category, kind, withheld), sums in days.items():
        _add(weeks, (account, Span.WEEK, week_of_month(day), category, kind, withheld), 1, sums)
    for (account, _, week, category, kind, withheld), sums in weeks.items():
        _add(months, (account, Span.MONTH, week.replace(day=1), category, kind, withheld), 1, sums)
        _add(rest, (account, Span.BALANCE, week, NIL, "", withheld), 1, sums)
    for (account, _, month, category, kind, withheld), sums in months.items():
        _add(rest, (account, Span.FLOW, month, NIL, kind, withheld), 1, sums)
        _add(rest, (account, Span.ALL, BEGINNING, category, kind, withheld), 1, sums)
    return {**days, **weeks, **months, **rest}


def _add(cells: dict[Cell, _Sums], key: Cell, sign: int, more: Sequence[int]) -> None:
    sums = cells.get(key)
    if sums is None:
        cells[key] = [sign * each for each in more]
    else:
        for place, each in enumerate(more):
            sums[place] += sign * each


def _move_balances(moved: Mapping[UUID, Mapping[str, int]]) -> Balances:
    balances: Balances = {}
    with connection.cursor() as cursor:
        for account_id in sorted(moved):
            by = moved[account_id]
            cursor.execute(
                "UPDATE ledger_moneyaccount SET balance = balance + %s, revision = %s WHERE id = %s"
                " RETURNING id, balance",
                [sum(by.values()), randbits(63), db_uuid(account_id)],
            )
            for key, balance in cursor.fetchall():
                if any(by.values()):
                    balances[from_db_uuid(key)] = Moved(from_stored(balance), by)
    return balances


def _upsert(cells: dict[Cell, _Sums]) -> None:
    rows = sorted(
        (db_uuid(account), span, db_date(starts_on), db_uuid(category), kind, withheld, *sums)
        for (account, span, starts_on, category, kind, withheld), sums in cells.items()
        if any(sums)
    )
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            if rows:
                cursor.execute(_UPSERT_ARRAYS, [_array(column) for column in zip(*rows, strict=True)])
        elif len(rows) > CELLS_PER_STATEMENT:
            cursor.executemany(_upsert_sql(1), rows)
        elif rows:
            cursor.execute(_upsert_sql(len(rows)), [value for row in rows for value in row])


def _array(column: Sequence[object]) -> str:
    """An array as PostgreSQL reads it; ids, days, numbers and the words of `Kind` need no quotes, but for no word."""
    distinct = dict(zip(map(id, column), column, strict=True))
    texts = {key: str(value) or '""' for key, value in distinct.items()}
    return "{" + ",".join([texts[key] for key in map(id, column)]) + "}"


_UPSERT = (
    "INSERT INTO ledger_rollup (account_id, span, starts_on, category_key, kind, withheld,"
    " amount, own_amount, transaction_count, line_count)"
    " {rows} ON CONFLICT (account_id, span, starts_on, category_key, kind, withheld) DO UPDATE SET"
    " amount = ledger_rollup.amount + excluded.amount,"
    " own_amount = ledger_rollup.own_amount + excluded.own_amount,"
    " transaction_count = ledger_rollup.transaction_count + excluded.transaction_count,"
    " line_count = ledger_rollup.line_count + excluded.line_count"
)
# Ten parameters for any number of cells: two thousand cost the driver and the parser more than the write. Rows come,
# and are locked, in the order of the arrays.
_UPSERT_ARRAYS = _UPSERT.format(
    rows="SELECT * FROM unnest(%s::uuid[], %s::varchar[], %s::date[], %s::uuid[], %s::varchar[], %s::varchar[],"
    " %s::bigint[], %s::bigint[], %s::integer[], %s::integer[])"
)


@lru_cache(maxsize=CELLS_PER_STATEMENT)
def _upsert_sql(rows: int) -> str:
    return _UPSERT.format(rows=f"VALUES {placeholders(rows, 10)}")
