"""The list of transactions: newest first, filtered, for pages and API alike, at a cost the history does not raise.

Plain SQL, since this is the hottest read of the product: one SELECT of the newest N per account, united. As one
SELECT over several accounts, or a subquery, the database would sort their whole history.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection

from config.kernel.ids import NIL
from config.kernel.money import to_stored
from config.kernel.sql import db_date, db_uuid
from ledger.core.access import Lens, Sight, seen_condition
from ledger.core.listed import COLUMNS, Row, row_of
from ledger.core.models import Rollup
from ledger.core.others_categories import expanded
from ledger.core.payees import search_text
from ledger.core.searching import MOST_COUNTED, MOST_LINES, lines_of_payees, payees_holding, search_condition

COUNTED_AT_MOST = 10_000
MOST_BRANCHES = 120


@dataclass(frozen=True, slots=True)
class TransactionFilter:
    """What a person asked for. Dates include both ends; amounts are positive and compare with the size.

    `category_ids` holds whole branches (the caller has added the children). `uncategorised` means spending and
    income that has no category; transfers need none. `unnamed_ids`, set here, are others' that are shown as none.
    """

    account_ids: tuple[UUID, ...] = ()
    category_ids: tuple[UUID, ...] = ()
    unnamed_ids: tuple[UUID, ...] = ()
    kinds: tuple[str, ...] = ()
    booked_on_after: date | None = None
    booked_on_before: date | None = None
    amount_min: Decimal | None = None
    amount_max: Decimal | None = None
    search: str = ""
    uncategorised: bool = False
    binned: bool = False

    @property
    def looks_inside(self) -> bool:
        """It asks for more than accounts and days: a line of which nobody may know more answers nothing."""
        asks = self.category_ids or self.kinds or self.search or self.uncategorised or self.binned
        return bool(asks) or self.amount_min is not None or self.amount_max is not None


@dataclass(frozen=True, slots=True)
class Page:
    rows: list[Row]
    has_more: bool


@dataclass(slots=True)
class _Where:
    """Conditions of one SELECT, and their parameters in order."""

    conditions: list[str] = field(default_factory=list)
    parameters: list[Any] = field(default_factory=list)

    def add(self, condition: str, *parameters: Any) -> None:
        self.conditions.append(condition)
        self.parameters += parameters


def list_transactions(lens: Lens, asked: TransactionFilter, *, limit: int, skip: int = 0, after: str = "") -> Page:
    """One page, newest first, of `lens.lines` as far as asked for; `after` is the cursor of the last row seen.

    What the other owner of an account withholds is there with its day and nothing else (see `is_private`); what anybody
    withholds from a viewer is not there at all. One query. Its cost grows with accounts x (limit + skip), not with
    the history. Raises ValueError on a cursor that is none of ours.
    """
    values = list_values(lens, asked, limit=limit + 1, skip=skip, after=after)
    rows = [row_of(each, lens.sights) for each in values]
    return Page(rows[:limit], has_more=len(rows) > limit)


def list_values(
    lens: Lens, asked: TransactionFilter, *, limit: int, skip: int = 0, after: str = ""
) -> list[Sequence[Any]]:
    """As above, `limit` lines as the database has them, in the order of COLUMNS and with amounts in stored units.

    Nothing is masked yet: whoever shows a line compares what withholds it with the role (see `is_private`).
    """
    sights, asked = tuple(lens.only(asked.account_ids)), _with_others(lens, asked)
    if not sights:
        return []
    where = _where(asked)
    payees = _payees(sights, asked, MOST_LINES)
    if payees is not None:
        sights = tuple(each for each in sights if payees.get(each.account_id))
        if asked.category_ids:
            _add_categories(where, asked.category_ids)
    if not sights:
        return []
    if after:
        day, key = _parse_cursor(after)
        # The first condition alone lets the index start there; on page 1000 the OR would read what is before.
        where.add("t.booked_on <= %s AND (t.booked_on < %s OR t.id < %s)", db_date(day), db_date(day), db_uuid(key))
    reach = skip + limit
    order = f" ORDER BY t.booked_on DESC, t.id DESC LIMIT {reach}"
    branches, parameters = [], []
    for sight in sights:
        conditions = " AND ".join([*where.conditions, *_seen(sight, asked)])
        few = payees and [lines_of_payees(payees[sight.account_id])]
        for source, values in few or _sources(asked, len(sights)):
            branches.append(f"FROM {source} AND t.account_id = %s AND {conditions}{order}")
            parameters += [*values, db_uuid(sight.account_id), *where.parameters]
    with connection.cursor() as cursor:
        cursor.execute(_united(branches, limit, skip), parameters)
        return list(cursor.fetchall())


def _united(branches: Sequence[str], limit: int, skip: int) -> str:
    """Several branches are united by their keys alone, which the index holds; only the page's rows are looked up."""
    if len(branches) == 1:
        return f"SELECT * FROM (SELECT {COLUMNS} {branches[0]}) u LIMIT {limit} OFFSET {skip}"
    keys = " UNION ALL ".join(f"SELECT * FROM (SELECT t.id, t.booked_on {branch}) b" for branch in branches)
    return (
        f"SELECT {COLUMNS} FROM (SELECT * FROM ({keys}) u ORDER BY booked_on DESC, id DESC"
        f" LIMIT {limit} OFFSET {skip}) k JOIN ledger_transaction t ON t.id = k.id"
        " ORDER BY k.booked_on DESC, k.id DESC"
    )


def _seen(sight: Sight, asked: TransactionFilter) -> list[str]:
    """An owner's plain list needs no condition, which leaves it to the index: of a line that the other one withholds
    its day is shown. Roles are ours and stand in the text.
    """
    if not sight.is_mine:
        return ["t.withheld = ''"]
    return [f"t.withheld IN ('', '{sight.role}')"] if asked.looks_inside else []


def _counted(lens: Lens, asked: TransactionFilter, table: str = "") -> tuple[str, list[Any]]:
    """The condition for what such a list counts, private lines of the other owner with it where they are listed."""
    if asked.looks_inside:
        return seen_condition(lens, f"{table}account_id", f"{table}withheld")
    mine = [db_uuid(each.account_id) for each in lens if each.is_mine]
    others = [each for each in lens if not each.is_mine]
    parts, parameters = [], []
    if mine:
        parts.append(f"{table}account_id IN ({_marks(mine)})")
        parameters += mine
    if others:
        condition, keys = seen_condition(others, f"{table}account_id", f"{table}withheld")
        parts.append(condition)
        parameters += keys
    return f"({' OR '.join(parts)})", parameters


def count_transactions(lens: Lens, asked: TransactionFilter) -> tuple[int, bool]:
    """How many there are, and whether that is exact: from the roll-ups where they know, else up to 10,000."""
    lens = lens.only(asked.account_ids)
    asked = _with_others(lens, asked)
    known = _count_from_rollups(lens, asked) if lens else 0
    if known is not None:
        return known, True
    where = _where(asked)
    if asked.category_ids:
        _add_categories(where, asked.category_ids)
    seen, keys = _counted(lens, asked, "t.")
    conditions = f"{seen} AND {' AND '.join(where.conditions)}"
    branches, parameters = [f"SELECT 1 FROM ledger_transaction t WHERE {conditions}"], [*keys, *where.parameters]
    payees = _payees(lens, asked, MOST_COUNTED)
    if payees is not None:
        branches, parameters = [], []
        for account_id in payees.keys() & lens.sights.keys():
            source, values = lines_of_payees(payees[account_id])
            branches.append(f"SELECT 1 FROM {source} AND t.account_id = %s AND {conditions}")
            parameters += [*values, db_uuid(account_id), *keys, *where.parameters]
    if not branches:
        return 0, True
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT COUNT(*) FROM ({' UNION ALL '.join(branches)} LIMIT {COUNTED_AT_MOST + 1}) c", parameters
        )
        counted = int(cursor.fetchone()[0])
    return min(counted, COUNTED_AT_MOST), counted <= COUNTED_AT_MOST


def _count_from_rollups(lens: Lens, asked: TransactionFilter) -> int | None:
    """None when the roll-ups cannot say: a text, an amount, the bin, part of a month.

    By hand as well: the cells of all time are a few dozen an account, building the query would cost more.
    """
    after, before = asked.booked_on_after, asked.booked_on_before
    whole_months = (after is None or after.day == 1) and (before is None or (before + timedelta(days=1)).day == 1)
    if asked.search or asked.binned or asked.amount_min is not None or asked.amount_max is not None:
        return None
    if (asked.uncategorised and asked.category_ids) or not whole_months:
        return None
    always = after is None and before is None
    where = _Where()
    seen, keys = _counted(lens, asked)
    where.add(seen, *keys)
    where.add("span = %s", (Rollup.Span.ALL if always else Rollup.Span.MONTH).value)
    if asked.kinds:
        where.add(f"kind IN ({_marks(asked.kinds)})", *asked.kinds)
    if after is not None:
        where.add("starts_on >= %s", db_date(after))
    if before is not None:
        where.add("starts_on <= %s", db_date(before))
    if asked.category_ids:
        where.add(f"category_key IN ({_marks(asked.category_ids)})", *(db_uuid(each) for each in asked.category_ids))
    if asked.uncategorised:
        none = (NIL, *asked.unnamed_ids)
        where.add(f"category_key IN ({_marks(none)}) AND kind <> 'transfer'", *(db_uuid(each) for each in none))
    counter = "line_count" if asked.category_ids or asked.uncategorised else "transaction_count"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT COALESCE(SUM({counter}), 0) FROM ledger_rollup WHERE {' AND '.join(where.conditions)}",
            where.parameters,
        )
        counted = int(cursor.fetchone()[0])
    return counted - (_counted_again(lens, asked) if len(asked.category_ids) > 1 else 0)


def _payees(sights: Iterable[Sight], asked: TransactionFilter, most: int) -> Mapping[UUID, Collection[str]] | None:
    """Whose lines are all that can hold what is searched for, where that is known and spares reading the others."""
    words = search_text(asked.search).split()
    return payees_holding(sights, words, most) if words and not asked.binned else None


def _counted_again(lens: Lens, asked: TransactionFilter) -> int:
    """Lines beyond the first of split transactions with several in the asked categories."""
    where = _where(asked)
    seen, keys = seen_condition(lens, "t.account_id", "t.withheld")
    where.add(seen, *keys)
    where.add(f"l.category_id IN ({_marks(asked.category_ids)})", *(db_uuid(each) for each in asked.category_ids))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COUNT(*) - COUNT(DISTINCT l.transaction_id) FROM ledger_transactionline l"
            f" JOIN ledger_transaction t ON t.id = l.transaction_id WHERE {' AND '.join(where.conditions)}",
            where.parameters,
        )
        return int(cursor.fetchone()[0])


def _with_others(lens: Lens, asked: TransactionFilter) -> TransactionFilter:
    if not (asked.category_ids or asked.uncategorised) or not (others := lens.others):
        return asked
    unnamed = tuple(key for key, shown in others.items() if shown is None) if asked.uncategorised else ()
    return replace(asked, category_ids=expanded(asked.category_ids, others), unnamed_ids=unnamed)


def _marks(values: Sequence[object]) -> str:
    return ", ".join(["%s"] * len(values))


def _sources(asked: TransactionFilter, accounts: int) -> list[tuple[str, list[Any]]]:
    """Tables and conditions that find the asked categories, for one SELECT each.

    An index leads to the newest of one category, none to the newest of several or of those that are split. With
    very many of them it is one SELECT after all. CROSS JOIN keeps SQLite from walking the account instead.
    """
    keys = [db_uuid(each) for each in asked.category_ids]
    if not keys:
        return [("ledger_transaction t WHERE 1 = 1", [])]
    if accounts * (len(keys) + 1) > MOST_BRANCHES or asked.binned:
        where = _Where()
        _add_categories(where, asked.category_ids)
        return [(f"ledger_transaction t WHERE {where.conditions[0]}", where.parameters)]
    split = (
        f"(SELECT DISTINCT transaction_id FROM ledger_transactionline WHERE category_id IN ({_marks(keys)})) l"
        " CROSS JOIN ledger_transaction t WHERE t.id = l.transaction_id"
    )
    return [*(("ledger_transaction t WHERE t.category_id = %s", [key]) for key in keys), (split, keys)]


def _where(asked: TransactionFilter) -> _Where:
    """Everything but the categories."""
    where = _Where()
    where.add(f"t.deleted_at IS {'NOT NULL' if asked.binned else 'NULL'}")
    if asked.uncategorised:
        unnamed = [db_uuid(each) for each in asked.unnamed_ids]
        none = (
            f"(t.category_id IS NULL OR t.category_id IN ({_marks(unnamed)}))" if unnamed else "t.category_id IS NULL"
        )
        where.add(f"{none} AND NOT t.is_split AND t.kind <> 'transfer'", *unnamed)
    if asked.kinds:
        where.add(f"t.kind IN ({_marks(asked.kinds)})", *asked.kinds)
    if asked.booked_on_after is not None:
        where.add("t.booked_on >= %s", db_date(asked.booked_on_after))
    if asked.booked_on_before is not None:
        where.add("t.booked_on <= %s", db_date(asked.booked_on_before))
    if asked.amount_min is not None:
        where.add("ABS(t.amount) >= %s", to_stored(asked.amount_min))
    if asked.amount_max is not None:
        where.add("ABS(t.amount) <= %s", to_stored(asked.amount_max))
    for word in search_text(asked.search).split():
        condition, parameters = search_condition(word)
        where.add(condition, *parameters)
    return where


def _add_categories(where: _Where, category_ids: Sequence[UUID]) -> None:
    marks = _marks(category_ids)
    keys = [db_uuid(each) for each in category_ids]
    where.add(
        f"(t.category_id IN ({marks}) OR (t.is_split AND EXISTS (SELECT 1 FROM ledger_transactionline l"
        f" WHERE l.transaction_id = t.id AND l.category_id IN ({marks}))))",
        *keys,
        *keys,
    )


def _parse_cursor(text: str) -> tuple[date, UUID]:
    day, _, key = text.partition(".")
    return date.fromisoformat(day), UUID(hex=key)
