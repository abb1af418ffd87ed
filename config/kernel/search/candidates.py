"""Which entries may fit: from the trigram indexes of both databases, at a cost the number of entries hardly raises.

PostgreSQL answers from one GIN index; SQLite from an FTS5 table of trigrams, which knows no word of fewer than three
letters. Those are looked for among the person's own entries.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from config.kernel.search.due import like, like_condition
from config.kernel.search.matching import allowed_slips
from config.kernel.search.models import SearchEntry
from config.kernel.search.triggers import ENTRIES, TRIGRAMS
from config.kernel.sql import db_uuid, marks

AT_MOST = 200
# Of a common word as many are looked at, the latest written first.
LOOKED_AT = 2_000
LOOSELY = 0.35
# Trigrams that more entries than these have say too little about a misspelt word.
COMMON = 5_000


def phrase(word: str) -> str:
    """A word as FTS5 takes it, whatever stands in it."""
    return '"' + word.replace('"', '""') + '"'


def containing(audiences: Collection[UUID], words: Sequence[str], kinds: Collection[str]) -> list[SearchEntry]:
    """Entries that hold every word somewhere, the most used of them, the latest first. One query."""
    if not (audiences and words and kinds):
        return []
    holds = " AND ".join(like_condition("e.search_text") for _each in words)
    source, order = f"{ENTRIES} e WHERE {holds}", ""
    parameters: list[Any] = [like(each) for each in words]
    long = [each for each in words if len(each) >= 3]
    if connection.vendor == "sqlite" and long:
        source = f"{TRIGRAMS} CROSS JOIN {ENTRIES} e ON e.id = {TRIGRAMS}.rowid WHERE {TRIGRAMS} MATCH %s AND {holds}"
        # In the order of that index; PostgreSQL would be led to read its table from the end.
        order = f" ORDER BY {TRIGRAMS}.rowid DESC"
        parameters.insert(0, " ".join(map(phrase, long)))
    own, keys = _own(audiences, kinds)
    # `count` is how often, so that of very many texts those are looked at that people mean.
    statement = (
        f"SELECT * FROM (SELECT e.* FROM {source} AND {own}{order} LIMIT {LOOKED_AT}) e"  # noqa: S608 our names
        f" ORDER BY e.count DESC, e.at DESC LIMIT {AT_MOST}"
    )
    return list(SearchEntry.objects.raw(statement, [*parameters, *keys]))


def alike(audiences: Collection[UUID], words: Sequence[str], kinds: Collection[str]) -> list[SearchEntry]:
    """At most 200 entries that share trigrams with the words, those that share most first. Numbers and short words
    have to be in them as they are. Two queries.
    """
    misspelt = [each for each in words if allowed_slips(each)]
    if not (audiences and misspelt and kinds):
        return []
    own, keys = _own(audiences, kinds)
    for word in words:
        if word not in misspelt:
            own, keys = f"{own} AND {like_condition('e.search_text')}", [*keys, like(word)]
    return (_alike_postgresql if connection.vendor == "postgresql" else _alike_sqlite)(misspelt, own, keys)


def _alike_postgresql(words: Sequence[str], own: str, keys: list[Any]) -> list[SearchEntry]:
    near = " OR ".join(["%s <%% e.search_text"] * len(words))
    nearness = " + ".join(["word_similarity(%s, e.search_text)"] * len(words))
    statement = f"SELECT e.* FROM {ENTRIES} e WHERE ({near}) AND {own} ORDER BY {nearness} DESC LIMIT {AT_MOST}"  # noqa: S608
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)", [str(LOOSELY)])
        return list(SearchEntry.objects.raw(statement, [*words, *keys, *words]))


def _alike_sqlite(words: Sequence[str], own: str, keys: list[Any]) -> list[SearchEntry]:
    telling = _telling([trigram for word in words for trigram in trigrams(word)])
    if not telling:
        return []
    statement = (
        f"SELECT e.* FROM {TRIGRAMS} CROSS JOIN {ENTRIES} e ON e.id = {TRIGRAMS}.rowid"  # noqa: S608 our names
        f" WHERE {TRIGRAMS} MATCH %s AND {own} ORDER BY {TRIGRAMS}.rank LIMIT {AT_MOST}"
    )
    return list(SearchEntry.objects.raw(statement, [" OR ".join(map(phrase, telling)), *keys]))


def trigrams(word: str) -> list[str]:
    """Of the word between two blanks."""
    padded = f" {word} "
    return [padded[start : start + 3] for start in range(len(padded) - 2)]


def _telling(wanted: list[str]) -> list[str]:
    """Those that few enough entries have, to read all of them."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT term, doc FROM {TRIGRAMS}_seen WHERE term IN ({marks(len(wanted))}) ORDER BY doc",  # noqa: S608
            wanted,
        )
        seen = cursor.fetchall()
    telling: list[str] = []
    read = 0
    for term, entries in seen:
        read += entries
        if telling and read > COMMON:
            break
        telling.append(term)
    return telling


def _own(audiences: Collection[UUID], kinds: Collection[str]) -> tuple[str, list[Any]]:
    own = f"e.audience IN ({marks(len(audiences))}) AND e.kind IN ({marks(len(kinds))})"
    return own, [*map(db_uuid, audiences), *kinds]
