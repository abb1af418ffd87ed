"""A restore into a database that is made for it and dropped again: whether it would succeed, without doing it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, ProgrammingError, connection, transaction
from django.utils.translation import gettext as _

from config.kernel import killing
from config.kernel.backup import figures
from config.kernel.backup.archive import Reader
from config.kernel.backup.errors import BackupProblem, RestoreRefused
from config.kernel.backup.making import free_bytes
from config.kernel.backup.replacing import build_schema, default_database, empty_file, load
from config.kernel.backup.schemas import is_current, nodes_of
from config.kernel.backup.verifying import verify_contents
from config.kernel.models import StoredFile

_SCRATCH = "rehearsal-"
# A row with its indexes takes about three times its line in the archive.
_ROOM_OF_A_ROW = 3
_NOT_ALLOWED = "42501"


class CannotRehearse(BackupProblem):
    """There is no room or no leave for a second database; nothing is said about the archive."""


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """`difference` is the first thing that came out otherwise than the archive says; empty where all of it agrees."""

    rows: int
    files: int
    difference: str


def rehearse(reader: Reader) -> Rehearsed:
    """Restore an archive beside what is here: every row and file of it read, loaded, counted and held against it.

    On SQLite into a file in DATA_DIR, on PostgreSQL into a database of the same server; both go at the end, or at the
    next rehearsal where this one was killed. What people work with is neither locked nor changed. One at a time.

    Raises:
        ArchiveRefused: the archive itself is not whole.
        CannotRehearse: the person of DATABASE_URL may not create databases, or the disk lacks the room.
    """
    manifest = reader.manifest
    tables = verify_contents(reader)
    with _scratch(reader):
        try:
            with transaction.atomic(durable=True), connection.wrap_database_errors:
                load(reader, tables)
            if not is_current(nodes_of(manifest.migrations, manifest.version)):
                call_command("migrate", verbosity=0, interactive=False)
            killing.point("rehearse:loaded")
            difference = next(_differences(reader), "")
        except (DatabaseError, RestoreRefused) as error:
            difference = str(error)
    return Rehearsed(sum(table.rows for table in manifest.tables), len(manifest.files), difference)


def _differences(reader: Reader) -> Iterator[str]:
    """Of the filled database, which is the default one meanwhile, from what the manifest says."""
    for name in figures.unlike(reader.manifest.figures, figures.count(connection)):
        yield _("The figures of %s are not the archive's.") % name
    yield from figures.differences()
    held = {entry.sha256 for entry in reader.manifest.files}
    for digest, lost_at in StoredFile.objects.values_list("pk", "lost_at"):
        # What no backup had when it was looked for is known, and is no news of each night.
        if digest in reader.manifest.missing and lost_at is not None:
            continue
        if digest in reader.manifest.missing:
            yield _("The file %s was missing or damaged when the backup was made.") % digest
        elif digest not in held:
            yield _("The archive lacks the file %s.") % digest


@contextmanager
def _scratch(reader: Reader) -> Iterator[None]:
    """The default database is an empty one of the archive's schema."""
    room = _file_beside(reader) if connection.vendor == "sqlite" else _database_beside(reader)
    with room:
        yield


@contextmanager
def _file_beside(reader: Reader) -> Iterator[None]:
    for left in Path(settings.DATA_DIR).glob(f"{_SCRATCH}*"):
        shutil.rmtree(left, ignore_errors=True)
    needed = _ROOM_OF_A_ROW * sum(entry.size for entry in reader.manifest.tables)
    if needed > free_bytes(settings.DATA_DIR):
        raise CannotRehearse("no_room", _("The rehearsal needs %d MB of free disk.") % (needed // 1_000_000 + 1))
    with (
        tempfile.TemporaryDirectory(prefix=_SCRATCH, dir=settings.DATA_DIR) as folder,
        empty_file(reader, Path(folder, "scratch.sqlite3")),
    ):
        yield


@contextmanager
def _database_beside(reader: Reader) -> Iterator[None]:
    name = f"{connection.settings_dict['NAME']}_rehearsal"[-63:]
    quoted = connection.ops.quote_name(name)
    options = {key: value for key, value in connection.settings_dict["OPTIONS"].items() if key != "pool"}
    _administer(f"DROP DATABASE IF EXISTS {quoted} WITH (FORCE)")
    try:
        _administer(f"CREATE DATABASE {quoted}")
    except ProgrammingError as error:
        if getattr(error.__cause__, "sqlstate", "") != _NOT_ALLOWED:
            raise
        raise CannotRehearse(
            "may_not_create", _("A rehearsal needs a second database: ALTER ROLE ... CREATEDB allows it.")
        ) from error
    try:
        with default_database(NAME=name, OPTIONS=options):
            build_schema(reader)
            yield
    finally:
        _administer(f"DROP DATABASE IF EXISTS {quoted} WITH (FORCE)")


def _administer(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
