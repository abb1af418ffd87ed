"""The entries that could belong together, read by hand-written SQL in plain rows: a window of days at a time.

No machine touches what somebody withholds: joining would show at the other entry. A person joins what they see.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from config.kernel.sql import db_date, db_uuid, from_db_uuid
from ledger.core.models import Transaction

# A piece of the history that fits into memory however many lines it has.
PIECE = timedelta(days=180)
_COLUMNS = "t.id, t.account_id, t.amount, t.booked_on, t.kind, t.category_source, t.payee_key, t.search_text"
_AT_ONCE = 400
Kind = Transaction.Kind
Source = Transaction.CategorySource
_KNOWN = frozenset([Source.PERSON, Source.LEARNED, Source.MERCHANT, Source.RULE, Source.FILE])


class Line(NamedTuple):
    """`amount` in stored units, signed; `day` an ordinal; `source` says who chose its category."""

    id: UUID
    account: UUID
    amount: int
    day: int
    kind: str
    source: str
    key: str
    text: str

    @property
    def is_chosen(self) -> bool:
        """A person filed it as spending or income."""
        return self.source == Source.PERSON and self.kind != Kind.TRANSFER

    @property
    def is_filed(self) -> bool:
        """It is known for spending or income: more than a telling word speaks for it."""
        return self.source in _KNOWN and self.kind != Kind.TRANSFER


def window_of(accounts: Collection[UUID], since: datetime | None) -> tuple[date, date] | None:
    """First and last day of the accounts' lines made since a moment (all, when None); None where there are none.

    Ids rise with time, so that lines made since are a range of the primary key.
    """
    if not accounts:
        return None
    condition, parameters = _in("account_id", accounts)
    if since is not None:
        condition += " AND id >= %s"
        parameters.append(db_uuid(UUID(int=int(since.timestamp() * 1000) << 80)))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT MIN(booked_on), MAX(booked_on) FROM ledger_transaction WHERE {condition}"
            " AND deleted_at IS NULL AND withheld = ''",
            parameters,
        )
        first, last = cursor.fetchone()
    return None if first is None else (_day(first), _day(last))


def pieces(first: date, last: date) -> Iterator[tuple[date, date]]:
    """The days from `first` to `last`, both included, in pieces."""
    while first <= last:
        end = min(first + PIECE - timedelta(days=1), last)
        yield first, end
        first = end + timedelta(days=1)


def opposite_lines(
    own: Collection[UUID], seen: Collection[UUID], out: tuple[date, date], into: tuple[date, date]
) -> tuple[list[Line], list[Line]]:
    """Money out and money in of the given days whose amounts meet, on `own` accounts; of others only transfers.

    Only what counts, is settled, and is in no transfer yet. Two queries.
    """
    accounts, keys = _in("{0}.account_id", seen)
    mine, own_keys = _in("{0}.account_id", own)

    def common(name: str, days: tuple[date, date]) -> tuple[str, list[Any]]:
        condition = (
            f"{name}.deleted_at IS NULL AND {name}.withheld = '' AND {accounts.format(name)}"
            f" AND {name}.booked_on BETWEEN %s AND %s"
            f" AND NOT {name}.is_pending AND {name}.kind <> 'refund'"
            f" AND ({name}.kind = 'transfer' OR {mine.format(name)})"
        )
        return condition, [*keys, db_date(days[0]), db_date(days[1]), *own_keys]

    found = []
    for sign, days, other_days, half in (("<", out, into, "outgoing_id"), (">", into, out, "incoming_id")):
        condition, parameters = common("t", days)
        opposite, more = common("o", other_days)
        other_sign = ">" if sign == "<" else "<"
        found.append(
            _lines(
                f"{condition} AND t.amount {sign} 0"
                f" AND NOT EXISTS (SELECT 1 FROM ledger_transfer p WHERE p.{half} = t.id)"
                f" AND t.amount IN (SELECT -o.amount FROM ledger_transaction o WHERE {opposite}"
                f" AND o.amount {other_sign} 0)",
                [*parameters, *more],
            )
        )
    return found[0], found[1]


def unpaired_lines(accounts: Collection[UUID], days: tuple[date, date]) -> list[Line]:
    """Every line that counts, is settled and in no transfer, of whatever amount. One query."""
    condition, keys = _in("t.account_id", accounts)
    return _lines(
        f"t.deleted_at IS NULL AND {condition} AND t.booked_on BETWEEN %s AND %s AND NOT t.is_pending"
        " AND t.amount <> 0 AND t.kind <> 'refund'"
        " AND NOT EXISTS (SELECT 1 FROM ledger_transfer p WHERE p.outgoing_id = t.id OR p.incoming_id = t.id)",
        [*keys, db_date(days[0]), db_date(days[1])],
    )


def money_back(accounts: Collection[UUID], days: tuple[date, date]) -> list[Line]:
    """Money in from a named payee that is no transfer and refunds nothing yet. One query."""
    condition, keys = _in("t.account_id", accounts)
    return _lines(
        f"t.deleted_at IS NULL AND {condition} AND t.booked_on BETWEEN %s AND %s AND t.amount > 0"
        " AND t.kind IN ('income', 'refund') AND t.payee_key <> '' AND t.refund_of_id IS NULL AND NOT t.is_pending",
        [*keys, db_date(days[0]), db_date(days[1])],
    )


def purchases(accounts: Collection[UUID], payees: Sequence[str], days: tuple[date, date]) -> list[Line]:
    """Money out to these payees. One query per 400 of them, by the index of payees."""
    found: list[Line] = []
    condition, keys = _in("t.account_id", accounts)
    for start in range(0, len(payees), _AT_ONCE):
        some = payees[start : start + _AT_ONCE]
        marks = ", ".join(["%s"] * len(some))
        found += _lines(
            f"{condition} AND t.payee_key IN ({marks}) AND t.deleted_at IS NULL AND t.amount < 0"
            " AND t.kind = 'expense' AND t.booked_on BETWEEN %s AND %s",
            [*keys, *some, db_date(days[0]), db_date(days[1])],
        )
    return found


def refunded(ids: Sequence[UUID]) -> dict[UUID, int]:
    """What has come back of each purchase already, in stored units. One query per 400."""
    found: dict[UUID, int] = {}
    for start in range(0, len(ids), _AT_ONCE):
        condition, keys = _in("refund_of_id", ids[start : start + _AT_ONCE])
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT refund_of_id, SUM(amount) FROM ledger_transaction WHERE {condition}"
                " AND deleted_at IS NULL AND withheld = '' GROUP BY refund_of_id",
                keys,
            )
            found |= {from_db_uuid(key): int(amount) for key, amount in cursor.fetchall()}
    return found


def equal_lines(account: UUID, days: tuple[date, date]) -> list[Line]:
    """Lines of one account whose amount stands there more than once in these days, pending ones too. One query."""
    window = "account_id = %s AND booked_on BETWEEN %s AND %s AND deleted_at IS NULL AND withheld = '' AND amount <> 0"
    parameters = [db_uuid(account), db_date(days[0]), db_date(days[1])]
    return _lines(
        f"t.account_id = %s AND t.booked_on BETWEEN %s AND %s AND t.deleted_at IS NULL AND t.amount IN"
        f" (SELECT amount FROM ledger_transaction WHERE {window} GROUP BY amount HAVING COUNT(*) > 1)",
        [*parameters, *parameters],
    )


def _lines(condition: str, parameters: Sequence[Any]) -> list[Line]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_COLUMNS} FROM ledger_transaction t WHERE t.withheld = '' AND {condition}", list(parameters)
        )
        return [
            Line(from_db_uuid(key), from_db_uuid(account), amount, _day(day).toordinal(), kind, source,
                 payee, text)
            for key, account, amount, day, kind, source, payee, text in cursor.fetchall()
        ]  # fmt: skip


def _in(column: str, keys: Collection[UUID]) -> tuple[str, list[Any]]:
    return f"{column} IN ({', '.join(['%s'] * len(keys))})", [db_uuid(key) for key in keys]


def _day(value: date | str) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)
