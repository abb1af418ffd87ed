"""Everything an archive claims, checked without touching what is here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import orjson
from django.db import connection
from django.utils.translation import gettext as _

from config.kernel.backup import keeping
from config.kernel.backup.archive import Reader
from config.kernel.backup.errors import ArchiveRefused
from config.kernel.backup.keeping import Kept
from config.kernel.backup.kinds import from_archive
from config.kernel.backup.manifest import Manifest, TableEntry, key_checks
from config.kernel.backup.schemas import apps_at, nodes_of
from config.kernel.backup.tables import Table, tables_of

ParsedRow = list[Any]


def verify(archive: Path | Kept) -> Manifest:
    """Read all of an archive: seal, structure, manifest, schema, keys, every row and every file, wherever they lie.

    Raises:
        ArchiveRefused: something is not right. Nothing was changed.
        OSError: the file itself cannot be read, or its place does not answer.
    """
    with keeping.opened(archive if isinstance(archive, Kept) else keeping.at(archive)) as reader:
        verify_contents(reader)
        return reader.manifest


def verify_contents(reader: Reader, *, files: bool = True) -> list[Table]:
    """As `verify`, without the files if so asked; the tables of the archive's schema."""
    tables = schema_of(reader.manifest)
    _check_keys(reader.manifest)
    for entry, table in zip(reader.manifest.tables, tables, strict=True):
        for _row in parsed_rows(reader, entry, table):
            pass
    for file in reader.manifest.files if files else ():
        for _chunk in reader.chunks(file):
            pass
    return tables


def schema_of(manifest: Manifest) -> list[Table]:
    """The tables the archive's migrations make, in the order of the manifest; theirs must be the same.

    Raises ArchiveRefused for an archive of a newer version, or of a schema that no migrations of ours lead to.
    """
    tables = {table.name: table for table in tables_of(apps_at(nodes_of(manifest.migrations, manifest.version)))}
    if tables.keys() != {entry.name for entry in manifest.tables}:
        raise ArchiveRefused("other_schema", _("The archive's tables are not those of its migrations."))
    for entry in manifest.tables:
        if entry.columns != tables[entry.name].form:
            raise ArchiveRefused("other_schema", _("The columns of %s are not those of this version.") % entry.name)
    return [tables[entry.name] for entry in manifest.tables]


def parsed_rows(reader: Reader, entry: TableEntry, table: Table) -> Iterator[ParsedRow]:
    """Each row as this database is given it. Raises ArchiveRefused for the first that is not of the table's form."""
    converts = [from_archive(column.kind, connection.vendor) for column in table.columns]
    may_be_null = [column.may_be_null for column in table.columns]
    count = 0
    for line in reader.lines(entry):
        count += 1
        try:
            yield _parsed(orjson.loads(line), converts, may_be_null)
        except (ValueError, ArithmeticError) as error:
            raise ArchiveRefused(
                "bad_row",
                _("Row %(number)d of %(table)s is not what its columns hold.") % {"number": count, "table": entry.name},
            ) from error
    if count != entry.rows:
        raise ArchiveRefused("wrong_count", _("%s has not as many rows as the manifest says.") % entry.member)


def _parsed(row: Any, converts: list[Callable[[Any], Any]], may_be_null: list[bool]) -> ParsedRow:
    if type(row) is not list or len(row) != len(converts):
        raise ValueError("not a row of this table")
    for place, value in enumerate(row):
        if value is not None:
            row[place] = converts[place](value)
        elif not may_be_null[place]:
            raise ValueError("nothing where something must be")
    return row


def _check_keys(manifest: Manifest) -> None:
    ours = key_checks()
    for name, check in manifest.keys.items():
        if name not in ours:
            raise ArchiveRefused("missing_key", _("FIELD_KEYS has no key named %s, which the archive needs.") % name)
        if ours[name] != check:
            raise ArchiveRefused("other_key", _("The key named %s is not the one the archive was made with.") % name)
