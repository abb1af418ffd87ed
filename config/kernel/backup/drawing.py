"""The database of one moment as an archive, and which of its files are whole on the disk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import IO, cast

import orjson
from django.conf import settings
from django.core.files.storage import default_storage
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext as _

from config.kernel import killing
from config.kernel.backup import FORMAT, encryption, figures, keeping
from config.kernel.backup.archive import Writer
from config.kernel.backup.errors import CannotBackUp
from config.kernel.backup.manifest import FileEntry, Manifest, TableEntry, key_checks
from config.kernel.backup.places import Folder
from config.kernel.backup.schemas import applied_migrations, apps_at, is_current, nodes_of
from config.kernel.backup.tables import Table, rows, snapshot, tables_of
from config.kernel.files import is_whole
from config.kernel.models import StoredFile
from config.kernel.storage import StorageAway
from config.kernel.version import app_version


@contextmanager
def database_of(now: datetime) -> Iterator[Path]:
    """The archive without its files, in BACKUP_DIR; in DATA_DIR where that fails, or must hold nothing readable."""
    with ExitStack() as held:
        yield _database_somewhere(held, now)


def _database_somewhere(held: ExitStack, now: datetime) -> Path:
    if not encryption.is_wanted():
        with suppress(OSError):
            aside = Folder(Path(settings.BACKUP_DIR)).aside(f"database-{now.timestamp():.6f}.zip")
            held.callback(aside.unlink, missing_ok=True)
            _write(aside, now)
            return aside
    try:
        path = held.enter_context(keeping.room()) / "database.zip"
        _write(path, now)
    except OSError as error:
        raise CannotBackUp("cannot_write", f"{settings.DATA_DIR}: {error.strerror or error}") from error
    return path


@contextmanager
def on_disk(entry: FileEntry) -> Iterator[IO[bytes]]:
    """A file of this instance, as an archive reads what lies beside it."""
    with default_storage.open(StoredFile(digest=entry.sha256).path) as contents:
        yield cast(IO[bytes], contents)


def _write(path: Path, now: datetime) -> Manifest:
    writer = Writer(path)
    try:
        with snapshot() as source:
            migrations = applied_migrations(source)
            if not migrations:
                raise CannotBackUp("empty", _("There is nothing in the database yet."))
            killing.point("backup:snapshot")
            nodes = nodes_of(migrations, app_version())
            keys: set[str] = set()
            tables = [_write_table(writer, source, table, keys) for table in tables_of(apps_at(nodes))]
            stored = _stored_files(source)
            # They are counted in today's tables.
            counted = figures.count(source) if is_current(nodes) else {}
        killing.point("backup:tables")
        files, missing = _checked_files(stored)
        killing.point("backup:files")
        checks = key_checks()
        manifest = Manifest(
            format=FORMAT,
            version=app_version(),
            created_at=now.isoformat(),
            database=source.vendor,
            migrations=migrations,
            tables=tables,
            files=files,
            missing=missing,
            keys={name: checks.get(name, "") for name in sorted(keys)},
            figures=counted,
        )
        writer.finish(manifest)
        return manifest
    finally:
        writer.abandon()


def _write_table(writer: Writer, source: BaseDatabaseWrapper, table: Table, keys: set[str]) -> TableEntry:
    count = 0

    def chunks() -> Iterator[bytes]:
        nonlocal count
        lines: list[bytes] = []
        for row in rows(source, table):
            count += 1
            for place in table.encrypted:
                if row[place]:
                    keys.add(row[place].partition(":")[0])
            lines.append(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE))
            if len(lines) == 1_000:
                yield b"".join(lines)
                lines.clear()
        yield b"".join(lines)

    written = writer.add(f"database/{table.name}.ndjson", chunks(), packed=True)
    killing.point("backup:table")
    return TableEntry(table.name, table.form, count, written.size, written.sha256)


def _stored_files(source: BaseDatabaseWrapper) -> list[StoredFile]:
    with source.cursor() as cursor:
        cursor.execute("SELECT digest, size FROM kernel_storedfile ORDER BY digest")
        return [StoredFile(digest=digest, size=size) for digest, size in cursor.fetchall()]


def _checked_files(stored: list[StoredFile]) -> tuple[list[FileEntry], list[str]]:
    """Those whose bytes are gone or damaged are named and left out: what is left is worth keeping."""
    kept, missing = [], []
    try:
        for file in stored:
            if is_whole(file):
                kept.append(FileEntry(file.digest, file.size))
            else:
                missing.append(file.digest)
    except StorageAway as away:
        raise CannotBackUp("storage_away", _("Where files are kept does not answer.")) from away
    return kept, missing
