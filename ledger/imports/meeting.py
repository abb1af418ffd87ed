"""Entries that are here already and may be the same payment as a line of a file. Nothing is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from config.kernel.money import from_stored
from config.kernel.sql import db_date, db_uuid, from_db_uuid
from ledger.core.payees import payee_key
from ledger.imports.fingerprints import SIZE
from ledger.imports.models import ImportedLine

# Days between a payment as somebody wrote it down, or another file has it, and as the bank booked it.
NEAR = 1
NEAR_WITH_WORD = 3
POSTED_WITHIN = 10
_SHORTEST_WORD = 3
_MARKS_A_QUERY = 20_000
# Fingerprints of one account that are held at once: 25 MB.
_READ_AT_MOST = 250_000
# What an entry's own bank line is, its fingerprint tells the account's owners alike: they hold the bank's file. What
# only looks like it is not shown to whom it is withheld from, who could try amounts otherwise.
_SEEN = (
    "(t.withheld = '' OR t.withheld = (SELECT g.role FROM ledger_moneyaccountaccess g"
    " WHERE g.account_id = t.account_id AND g.person_id = %s))"
)


@dataclass(frozen=True, slots=True)
class Alike:
    """An entry that may be the same payment. `is_pending`: it was announced, and the line is it booked."""

    id: UUID
    payee: str
    booked_on: date
    amount: Decimal
    by_hand: bool
    is_pending: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """A line that is not here yet: its place in the statement, day as an ordinal, amount in stored units."""

    place: int
    day: int
    amount: int
    payee: str
    pending_mark: str = ""


def known_places(account_id: UUID, marks: bytes, *, besides: Sequence[UUID] = ()) -> bytearray:
    """A byte for each of `marks`, 1 where the account has it, not counting those of the batches `besides`.

    One query for an account with few other lines, else two, or one per 20,000.
    """
    found = bytearray(len(marks) // SIZE)
    count = _count_lines(account_id, besides)
    if not count:
        return found
    every = _all_fingerprints(account_id, besides) if count <= min(4 * len(found), _READ_AT_MOST) else None
    for start in range(0, len(found), _MARKS_A_QUERY):
        part = marks[start * SIZE : (start + _MARKS_A_QUERY) * SIZE]
        texts = [part[at : at + SIZE].hex() for at in range(0, len(part), SIZE)]
        here = known_fingerprints(account_id, texts, besides=besides) if every is None else every
        if here:
            for place, text in enumerate(texts, start=start):
                found[place] = text in here
    return found


def known_fingerprints(account_id: UUID, texts: list[str], *, besides: Sequence[UUID] = ()) -> set[str]:
    """Those of up to 20,000 fingerprints the account has. One query."""
    if not texts:
        return set()
    condition, parameter = one_of("fingerprint", texts)
    others = f" AND batch_id NOT IN ({', '.join(['%s'] * len(besides))})" if besides else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT fingerprint FROM ledger_importedline WHERE account_id = %s AND {condition}{others}",
            [db_uuid(account_id), parameter, *map(db_uuid, besides)],
        )
        return {row[0] for row in cursor.fetchall()}


def one_of(column: str, texts: list[str]) -> tuple[str, Any]:
    """SQL for 'the column is one of these', with its one parameter."""
    if connection.vendor == "postgresql":
        return f"{column} = ANY(%s)", texts
    return f"{column} IN (SELECT value FROM json_each(%s))", orjson.dumps(texts).decode()


def _count_lines(account_id: UUID, besides: Sequence[UUID]) -> int:
    """How many lines other batches gave the account."""
    lines = ImportedLine.objects.filter(account=account_id)
    return lines.exclude(batch__in=besides).count() if besides else lines.count()


def _all_fingerprints(account_id: UUID, besides: Sequence[UUID]) -> set[str]:
    """Reading all of them in a row costs a third of looking up as many one by one."""
    lines = ImportedLine.objects.filter(account=account_id)
    if besides:
        lines = lines.exclude(batch__in=besides)
    return set(lines.values_list("fingerprint", flat=True).iterator(chunk_size=_MARKS_A_QUERY))


def find_alike(
    account_id: UUID, shape: str, wanted: Sequence[Wanted], *, reader: UUID | None = None
) -> dict[int, Alike]:
    """By place: an entry that may be the same payment. Each entry is alike to one line at most.

    The same account and amount, and a day apart at most, or three where the payees share a word; those that share one
    come first. What is withheld from `reader` is like nothing. Entries of files of the same shape are left out: of
    those the fingerprint has already decided. One query.
    """
    if not wanted:
        return {}
    amounts = {each.amount for each in wanted}
    free: dict[tuple[int, int], list[Alike]] = defaultdict(list)
    for amount, entry in _entries(account_id, shape, wanted, reader):
        if amount in amounts:
            free[amount, entry.booked_on.toordinal()].append(entry)
    found: dict[int, Alike] = {}
    if not free:
        return found
    for distance in range(NEAR_WITH_WORD + 1):
        for steps in {-distance, distance}:
            for with_word in (True, False) if distance <= NEAR else (True,):
                for each in wanted:
                    same = free.get((each.amount, each.day + steps)) if each.place not in found else None
                    chosen = _chosen(each, same, with_word=with_word) if same else None
                    if same and chosen:
                        same.remove(chosen)
                        found[each.place] = chosen
    return found


def _chosen(line: Wanted, entries: Sequence[Alike], *, with_word: bool) -> Alike | None:
    if not with_word:
        return entries[0]
    words = _words(line.payee)
    return next((entry for entry in entries if words & _words(entry.payee)), None)


def _words(payee: str) -> set[str]:
    return {word for word in payee_key(payee).split() if len(word) >= _SHORTEST_WORD}


def _entries(
    account_id: UUID, shape: str, wanted: Sequence[Wanted], reader: UUID | None
) -> Iterator[tuple[int, Alike]]:
    first, last = min(each.day for each in wanted), max(each.day for each in wanted)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.id, t.payee, t.booked_on, t.amount,"
            " EXISTS (SELECT 1 FROM ledger_importedline l WHERE l.transaction_id = t.id),"
            " EXISTS (SELECT 1 FROM ledger_importedline l JOIN ledger_importbatch b ON b.id = l.batch_id"
            " JOIN ledger_import i ON i.id = b.source_id WHERE l.transaction_id = t.id AND i.shape = %s)"
            " FROM ledger_transaction t WHERE t.account_id = %s AND t.deleted_at IS NULL AND NOT t.is_pending"
            f" AND t.booked_on BETWEEN %s AND %s AND {_SEEN} ORDER BY t.booked_on, t.id",
            [shape, db_uuid(account_id), *_days(first - NEAR_WITH_WORD, last + NEAR_WITH_WORD), db_uuid(reader)],
        )
        while rows := cursor.fetchmany(2_000):
            for key, payee, day, amount, from_file, same_shape in rows:
                if not same_shape:
                    yield amount, Alike(from_db_uuid(key), payee, _date(day), from_stored(amount), not from_file)


def find_posted(
    account_id: UUID, wanted: Sequence[Wanted], *, besides: Sequence[UUID], reader: UUID | None = None
) -> dict[int, Alike]:
    """By place: the announced entry this line is, now that it is booked.

    The same bank's number, else the same payee and direction, the same amount or up to a quarter more (a tip), and
    booked within ten days. The same amount first, then the nearest day. One query.
    """
    pending = _pending(account_id, besides, reader)
    found: dict[int, Alike] = {}
    if not pending:
        return found
    by_mark = {mark: entry for mark, entry in pending if mark}
    free = {entry.id: entry for _, entry in pending}
    keys = {entry.id: payee_key(entry.payee) for entry in free.values()}
    names = set(keys.values())
    for each in wanted:
        entry = by_mark.get(each.pending_mark)
        if entry is not None and entry.id in free:
            found[each.place] = free.pop(entry.id)
    near = [(each, key) for each in wanted if each.place not in found and (key := payee_key(each.payee)) in names]
    for exact in (True, False):
        for each, key in near:
            fitting = [one for one in free.values() if keys[one.id] == key and _is_posted(one, each, exact=exact)]
            if fitting and each.place not in found:
                chosen = min(fitting, key=lambda one: each.day - one.booked_on.toordinal())
                found[each.place] = free.pop(chosen.id)
    return found


def _is_posted(entry: Alike, line: Wanted, *, exact: bool) -> bool:
    announced, booked = entry.amount, from_stored(line.amount)
    if not 0 <= line.day - entry.booked_on.toordinal() <= POSTED_WITHIN or (announced > 0) != (booked > 0):
        return False
    return announced == booked if exact else abs(announced) <= abs(booked) <= abs(announced) * 5 / 4


def _pending(account_id: UUID, besides: Sequence[UUID], reader: UUID | None) -> list[tuple[str, Alike]]:
    others = f" AND l.batch_id NOT IN ({', '.join(['%s'] * len(besides))})" if besides else ""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT l.fingerprint, t.id, t.payee, t.booked_on, t.amount FROM ledger_transaction t"
            " JOIN ledger_importedline l ON l.transaction_id = t.id"
            f" WHERE t.account_id = %s AND t.deleted_at IS NULL AND t.is_pending{others} AND {_SEEN}"
            " ORDER BY t.booked_on, t.id",
            [db_uuid(account_id), *map(db_uuid, besides), db_uuid(reader)],
        )
        rows = cursor.fetchall()
    return [
        (mark, Alike(from_db_uuid(key), payee, _date(day), from_stored(amount), by_hand=False, is_pending=True))
        for mark, key, payee, day, amount in rows
    ]


def _days(*ordinals: int) -> list[Any]:
    return [db_date(date.fromordinal(max(1, min(each, date.max.toordinal())))) for each in ordinals]


def _date(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)
