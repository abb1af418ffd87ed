"""An archive of this instance, consistent while people go on writing, whole or not there."""

from __future__ import annotations

import hashlib
import os
import tomllib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

import orjson
from django.conf import settings
from django.core.files.storage import default_storage
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone
from django.utils.translation import gettext as _

from config.kernel import audit, killing, locks
from config.kernel.backup import FORMAT, figures, keeping
from config.kernel.backup.archive import CHUNK, Writer
from config.kernel.backup.errors import CannotBackUp
from config.kernel.backup.manifest import FileEntry, Manifest, TableEntry, key_checks
from config.kernel.backup.schemas import applied_migrations, apps_at, is_current, nodes_of
from config.kernel.backup.tables import Table, rows, snapshot, tables_of
from config.kernel.backup.verifying import verify
from config.kernel.models import StoredFile
from config.kernel.storage import flush_folder

# A file being removed is not waited for longer than this; the collector holds the lock for one file at a time.
WAIT_SECONDS = 30
_UNFINISHED = ".unfinished-"


class _Damaged(Exception):
    """A stored file is gone, or its bytes are not what its name says."""


@dataclass(frozen=True, slots=True)
class Made:
    path: Path
    manifest: Manifest


def make_backup() -> Made:
    """Write an archive into BACKUP_DIR, and let go of those there are too many of.

    Reads every row once in one snapshot; nobody who writes waits. Files are not removed meanwhile.

    Raises:
        CannotBackUp: another backup or a restore is running, or the disk does not take it.
    """
    try:
        with locks.held(locks.BACKUP, wait_seconds=WAIT_SECONDS):
            made = write_archive(keeping.BACKUP)
    except locks.Taken as error:
        raise CannotBackUp("busy", _("Another backup or a restore is running.")) from error
    audit.record("backup.made", person=None, name=made.path.name)
    return made


def write_archive(sort: str) -> Made:
    """As make_backup, for a caller who holds the lock; `sort` is one of `keeping`."""
    folder: Path = settings.BACKUP_DIR
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for left in folder.glob(f"{_UNFINISHED}*"):
            left.unlink()
        now = timezone.now()
        aside = folder / f"{_UNFINISHED}{now.timestamp():.6f}.zip"
        try:
            manifest = _write(aside, now)
            # What cannot be read again is no backup; better to learn of it today.
            verify(aside)
            killing.point("backup:written")
            path = folder / keeping.name_of(sort, now)
            aside.rename(path)
        finally:
            with suppress(FileNotFoundError):
                aside.unlink()
        flush_folder(folder)
    except OSError as error:
        raise CannotBackUp("cannot_write", f"{folder}: {error.strerror or error}") from error
    killing.point("backup:renamed")
    keeping.let_go()
    return Made(path, manifest)


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
        files, missing = _write_files(writer, stored)
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


def _write_files(writer: Writer, stored: list[StoredFile]) -> tuple[list[FileEntry], list[str]]:
    """Those whose bytes are gone or damaged are named and left out: what is left is worth keeping."""
    kept, missing = [], []
    for file in stored:
        try:
            _check_file(file)
        except (_Damaged, OSError):
            missing.append(file.digest)
            continue
        with default_storage.open(file.path) as contents:
            writer.add(f"files/{file.digest}", contents.chunks(CHUNK), packed=False)
        kept.append(FileEntry(file.digest, file.size))
    return kept, missing


def _check_file(file: StoredFile) -> None:
    digest = hashlib.sha256()
    with default_storage.open(file.path) as contents:
        for chunk in contents.chunks(CHUNK):
            digest.update(chunk)
        if contents.size != file.size or digest.hexdigest() != file.digest:
            raise _Damaged(file.digest)


@lru_cache(maxsize=1)
def app_version() -> str:
    with Path(settings.BASE_DIR, "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])


def free_bytes(folder: Path) -> int:
    """What may still be written where `folder` is."""
    found = os.statvfs(folder)
    return found.f_bavail * found.f_frsize
