"""What has changed since it was indexed, as the triggers noted it.

New rows of an `is_imported` source are noted by no trigger on SQLite, which would cost an import a fifth of its time.
They are those behind the highest rowid that was seen to; a table of its own keeps that mark. Rowids rise, and a trigger
lowers the mark where the last rows are deleted, whose rowids would come again.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from config.kernel.search.models import SearchDue
from config.kernel.search.registry import Source, sources

DUE, MARKS = SearchDue._meta.db_table, "kernel_searchmark"
AT_ONCE = 20_000
_LOOKED_AT = 2_000


def like(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def like_condition(column: str) -> str:
    """A backslash is PostgreSQL's own escape; said aloud there, the trigram index is no longer used."""
    return f"{column} LIKE %s" if connection.vendor == "postgresql" else f"{column} LIKE %s ESCAPE '\\'"


def has_mark(source: Source) -> bool:
    return source.is_imported and connection.vendor == "sqlite"


def kinds_due() -> set[str]:
    """Of which kinds something is due; mostly of none. One query."""
    noted = f"SELECT DISTINCT kind FROM (SELECT kind FROM {DUE} LIMIT {_LOOKED_AT}) d"  # noqa: S608 our names
    new = [f"SELECT '{each.kind}' WHERE EXISTS (SELECT 1 FROM {_new(each)})" for each in _marked()]  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(" UNION ".join([noted, *new]))
        return {kind for (kind,) in cursor.fetchall()}


def due_keys(source: Source, words: Sequence[str], limit: int) -> list[str]:
    """The latest changes; where keys hold texts, of these only what holds the words. One query."""
    words = words if source.has_text_in_key else ()
    holds = "".join(f" AND {like_condition('key')}" for _each in words)
    parameters = [like(each) for each in words]
    statement = f"SELECT key FROM (SELECT key FROM {DUE} WHERE kind = %s{holds} ORDER BY id DESC LIMIT {limit}) d"  # noqa: S608
    if has_mark(source):
        new = f"SELECT {source.key_sql('t')} AS key FROM {_new(source)}"  # noqa: S608 our names
        statement += f" UNION SELECT key FROM (SELECT DISTINCT key FROM ({new}) WHERE 1 = 1{holds} LIMIT {limit}) n"  # noqa: S608
        parameters += parameters
    with connection.cursor() as cursor:
        cursor.execute(statement, [source.kind, *parameters])
        return [key for (key,) in cursor.fetchall()]


def count_due(at_most: int) -> int:
    """Counted up to `at_most`, new rows by their rowids."""
    count = SearchDue.objects.values_list("pk", flat=True)[:at_most].count()
    with connection.cursor() as cursor:
        for source in _marked():
            cursor.execute(f"SELECT COALESCE(MAX(rowid), 0) - {_upto(source)} FROM {source.table}")  # noqa: S608
            count += max(int(cursor.fetchone()[0]), 0)
    return min(count, at_most)


def note_new() -> bool:
    """Note what is new in the next 20,000 rows behind a mark, in the caller's transaction. False: there were none."""
    for source in _marked():
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT MAX(rowid) FROM (SELECT t.rowid FROM {_new(source)} ORDER BY t.rowid LIMIT {AT_ONCE})"  # noqa: S608
            )
            top = cursor.fetchone()[0]
            if top is None:
                continue
            keys = f"SELECT DISTINCT {source.key_sql('t')} AS k FROM {_new(source)} AND t.rowid <= %s"  # noqa: S608
            cursor.execute(
                f"INSERT INTO {DUE} (kind, key) SELECT '{source.kind}', k FROM ({keys})"  # noqa: S608 our names
                f" WHERE NOT EXISTS (SELECT 1 FROM {DUE} WHERE kind = '{source.kind}' AND key = k)",
                [top],
            )
            cursor.execute(
                f"INSERT INTO {MARKS} (kind, upto) VALUES (%s, %s)"  # noqa: S608 our names
                " ON CONFLICT (kind) DO UPDATE SET upto = excluded.upto",
                [source.kind, top],
            )
            return True
    return False


def _marked() -> list[Source]:
    return [each for each in sources().values() if has_mark(each)]


def _upto(source: Source) -> str:
    return f"COALESCE((SELECT upto FROM {MARKS} WHERE kind = '{source.kind}'), 0)"  # noqa: S608 our names


def _new(source: Source) -> str:
    """The end of a FROM: rows behind the mark."""
    return f"{source.table} t WHERE t.rowid > {_upto(source)}"
