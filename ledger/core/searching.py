"""Free text in transactions, over the one folded `search_text` column, and the texts of accounts that are indexed.

That column has no index of its own, which would cost each written line. The search's index of distinct texts tells
which payees can have a line that holds the words: nobody's where nothing is found, else those few whose lines are read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID, uuid5

import orjson
from django.db import connection

from config.kernel.search.candidates import phrase
from config.kernel.search.due import due_keys, like, like_condition
from config.kernel.search.registry import sources
from config.kernel.search.triggers import ENTRIES, TRIGRAMS
from config.kernel.sql import db_uuid, marks
from ledger.core.access import Sight
from ledger.core.models import MoneyAccountAccess

KIND = "transaction"
# Between the parts of a key. Folded texts and payee keys know no white space but blanks, and this counts as such.
BETWEEN = "\x1f"
# With more texts, or more lines that hold the words, the newest 50 are met sooner by reading from the newest on.
MOST_TEXTS = 200
MOST_LINES = 5_000
# Counting them reads them all in either way.
MOST_COUNTED = 30_000
_TEXTS = UUID("3f1f5d58-8f0c-5a3e-9d52-0c6d3f0f9b7e")


class Text(NamedTuple):
    """What entries that are found as one have in common."""

    account_id: UUID
    withheld: str
    payee_key: str
    text: str

    @classmethod
    def of_key(cls, key: str) -> Text:
        account_id, withheld, payee_key, text = key.split(BETWEEN, 3)
        return cls(UUID(account_id), withheld, payee_key, text)

    @property
    def object_id(self) -> UUID:
        return uuid5(_TEXTS, BETWEEN.join([self.account_id.hex, *self[1:]]))

    @property
    def audience(self) -> UUID:
        return withheld_audience(self.account_id, self.withheld) if self.withheld else self.account_id


def text_audiences(sights: Iterable[Sight]) -> Iterator[UUID]:
    """Of the lines a person reads: each account, and what they withhold there themselves."""
    for sight in sights:
        if sight.level == MoneyAccountAccess.Level.FULL:
            yield sight.account_id
            if sight.is_mine:
                yield withheld_audience(sight.account_id, sight.role)


def withheld_audience(account_id: UUID, role: str) -> UUID:
    return uuid5(account_id, role)


def search_condition(word: str) -> tuple[str, list[Any]]:
    """SQL condition on `ledger_transaction t` that its text holds `word` (folded by payees.search_text)."""
    return like_condition("t.search_text"), [like(word)]


def payees_holding(sights: Iterable[Sight], words: Sequence[str], most: int) -> Mapping[UUID, set[str]] | None:
    """By account the payee keys of all lines that may hold the words, and of some others; None where that is no help:
    for more lines than `most`, as far as they are counted.

    Three letters are what the index knows. Two queries: what changed since it was indexed comes first, for between
    the two it may be indexed.
    """
    long = [each for each in words if len(each) >= 3]
    if not long:
        return None
    audiences = [db_uuid(each) for each in text_audiences(sights)]
    found: dict[UUID, set[str]] = defaultdict(set)
    due = due_keys(sources()[KIND], words, MOST_TEXTS + 1)
    holds = " AND ".join([like_condition("e.search_text")] * len(words))
    source, parameters = f"{ENTRIES} e WHERE", [*audiences, *map(like, words)]
    if connection.vendor == "sqlite":
        source = f"{TRIGRAMS} CROSS JOIN {ENTRIES} e ON e.id = {TRIGRAMS}.rowid WHERE {TRIGRAMS} MATCH %s AND"
        parameters.insert(0, " ".join(map(phrase, long)))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT e.details, e.count FROM {source} e.kind = '{KIND}'"  # noqa: S608 our names
            f" AND e.audience IN ({marks(len(audiences))}) AND {holds} LIMIT {MOST_TEXTS + 1}",
            parameters,
        )
        indexed = cursor.fetchall()
    if max(len(due), len(indexed)) > MOST_TEXTS or sum(count for _details, count in indexed) > most:
        return None
    for key in due:
        text = Text.of_key(key)
        found[text.account_id].add(text.payee_key)
    for details, _count in indexed:
        named = orjson.loads(details) if isinstance(details, str) else details
        found[UUID(named["account"])].add(named["payee"])
    return found


def lines_of_payees(payees: Iterable[str]) -> tuple[str, list[Any]]:
    """The beginning of a FROM for one account. SQLite would read the account from its end without being led."""
    keys = sorted(payees)
    by = " INDEXED BY transaction_by_payee" if connection.vendor == "sqlite" else ""
    return f"ledger_transaction t{by} WHERE t.payee_key IN ({marks(len(keys))})", list(keys)
